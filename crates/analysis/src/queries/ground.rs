//! Turns of a study as numbers.

use crate::codings::{Coded, Coding, Material};

use super::Theme;

/// What queries are put to: what is coded, and what belongs to the themes.
#[derive(Clone, Debug)]
pub struct Ground<'a> {
    pub(super) material: &'a Material,
    pub(super) themes: &'a [Theme],
    /// The number of each document's first turn, and after the last how many turns there are.
    starts: Vec<usize>,
}

impl<'a> Ground<'a> {
    /// Numbers the turns.
    pub fn new(material: &'a Material, themes: &'a [Theme]) -> Self {
        let mut starts = vec![0];
        let mut count = 0;
        for document in &material.documents {
            count += document.turns.len();
            starts.push(count);
        }
        Ground {
            material,
            themes,
            starts,
        }
    }

    pub(super) fn turns(&self) -> usize {
        self.starts.last().copied().unwrap_or_default()
    }

    /// The numbers of a document's turns.
    pub(super) fn range(&self, document: usize) -> std::ops::Range<usize> {
        self.starts[document]..self.starts[document + 1]
    }

    /// Documents with their place.
    pub(super) fn documents(&self) -> impl Iterator<Item = (usize, &'a Coded)> {
        self.material.documents.iter().enumerate()
    }
}

/// The turns on which a coding lies, by their place in the document; none if it lies beside the text.
pub(super) fn turns_of(coding: &Coding, document: &Coded) -> std::ops::Range<usize> {
    let end = (coding.last as usize + 1).min(document.turns.len());
    (coding.first as usize).min(end)..end
}

/// The turns that a stretch of code points touches.
pub(super) fn touched(document: &Coded, start: u32, end: u32) -> std::ops::Range<usize> {
    let first = document.turns.partition_point(|turn| turn.end <= start);
    let last = document.turns.partition_point(|turn| turn.start < end);
    first..last.max(first)
}

/// The turn in which a code point lies; the LF after a turn belongs to it.
pub(super) fn turn_at(document: &Coded, point: u32) -> usize {
    let after = document.turns.partition_point(|turn| turn.start <= point);
    after.saturating_sub(1)
}

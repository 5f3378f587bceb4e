//! Sets of turns: a bit each.

use std::collections::BTreeMap;

use super::ground::Ground;
use super::spans::Spans;

/// A set of turns of a study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turns {
    bits: Vec<u64>,
    count: usize,
    /// Of words that are looked for in a layer, the passages in which they stand, by document; none where whole turns are meant.
    passages: Option<BTreeMap<usize, Spans>>,
}

impl Turns {
    /// No turn of the study.
    pub fn none(ground: &Ground<'_>) -> Self {
        Turns {
            bits: vec![0; ground.turns().div_ceil(64)],
            count: ground.turns(),
            passages: None,
        }
    }

    /// The same turns, of which these passages alone are meant.
    pub(super) fn within(self, passages: BTreeMap<usize, Spans>) -> Self {
        Turns {
            passages: Some(passages),
            ..self
        }
    }

    /// The passages of a document that alone are meant; none where whole turns are.
    pub(super) fn passages(&self, document: usize) -> Option<&[(u32, u32)]> {
        let passages = self.passages.as_ref()?;
        Some(passages.get(&document).map_or(&[], Vec::as_slice))
    }

    /// Adds a turn by the place of its document and its own place there, both from 0. One that is not there is left out.
    pub fn add(&mut self, ground: &Ground<'_>, document: usize, turn: usize) {
        let range = ground.range(document);
        if turn < range.len() {
            self.fill(range.start + turn..range.start + turn + 1);
        }
    }

    pub(super) fn fill(&mut self, numbers: std::ops::Range<usize>) {
        for number in numbers {
            self.bits[number / 64] |= 1 << (number % 64);
        }
    }

    pub(super) fn has(&self, number: usize) -> bool {
        self.bits[number / 64] >> (number % 64) & 1 == 1
    }

    pub(super) fn and(mut self, other: &Turns) -> Self {
        for (mine, theirs) in self.bits.iter_mut().zip(&other.bits) {
            *mine &= theirs;
        }
        self
    }

    pub(super) fn or(mut self, other: &Turns) -> Self {
        for (mine, theirs) in self.bits.iter_mut().zip(&other.bits) {
            *mine |= theirs;
        }
        self
    }

    pub(super) fn not(mut self) -> Self {
        for word in &mut self.bits {
            *word = !*word;
        }
        if let Some(last) = self
            .bits
            .last_mut()
            .filter(|_| !self.count.is_multiple_of(64))
        {
            *last &= (1 << (self.count % 64)) - 1;
        }
        self
    }

    /// Every turn at most so many turns from one of these, in the same document.
    pub(super) fn around(&self, ground: &Ground<'_>, turns: u32) -> Self {
        let mut wide = Turns::none(ground);
        let far = turns as usize;
        for (document, _) in ground.documents() {
            let range = ground.range(document);
            let mut done = range.start;
            for number in range.clone().filter(|number| self.has(*number)) {
                let from = number.saturating_sub(far).max(done);
                let to = (number + far + 1).min(range.end);
                wide.fill(from..to.max(from));
                done = to;
            }
        }
        wide
    }
}

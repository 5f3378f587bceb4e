//! The passage that is nearest to a quotation which nobody said so.

use std::collections::HashMap;

use super::corpus::{Corpus, Voice};
use super::pieces::Sought;
use crate::quotes::{Change, Difference, nearest};

/// A passage is near up to this share of words that differ, in percent (study R63).
const NEAR: usize = 25;
/// Words that stand so often tell nothing about a place.
const USUAL: usize = 2_000;
/// Words of a stretch in which votes are counted together.
const STRETCH: usize = 48;
/// How many stretches are compared word by word.
const COMPARED: usize = 4;

/// A passage near a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// The handle of the document.
    pub document: String,
    /// The turn in which it begins, from 1.
    pub turn: u32,
    /// Words that differ: a word in the place of another counts once.
    pub words: usize,
    /// Word by word.
    pub difference: Difference,
}

impl Corpus {
    /// The nearest passage of a participant.
    pub(super) fn nearest(&self, quotation: &str, sought: &Sought) -> Option<Near> {
        let count = sought.count();
        let mut best: Option<Near> = None;
        for (stream, middle) in self.stretches(sought) {
            let words = &self.streams[stream].words;
            let all: usize = sought.pieces.iter().map(|piece| piece.words.len()).sum();
            let from = middle.saturating_sub(STRETCH);
            let to = (middle + 2 * all + 2 * STRETCH).min(words.len() - 1);
            let (first, last) = (words[from].1 as usize, words[to].1 as usize);
            let document = self.streams[stream].document;
            let Some(mut difference) = nearest(quotation, &self.turns[document][first..=last])
            else {
                continue;
            };
            difference.turn += first;
            let words = distance(&difference);
            let added = added(&difference);
            if words * 100 > NEAR * count && !(added * 10 <= count && difference.words * 2 <= count)
            {
                continue;
            }
            if best.as_ref().is_none_or(|best| words < best.words) {
                best = Some(Near {
                    document: self.streams[stream].handle.clone(),
                    turn: u32::try_from(difference.turn + 1).unwrap_or(u32::MAX),
                    words,
                    difference,
                });
            }
        }
        best
    }

    /// Where most words of a quotation stand in their order: streams of participants, and words of them.
    fn stretches(&self, sought: &Sought) -> Vec<(usize, usize)> {
        let mut votes: HashMap<(u32, usize), usize> = HashMap::new();
        let words = sought.pieces.iter().flat_map(|piece| &piece.words);
        for (at, word) in words.enumerate() {
            let places = self.index.get(&word.core).map_or(&[][..], Vec::as_slice);
            if places.len() > USUAL {
                continue;
            }
            for (stream, place) in places {
                if self.streams[*stream as usize].voice != Voice::Participant {
                    continue;
                }
                let begins = (*place as usize).saturating_sub(at) / STRETCH;
                *votes.entry((*stream, begins)).or_default() += 1;
            }
        }
        let mut ranked: Vec<(usize, (u32, usize))> = votes
            .iter()
            .map(|(&(stream, begins), votes_here)| {
                let next = votes.get(&(stream, begins + 1)).copied().unwrap_or(0);
                (votes_here + next, (stream, begins))
            })
            .collect();
        ranked.sort_by_key(|(votes, place)| (std::cmp::Reverse(*votes), *place));
        ranked.truncate(COMPARED);
        let places = ranked.into_iter();
        places
            .map(|(_, (stream, begins))| (stream as usize, begins * STRETCH))
            .collect()
    }
}

/// Words that differ; where some stand in the place of others, the longer side counts.
fn distance(difference: &Difference) -> usize {
    let (mut total, mut lacking, mut added) = (0, 0, 0);
    for (change, words) in &difference.parts {
        let count = words.split_whitespace().count();
        match change {
            Change::Lacking => lacking += count,
            Change::Added => added += count,
            Change::Same => {
                total += lacking.max(added);
                (lacking, added) = (0, 0);
            }
        }
    }
    total + lacking.max(added)
}

fn added(difference: &Difference) -> usize {
    let added = difference
        .parts
        .iter()
        .filter(|(change, _)| *change == Change::Added);
    added
        .map(|(_, words)| words.split_whitespace().count())
        .sum()
}

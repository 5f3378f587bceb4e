//! Whether words that are printed as said were said so (study R63).
//!
//! Every document becomes streams of words, one for each kind of voice, with an index over all of them, so that a quotation is
//! looked for where its rarest word stands and nowhere else.

mod corpus;
mod near;
mod pieces;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeSet;

pub use corpus::{Corpus, Voice};
pub use near::Near;
pub use words::words;

use corpus::Hit;
use pieces::Sought;

/// Fewest words of a quotation that is judged.
const FEWEST: usize = 4;

/// What became of a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Somebody said it so.
    Said {
        /// Where.
        at: Location,
        /// Which liberties were taken; none if it is exact.
        tolerated: BTreeSet<Tolerance>,
    },
    /// Somebody said something near.
    Altered(Near),
    /// Nobody said anything near.
    Absent,
    /// Too few words to judge.
    TooShort,
}

/// Where words stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The handle of the document.
    pub document: String,
    /// Whose voice it is.
    pub voice: Voice,
    /// The turn in which they begin, from 1.
    pub turn: u32,
    /// The stream of the corpus and the words in it, the end excluded, to tell whether two quotations overlap.
    pub span: (usize, usize, usize),
}

/// A liberty that a quotation may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tolerance {
    /// Other quotation marks, dashes or spaces.
    Marks,
    /// A capital at the beginning, or none.
    Capital,
    /// Other punctuation at the end.
    Ending,
    /// Words left out where a mark says so.
    LeftOut,
    /// Words in brackets.
    Brackets,
    /// A hyphen more or less, where lines ended.
    LineEnd,
    /// The interviewer spoke in between.
    Turns,
}

impl Corpus {
    /// Judges a quotation. `line_ends` lets hyphens be free, as where lines of a PDF were joined.
    pub fn judge(&self, quotation: &str, line_ends: bool) -> Verdict {
        let Some(sought) = Sought::of(quotation) else {
            return Verdict::TooShort;
        };
        if sought.count() < FEWEST {
            return Verdict::TooShort;
        }
        let found = Voice::ALL
            .into_iter()
            .find_map(|voice| self.find(&sought, voice, false))
            .or_else(|| {
                let free = line_ends.then(|| sought.without_hyphens());
                let mut voices = Voice::ALL.into_iter();
                free.and_then(|free| voices.find_map(|voice| self.find(&free, voice, true)))
            });
        match found {
            Some(hit) => self.said(&sought, &hit),
            None => self
                .nearest(quotation, &sought)
                .map_or(Verdict::Absent, Verdict::Altered),
        }
    }

    fn said(&self, sought: &Sought, hit: &Hit) -> Verdict {
        Verdict::Said {
            at: self.location(hit),
            tolerated: self.tolerated(sought, hit),
        }
    }
}

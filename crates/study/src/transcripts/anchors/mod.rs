//! Spans that follow their text from one version of a document to the next (study R28, R29).
//!
//! A version is its turns joined by LF. Positions are Unicode code points (scalar values) from 0, the end excluded.
//! [`CharacterMap`] says which characters of one version stand where in another: [`map_between`] finds it from two
//! versions, [`CharacterMap::of_edits`] builds it where the edits are known, [`CharacterMap::then`] joins two.
//! [`CharacterMap::carry`] re-anchors a span and says whether it is the same, moved, edited or lost, so that no text
//! ever changes unseen.
//!
//! A span that was edited or lost and whose text comes back is found again from the version it was made on: keep that
//! span until a person has decided, and carry it from there.

mod blocks;
mod diff;
mod map;
mod step;
mod version;

pub use diff::map_between;
pub use map::{CharacterMap, Edit};
pub use version::Version;

use serde::Serialize;

/// A stretch of a version in code points, the end excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// The first code point.
    pub start: usize,
    /// The code point after the last.
    pub end: usize,
}

/// What became of a span in a later version (study R28).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchored {
    /// Text and position are what they were.
    Same(Span),
    /// The text is what it was, at another position.
    Moved(Span),
    /// The text changed: a person confirms it.
    Edited {
        /// Where it stands now.
        span: Span,
        /// The text before.
        old: String,
        /// The text now.
        new: String,
    },
    /// Nothing survives: the span is kept as an orphan with its text until a person decides.
    Lost {
        /// The text before.
        old: String,
    },
}

impl Span {
    /// From `start` to before `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Span { start, end }
    }

    /// Number of code points.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// True where there is no text.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

impl Anchored {
    /// Where the span stands now, if anything of it does.
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Same(span) | Self::Moved(span) | Self::Edited { span, .. } => Some(*span),
            Self::Lost { .. } => None,
        }
    }

    /// Whether a person has to decide (study R28).
    pub fn waits_for_a_person(&self) -> bool {
        matches!(self, Self::Edited { .. } | Self::Lost { .. })
    }
}

#[cfg(test)]
mod tests;

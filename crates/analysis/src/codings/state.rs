//! What a coding is, as the trail keeps it.

use serde::{Deserialize, Serialize};
use study::documents::Extent;
use uuid::Uuid;

use crate::trail::Recorded;

/// The word of codings in the trail.
pub(crate) const CODING: &str = "coding";

/// A code on a stretch of a document in the layer of an analyst.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodingState {
    /// The code.
    pub code: Uuid,
    /// The document.
    pub document: Uuid,
    /// Whose layer.
    pub member: Uuid,
    /// The first code point, in the turns joined by LF.
    pub start: u32,
    /// The code point after the last.
    pub end: u32,
    /// Which making of the text of the document these positions are in, from 0.
    pub revision: i64,
    /// Whether a person looks at it again because its text changed.
    #[serde(default, skip_serializing_if = "Waits::is_no")]
    pub waits: Waits,
    /// When it was coded, in microseconds since 1970, where a file or another program says so; what is coded here has the time of
    /// its event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coded_at: Option<i64>,
}

/// What a new text has done to a coding (study R28).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Waits {
    /// Nothing.
    #[default]
    No,
    /// Words of its passage were changed.
    Changed,
    /// Nothing is left of its passage.
    Lost,
    /// It came from another program, and which passage its numbers mean could not be told: they stand as they did there, and
    /// count nowhere until its analyst has said where it belongs (REFI-QDA, Q13).
    Unverified,
}

impl Waits {
    fn is_no(&self) -> bool {
        *self == Self::No
    }

    /// Whether it is known where its passage stands, so that it is counted and found.
    pub fn is_placed(self) -> bool {
        !matches!(self, Self::Lost | Self::Unverified)
    }

    /// The word in the table, which has a column of its own for a place that is not known.
    pub(super) fn stored(self) -> &'static str {
        match self {
            Self::Unverified => Self::Lost.word(),
            other => other.word(),
        }
    }

    /// What the columns of the table say.
    pub(super) fn of_row(waits: &str, is_unverified: i64) -> Self {
        match is_unverified {
            0 => Self::of_word(waits),
            _ => Self::Unverified,
        }
    }

    /// The word that is shown.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::No => "",
            Self::Changed => "changed",
            Self::Lost => "lost",
            Self::Unverified => "unverified",
        }
    }

    /// Reads the word that is stored.
    pub(super) fn of_word(word: &str) -> Self {
        match word {
            "changed" => Self::Changed,
            "lost" => Self::Lost,
            "unverified" => Self::Unverified,
            _ => Self::No,
        }
    }
}

/// The turns in which a stretch begins and ends.
pub(super) fn turns_of(turns: &[Extent], start: u32, end: u32) -> (u32, u32) {
    let begun = |at: u32| turns.partition_point(|turn| turn.start <= at);
    let turn = |at: u32| u32::try_from(begun(at).saturating_sub(1)).unwrap_or(u32::MAX);
    (turn(start), turn(end.saturating_sub(1).max(start)))
}

impl Recorded for CodingState {
    const KIND: &'static str = CODING;
}

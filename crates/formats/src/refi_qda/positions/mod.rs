//! What the positions of a text count: decided for each text from evidence (Q8 to Q16).
//!
//! [`locate`] turns stored positions into code points under one reading; [`judge`] takes the reading that the file's own
//! names and the bounds of words support, else the one that its program is known for, and leaves unplaced what stays
//! doubtful.

mod asked;
mod evidence;
mod judge;
mod locate;
mod origin;
mod slice;

use serde::Serialize;

pub(super) use asked::{Answer, Asked, Placed, Span, Stored};
pub(super) use evidence::{folded, quotes};
pub(super) use judge::judge;
pub(super) use origin::Origin;

use origin::Trust;

/// What one step of a position is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A Unicode code point.
    CodePoint,
    /// A unit of UTF-16: an emoji is two.
    Utf16,
}

/// How many steps the end of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineEnd {
    /// As many as it has characters.
    Stored,
    /// One, though CR and LF are stored.
    CrlfAsOne,
    /// Two, though XML has made one of CR and LF (Q16).
    LfAsTwo,
}

/// What positions count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Basis {
    /// One step.
    pub unit: Unit,
    /// The end of a line.
    pub line_end: LineEnd,
    /// Whether a byte-order mark is a character.
    pub bom_counted: bool,
    /// Whether the end position is the last character, not the one after it.
    pub end_included: bool,
}

impl Basis {
    /// What Enid itself counts, and writes (Q8).
    pub const OWN: Self = Self {
        unit: Unit::CodePoint,
        line_end: LineEnd::Stored,
        bom_counted: false,
        end_included: false,
    };

    /// The basis in words.
    #[must_use]
    pub fn words(self) -> String {
        let unit = match self.unit {
            Unit::CodePoint => "code points",
            Unit::Utf16 => "UTF-16 units",
        };
        let lines = match self.line_end {
            LineEnd::Stored => "line ends as stored",
            LineEnd::CrlfAsOne => "CRLF as one",
            LineEnd::LfAsTwo => "each line end as two",
        };
        let mark = if self.bom_counted {
            "counted"
        } else {
            "not counted"
        };
        let end = if self.end_included {
            "included"
        } else {
            "excluded"
        };
        format!("{unit}, {lines}, byte-order mark {mark}, end {end}")
    }
}

/// What decided a basis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Names of selections that quote their text (Q12a).
    Names,
    /// The bounds of words (Q12b).
    Words,
    /// Every reading gives the same text (Q13).
    Same,
    /// What the program is known to count, since nothing in the file speaks against it (Q11).
    Program,
    /// There was nothing to judge: no text, or no selections in it.
    Nothing,
}

impl Evidence {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Names => "by the names of selections",
            Self::Words => "by the bounds of words",
            Self::Same => "all readings agree",
            Self::Program => "as the program is known to count",
            Self::Nothing => "nothing to judge by",
        }
    }
}

//! What is asked about the positions of one text, and the answer.

use super::{Basis, Evidence, Origin};

/// A text as it is stored, and as it is kept.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Stored<'a> {
    /// As stored, without a byte-order mark; line ends as they are.
    pub raw: &'a str,
    /// The same with LF line ends.
    pub text: &'a str,
    /// Whether a byte-order mark stood before it.
    pub bom: bool,
    /// Whether it stood within XML.
    pub inline: bool,
}

/// Positions of a selection, as the file has them, with its name.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Span<'a> {
    pub start: i64,
    pub end: i64,
    pub name: Option<&'a str>,
}

/// What is asked about one text.
#[derive(Debug)]
pub(in super::super) struct Asked<'a> {
    pub stored: Stored<'a>,
    pub origin: Origin,
    pub spans: &'a [Span<'a>],
    /// Single places, which decide nothing.
    pub points: &'a [i64],
    /// Whether ends are places between characters by definition, as sync points are.
    pub ends_fixed: bool,
}

/// Where a span turned out to be: code points, end excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Placed {
    At(i64, i64),
    /// One position was a step beyond the end (Q14).
    Clamped(i64, i64),
    Unverified(&'static str),
}

/// What came of it.
#[derive(Debug)]
pub(in super::super) struct Answer {
    pub basis: Basis,
    pub evidence: Evidence,
    pub score: Option<f64>,
    pub spans: Vec<Placed>,
    pub points: Vec<Option<i64>>,
}

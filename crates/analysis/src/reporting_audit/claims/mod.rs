//! `claims.toml`: what a manuscript states, so that it can be checked without reading prose (study section 6).

mod file;
#[cfg(test)]
mod tests;

pub(super) use file::day_of;
pub use file::parse;

use jiff::civil::Date;
use study::durations::InterviewLength;

/// What the file says; every part is optional.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claims {
    /// How many took part.
    pub participants: Option<u32>,
    /// How many were invited.
    pub invited: Option<u32>,
    /// When interviews were held.
    pub period: Option<Period>,
    /// Completed interviews by cohort, in the order of the file.
    pub cohorts: Vec<(String, u32)>,
    /// How long interviews were.
    pub lengths: Lengths,
    /// How many themes there are.
    pub theme_count: Option<u32>,
    /// What they are called.
    pub theme_names: Vec<String>,
    /// Other numbers.
    pub statements: Vec<Statement>,
}

/// A stretch of days, both included, and how it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// The first day; `None` where it is not said.
    pub start: Option<(Date, String)>,
    /// The last day.
    pub end: Option<(Date, String)>,
}

/// Lengths as they are stated, with their spelling.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lengths {
    /// Of the shortest interview.
    pub shortest: Option<(InterviewLength, String)>,
    /// Of the longest.
    pub longest: Option<(InterviewLength, String)>,
    /// The mean.
    pub mean: Option<(InterviewLength, String)>,
}

/// A number that a manuscript states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Where, in words.
    pub place: String,
    /// What kind of number it is.
    pub kind: StatementKind,
    /// Of what, as `participants quoted in theme:Waiting`.
    pub of: String,
    /// The value as it is printed.
    pub value: String,
}

/// Kinds of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementKind {
    /// A percentage.
    Share,
    /// A count.
    Count,
    /// A length.
    Length,
    /// A day or month.
    Date,
}

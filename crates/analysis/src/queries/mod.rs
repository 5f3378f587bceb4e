//! Questions put to what is coded: which turns, passages or documents fit a query (study R54), and how often what meets what
//! (study R55).
//!
//! Everything here is pure, over a [`Material`](crate::codings::Material) in memory. `token` and `parse` read what was written, `names`
//! says what each word of it means in this study, `ground` gives turns and codes numbers, `evaluate` finds. What stands in the text is
//! not known here: the caller looks up each [`Wanted`](study::search::Wanted) and hands in the turns.

mod evaluate;
mod ground;
mod matrices;
mod mistake;
mod names;
mod parse;
mod sets;
mod spans;
mod token;

pub use evaluate::{Row, find};
pub use ground::Ground;
pub use matrices::{Count, Head, Kind, Matrix, Theme, ThemeQuote, Together};
pub use mistake::Mistake;
pub use names::{Meaning, Names, Query};
pub use sets::Turns;

/// What a query gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Turns.
    #[default]
    Turn,
    /// Passages: the stretches of text on which all that was asked for lies.
    Passage,
    /// Whole documents.
    Document,
}

#[cfg(test)]
mod tests;

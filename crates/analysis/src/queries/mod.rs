//! Questions put to what is coded: which turns, passages or documents fit a query (study R54), and how often what meets what
//! (study R55).
//!
//! The core is pure, over a [`Material`](crate::codings::Material) in memory. `token` and `parse` read what was written, `names` says
//! what each word of it means in this study, `ground` gives turns numbers, `evaluate` finds, `matrices` counts. What stands in the
//! text is not known there: `answer` looks up each [`Wanted`](study::search::Wanted) and hands in the turns, for the pages and for the
//! command line alike. `opened` says what somebody may ask about.

mod answer;
mod evaluate;
mod ground;
mod layers;
mod matrices;
mod matrices_page;
mod mistake;
mod names;
mod opened;
mod parse;

mod search_page;
mod sets;
mod spans;
mod token;

pub use answer::{Answer, Found, answer};
pub use evaluate::{Row, find};
pub use ground::Ground;
pub use layers::{Hit, layers};
pub use matrices::{Count, Head, Kind, Matrix, Theme, ThemeQuote, Together};
pub use matrices_page::{as_csv, counted};
pub use mistake::Mistake;
pub use names::{Meaning, Names, Query};
pub use opened::Opened;
pub use sets::Turns;

use platform::web::Routes;

/// The pages of queries and matrices.
pub fn routes() -> Routes {
    Routes::new()
        .merge(search_page::routes())
        .merge(matrices_page::routes())
}

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

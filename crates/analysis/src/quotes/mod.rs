//! Quotes: what a participant said, its place among the themes and the questions it answers.
//!
//! The participant and document of a quote serve the checks of the research side alone; no output
//! prints them (study P3).

mod declare;
mod differs;
mod file;
mod marks;
mod pieces;
mod place;
mod store;

pub use declare::{Refused, chosen, declared, version_of};
pub use differs::{Change, Difference, nearest};
pub use file::{References, parse, to_csv};
pub use pieces::{Part, Piece, parts, shown};
pub use place::{Found, Place, found, place_of, turn_of};
pub use store::{Known, Stored, all, clear, insert, placed_under};
pub(crate) use store::{of_participant, pointing_to, remove, settle_place, settle_words};

/// One row of `quotes.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Quote {
    /// Line of the file, the header being line 1.
    pub row: u32,
    /// The theme, spaces folded.
    pub theme: String,
    /// The subtheme, spaces folded.
    pub subtheme: Option<String>,
    /// The facet, spaces folded; only under a subtheme.
    pub facet: Option<String>,
    /// The words, without outer quotation marks; line ends as in the file.
    pub text: String,
    /// Ids of the research questions it answers, each once, in the order of the file.
    pub questions: Vec<String>,
    /// Who said it, if the file tells.
    pub participant: Option<String>,
    /// Where it was said, if the file tells.
    pub document: Option<String>,
}

impl Quote {
    /// Theme, subtheme and facet, as far as they are named.
    pub fn path(&self) -> Vec<String> {
        let below = [&self.subtheme, &self.facet].into_iter().flatten().cloned();
        std::iter::once(self.theme.clone()).chain(below).collect()
    }
}

#[cfg(test)]
mod declare_tests;
#[cfg(test)]
mod tests;

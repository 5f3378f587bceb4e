//! Quotes: what a participant said, its place among the themes and the questions it answers.
//!
//! The participant and document of a quote serve the checks of the research side alone; no output
//! prints them (study P3).
//!
//! A quote is spans of one document and the edits it declares (`pieces`): what an analyst chose or wrote becomes that or is
//! refused with the words that differ (`declare`, `place`, `differs`; all pure). What analysts do to quotes is under the
//! trail (`state`, `edit`, `desk`, `settle`); words stand beside it (`words_store`), so that they follow their text and go
//! with the person. `folder` takes the quotes of a study folder in.

pub mod console;
mod declare;
mod desk;
mod differs;
mod edit;
mod exchanged;
mod file;
mod folder;
mod marks;
mod pages;
mod pieces;
mod place;
mod reliance;
mod said;
mod settle;
mod source;
mod state;
mod store;
mod visible;
mod words_store;

pub use declare::{Refused, chosen, declared, version_of};
pub use desk::{NewWords, No, Wish, act, newest};
pub(crate) use desk::{after, told};
pub use differs::{Change, Difference, nearest};
pub use edit::{Edit, Marks, Way};
pub(crate) use edit::{place, shift, unplace};
pub(crate) use exchanged::{Brought, bring_in_exchanged, ranks};
pub use file::{References, parse, to_csv};
pub use folder::{Before, Known, before, bring_in};
pub use pages::routes;
pub use pieces::{Part, Piece, parts, shown};
pub use place::{Found, Place, found, place_of, turn_of};
pub use reliance::{Counted, Leaning, Limits, counted, leaned_on};
pub(crate) use said::said;
pub(crate) use settle::{Theirs, are_outside, of_participant, settle, take_out, untold};
pub use state::{Answer, QuoteState, Quotes, Stance};
pub(crate) use state::{QUOTE, faults};
pub use store::{Held, held, placed_in, placed_under};
pub(crate) use store::{put, saying, words_of};
pub use visible::{OTHER, Placing, Stored, Visible, visible};
pub use words_store::Words;
pub(crate) use words_store::{find, pointing_to, update};

use platform::storage::Migration;

/// Quotes with their words, places and questions.
pub const MIGRATION: Migration = Migration {
    name: "0036 quotes",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

/// One row of `quotes.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Quote {
    /// Line of the file, the header being line 1.
    pub row: u32,
    /// The theme, spaces folded; [`OTHER`] where it belongs to none, which no file says.
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
    /// Whether a field note says it: it counts to no cohort (study R57). No file says so.
    pub is_note: bool,
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
mod edit_tests;
#[cfg(test)]
mod tests;

//! Codes: labels for passages, in a hierarchy of any depth. A code is no theme.
//!
//! What the codebook is follows from the trail; the table `codes` holds what that comes to. `edit` says what can be done
//! (pure), `desk` does it under the trail of the study, `folder` takes the codes of a study folder in.

mod book;
mod code_page;
mod colour;
mod compare;
pub mod console;
mod desk;
mod edit;
mod exchanged;
mod file;
mod folder;
mod form;
mod pages;
mod past;
mod said;
mod settle;
mod store;

pub(crate) use book::CODE;
pub use book::{Book, CodeState};
pub(crate) use colour::class_of;
pub use colour::{Colour, MIGRATION};
pub use compare::compare;
pub(crate) use desk::act_as;
pub use desk::{No, Wish, Words, act};
pub(crate) use exchanged::{Brought, bring_in_exchanged};
pub use file::parse;
pub(crate) use folder::add_missing;
pub use folder::bring_in;
pub(crate) use form::words_of_name;
pub(crate) use pages::{BackForm, refusal, taken_back};
pub(crate) use said::{said, said_of_change};
pub(crate) use settle::{are_outside, faults, settle, untold};
pub use store::all;
pub(crate) use store::{
    Known, known, out_of_use, paths, repeated, take_out, takes_codings, usable,
};

use platform::web::Routes;

/// The pages of the codebook.
pub fn routes() -> Routes {
    Routes::new()
        .merge(pages::routes())
        .merge(code_page::routes())
        .merge(past::routes())
        .merge(compare::routes())
}

/// One row of `codes.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Its name and the names above it, outermost first; never empty. Unique in the file.
    pub path: Vec<String>,
    /// What it is for, spaces folded; may be empty.
    pub definition: String,
    /// Whether it is still used.
    pub status: CodeStatus,
    /// Its colour; none where the file says nothing of colours, which leaves them as they are.
    pub colour: Option<Option<Colour>>,
}

/// Whether a code is still used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CodeStatus {
    /// In use.
    Active,
    /// Kept for the record.
    Retired,
}

impl Code {
    /// Its own name.
    pub fn name(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }
}

#[cfg(test)]
mod edit_tests;
#[cfg(test)]
mod tests;

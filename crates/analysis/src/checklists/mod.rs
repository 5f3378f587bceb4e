//! Checklists of a report, such as COREQ: what each item asks, drafted from what the study holds, and answered by a person
//! (study O8, O12, R59, R60).
//!
//! The lists are data (`file`; shipped ones in `crates/analysis/checklists`, others brought in by a study). A draft is pure
//! (`draft`): facts in, sentences out whose every number leads to the page that it comes from (`linked`), with what is missing.
//! Nothing in it counts participants but what Table 1 tells (study P5), and nobody who withdrew is counted (P6). Answers and lists
//! that were brought in stand in the trail alone (`state`, `desk`).

pub mod console;
mod desk;
mod draft;
mod facts;
mod file;
#[cfg(test)]
mod file_tests;
mod gather;
mod item_page;
mod linked;
mod lists;
mod methods;
mod output;
mod pages;
mod shown;
mod state;
#[cfg(test)]
mod tests;

pub use desk::{Answer, No, answer, bring};
pub use file::{By, Checklist, FileError, Item, Topic, read};
pub use lists::shipped;
pub(crate) use methods::{released as released_methods, report as methods};
pub(crate) use output::{output, released};
pub(crate) use shown::{Shown, audited, begun};
pub use state::Stands;
pub(crate) use state::{ANSWER, LIST, said};

use platform::web::{Action, Routes};

const READ: Action = Action("checklists.read");
const WRITE: Action = Action("checklists.write");

/// The pages and their acts.
pub fn routes() -> Routes {
    Routes::new()
        .merge(pages::routes())
        .merge(item_page::routes())
}

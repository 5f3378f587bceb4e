//! Rotas come in: a file or a pattern is read, shown with everything that is not known, compared with the rota
//! before, and put in place as a whole, or not at all (programme I1). An import can be undone.
//!
//! A draft lives a day. It holds names, so it is sealed under the key of the site, and nothing of it is kept
//! once it is put in place or thrown away but the facts, where names and dates stood, and who the labels were.

mod apply;
mod bring_in;
mod calendar;
mod content;
mod draft_page;
mod draft_rows;
mod draft_store;
mod form_page;
mod layout_form;
mod own;
mod pages;
mod pattern_page;
mod prepare;
mod store;
mod verdicts;

pub(crate) use apply::{FolderRota, keep_folder};
pub(super) use apply::{Report, keep_report, said_again};
pub use bring_in::{Handed, bring_in};
pub use content::{Pattern, source_of};
pub(super) use own::{OwnDraft, keep_own, may_undo, undo_own};
pub(super) use pages::routes;
pub(crate) use store::last_imported_at;
pub(super) use store::{ImportRow, imports_of_resident};

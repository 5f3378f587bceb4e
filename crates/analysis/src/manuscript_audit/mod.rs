//! The reporting audit of a stored study: a manuscript is brought in, held against what the study knows, and shown with what was
//! found beside its places (study R61 to R65).
//!
//! `facts` and `people` gather what the checks read, as far as whoever asks may know it; the checks themselves are
//! `reporting_audit`, which is pure. `words` says in the words of pages what those say in the words of files. A finding can be set
//! aside with a reason (`aside_store`), by its fingerprint, so that it stays so when the manuscript is read again.

mod acts;
mod aside_store;
mod card;
pub mod console;
mod downloads;
mod facts;
mod marked;
mod page;
mod people;
mod reasons;
mod run;
mod words;

pub use aside_store::{Aside, all, put, take_back};
pub(crate) use aside_store::{repeated, take_out};

use platform::storage::Migration;
use platform::web::Routes;

/// The table of findings that were set aside.
pub const MIGRATION: Migration = Migration {
    name: "0044 findings set aside",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

/// The page, its acts and its files.
pub fn routes() -> Routes {
    Routes::new()
        .merge(page::routes())
        .merge(acts::routes())
        .merge(downloads::routes())
}

//! The analytic trail: every change of what a study found is an event that is appended, never altered (study R37 to R41).
//!
//! An event carries the small state of its subject before and after, so that replaying it is setting the subject to
//! `after`. Words are not in it: it names a text and the seal over it, so that words of a person can be taken out while
//! the chain still verifies. What one person did in one go is an act, the unit of undo.

mod around;
mod chain;
pub mod console;
mod day;
mod event;
mod list_page;
mod read_store;
mod reason;
mod recorded;
mod redact_store;
mod replay;
mod store;
mod undo;

#[cfg(test)]
mod tests;

pub(crate) use around::{FOLLOW, MERGE, SPLIT};
pub use around::{around, only_follows, own};
pub use chain::{Break, first_break};
pub(crate) use day::{Moment, moment};
pub use event::{Event, Phrase, Subject};
pub(crate) use list_page::STRUCTURAL;
pub use list_page::routes;
pub(crate) use list_page::{done, seen, whys};
pub(crate) use read_store::{Since, about, changed_since, first_of_codings, made_at, newest_state};
pub use read_store::{Trail, load, newest, whole};
pub(crate) use reason::{LONGEST_WHY, why};
pub use recorded::Recorded;
pub(crate) use recorded::{all_of, read};
pub(crate) use redact_store::{empty, repeated, take_out};
pub use replay::{State, replay, until};
pub use store::{Act, Change, verify};
pub(crate) use store::{Head, TEXT, append, append_joined, append_last, hold, keep, kept};
pub use undo::{Acts, Blocked};

use platform::storage::Migration;

/// The trail, the texts it refers to, and what a code carries beside its name.
pub const MIGRATION: Migration = Migration {
    name: "0030 trail",
    sql: include_str!("schema.sql"),
    append_only: &["trail"],
};

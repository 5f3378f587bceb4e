//! The reflexive journal: dated entries of one analyst, for themselves, for the team, or to be published (study section 1, R34, P11).
//!
//! It is no part of the trail. An entry that is private is sealed, its day and its time included, and is read, counted and exported for its author
//! alone: whatever is asked on behalf of anybody else is answered from the table in which no private entry is.

mod entry;
mod prompts_store;
mod sealed_store;
mod store;

pub use entry::{Entry, Visibility};
pub use prompts_store::{dismiss, dismissed};
pub(crate) use sealed_store::end;
pub use store::{readable, remove, repeated, take_out, write};

use platform::storage::Migration;

/// Entries, and the keys of those that are private; where members stopped reading.
pub const MIGRATION: Migration = Migration {
    name: "0032 journal",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

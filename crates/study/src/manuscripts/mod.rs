//! The manuscript that a study is held against (study R61, R62).
//!
//! A study keeps one: the next takes its place, with a key of its own. Of the file neither the bytes nor the name stay; its text
//! is sealed, since authors are named in it and so may be whoever was not to be. It goes after a while, when it is taken away,
//! and when somebody withdraws what they said, since nobody can tell which of its sentences repeat them.

mod removal;
mod store;
mod written;

pub use removal::CLASS;
pub use store::{Kept, about, keep, newest, remove};

use platform::storage::Migration;

/// The table of manuscripts.
pub const MIGRATION: Migration = Migration {
    name: "0043 manuscripts",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

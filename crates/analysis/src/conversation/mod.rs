//! Talking over what analysts coded differently (study R50): the passages, and what was said and settled about each.
//!
//! There is no score and no winner. What is settled here changes no coding: whoever revises one does so in their own layer.

mod compare;
pub mod console;
mod outcome;
mod page;
mod store;
mod words;

#[cfg(test)]
mod compare_tests;

pub use compare::{Difference, Passage, compare};
pub use outcome::Outcome;
pub use page::routes;
pub use store::{Said, add, of_document};
pub(crate) use store::{count_of, remove, repeated, take_out};
pub(crate) use words::{path, together};

use platform::storage::Migration;

/// What was said about passages, and where a study stands on saturation.
pub const MIGRATION: Migration = Migration {
    name: "0034 conversations and stances",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

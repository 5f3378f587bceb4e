//! What participants say to the printing of their words, before a release prints them (trust PRI-7).
//!
//! Whoever said something sees it as it would be printed, and nothing else of the study, on a page of their own: by the link of a letter,
//! without an account and without the sealed map (PRI-9). An answer is to these very words (`said`, pure): other words are asked about
//! anew. What somebody said elsewhere the research lead enters, with how it was said, and never in the place of what they said here.
//!
//! Answers stand with the study and in no release: what was released tells nothing of whose words stand in it.

mod act;
mod own_page;
mod said;
mod store;

pub(crate) use act::{Refused, Sent, ask, enter};
pub use own_page::routes;
#[cfg(test)]
pub(crate) use said::tests::printed as printed_in_test;
pub(crate) use said::{Answered, By, Printed, Said, is_printed, open};
pub(crate) use store::{count_of, forget, printed};

use platform::storage::Migration;

/// The answers.
pub const MIGRATION: Migration = Migration {
    name: "0046 answers to printing",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

//! The tables of a study's material.

use platform::storage::Migration;

/// Participants, questions, documents and their turns.
pub const MIGRATION: Migration = Migration {
    name: "0002 study",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

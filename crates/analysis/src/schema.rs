//! The tables of the analysis.

use platform::storage::Migration;

/// Themes, quotes and codes. They refer to the study's tables, never the other way.
pub const MIGRATION: Migration = Migration {
    name: "0003 analysis",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

//! The tables of access, keys and audit.

use crate::storage::Migration;

/// The first step of every database.
pub const MIGRATION: Migration = Migration {
    name: "0001 access",
    sql: include_str!("schema.sql"),
    append_only: &["audit_events"],
};

//! The tables of a study's material.

use platform::storage::Migration;

/// Participants, questions, documents and their turns.
pub const MIGRATION: Migration = Migration {
    name: "0002 study",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

/// Who works in a study and how it is laid out: team, stance, questions, cohorts, guides, recruitment, notes written here.
pub const DESIGN: Migration = Migration {
    name: "0021 study design",
    sql: include_str!("setup/schema.sql"),
    append_only: &[
        "dual_roles",
        "positionalities",
        "study_designs",
        "question_wordings",
    ],
};

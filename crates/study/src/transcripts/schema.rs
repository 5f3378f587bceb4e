use platform::storage::Migration;

/// Files that wait for their speakers, transcripts with their corrections, and what was listened to.
pub const MIGRATION: Migration = Migration {
    name: "0024 transcripts",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

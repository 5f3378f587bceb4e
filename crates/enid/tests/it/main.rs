//! Promises of the house as a whole, through the real router and on both databases.

#![allow(clippy::unwrap_used, reason = "a step that fails is a test that fails")]

mod access_matrix;
mod audit;
mod certificates;
mod codebook;
mod codings;
mod consent;
mod content_free;
mod costs;
mod deid;
mod exchange;
mod field_notes;
mod findings;
mod headers;
mod interviews;
mod jobs;
mod joining;
mod licences;
mod live;
mod manuscript_audit;
mod memos;
mod output_release;
mod outputs;
mod planning;
mod programme;
mod programme_folder;
mod projects;
mod queries;
mod quotes;
mod recordings;
pub mod release;
mod retention;
mod rota;
mod sealed;
mod sessions;
mod sign_in;
mod storage;
mod study;
mod study_design;
mod taguette_tables;
mod team_talk;
mod themes;
mod training;
mod transcripts;
mod walls;
mod world;

//! A study of a programme: questions, participants, transcripts, field notes.

pub mod columns;
pub mod dates;
pub mod durations;
pub mod participants;
pub mod problem;
pub mod questions;

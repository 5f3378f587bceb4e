//! A study of a programme: questions, participants, transcripts, field notes.

pub mod dates;
pub mod durations;
pub mod problem;

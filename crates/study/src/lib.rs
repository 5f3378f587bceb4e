//! A study of a programme: questions, participants, transcripts, field notes.
//!
//! What stands here names nobody. A participant is a random id and a handle such as `M1` that a file
//! gave; who that is stands outside these tables.

#[macro_use]
mod words;

pub mod archive;
pub mod cohorts;
pub mod columns;
pub mod consent;
pub mod dates;
pub mod documents;
pub mod durations;
pub mod field_notes;
pub mod guides;
pub mod held;
pub mod interviewers;
pub mod interviews;
pub mod journal;
pub mod manuscripts;
pub mod participants;
pub mod problem;
pub mod questions;
pub mod reading;
pub mod recordings;
pub mod recruitment;
pub mod retention;
pub mod rights;
pub mod rows;
mod schema;
pub mod search;
pub mod setup;
pub mod team;
pub mod transcripts;

pub use schema::{DESIGN, MIGRATION};

use platform::jobs::Kind;
use platform::web::Routes;

/// The pages of a study's set-up, its people and its material. `follow` lets what points into a text follow it.
pub fn routes(follow: field_notes::Follow) -> Routes {
    Routes::new()
        .merge(participants::routes())
        .merge(documents::routes())
        .merge(reading::routes())
        .merge(consent::routes())
        .merge(transcripts::routes())
        .merge(setup::routes())
        .merge(cohorts::routes())
        .merge(questions::routes())
        .merge(guides::routes())
        .merge(team::routes())
        .merge(recruitment::routes())
        .merge(field_notes::routes(follow))
        .merge(recordings::routes())
        .merge(transcripts::replacements::routes())
        .merge(interviewers::routes())
        .merge(interviews::routes())
}

/// Everything a study does later.
pub fn jobs() -> Vec<Kind> {
    let parts = [consent::jobs(), recordings::jobs(), interviews::jobs()];
    parts.concat()
}

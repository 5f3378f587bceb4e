//! Interviews: the appointment, the letters that tell of it, and what was held (study R5, R12; glossary `Interview`).
//!
//! A participant has rows one after another: an appointment that is moved stays one row, one that was called off is followed
//! by another. The state, the day and the length of a participant follow from here. Nobody's address is stored: letters look
//! it up when they leave, and none of them goes to the other side.

mod act;
mod follow;
mod forms;
mod held;
mod interviewer_list;
mod interviewer_page;
mod letters;
mod own_page;
mod store;
pub mod when;
mod words;

use platform::clock::Instant;
use platform::jobs::Kind;
use platform::web::Routes;
use uuid::Uuid;

use crate::durations::InterviewLength;

pub use act::{Appointment, call_off, schedule};
pub use follow::{Kept, after_import, decline_all, kept_of, withdraw};
pub use held::{Held, complete};
pub use store::all;
pub(crate) use store::{of_participant, put_joining};
pub use words::{Mode, Others, PlaceKind, State};

/// One interview, or the appointment for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interview {
    /// Random.
    pub id: Uuid,
    /// Who is interviewed.
    pub participant: Uuid,
    /// A member of the team.
    pub interviewer: Uuid,
    /// How far it came.
    pub state: State,
    /// When it is to begin and how many minutes it is to take; none where it was entered afterwards.
    pub planned: Option<(Instant, i64)>,
    /// The zone in which times are meant and shown.
    pub zone: String,
    /// How it is held.
    pub mode: Mode,
    /// How the two come together: an address of a call, a number, a room. May be empty.
    pub joining: String,
    /// How often the appointment was changed: what calendars count by.
    pub sequence: i64,
    /// When it became what it is now.
    pub changed_at: Instant,
    /// When the participant asked for another time, if that was not answered yet.
    pub asked_at: Option<Instant>,
    /// What was held.
    pub held: Option<Session>,
    /// The interview of the same participant that this one repeats.
    pub repeat_of: Option<Uuid>,
}

/// What is known of an interview that was held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// When it began.
    pub started_at: Instant,
    /// How long it took.
    pub length: InterviewLength,
    /// Where the participant was.
    pub place: PlaceKind,
    /// Who else was there.
    pub others: Others,
    /// The version of the guide, if it is known.
    pub guide_version: Option<Uuid>,
}

/// The pages of interviewers, and the participant's own.
pub fn routes() -> Routes {
    Routes::new()
        .merge(interviewer_list::routes())
        .merge(interviewer_page::routes())
        .merge(own_page::routes())
}

/// The letters about appointments.
pub fn jobs() -> Vec<Kind> {
    letters::kinds()
}

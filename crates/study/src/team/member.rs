//! One who works in a study.

use uuid::Uuid;

/// The most interviews that one member can take on.
pub const MOST_ROOM: i64 = 500;

/// Somebody who works in a study, without a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Random; the subject of the grant of their account.
    pub id: Uuid,
    /// What pages and files call them, such as `R1`; unique in the study.
    pub handle: String,
    /// Holds interviews (`Interviewer`).
    pub interviews: bool,
    /// Checks transcripts against the recording (`Checker`).
    pub checks: bool,
    /// Codes and builds themes (`Analyst`).
    pub analyses: bool,
    /// How many interviews they can take on.
    pub room: i64,
    /// Of a participant-researcher, the id as a participant.
    pub participant: Option<Uuid>,
}

/// What a new member does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NewMember {
    /// Holds interviews.
    pub interviews: bool,
    /// Checks transcripts against the recording.
    pub checks: bool,
    /// Codes and builds themes.
    pub analyses: bool,
    /// How many interviews they can take on.
    pub room: i64,
    /// Of a participant-researcher, the id as a participant.
    pub participant: Option<Uuid>,
}

//! What a session is: when, how far, and how it ended. Nothing of what was said.

use std::fmt;

use jiff::Timestamp;
use platform::clock::Instant;
use platform::{Error, Result};
use uuid::Uuid;

use crate::words::words;

/// How far a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It stands in the published plan.
    Planned,
    /// The organiser confirmed it.
    Confirmed,
    /// It took place.
    Held,
    /// It did not take place.
    Cancelled,
}

impl State {
    /// Whether it lies ahead or is under way.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Planned | Self::Confirmed)
    }

    /// The word that is stored.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Confirmed => "confirmed",
            Self::Held => "held",
            Self::Cancelled => "cancelled",
        }
    }

    pub(super) fn of(word: &str) -> Result<Self> {
        [Self::Planned, Self::Confirmed, Self::Held, Self::Cancelled]
            .into_iter()
            .find(|state| state.word() == word)
            .ok_or_else(|| Error::internal(format!("\"{word}\" is no state of a session")))
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Planned => "Planned",
            Self::Confirmed => "Confirmed",
            Self::Held => "Held",
            Self::Cancelled => "Cancelled",
        })
    }
}

words! {
    /// Why a session did not take place (programme 3.3).
    CancelCode accepts "below_quorum, facilitator_absent, venue, site_safety, other_event, holiday" {
        /// Too few came for a group.
        BelowQuorum = "below_quorum",
        /// Nobody could lead it.
        FacilitatorAbsent = "facilitator_absent",
        /// The room was not to be had.
        Venue = "venue",
        /// A hospital could not let people go safely.
        SiteSafety = "site_safety",
        /// Another event took the date.
        OtherEvent = "other_event",
        /// A holiday.
        Holiday = "holiday",
    }
}

impl CancelCode {
    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::BelowQuorum => "Too few for a group",
            Self::FacilitatorAbsent => "A facilitator was away",
            Self::Venue => "The room was not available",
            Self::SiteSafety => "A hospital’s safety came first",
            Self::OtherEvent => "Another event",
            Self::Holiday => "A holiday",
        }
    }
}

words! {
    /// An event at the frame of a session, without content (programme glossary "BoundaryEvent").
    BoundaryCode accepts "late_start, interruption, room_change, early_end, overrun" {
        /// It began late.
        LateStart = "late_start",
        /// Somebody or something came in.
        Interruption = "interruption",
        /// It met elsewhere.
        RoomChange = "room_change",
        /// It ended early.
        EarlyEnd = "early_end",
        /// It ended late.
        Overrun = "overrun",
    }
}

impl BoundaryCode {
    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::LateStart => "Late start",
            Self::Interruption => "Interruption",
            Self::RoomChange => "Room change",
            Self::EarlyEnd => "Early end",
            Self::Overrun => "Overrun",
        }
    }
}

/// One event at the frame of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoundaryEvent {
    /// Given where it was noted, so that it is kept once however often it is sent.
    pub id: Uuid,
    /// What.
    pub code: BoundaryCode,
    /// When.
    pub at: Instant,
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// It took place, with so many cases, 0 to 2. Nothing else of it is kept.
    Held {
        /// How many.
        cases: u8,
    },
    /// It did not take place.
    Cancelled {
        /// Why, as a code of programme 3.3.
        code: &'a str,
    },
}

/// What is known of how a session went (programme 3.3): times, counts and codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// When it really began.
    pub started_at: Option<Instant>,
    /// When it really ended.
    pub ended_at: Option<Instant>,
    /// Whether there was to be a second case, as long as that is open.
    pub second_case: Option<bool>,
    /// How many cases, 0 to 2.
    pub cases: Option<u8>,
    /// Whether somebody went the employer's own way with a concern (programme G12); not which.
    pub escalation_route_used: Option<bool>,
    /// When its outcome was entered.
    pub closed_at: Option<Instant>,
    /// How often its state has changed.
    pub sequence: i64,
    /// How often its register has changed.
    pub register_version: i64,
}

/// One dated meeting.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its identifier.
    pub id: Uuid,
    /// The plan it stands in.
    pub plan: Uuid,
    /// The group's number in that plan.
    pub group: usize,
    /// Which session of the run, from 1.
    pub week: usize,
    /// When it begins.
    pub starts_at: Instant,
    /// When it ends.
    pub ends_at: Instant,
    /// How far it is.
    pub state: State,
    /// Why it was cancelled, as a code.
    pub cancelled_code: Option<String>,
    /// How it went.
    pub course: Course,
}

impl Session {
    /// A session of a plan that is being published: its group and week, its beginning and end.
    pub fn planned(
        id: Uuid,
        plan: Uuid,
        (group, week): (usize, usize),
        (starts, ends): (Timestamp, Timestamp),
    ) -> Self {
        Self {
            id,
            plan,
            group,
            week,
            starts_at: Instant::from_jiff(starts),
            ends_at: Instant::from_jiff(ends),
            state: State::Planned,
            cancelled_code: None,
            course: Course::default(),
        }
    }

    /// How long it is meant to be, in minutes.
    pub fn minutes(&self) -> i64 {
        (self.ends_at.0 - self.starts_at.0) / 60_000_000
    }

    /// Whether it has begun and its outcome is not entered yet.
    pub fn is_running(&self) -> bool {
        self.state.is_open() && self.course.started_at.is_some()
    }

    /// Whether it should be over and its outcome is not entered yet.
    pub fn waits_to_be_closed(&self, now: Instant) -> bool {
        let over = self.course.ended_at.is_some() || self.ends_at <= now;
        self.state.is_open() && over
    }

    /// The mark of its state: kind, icon and word.
    pub fn mark(&self, now: Instant) -> (&'static str, &'static str, String) {
        match (self.state, &self.cancelled_code) {
            (State::Cancelled, Some(code)) => {
                let words = code.parse().map_or_else(
                    |_| code.replace('_', " "),
                    |code: CancelCode| code.label().to_lowercase(),
                );
                ("no", "cross", format!("Cancelled: {words}"))
            }
            (State::Cancelled, None) => ("no", "cross", "Cancelled".into()),
            (State::Held, _) => ("ok", "check", "Held".into()),
            _ if self.waits_to_be_closed(now) => ("wait", "clock", "Register not closed".into()),
            _ if self.is_running() => ("info", "clock", "Running".into()),
            (State::Confirmed, _) => ("info", "check", "Confirmed".into()),
            (State::Planned, _) => ("unknown", "cal", "Planned".into()),
        }
    }
}

/// The topic on which changes of a session are announced.
pub fn topic(session: Uuid) -> String {
    format!("session:{session}")
}

/// The topic on which changes of a programme are announced.
pub fn programme_topic(programme: Uuid) -> String {
    format!("programme:{programme}")
}

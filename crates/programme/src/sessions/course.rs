//! How a session stands, as the phase clock and every page that follows it read it: times, counts and codes, never a name.

use platform::clock::Instant;
use platform::{App, Result};
use serde::Serialize;
use uuid::Uuid;

use super::meeting::Meeting;
use super::protocol::{Format, Step, sequence};
use super::{minutes_store, register_store, store};

/// The state that is sent. Times are milliseconds since 1970.
#[derive(Serialize)]
pub(super) struct Standing {
    state: &'static str,
    starts: i64,
    ends: i64,
    started: Option<i64>,
    ended: Option<i64>,
    second: Option<bool>,
    /// From when members are due back at work.
    back: Option<i64>,
    boundary: Vec<Noted>,
    /// How many members are marked, and which version of the register that is.
    marked: usize,
    register: i64,
}

#[derive(Serialize)]
struct Noted {
    id: Uuid,
    code: &'static str,
    at: i64,
}

/// What the clock needs once, beside the state.
#[derive(Serialize)]
pub(super) struct Setting {
    now: i64,
    csrf: String,
    name: String,
    one: Vec<Phase>,
    two: Vec<Phase>,
    standing: Standing,
}

#[derive(Serialize)]
struct Phase {
    id: &'static str,
    case: u8,
    name: &'static str,
    hint: &'static str,
    minutes: u16,
}

impl Standing {
    pub(super) async fn of(app: &App, meeting: &Meeting) -> Result<Self> {
        let session = &meeting.session;
        let course = &session.course;
        let noted = store::noted(app, session.id).await?;
        Ok(Self {
            state: session.state.word(),
            starts: milliseconds(session.starts_at),
            ends: milliseconds(session.ends_at),
            started: course.started_at.map(milliseconds),
            ended: course.ended_at.map(milliseconds),
            second: course.second_case,
            back: meeting.due_back(app).await?.map(milliseconds),
            boundary: noted
                .iter()
                .map(|event| Noted {
                    id: event.id,
                    code: event.code.word(),
                    at: milliseconds(event.at),
                })
                .collect(),
            marked: register_store::entries(app, session.id).await?.len(),
            register: course.register_version,
        })
    }
}

impl Setting {
    pub(super) async fn of(app: &App, meeting: &Meeting, csrf: &str) -> Result<Self> {
        let phases = async |cases| {
            let format = Format::of(meeting.group.minutes, cases);
            let session = &meeting.session;
            let minutes = minutes_store::of_group(app, session.plan, session.group, format).await?;
            let steps = sequence(format, &minutes);
            Ok::<_, platform::Error>(steps.into_iter().map(phase).collect())
        };
        Ok(Self {
            now: milliseconds(app.now()),
            csrf: csrf.to_owned(),
            name: meeting.name(),
            one: phases(1).await?,
            two: phases(2).await?,
            standing: Standing::of(app, meeting).await?,
        })
    }
}

fn phase(step: Step) -> Phase {
    Phase {
        id: step.phase.word(),
        case: step.case,
        name: step.phase.name(),
        hint: step.phase.hint(),
        minutes: step.minutes,
    }
}

fn milliseconds(at: Instant) -> i64 {
    at.0 / 1000
}

//! The phase clock (programme 3.2). The clock itself runs in the browser, offline too; here are the page it starts from, the
//! state it reads, and the few acts it sends: start, end, second case, an event at the frame. How long a phase took is
//! never sent.

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::{Extension, Form, Json};
use platform::access::{self, Viewer};
use platform::clock::Instant;
use platform::web::{Action, Announcements, Routes, Shell, StreamRight, WithWorker, page};
use platform::{App, Error, FieldError, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::course::{Setting, Standing};
use super::meeting::{EARLIEST, Led, Meeting};
use super::session::{BoundaryCode, BoundaryEvent, Session, programme_topic, topic};
use super::store;
use crate::addresses::base;
use crate::wording::clock;

/// How long after the planned end a running clock still holds off the idle limit, in seconds: the debrief and its walk.
const AFTERWARDS: i64 = 45 * 60;

const ACTION: Action = Action("clock.run");

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/programmes/{programme}/clock", ACTION, next)
        .get(
            "/programmes/{programme}/sessions/{session}/clock",
            ACTION,
            show,
        )
        .post(
            "/programmes/{programme}/sessions/{session}/clock",
            ACTION,
            act,
        )
        .get(
            "/programmes/{programme}/sessions/{session}/clock/state",
            ACTION,
            state,
        )
        .stream(
            "/programmes/{programme}/sessions/{session}/live",
            ACTION,
            follow,
        )
}

#[derive(Template)]
#[template(path = "sessions/no_clock.html")]
struct NoClockPage {
    shell: Shell,
    base: String,
}

#[derive(Template)]
#[template(path = "sessions/clock.html")]
struct ClockPage {
    shell: Shell,
    href: String,
    when: String,
    heading: String,
    lead: String,
    may_start: bool,
    may_end: bool,
    is_open: bool,
    codes: &'static [BoundaryCode],
    noted: Vec<(String, &'static str)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActForm {
    act: String,
    id: Option<Uuid>,
    at: Option<i64>,
    code: Option<String>,
    yes: Option<String>,
}

/// The running session, else the next one: the clock in one tap.
async fn next(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let base = base(&viewer)?;
    let sessions = Led::by(&app, &viewer).await?.sessions;
    if let Some(session) = upcoming(&sessions, app.now()) {
        let href = format!("{base}/sessions/{}/clock", session.id);
        return Ok(Redirect::to(&href).into_response());
    }
    page(NoClockPage {
        shell: Shell::new(&app, &viewer, "No session lies ahead of you"),
        base,
    })
}

/// The session that a facilitator wants next: one that runs, else the first that is not over.
pub(super) fn upcoming(sessions: &[Session], now: Instant) -> Option<&Session> {
    let running = |one: &&Session| {
        one.is_running()
            && one.course.ended_at.is_none()
            && one.ends_at.plus_seconds(EARLIEST) > now
    };
    let ahead = |one: &&Session| one.state.is_open() && one.ends_at > now;
    let mut all = sessions.iter();
    all.clone().find(running).or_else(|| all.find(ahead))
}

async fn show(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, session)): Path<(String, Uuid)>,
) -> Result<Response> {
    let meeting = Meeting::of(&app, &viewer, session).await?;
    let course = &meeting.session.course;
    let is_open = meeting.session.state.is_open();
    let time = |at: Instant| clock(at.to_jiff(), &meeting.zone);
    let (heading, lead) = match (is_open, course.started_at, course.ended_at) {
        (false, ..) => ("This session is closed".to_owned(), String::new()),
        (_, None, _) => (
            format!("Start the {}", meeting.name()),
            "A circle of chairs, phones off, the room checked.".into(),
        ),
        (_, Some(at), None) => (
            format!("The {} runs since {}", meeting.name(), time(at)),
            String::new(),
        ),
        (_, _, Some(at)) => (
            format!("The {} ended at {}", meeting.name(), time(at)),
            String::new(),
        ),
    };
    let noted = store::noted(&app, session).await?;
    let mut response = page(ClockPage {
        shell: Shell::new(&app, &viewer, format!("Clock of the {}", meeting.name())),
        href: meeting.href(),
        when: meeting.when(),
        heading,
        lead,
        may_start: is_open && course.started_at.is_none(),
        may_end: is_open && course.started_at.is_some() && course.ended_at.is_none(),
        is_open,
        codes: BoundaryCode::ALL,
        noted: noted
            .iter()
            .map(|event| (time(event.at), event.code.label()))
            .collect(),
    })?;
    response.extensions_mut().insert(WithWorker);
    Ok(response)
}

async fn state(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, session)): Path<(String, Uuid)>,
) -> Result<Response> {
    let meeting = Meeting::of(&app, &viewer, session).await?;
    Ok(Json(Setting::of(&app, &meeting, &viewer.csrf).await?).into_response())
}

async fn follow(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Extension(right): Extension<StreamRight>,
    Path((_, session)): Path<(String, Uuid)>,
) -> Result<Response> {
    Meeting::of(&app, &viewer, session).await?;
    let topic = topic(session);
    let announcements = Announcements::of(&app, right, &[&topic]);
    announcements
        .send(move |app, viewer| async move {
            let meeting = Meeting::of(&app, &viewer, session).await?;
            Standing::of(&app, &meeting).await
        })
        .await
}

async fn act(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, session)): Path<(String, Uuid)>,
    headers: HeaderMap,
    Form(form): Form<ActForm>,
) -> Result<Response> {
    let meeting = Meeting::of(&app, &viewer, session).await?;
    let at = happened_at(&app, &meeting, form.at)?;
    let tx = app.db.write().await?;
    let until = meeting.session.ends_at.plus_seconds(AFTERWARDS);
    if meeting.session.state.is_open() && until > app.now() {
        access::hold(&tx, viewer.sign_in, until).await?;
    }
    let news = match form.act.as_str() {
        "start" => store::begin(&tx, session, at).await?,
        "end" => store::end(&tx, session, at).await?,
        "second" => {
            let yes = match form.yes.as_deref() {
                Some("yes") => true,
                Some("no") => false,
                _ => return Err(wrong("yes", "Say yes or no.")),
            };
            store::second_case(&tx, session, yes, at).await?
        }
        "boundary" => {
            let code = form.code.as_deref().unwrap_or_default();
            let code = code
                .parse()
                .map_err(|_| wrong("code", "Choose what happened."))?;
            let id = form.id.unwrap_or_else(|| app.new_id());
            store::note(&tx, session, BoundaryEvent { id, code, at }).await?
        }
        // The clock says that it runs.
        "hold" => false,
        _ => return Err(wrong("act", "This is nothing that the clock does.")),
    };
    if news {
        tx.announce(&topic(session)).await?;
        tx.announce(&programme_topic(viewer.scope()?.id)).await?;
        let event = viewer.event("clock.run", session.to_string());
        tx.commit(&app, event.with_detail(form.act)).await?;
    } else {
        tx.commit_bookkeeping().await?;
    }
    if wants_json(&headers) {
        let meeting = Meeting::of(&app, &viewer, session).await?;
        return Ok(Json(Standing::of(&app, &meeting).await?).into_response());
    }
    Ok(Redirect::to(&format!("{}/clock", meeting.href())).into_response())
}

/// When something happened, as the phone tells in milliseconds; a phone that goes fast cannot speak of the future.
fn happened_at(app: &App, meeting: &Meeting, at: Option<i64>) -> Result<Instant> {
    let now = app.now();
    let Some(at) = at else { return Ok(now) };
    let at = Instant(at.saturating_mul(1000)).min(now);
    if at < meeting.session.starts_at.plus_seconds(-EARLIEST) {
        return Err(wrong("at", "This lies before the session."));
    }
    Ok(at)
}

fn wrong(field: &'static str, message: &str) -> Error {
    Error::Invalid(vec![FieldError {
        field,
        message: message.to_owned(),
    }])
}

fn wants_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .is_some_and(|value| value.as_bytes() == b"application/json")
}

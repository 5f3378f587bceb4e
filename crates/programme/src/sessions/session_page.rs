//! One session for the organiser: how it stands, confirming it, calling it off. Facilitators call theirs off here too.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::{Extension, Form};
use platform::access::{Role, Viewer};
use platform::web::{Action, Announcements, Pressed, Routes, Shell, StreamRight, page, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::close_page;
use super::course::Standing;
use super::looks::{self, Purpose};
use super::meeting::{Meeting, room};
use super::register_page::{history, words};
use super::session::{CancelCode, State, programme_topic, topic};
use super::{register_store, store};
use crate::wording::{clock, count};

const READ: Action = Action("sessions.read");
const CONFIRM: Action = Action("session.confirm");
const CANCEL: Action = Action("session.cancel");

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/programmes/{programme}/sessions/{session}", READ, show)
        .stream(
            "/programmes/{programme}/sessions/{session}/standing",
            READ,
            follow,
        )
        .post(
            "/programmes/{programme}/sessions/{session}/confirm",
            CONFIRM,
            confirm,
        )
        .get(
            "/programmes/{programme}/sessions/{session}/cancel",
            CANCEL,
            ask,
        )
        .post(
            "/programmes/{programme}/sessions/{session}/cancel",
            CANCEL,
            cancel,
        )
}

#[derive(Template)]
#[template(path = "sessions/show.html")]
struct SessionPage {
    shell: Shell,
    href: String,
    heading: String,
    mark: (&'static str, &'static str, String),
    next: String,
    may_confirm: bool,
    is_open: bool,
    /// It is over, and the register is still open.
    may_close: bool,
    facts: Vec<(&'static str, String)>,
    register: Vec<(String, String, &'static str, &'static str)>,
    history: Vec<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "sessions/cancel.html")]
struct CancelPage {
    shell: Shell,
    href: String,
    back: String,
    heading: String,
    lead: String,
    codes: &'static [CancelCode],
    error: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CancelForm {
    #[serde(default)]
    code: String,
}

async fn show(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, session)): Path<(String, Uuid)>,
) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let meeting = Meeting::of(&app, &viewer, session).await?;
    let seats = meeting.seats(&app, programme).await?;
    let entries = register_store::entries(&app, session).await?;
    let shown: Vec<_> = entries
        .keys()
        .map(|resident| (session, *resident))
        .collect();
    looks::keep_alone(&app, &viewer, Purpose::Follow, &shown).await?;
    let names: BTreeMap<Uuid, &str> = seats
        .iter()
        .map(|seat| (seat.resident, seat.name.as_str()))
        .collect();
    let mut register: Vec<_> = entries
        .values()
        .map(|entry| {
            let name = names
                .get(&entry.resident)
                .copied()
                .unwrap_or("A former member");
            let (kind, icon) = super::pages::mark_of(entry.mark);
            (
                name.to_owned(),
                words((entry.mark, entry.minutes)),
                kind,
                icon,
            )
        })
        .collect();
    register.sort();
    let state = meeting.session.state;
    let heading = format!("{}, {}", meeting.name(), meeting.when());
    page(SessionPage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb("Sessions", Some(format!("{}/sessions", meeting.base)))
            .crumb(meeting.name(), None),
        href: meeting.href(),
        heading,
        mark: meeting.session.mark(app.now()),
        next: next_step(&app, &meeting).to_owned(),
        may_confirm: state == State::Planned && meeting.session.starts_at > app.now(),
        is_open: state.is_open(),
        may_close: meeting.session.waits_to_be_closed(app.now()),
        facts: facts(&app, &meeting, programme).await?,
        register,
        history: history(&app, &meeting, &seats).await?,
    })
}

fn next_step(app: &App, meeting: &Meeting) -> &'static str {
    match meeting.session.state {
        _ if meeting.session.waits_to_be_closed(app.now()) => {
            "It is over, and its facilitators have not closed the register yet."
        }
        State::Planned => {
            "Confirm it a week before: members, facilitators and room then count on it."
        }
        State::Confirmed => "It is confirmed.",
        State::Held => "Nothing that was said is written anywhere.",
        State::Cancelled => "Nobody is away from their hospital for it.",
    }
}

async fn facts(
    app: &App,
    meeting: &Meeting,
    programme: Uuid,
) -> Result<Vec<(&'static str, String)>> {
    let course = &meeting.session.course;
    let (room, address) = room(app, programme, &meeting.group.venue).await?;
    let mut facts = vec![("Room", format!("{room}, {address}"))];
    if let (Some(started), Some(ended)) = (course.started_at, course.ended_at) {
        let time = |at: platform::clock::Instant| clock(at.to_jiff(), &meeting.zone);
        facts.push(("Ran", format!("{} to {}", time(started), time(ended))));
    }
    if let Some(cases) = course.cases {
        facts.push(("Cases", cases.to_string()));
    }
    if let Some(used) = course.escalation_route_used {
        let words = if used { "Yes" } else { "No" };
        facts.push(("Employer’s own way used", words.to_owned()));
    }
    let noted = store::noted(app, meeting.session.id).await?;
    if !noted.is_empty() {
        let words: Vec<_> = noted
            .iter()
            .map(|event| event.code.label().to_lowercase())
            .collect();
        facts.push(("At the frame", crate::wording::capital(&words.join(", "))));
    }
    Ok(facts)
}

async fn follow(
    Shared(app): Shared<App>,
    Extension(right): Extension<StreamRight>,
    Path((_, session)): Path<(String, Uuid)>,
) -> Result<Response> {
    Announcements::of(&app, right, &[&topic(session)])
        .send(move |app, viewer| async move {
            let meeting = Meeting::of(&app, &viewer, session).await?;
            Standing::of(&app, &meeting).await
        })
        .await
}

async fn confirm(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, session)): Path<(String, Uuid)>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let meeting = Meeting::of(&app, &viewer, session).await?;
    let tx = app.db.write().await?;
    store::confirm(&tx, session).await?;
    tx.announce(&topic(session)).await?;
    tx.announce(&programme_topic(viewer.scope()?.id)).await?;
    let event = viewer.event("session.confirm", session.to_string());
    tx.commit(&app, event).await?;
    Ok(Redirect::to(&meeting.href()).into_response())
}

async fn ask(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, session)): Path<(String, Uuid)>,
) -> Result<Response> {
    let meeting = Meeting::of(&app, &viewer, session).await?;
    question(&app, &viewer, &meeting, String::new()).await
}

async fn cancel(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, session)): Path<(String, Uuid)>,
    Form(form): Form<CancelForm>,
) -> Result<Response> {
    let meeting = Meeting::of(&app, &viewer, session).await?;
    let Ok(code) = form.code.parse() else {
        let error = "Choose why.".to_owned();
        return question(&app, &viewer, &meeting, error).await;
    };
    close_page::cancel(&app, &viewer, &meeting, code).await?;
    Ok(Redirect::to(&back(&viewer, &meeting)).into_response())
}

/// The page somebody comes from: an organiser has one for each session, a facilitator a first page.
pub(super) fn back(viewer: &Viewer, meeting: &Meeting) -> String {
    if viewer.acts_as(Role::Organiser) {
        meeting.href()
    } else {
        format!("{}/leading", meeting.base)
    }
}

async fn question(
    app: &App,
    viewer: &Viewer,
    meeting: &Meeting,
    error: String,
) -> Result<Response> {
    if !meeting.session.state.is_open() {
        return Err(Error::refused(
            "RE15",
            "This session is closed.",
            "Only a session that lies ahead or runs can be called off.",
        ));
    }
    let seats = meeting.seats(app, viewer.scope()?.id).await?;
    let expected = seats.iter().filter(|seat| seat.is_expected).count();
    let heading = format!("Call off the {} on {}?", meeting.name(), meeting.when());
    let status = if error.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    page_with(
        status,
        CancelPage {
            shell: Shell::new(app, viewer, heading.clone()),
            href: meeting.href(),
            back: back(viewer, meeting),
            lead: format!(
                "The releases of {} are called off with it. This cannot be undone.",
                count(expected, "expected member", "expected members")
            ),
            heading,
            codes: CancelCode::ALL,
            error,
        },
    )
}

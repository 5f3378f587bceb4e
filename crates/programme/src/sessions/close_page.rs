//! Closing a session: whether it was held, when it began and ended, how many cases, what happened at its frame, and whether
//! somebody went the employer's own way with a concern. Nothing else can be entered (programme G3, 3.3).

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::{Extension, Form};
use jiff::civil::Time;
use platform::access::{self, Viewer};
use platform::clock::Instant;
use platform::web::{Action, Routes, Shell, page_with};
use platform::{App, Error, Result};
use uuid::Uuid;

use super::looks::{self, Purpose};
use super::meeting::Meeting;
use super::register::{Entry, Mark};
use super::session::{
    BoundaryCode, BoundaryEvent, CancelCode, Course, Outcome, programme_topic, topic,
};
use super::session_page::back;
use super::{register_store, settle, store};
use crate::planning;
use crate::release;
use crate::wording::{clock, count, count_first};

const ACTION: Action = Action("register.mark");

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/programmes/{programme}/sessions/{session}/close",
            ACTION,
            show,
        )
        .post(
            "/programmes/{programme}/sessions/{session}/close",
            ACTION,
            close,
        )
}

#[derive(Template)]
#[template(path = "sessions/close.html")]
struct ClosePage {
    shell: Shell,
    href: String,
    heading: String,
    lead: String,
    unmarked: usize,
    below: String,
    codes: &'static [CancelCode],
    boundary: Vec<(BoundaryCode, bool)>,
    form: CloseForm,
    errors: Vec<(String, String)>,
    started_error: String,
    ended_error: String,
}

/// The fields of the form, as written.
#[derive(Clone, Default)]
struct CloseForm {
    outcome: String,
    code: String,
    started: String,
    ended: String,
    cases: String,
    route: String,
    boundary: Vec<String>,
}

impl CloseForm {
    fn read(fields: Vec<(String, String)>) -> Result<Self> {
        let mut form = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "outcome" => form.outcome = value,
                "code" => form.code = value,
                "started" => form.started = value,
                "ended" => form.ended = value,
                "cases" => form.cases = value,
                "route" => form.route = value,
                "boundary" => form.boundary.push(value),
                _ => {
                    return Err(Error::Invalid(vec![platform::FieldError {
                        field: "outcome",
                        message: format!("\"{name}\" is no field of this page."),
                    }]));
                }
            }
        }
        Ok(form)
    }

    /// What is known already.
    fn known(meeting: &Meeting) -> Self {
        let course = &meeting.session.course;
        let time =
            |at: Option<Instant>, or: Instant| clock(at.unwrap_or(or).to_jiff(), &meeting.zone);
        Self {
            outcome: "held".into(),
            code: CancelCode::BelowQuorum.word().into(),
            started: time(course.started_at, meeting.session.starts_at),
            ended: time(course.ended_at, meeting.session.ends_at),
            cases: if course.second_case == Some(false) {
                "1"
            } else {
                "2"
            }
            .into(),
            route: "no".into(),
            boundary: Vec::new(),
        }
    }
}

/// What a held session is closed with.
struct Held {
    cases: u8,
    started: Instant,
    ended: Instant,
    route: bool,
    boundary: Vec<BoundaryCode>,
}

async fn show(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, session)): Path<(String, Uuid)>,
) -> Result<Response> {
    let meeting = Meeting::of(&app, &viewer, session).await?;
    if !meeting.session.state.is_open() {
        return Ok(Redirect::to(&format!("{}/register", meeting.href())).into_response());
    }
    let entries: Vec<Entry> = register_store::entries(&app, session)
        .await?
        .into_values()
        .collect();
    let shown: Vec<_> = entries
        .iter()
        .map(|entry| (session, entry.resident))
        .collect();
    looks::keep_alone(&app, &viewer, Purpose::Close, &shown).await?;
    let form = CloseForm::known(&meeting);
    form_page(&app, &viewer, &meeting, &entries, form, Vec::new()).await
}

async fn close(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, session)): Path<(String, Uuid)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let meeting = Meeting::of(&app, &viewer, session).await?;
    let form = CloseForm::read(fields)?;
    let entries: Vec<Entry> = register_store::entries(&app, session)
        .await?
        .into_values()
        .collect();
    if form.outcome == "cancelled" {
        let Ok(code) = form.code.parse::<CancelCode>() else {
            let errors = vec![("code".to_owned(), "Choose why it was not held.".to_owned())];
            return form_page(&app, &viewer, &meeting, &entries, form, errors).await;
        };
        cancel(&app, &viewer, &meeting, code).await?;
        return Ok(Redirect::to(&back(&viewer, &meeting)).into_response());
    }
    meeting.must_have_come(app.now())?;
    let seats = meeting.seats(&app, viewer.scope()?.id).await?;
    let unmarked = seats.iter().filter(|seat| seat.is_expected);
    let unmarked = unmarked.filter(|seat| entries.iter().all(|one| one.resident != seat.resident));
    let missing = unmarked.count();
    match read(&form, &meeting, missing, entries.len()) {
        Ok(held) => {
            keep(&app, &viewer, &meeting, &entries, held).await?;
            Ok(Redirect::to(&back(&viewer, &meeting)).into_response())
        }
        Err(errors) => form_page(&app, &viewer, &meeting, &entries, form, errors).await,
    }
}

/// Calls a session off, with all that hangs on it (programme RE15).
pub(super) async fn cancel(
    app: &App,
    viewer: &Viewer,
    meeting: &Meeting,
    code: CancelCode,
) -> Result<()> {
    let session = meeting.session.id;
    let tx = app.db.write().await?;
    store::close(&tx, session, Outcome::Cancelled { code: code.word() }).await?;
    let course = Course {
        closed_at: Some(app.now()),
        ..Course::default()
    };
    store::keep_course(&tx, session, &course).await?;
    let ids = (viewer.scope()?.id, session);
    release::session_cancelled(&tx, app, ids, settle::doer(viewer)).await?;
    access::hold(&tx, viewer.sign_in, app.now()).await?;
    tx.announce(&topic(session)).await?;
    tx.announce(&programme_topic(viewer.scope()?.id)).await?;
    let event = viewer.event("session.cancel", session.to_string());
    tx.commit(app, event.with_detail(code.word())).await
}

async fn keep(
    app: &App,
    viewer: &Viewer,
    meeting: &Meeting,
    entries: &[Entry],
    held: Held,
) -> Result<()> {
    let session = meeting.session.id;
    let tx = app.db.write().await?;
    store::close(&tx, session, Outcome::Held { cases: held.cases }).await?;
    let course = Course {
        started_at: Some(held.started),
        ended_at: Some(held.ended),
        escalation_route_used: Some(held.route),
        closed_at: Some(app.now()),
        ..Course::default()
    };
    store::keep_course(&tx, session, &course).await?;
    for code in held.boundary {
        let event = BoundaryEvent {
            id: app.new_id(),
            code,
            at: held.ended,
        };
        store::note(&tx, session, event).await?;
    }
    settle::settle(&tx, app, viewer, meeting, entries).await?;
    access::hold(&tx, viewer.sign_in, app.now()).await?;
    tx.announce(&topic(session)).await?;
    tx.announce(&programme_topic(viewer.scope()?.id)).await?;
    let event = viewer.event("register.close", session.to_string());
    tx.commit(
        app,
        event.with_detail(format!("held, {} cases", held.cases)),
    )
    .await
}

fn read(
    form: &CloseForm,
    meeting: &Meeting,
    unmarked: usize,
    marked: usize,
) -> Result<Held, Vec<(String, String)>> {
    let mut errors = Vec::new();
    if unmarked > 0 || marked == 0 {
        let who = count_first(unmarked.max(1), "member is", "members are");
        errors.push((
            String::new(),
            format!("{who} not marked yet. Mark the register first."),
        ));
    }
    if form.outcome != "held" {
        errors.push((
            "outcome".to_owned(),
            "Say whether the session was held.".to_owned(),
        ));
    }
    let mut time = |key: &str, text: &str| {
        let found = instant(text, meeting);
        if found.is_none() {
            errors.push((key.to_owned(), "Write a time, such as 14:05.".to_owned()));
        }
        found
    };
    let started = time("started", &form.started);
    let ended = time("ended", &form.ended);
    if let (Some(started), Some(ended)) = (started, ended)
        && ended <= started
    {
        errors.push((
            "ended".to_owned(),
            "The end must lie after the start.".to_owned(),
        ));
    }
    let cases = form.cases.parse().ok().filter(|cases| *cases <= 2);
    if cases.is_none() {
        errors.push(("cases".to_owned(), "Choose 0, 1 or 2 cases.".to_owned()));
    }
    let route = match form.route.as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    if route.is_none() {
        errors.push(("route".to_owned(), "Say yes or no.".to_owned()));
    }
    let boundary: Result<Vec<BoundaryCode>, _> =
        form.boundary.iter().map(|word| word.parse()).collect();
    if boundary.is_err() {
        errors.push((
            String::new(),
            "Choose from the list what happened at the frame.".to_owned(),
        ));
    }
    match (started, ended, cases, route, boundary) {
        (Some(started), Some(ended), Some(cases), Some(route), Ok(boundary))
            if errors.is_empty() =>
        {
            Ok(Held {
                cases,
                started,
                ended,
                route,
                boundary,
            })
        }
        _ => Err(errors),
    }
}

/// The instant of a clock time on the day of the session.
fn instant(text: &str, meeting: &Meeting) -> Option<Instant> {
    let time: Time = text.trim().parse().ok()?;
    let starts = meeting.session.starts_at.to_jiff();
    let date = starts.to_zoned_datetime(meeting.zone.clone()).date();
    let at = planning::instant(date, time, &meeting.zone).ok()?;
    Some(Instant::from_jiff(at))
}

async fn form_page(
    app: &App,
    viewer: &Viewer,
    meeting: &Meeting,
    entries: &[Entry],
    form: CloseForm,
    errors: Vec<(String, String)>,
) -> Result<Response> {
    let seats = meeting.seats(app, viewer.scope()?.id).await?;
    let present = entries
        .iter()
        .filter(|one| one.mark == Mark::Present)
        .count();
    let unmarked = seats.iter().filter(|seat| seat.is_expected);
    let unmarked = unmarked.filter(|seat| entries.iter().all(|one| one.resident != seat.resident));
    let noted = store::noted(app, meeting.session.id).await?;
    let error = |key: &str| {
        let found = errors.iter().find(|(name, _)| name == key);
        found.map(|(_, words)| words.clone()).unwrap_or_default()
    };
    let heading = format!("Close the session of the {}", meeting.name());
    let chosen = |code: &BoundaryCode| form.boundary.iter().any(|word| word == code.word());
    let others = BoundaryCode::ALL.iter();
    let others = others.filter(|code| noted.iter().all(|event| event.code != **code));
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let below = present > 0 && present < meeting.quorum;
    page_with(
        status,
        ClosePage {
            shell: Shell::new(app, viewer, heading.clone())
                .crumb("Register", Some(format!("{}/register", meeting.href())))
                .crumb("Close", None),
            href: meeting.href(),
            heading,
            lead: format!(
                "{}. {} present of {} on the register.",
                meeting.when(),
                count_first(present, "member", "members"),
                entries.len()
            ),
            unmarked: unmarked.count(),
            below: if below {
                format!(
                    "{}, and a group needs {}. You decide whether it was held.",
                    count_first(present, "member is present", "members are present"),
                    count(meeting.quorum, "member", "members")
                )
            } else {
                String::new()
            },
            codes: CancelCode::ALL,
            boundary: others.map(|code| (*code, chosen(code))).collect(),
            started_error: error("started"),
            ended_error: error("ended"),
            form,
            errors,
        },
    )
}

//! The sealed map of one transcript: for the keyholder, after proving again who they are, with a reason, for minutes.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::clock::Instant;
use platform::web::{
    Action, Proof, Routes, Shell, error_of, form_status, page_with, proof_of, prove, renew,
};
use platform::{App, Result};
use serde::Deserialize;

use super::super::desk::{self, Desk};
use super::super::store::{self, Cause, Opened};
use crate::team;

/// Shortest and longest reason, in characters.
const REASON: std::ops::RangeInclusive<usize> = 8..=500;

const OPEN: Action = Action("map.open");

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/documents/{document}/map", OPEN, show)
        .post("/studies/{study}/documents/{document}/map", OPEN, begin)
}

#[derive(Template)]
#[template(path = "transcripts/replacements/pages/map.html")]
struct MapPage {
    shell: Shell,
    here: String,
    heading: String,
    lead: String,
    /// None while it is closed.
    lines: Option<Vec<Opened>>,
    openings: Vec<Shown>,
    /// Whether anything can be opened.
    is_there: bool,
    proof: Proof,
    sign_in: String,
    causes: [Cause; 5],
    cause: String,
    reason: String,
    errors: Vec<(&'static str, String)>,
}

impl MapPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

/// An earlier opening.
struct Shown {
    when: String,
    who: String,
    cause: &'static str,
    reason: String,
}

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct OpenForm {
    #[serde(default)]
    cause: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    password: String,
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
) -> Result<Response> {
    let desk = desk::open(&app, &viewer, &handle).await?;
    shown(&app, &viewer, &desk, OpenForm::default(), Vec::new()).await
}

async fn shown(
    app: &App,
    viewer: &Viewer,
    desk: &Desk,
    form: OpenForm,
    errors: Vec<(&'static str, String)>,
) -> Result<Response> {
    let connection = app.db.read();
    let slug = &viewer.scope()?.slug;
    let handle = &desk.document.handle;
    let openings = store::openings(connection, app, (desk.document.id, viewer.sign_in)).await?;
    let mine = openings.iter().find(|one| one.is_mine);
    let is_there = store::is_kept(connection, app, desk.stored.study).await?;
    let lines = match mine {
        Some(_) => Some(store::opened(connection, app, &desk.stored).await?),
        None => None,
    };
    let (heading, lead) = match (mine, is_there) {
        (Some(one), _) => (
            format!("The sealed map of {handle} is open until {}", time(one.closes_at)),
            "Nobody else sees this. Close the page when you are done.".to_owned(),
        ),
        (None, true) => (
            format!("Open the sealed map of {handle}"),
            "It says what stood where a surrogate stands. It opens for ten minutes, for you alone, and the record says that you opened it and why.".to_owned(),
        ),
        (None, false) => (
            format!("The sealed map of {handle} is gone"),
            "The study is frozen: the originals and their key are not kept any longer.".to_owned(),
        ),
    };
    let names = team::names(app, desk.stored.study).await?;
    let past = match mine {
        Some(_) => openings
            .iter()
            .map(|one| Shown {
                when: moment(one.opened_at),
                who: one
                    .member
                    .and_then(|member| names.get(&member).cloned())
                    .unwrap_or_else(|| "The research lead".to_owned()),
                cause: one.cause.in_words(),
                reason: one.reason.clone(),
            })
            .collect(),
        None => Vec::new(),
    };
    let here = format!("/studies/{slug}/documents/{handle}/map");
    let page = MapPage {
        shell: Shell::new(app, viewer, heading.clone())
            .crumb(
                "De-identification",
                Some(format!("/studies/{slug}/de-identification")),
            )
            .crumb(
                handle,
                Some(format!("/studies/{slug}/documents/{handle}/de-identify")),
            )
            .crumb("Sealed map", None),
        sign_in: format!("/sign-in?next={}", here.replace('/', "%2F")),
        here,
        heading,
        lead,
        lines,
        openings: past,
        is_there,
        proof: proof_of(app, viewer).await?,
        causes: Cause::ALL,
        cause: form.cause,
        reason: form.reason,
        errors,
    };
    let status = form_status(&page.errors);
    page_with(status, page)
}

async fn begin(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
    Form(form): Form<OpenForm>,
) -> Result<Response> {
    let desk = desk::open(&app, &viewer, &handle).await?;
    let mut errors = Vec::new();
    let cause = Cause::ALL
        .into_iter()
        .find(|cause| cause.word() == form.cause);
    if cause.is_none() {
        errors.push(("cause", "Choose why.".to_owned()));
    }
    let reason = form.reason.trim().to_owned();
    if !REASON.contains(&reason.chars().count()) {
        errors.push(("reason", "Write the reason in a sentence.".to_owned()));
    }
    // Nothing is proved before the rest is in order: a password that does not fit is a row in the record.
    if errors.is_empty() && !prove(&app, &viewer, &form.password).await? {
        let sentence = match proof_of(&app, &viewer).await? {
            Proof::Password => "This is not the password of your account.",
            Proof::FreshLink | Proof::Link => "Sign in again with a fresh link first.",
        };
        errors.push(("password", sentence.to_owned()));
    }
    let (Some(cause), true) = (cause, errors.is_empty()) else {
        return shown(&app, &viewer, &desk, form, errors).await;
    };
    let tx = app.db.write().await?;
    let (sign_in, cookie) = renew(&tx, &app, &viewer).await?;
    let who = (sign_in, desk.member);
    store::begin_opening(&tx, &app, &desk.stored, who, (cause, &reason)).await?;
    let event = viewer.event("map.open", desk.document.id.to_string());
    tx.commit(&app, event.with_detail(cause.word())).await?;
    let slug = &viewer.scope()?.slug;
    let to = format!("/studies/{slug}/documents/{handle}/map");
    let mut response = Redirect::to(&to).into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

fn time(at: Instant) -> String {
    written(at, "%H:%M")
}

fn moment(at: Instant) -> String {
    written(at, "%-d %B %Y, %H:%M")
}

fn written(at: Instant, form: &str) -> String {
    let zone = jiff::tz::TimeZone::get("Europe/London").unwrap_or(jiff::tz::TimeZone::UTC);
    at.to_jiff()
        .to_zoned_datetime(zone)
        .strftime(form)
        .to_string()
}

//! The sealed map of one transcript: for the keyholder, after proving again who they are, with a reason and with the
//! passphrase or the recovery code. It stands in the one answer; nothing stays open (trust PRI-8).

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::header;
use axum::response::Response;
use platform::access::Viewer;
use platform::clock::Instant;
use platform::keys::{Secret, Zeroizing};
use platform::web::{
    Action, Proof, Routes, Shell, error_of, form_status, page, page_with, proof_of, prove, renew,
    renewed,
};
use platform::{App, Result};
use serde::Deserialize;

use super::super::desk::{self, Desk};
use super::super::store::{self, Cause, Opened, Typed};
use super::map_key::in_words;
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
    lead: &'static str,
    /// None while it is closed.
    lines: Option<Vec<Opened>>,
    /// Where the passphrase is set; empty once it is.
    key: String,
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

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct OpenForm {
    cause: String,
    reason: String,
    passphrase: String,
    code: String,
    password: String,
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
) -> Result<Response> {
    let desk = desk::open(&app, &viewer, &handle).await?;
    closed(&app, &viewer, &desk, OpenForm::default(), Vec::new()).await
}

/// The page while the map is closed, with what is wrong where it could not be opened.
async fn closed(
    app: &App,
    viewer: &Viewer,
    desk: &Desk,
    form: OpenForm,
    errors: Vec<(&'static str, String)>,
) -> Result<Response> {
    let handle = &desk.document.handle;
    let (heading, lead) = match store::is_kept(app.db.read(), app, desk.stored.study).await? {
        true => (
            format!("Open the sealed map of {handle}"),
            "It says what stood where a surrogate stands. It opens once, for you alone, and the record says that you opened it and why.",
        ),
        false => (
            format!("The sealed map of {handle} is gone"),
            "The study is frozen: the originals and their key are not kept any longer.",
        ),
    };
    let mut page = shown(app, viewer, desk, (heading, lead)).await?;
    page.cause = form.cause;
    page.reason = form.reason;
    page.errors = errors;
    page_with(form_status(&page.errors), page)
}

async fn shown(
    app: &App,
    viewer: &Viewer,
    desk: &Desk,
    (heading, lead): (String, &'static str),
) -> Result<MapPage> {
    let connection = app.db.read();
    let slug = &viewer.scope()?.slug;
    let handle = &desk.document.handle;
    let here = format!("/studies/{slug}/documents/{handle}/map");
    Ok(MapPage {
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
        lines: None,
        key: match store::is_key_set(connection, desk.stored.study).await? {
            true => String::new(),
            false => format!("/studies/{slug}/map-key"),
        },
        openings: Vec::new(),
        is_there: store::is_kept(connection, app, desk.stored.study).await?,
        proof: proof_of(app, viewer).await?,
        causes: Cause::ALL,
        cause: String::new(),
        reason: String::new(),
        errors: Vec::new(),
    })
}

/// The page with the map on it, for the one answer in which it is open.
async fn opened(app: &App, viewer: &Viewer, desk: &Desk, map_key: &Secret) -> Result<Response> {
    let connection = app.db.read();
    let heading = format!("The sealed map of {} is open", desk.document.handle);
    let lead =
        "Nobody else sees this, and it is not shown again: close the page when you are done.";
    let mut shown = shown(app, viewer, desk, (heading, lead)).await?;
    shown.lines = Some(store::opened(connection, app, &desk.stored, map_key).await?);
    let names = team::names(app, desk.stored.study).await?;
    let openings = store::openings(connection, app, desk.document.id).await?;
    let past = openings.into_iter().map(|one| Shown {
        when: moment(one.opened_at),
        who: one
            .member
            .and_then(|member| names.get(&member).cloned())
            .unwrap_or_else(|| "The research lead".to_owned()),
        cause: one.cause.in_words(),
        reason: one.reason,
    });
    shown.openings = past.collect();
    page(shown)
}

/// What is missing of the proof who somebody is, at its field. A password that does not fit is a row in the record.
pub(super) async fn proved(
    app: &App,
    viewer: &Viewer,
    password: &str,
) -> Result<Option<(&'static str, String)>> {
    if prove(app, viewer, password).await? {
        return Ok(None);
    }
    let sentence = match proof_of(app, viewer).await? {
        Proof::Password => "This is not the password of your account.",
        Proof::FreshLink | Proof::Link => "Sign in again with a fresh link first.",
    };
    Ok(Some(("password", sentence.to_owned())))
}

async fn begin(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
    Form(mut form): Form<OpenForm>,
) -> Result<Response> {
    let desk = desk::open(&app, &viewer, &handle).await?;
    let study = desk.stored.study;
    let typed = Typed {
        passphrase: Zeroizing::new(std::mem::take(&mut form.passphrase)),
        code: Zeroizing::new(std::mem::take(&mut form.code)),
    };
    if !store::is_key_set(app.db.read(), study).await? {
        return closed(&app, &viewer, &desk, form, Vec::new()).await;
    }
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
    // Nothing is proved or tried before the rest is in order: what does not fit is a row in the record.
    if errors.is_empty() {
        errors.extend(proved(&app, &viewer, &form.password).await?);
    }
    let (Some(cause), true) = (cause, errors.is_empty()) else {
        return closed(&app, &viewer, &desk, form, errors).await;
    };
    let failed = viewer.event("map.failed", desk.document.id.to_string());
    let (slot, map_key) = match store::unlock(&app, study, &typed, failed).await? {
        Ok(opened) => opened,
        Err(locked) => return closed(&app, &viewer, &desk, form, vec![in_words(locked)]).await,
    };
    let tx = app.db.write().await?;
    let (sign_in, cookie) = renew(&tx, &app, &viewer).await?;
    let who = (sign_in, desk.member);
    store::begin_opening(&tx, &app, &desk.stored, who, (cause, &reason)).await?;
    store::forget_tries(&tx, &app, study).await?;
    let event = viewer.event("map.open", desk.document.id.to_string());
    let detail = format!("{}, {}", cause.word(), slot.in_words());
    tx.commit(&app, event.with_detail(detail)).await?;
    let viewer = renewed(&app, &viewer, sign_in);
    let mut response = opened(&app, &viewer, &desk, &map_key).await?;
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

fn moment(at: Instant) -> String {
    let zone = jiff::tz::TimeZone::get("Europe/London").unwrap_or(jiff::tz::TimeZone::UTC);
    at.to_jiff()
        .to_zoned_datetime(zone)
        .strftime("%-d %B %Y, %H:%M")
        .to_string()
}

//! The page on which a doctor agrees to text messages, and takes that back.

use askama::Template;
use axum::Extension;
use axum::extract::{Form as Fields, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::{Role, Viewer};
use platform::web::{Action, Pressed, Routes, Shell, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::{number, store};
use crate::addresses::base;

/// The page.
pub fn routes() -> Routes {
    let own = Action("texts.own");
    Routes::new()
        .get("/programmes/{programme}/texts", own, show)
        .post("/programmes/{programme}/texts", own, keep)
        .post("/programmes/{programme}/texts/stop", own, stop)
}

#[derive(Template)]
#[template(path = "texts/own.html")]
struct TextsPage {
    shell: Shell,
    here: String,
    heading: String,
    lead: &'static str,
    /// Whether this installation can send any.
    can_send: bool,
    has_number: bool,
    number: String,
    error: &'static str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NumberForm {
    #[serde(default)]
    number: String,
}

fn me(viewer: &Viewer) -> Result<Uuid> {
    viewer.subject(Role::Resident).ok_or(Error::NotFound)
}

async fn show(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    shown(&app, &viewer, None).await
}

async fn shown(app: &App, viewer: &Viewer, wrong: Option<String>) -> Result<Response> {
    let held = store::of(app.db.read(), app, me(viewer)?).await?;
    let (heading, lead) = match &held {
        Some(number) => (
            format!("Text messages go to {number}"),
            "Only when something changes within two days of a session. Letters go by mail as before.",
        ),
        None => (
            "You get no text messages".to_owned(),
            "Every change goes by mail. If you like, what changes within two days of a session also goes to your phone.",
        ),
    };
    let (status, error) = match wrong {
        Some(_) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "Write a mobile number, such as 07700 900123 or +353 85 012 3456.",
        ),
        None => (StatusCode::OK, ""),
    };
    let page = TextsPage {
        shell: Shell::new(app, viewer, heading.clone()),
        here: format!("{}/texts", base(viewer)?),
        heading,
        lead,
        can_send: app.mailer.text_address("+447700900123").is_some(),
        has_number: held.is_some(),
        number: wrong.or(held).unwrap_or_default(),
        error,
    };
    page_with(status, page)
}

async fn keep(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Fields(form): Fields<NumberForm>,
) -> Result<Response> {
    let me = me(&viewer)?;
    let Some(number) = number::read(&form.number) else {
        return shown(&app, &viewer, Some(form.number)).await;
    };
    let tx = app.db.write().await?;
    store::keep(&tx, &app, (viewer.scope()?.id, me), &number).await?;
    tx.commit(&app, viewer.event("texts.own", me.to_string()))
        .await?;
    home(&viewer)
}

async fn stop(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Fields(Pressed {}): Fields<Pressed>,
) -> Result<Response> {
    let me = me(&viewer)?;
    let tx = app.db.write().await?;
    store::forget(&tx, me).await?;
    let event = viewer.event("texts.own", me.to_string());
    tx.commit(&app, event.with_detail("stopped")).await?;
    home(&viewer)
}

fn home(viewer: &Viewer) -> Result<Response> {
    Ok(Redirect::to(&format!("{}/texts", base(viewer)?)).into_response())
}

//! Inviting somebody: an id for everybody, name and address for the letter alone.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, State as Shared};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, error_of, form_status, page_with};
use platform::{App, Result};
use serde::Deserialize;

use super::{contact, invitation, store};
use crate::participants;

/// Longest name and address.
const LONGEST_LINE: usize = 200;

/// The page.
pub(super) fn routes() -> Routes {
    let write = Action("consent.ask");
    Routes::new()
        .get("/studies/{study}/consent/invite", write, invite_form)
        .post("/studies/{study}/consent/invite", write, invite)
}

#[derive(Template)]
#[template(path = "consent/invite.html")]
struct InvitePage {
    shell: Shell,
    here: String,
    heading: String,
    has_wording: bool,
    form: Invitation,
    cohorts: Vec<String>,
    errors: Vec<(&'static str, String)>,
}

impl InvitePage {
    /// The cohorts so far.
    fn known(&self) -> String {
        match self.cohorts.as_slice() {
            [] => "Such as members.".to_owned(),
            some => format!("So far: {}.", some.join(", ")),
        }
    }

    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Invitation {
    #[serde(default)]
    participant: String,
    #[serde(default)]
    cohort: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
}

async fn invite_form(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    invitation_page(&app, &viewer, Invitation::default(), Vec::new()).await
}

async fn invitation_page(
    app: &App,
    viewer: &Viewer,
    form: Invitation,
    errors: Vec<(&'static str, String)>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let mut cohorts: Vec<String> = Vec::new();
    for stored in participants::all(app.db.read(), study.id).await? {
        if !cohorts.contains(&stored.participant.cohort) {
            cohorts.push(stored.participant.cohort);
        }
    }
    let heading = "Invite somebody to an interview".to_owned();
    let status = form_status(&errors);
    let page = InvitePage {
        shell: Shell::new(app, viewer, heading.clone())
            .crumb("Consent", Some(format!("/studies/{}/consent", study.slug)))
            .crumb("Invite", None),
        here: format!("/studies/{}/consent/invite", study.slug),
        heading,
        has_wording: !store::versions(app.db.read(), study.id).await?.is_empty(),
        form,
        cohorts,
        errors,
    };
    page_with(status, page)
}

/// What of an invitation needs another look.
fn problems(form: &Invitation) -> Vec<(&'static str, String)> {
    let mut errors = Vec::new();
    let handle = form.participant.trim();
    let is_handle = (1..=32).contains(&handle.len())
        && handle
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if !is_handle {
        errors.push((
            "participant",
            "Write an id of letters, digits, - and _, such as M14; never a name.".to_owned(),
        ));
    }
    let is_line = |text: &str| {
        let text = text.trim();
        !text.is_empty()
            && text.chars().count() <= LONGEST_LINE
            && !text.chars().any(char::is_control)
    };
    if !is_line(&form.cohort) {
        errors.push(("cohort", "Say in which cohort, such as members.".to_owned()));
    }
    if !is_line(&form.name) {
        errors.push(("name", "Write how the letter addresses them.".to_owned()));
    }
    let email = form.email.trim();
    let is_email = is_line(email)
        && email
            .split_once('@')
            .is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
        && !email.contains([' ', ',', ';', '<']);
    if !is_email {
        errors.push((
            "email",
            "Write an address, such as pat@example.org.".to_owned(),
        ));
    }
    errors
}

async fn invite(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<Invitation>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let errors = problems(&form);
    if !errors.is_empty() {
        return invitation_page(&app, &viewer, form, errors).await;
    }
    if store::versions(app.db.read(), study.id).await?.is_empty() {
        return Err(platform::Error::refused(
            "R5",
            "There is no wording yet that somebody could agree to.",
            "Write down first what participants are asked.",
        ));
    }
    let handle = form.participant.trim().to_owned();
    let tx = app.db.write().await?;
    let participant =
        participants::invite(&tx, &app, study.id, (&handle, form.cohort.trim())).await?;
    let who = (form.name.trim(), form.email.trim());
    contact::keep(&tx, &app, (study.id, participant), who).await?;
    invitation::send(&tx, &app, study.id, participant).await?;
    let event = viewer.event("consent.ask", participant.to_string());
    tx.commit(&app, event.with_detail("invited")).await?;
    let back = format!("/studies/{}/consent?invited={handle}", study.slug);
    Ok(Redirect::to(&back).into_response())
}

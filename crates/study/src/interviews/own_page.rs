//! A participant's own interview: when, how and with whom, asking for another time, calling it off.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Query, State as Shared};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::{Role, Viewer};
use platform::web::{Action, Pressed, Routes, Shell, page};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::{Interview, Mode, State, act, store, when};
use crate::participants::{self, Shown};
use crate::{consent, team};

/// The page and what can be done on it.
pub(super) fn routes() -> Routes {
    let read = Action("my-interview.read");
    let change = Action("my-interview.change");
    Routes::new()
        .get("/studies/{study}/my-interview", read, show)
        .post("/studies/{study}/my-interview/another-time", change, ask)
        .post("/studies/{study}/my-interview/call-off", change, call_off)
}

#[derive(Template)]
#[template(path = "interviews/own.html")]
struct OwnPage {
    shell: Shell,
    here: String,
    heading: &'static str,
    lead: &'static str,
    own: Option<Shown>,
    appointment: Option<Told>,
    choices: String,
    interviewers: String,
}

/// The appointment as the participant reads it.
struct Told {
    when: String,
    how: &'static str,
    with: String,
    joining: String,
    joining_label: &'static str,
    is_asked: bool,
}

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    done: Option<String>,
}

/// Only the participant's own row, found by the subject of the grant; nothing of the study besides.
async fn show(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Query(done): Query<Done>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let base = format!("/studies/{}", study.slug);
    let own = match viewer.subject(Role::Participant) {
        Some(me) => participants::find(app.db.read(), study.id, me).await?,
        None => None,
    };
    let appointment = match &own {
        Some(own) => appointment(&app, study.id, own.id).await?,
        None => None,
    };
    let (heading, lead) = match &appointment {
        Some(_) => (
            "You have an appointment",
            "What this study has noted about your interview, and nothing else.",
        ),
        None => (
            "My interview",
            "What this study has noted about your interview, and nothing else.",
        ),
    };
    let mut shell = Shell::new(&app, &viewer, heading);
    match done.done.as_deref() {
        Some("asked") => {
            shell = shell.notice(
                "ok",
                "The interviewer knows that you ask for another time",
                "A letter tells you once the appointment is moved. Until then it stands.",
            );
        }
        Some("off") => {
            shell = shell.notice("ok", "The appointment is called off", "The interviewer can offer another. If you would rather not be interviewed at all, say so under My choices.");
        }
        _ => {}
    }
    page(OwnPage {
        shell,
        here: format!("{base}/my-interview"),
        heading,
        lead,
        own: own.map(|stored| Shown::of(&stored.participant)),
        appointment,
        choices: format!("{base}/my-choices"),
        interviewers: format!("{base}/my-interviewers"),
    })
}

async fn appointment(app: &App, study: Uuid, me: Uuid) -> Result<Option<Told>> {
    let rows = store::of_participant(app.db.read(), study, me).await?;
    let standing = rows.into_iter().find(|one| one.state == State::Scheduled);
    let Some((one, planned)) = standing.and_then(|one| Some((one.clone(), one.planned?))) else {
        return Ok(None);
    };
    let names = team::names(app, study).await?;
    Ok(Some(Told {
        when: when::in_words(planned.0, planned.1, &one.zone),
        how: one.mode.label(),
        with: names.get(&one.interviewer).cloned().unwrap_or_default(),
        joining_label: joining_label(&one),
        is_asked: one.asked_at.is_some(),
        joining: one.joining,
    }))
}

/// What it is that brings the two together.
fn joining_label(interview: &Interview) -> &'static str {
    match interview.mode {
        Mode::Video => "Address of the call",
        Mode::Phone => "Number",
        Mode::InPerson => "Where",
    }
}

async fn ask(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let me = consent::me(&viewer)?;
    let study = viewer.scope()?.id;
    let tx = app.db.write().await?;
    act::ask_for_another_time(&tx, &app, study, me).await?;
    let event = viewer.event("my-interview.change", me.to_string());
    tx.commit(&app, event.with_detail("asks for another time"))
        .await?;
    back(&viewer, "asked")
}

async fn call_off(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let me = consent::me(&viewer)?;
    let study = viewer.scope()?.id;
    let tx = app.db.write().await?;
    if !act::call_off(&tx, &app, study, me).await? {
        return Err(Error::Conflict("there is no appointment any more"));
    }
    let event = viewer.event("my-interview.change", me.to_string());
    tx.commit(&app, event.with_detail("called off")).await?;
    back(&viewer, "off")
}

fn back(viewer: &Viewer, done: &str) -> Result<Response> {
    let slug = &viewer.scope()?.slug;
    Ok(Redirect::to(&format!("/studies/{slug}/my-interview?done={done}")).into_response())
}

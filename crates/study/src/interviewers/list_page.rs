//! The research lead's page: the proposal, the pairs, what is in the way, and matching by hand.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Query, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, error_of, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::acquaintance::By;
use super::act;
use super::shown::{self, Against, Load, Names, Row};
use super::standing::Standing;
use crate::{participants, team};

/// Longest reason, in characters.
const LONGEST: usize = 500;

/// The page and its acts.
pub(super) fn routes() -> Routes {
    let read = Action("interviewers.read");
    let change = Action("interviewers.match");
    Routes::new()
        .get("/studies/{study}/interviewers", read, show)
        .post("/studies/{study}/interviewers/proposal", change, accept)
        .post("/studies/{study}/interviewers/pair", change, pair)
        .post("/studies/{study}/interviewers/free", change, free)
}

#[derive(Template)]
#[template(path = "interviewers/list.html")]
struct ListPage {
    shell: Shell,
    here: String,
    heading: String,
    lead: String,
    digest: String,
    proposed: Vec<Row>,
    in_the_way: Option<(String, Vec<String>)>,
    unanswered: Vec<String>,
    standing: Vec<Row>,
    loads: Vec<Load>,
    usual_times: Vec<(String, String)>,
    people: Vec<(Uuid, String)>,
    members: Vec<(Uuid, String)>,
    against: Vec<Against>,
    form: PairForm,
    errors: Vec<(&'static str, String)>,
    problems: Vec<String>,
}

impl ListPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PairForm {
    #[serde(default)]
    participant: String,
    #[serde(default)]
    interviewer: String,
    #[serde(default)]
    reason: String,
}

/// What is wrong with what was sent, beside the page.
#[derive(Default)]
pub(super) struct Wrong {
    pub(super) form: PairForm,
    pub(super) errors: Vec<(&'static str, String)>,
    pub(super) problems: Vec<String>,
}

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    done: Option<String>,
}

async fn show(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Query(done): Query<Done>,
) -> Result<Response> {
    let notice = match done.done.as_deref() {
        Some("accepted") => Some((
            "The proposal is accepted",
            "Each interviewer sees their own participants, and nobody else.",
        )),
        Some("matched") => Some((
            "The two are matched",
            "The interviewer sees the id and the cohort, and makes the appointment.",
        )),
        Some("freed") => Some((
            "The pair is free again",
            "If there was an appointment, both are told that it is off.",
        )),
        Some("times") => Some((
            "The times are saved",
            "What is proposed keeps to them. Appointments stand.",
        )),
        Some("file") => Some((
            "The file is taken in",
            "Relations and confirmed pairs stand as it says.",
        )),
        _ => None,
    };
    shown(&app, &viewer, notice, Wrong::default()).await
}

/// The page, with what is wrong where something was sent that cannot be.
pub(super) async fn shown(
    app: &App,
    viewer: &Viewer,
    notice: Option<(&'static str, &'static str)>,
    wrong: Wrong,
) -> Result<Response> {
    let study = viewer.scope()?;
    let connection = app.db.read();
    let standing = Standing::of(connection, study.id).await?;
    let proposal = standing.proposal();
    let names = Names::of(&standing, &team::names(app, study.id).await?);
    let handles: BTreeMap<Uuid, String> = participants::all(connection, study.id)
        .await?
        .into_iter()
        .map(|stored| (stored.id, stored.participant.participant))
        .collect();
    let (heading, lead) = shown::heading(&standing, &proposal);
    let mut shell = Shell::new(app, viewer, heading.clone());
    if let Some((title, body)) = notice {
        shell = shell.notice("ok", title, body);
    }
    let status = match wrong.errors.is_empty() && wrong.problems.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let open = standing
        .participants
        .iter()
        .filter(|stored| !standing.held.contains(&stored.id));
    let page = ListPage {
        shell,
        here: format!("/studies/{}/interviewers", study.slug),
        heading,
        lead,
        digest: proposal.digest(),
        proposed: shown::proposed(&standing, &proposal, &names),
        in_the_way: shown::in_the_way(&standing, &proposal, &names),
        unanswered: standing
            .unanswered()
            .into_iter()
            .map(|stored| stored.participant.participant.clone())
            .collect(),
        standing: shown::standing_rows(&standing, &names),
        loads: shown::loads(&standing, &proposal, &names),
        usual_times: shown::usual_times(&standing),
        people: open
            .map(|stored| (stored.id, stored.participant.participant.clone()))
            .collect(),
        members: standing
            .interviewers
            .iter()
            .map(|member| (member.id, names.get(member.id)))
            .collect(),
        against: shown::against(&standing, &names, &handles),
        form: wrong.form,
        errors: wrong.errors,
        problems: wrong.problems,
    };
    page_with(status, page)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AcceptForm {
    #[serde(default)]
    proposal: String,
}

async fn accept(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<AcceptForm>,
) -> Result<Response> {
    let study = viewer.scope()?.id;
    let event = viewer.event("interviewers.match", study.to_string());
    act::accept(&app, study, &form.proposal, event).await?;
    back(&viewer, "accepted")
}

async fn pair(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<PairForm>,
) -> Result<Response> {
    let study = viewer.scope()?.id;
    let mut errors = Vec::new();
    let participant = form.participant.parse::<Uuid>();
    if participant.is_err() {
        errors.push(("participant", "Choose a participant.".to_owned()));
    }
    let interviewer = form.interviewer.parse::<Uuid>();
    if interviewer.is_err() {
        errors.push(("interviewer", "Choose an interviewer.".to_owned()));
    }
    if form.reason.chars().count() > LONGEST {
        errors.push(("reason", format!("Write at most {LONGEST} characters.")));
    }
    if let (Ok(participant), Ok(interviewer), true) = (participant, interviewer, errors.is_empty())
    {
        let event = viewer.event("interviewers.match", participant.to_string());
        let pair = (participant, interviewer);
        match act::pair(&app, study, pair, &form.reason, event).await {
            Ok(()) => return back(&viewer, "matched"),
            Err(Error::Refused(refusal)) => {
                let field = match refusal.rule {
                    "R15" => "reason",
                    _ => "participant",
                };
                errors.push((field, refusal.to_string()));
            }
            Err(error) => return Err(error),
        }
    }
    let wrong = Wrong {
        form,
        errors,
        problems: Vec::new(),
    };
    shown(&app, &viewer, None, wrong).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FreeForm {
    participant: Uuid,
}

async fn free(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<FreeForm>,
) -> Result<Response> {
    let study = viewer.scope()?.id;
    let tx = app.db.write().await?;
    act::free(&tx, &app, study, form.participant, By::ResearchLead).await?;
    let event = viewer.event("interviewers.match", form.participant.to_string());
    tx.commit(&app, event.with_detail("freed")).await?;
    back(&viewer, "freed")
}

pub(super) fn back(viewer: &Viewer, done: &str) -> Result<Response> {
    let slug = &viewer.scope()?.slug;
    Ok(Redirect::to(&format!("/studies/{slug}/interviewers?done={done}")).into_response())
}

//! Blind passes of a study: who codes what without seeing what others coded, and closing one's own (study R31).

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Form, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::{Role, Viewer};
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};
use serde::Deserialize;
use study::dates::day_in_words;
use study::rights::Analyst;
use study::{documents, team};
use uuid::Uuid;

use super::{pass_act, passes};

const READ: Action = Action("codings.read");
const WRITE: Action = Action("codings.write");

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/blind-passes", READ, show)
        .post("/studies/{study}/blind-passes", WRITE, begin)
        .post("/studies/{study}/blind-passes/close", WRITE, close)
}

#[derive(Template)]
#[template(path = "codings/passes.html")]
struct PassesPage {
    shell: Shell,
    here: String,
    documents_at: String,
    rows: Vec<Row>,
    /// The analysts for whom whoever asks may open one: all for the research lead, themselves for an analyst.
    analysts: Vec<(String, String)>,
    documents: Vec<(String, String)>,
    leads: bool,
}

struct Row {
    id: Uuid,
    who: String,
    /// Handle and title of the document; none for all.
    document: Option<(String, String)>,
    since: String,
    until: String,
    is_mine: bool,
}

async fn show(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let study = viewer.scope()?;
    let connection = app.db.read();
    let analyst = Analyst::of(&app, &viewer).await?;
    let leads = viewer.acts_as(Role::ResearchLead);
    let members = team::all(connection, study.id).await?;
    let but = documents::unreadable(&app, &viewer).await?;
    let outlines = documents::outlines(connection, study.id).await?;
    let outlines: Vec<_> = outlines
        .into_iter()
        .filter(|one| !but.contains(&one.id))
        .collect();
    let named: BTreeMap<Uuid, (String, String)> = outlines
        .iter()
        .map(|one| (one.id, (one.handle.clone(), one.title.clone())))
        .collect();
    let all = passes::all(connection, study.id).await?;
    let open = all.iter().filter(|pass| pass.closed_at.is_none()).count();
    let rows = all.into_iter().rev().filter_map(|pass| {
        let document = match pass.document {
            Some(id) => Some(named.get(&id)?.clone()),
            None => None,
        };
        Some(Row {
            id: pass.id,
            who: team::author(&members, Some(pass.member)),
            document,
            since: day_in_words(pass.opened_at),
            until: pass.closed_at.map(day_in_words).unwrap_or_default(),
            is_mine: analyst.member == Some(pass.member),
        })
    });
    let title = match open {
        0 => "No blind pass is open".to_owned(),
        1 => "One blind pass is open".to_owned(),
        count => format!("{count} blind passes are open"),
    };
    let may = |member: &&team::Member| {
        member.analyses && analyst.writes && (leads || analyst.member == Some(member.id))
    };
    let analysts = members.iter().filter(may);
    page(PassesPage {
        shell: Shell::new(&app, &viewer, title)
            .crumb("Codes", Some(format!("/studies/{}/codes", study.slug)))
            .crumb("Blind passes", None),
        here: format!("/studies/{}/blind-passes", study.slug),
        documents_at: format!("/studies/{}/documents", study.slug),
        rows: rows.collect(),
        analysts: analysts
            .map(|member| (member.id.to_string(), member.handle.clone()))
            .collect(),
        documents: outlines
            .iter()
            .map(|one| (one.handle.clone(), format!("{}, {}", one.handle, one.title)))
            .collect(),
        leads,
    })
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BeginForm {
    /// A member, or empty for every analyst.
    #[serde(default)]
    analyst: String,
    /// A document's handle, or empty for every document.
    #[serde(default)]
    document: String,
}

async fn begin(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<BeginForm>,
) -> Result<Response> {
    let is_chosen =
        |member: &team::Member| form.analyst.is_empty() || form.analyst == member.id.to_string();
    let document = Some(form.document.as_str()).filter(|handle| !handle.is_empty());
    pass_act::begin(&app, &viewer, is_chosen, document).await?;
    back(&viewer)
}

fn back(viewer: &Viewer) -> Result<Response> {
    let to = format!("/studies/{}/blind-passes", viewer.scope()?.slug);
    Ok(Redirect::to(&to).into_response())
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CloseForm {
    pass: Uuid,
}

async fn close(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<CloseForm>,
) -> Result<Response> {
    pass_act::close(&app, &viewer, form.pass).await?;
    back(&viewer)
}

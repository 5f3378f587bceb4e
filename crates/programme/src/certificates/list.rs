//! The organiser's page: who has a certificate, who waits for one, and whose says what the register no longer does.

use askama::Template;
use axum::extract::State as Shared;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::{Extension, Form};
use platform::access::Viewer;
use platform::web::{Action, Pressed, Routes, Shell, page};
use platform::{App, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::issue::{self, Candidate, candidates};
use crate::addresses::base;
use crate::planning;
use crate::wording::{count_first, short_date};

pub(super) fn routes() -> Routes {
    let issue = Action("certificates.issue");
    Routes::new()
        .get(
            "/programmes/{programme}/certificates",
            Action("certificates.read"),
            list,
        )
        .post("/programmes/{programme}/certificates", issue, issue_all)
        .post(
            "/programmes/{programme}/certificates/correct",
            issue,
            correct_one,
        )
}

#[derive(Template)]
#[template(path = "certificates/list.html")]
struct ListPage {
    shell: Shell,
    base: String,
    heading: String,
    ready: String,
    rows: Vec<Row>,
}

struct Row {
    resident: Uuid,
    name: String,
    sessions: u32,
    hours: String,
    kind: &'static str,
    icon: &'static str,
    state: String,
    differs: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Correction {
    resident: Uuid,
}

async fn list(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let scope = viewer.scope()?;
    let all = candidates(&app, scope.id).await?;
    let ready = all.iter().filter(|one| one.is_ready()).count();
    let heading = match ready {
        0 if all.is_empty() => "Certificates follow the sessions".to_owned(),
        0 => "Nobody waits for a certificate".to_owned(),
        some => count_first(
            some,
            "doctor waits for a certificate",
            "doctors wait for a certificate",
        ),
    };
    page(ListPage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb("Sessions", Some(format!("{}/sessions", base(&viewer)?)))
            .crumb("Certificates", None),
        base: base(&viewer)?,
        ready: match ready {
            0 => String::new(),
            1 => "Issue one certificate".to_owned(),
            some => format!("Issue {some} certificates"),
        },
        rows: all.iter().map(row).collect::<Result<_>>()?,
        heading,
    })
}

fn row(candidate: &Candidate) -> Result<Row> {
    let zone = planning::zone()?;
    let (kind, icon, state) = match &candidate.issued {
        Some(_) if candidate.differs() => (
            "wait",
            "warn",
            "The register says something else now".to_owned(),
        ),
        Some(issued) => {
            let day = issued.issued_at.to_jiff().to_zoned_datetime(zone).date();
            ("ok", "check", format!("Issued on {}", short_date(day)))
        }
        None if candidate.is_ready() => ("wait", "clock", "Ready".to_owned()),
        None if candidate.over => ("unknown", "ask", "Never present".to_owned()),
        None => ("info", "cal", "The run goes on".to_owned()),
    };
    Ok(Row {
        resident: candidate.resident,
        name: candidate.name.clone(),
        sessions: candidate.tally.sessions,
        hours: format!("{:.2}", candidate.tally.minutes as f64 / 60.0),
        kind,
        icon,
        state,
        differs: candidate.differs(),
    })
}

async fn issue_all(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let event = viewer.event("certificates.issue", "");
    issue::issue(&app, viewer.scope()?, Some(viewer.account), event).await?;
    back(&viewer)
}

async fn correct_one(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(correction): Form<Correction>,
) -> Result<Response> {
    let resident = correction.resident;
    let event = viewer.event("certificates.correct", resident.to_string());
    issue::correct(&app, viewer.scope()?, resident, Some(viewer.account), event).await?;
    back(&viewer)
}

fn back(viewer: &Viewer) -> Result<Response> {
    Ok(Redirect::to(&format!("{}/certificates", base(viewer)?)).into_response())
}

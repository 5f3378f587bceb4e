//! What the research lead sees of consent: who was asked and who signed what. Handles only: names stand nowhere.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State as Shared};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::contact;
use super::own_pages::{agreed, day};
use super::store::{self, Consent};
use super::version::{Scope, Version};
use super::withdrawals::{Withdrawn, withdrawals};
use crate::participants::{self, Stored};

/// The list.
pub(super) fn routes() -> Routes {
    Routes::new().get("/studies/{study}/consent", Action("consent.read"), list)
}

#[derive(Template)]
#[template(path = "consent/list.html")]
struct ListPage {
    shell: Shell,
    here: String,
    heading: String,
    lead: String,
    rows: Vec<Row>,
    versions: Vec<Version>,
}

struct Row {
    id: Uuid,
    handle: String,
    cohort: String,
    kind: &'static str,
    icon: &'static str,
    state: &'static str,
    detail: String,
    agreed: String,
    may_withdraw: bool,
}

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    made: Option<i64>,
    #[serde(default)]
    invited: Option<String>,
}

async fn list(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Query(done): Query<Done>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let connection = app.db.read();
    let participants = participants::all(connection, study.id).await?;
    let versions = store::versions(connection, study.id).await?;
    let consents = store::consents(connection, study.id).await?;
    let withdrawals = withdrawals(connection, study.id).await?;
    let invited: BTreeMap<_, _> = contact::invited(connection, study.id)
        .await?
        .into_iter()
        .collect();
    let rows: Vec<Row> = participants
        .iter()
        .map(|stored| {
            let standing = Standing {
                consent: consents.get(&stored.id),
                out: withdrawals
                    .iter()
                    .filter(|one| one.participant == stored.id)
                    .collect(),
                invited: invited.get(&stored.id).map(|at| day(*at)),
            };
            row(stored, &versions, &standing)
        })
        .collect();
    let signed = rows.iter().filter(|row| row.kind == "ok").count();
    let (heading, lead) = match (versions.first(), rows.len()) {
        (None, _) => (
            "Write down what participants are asked".to_owned(),
            "Until there is a wording, nobody can be asked and no interview may begin.".to_owned(),
        ),
        (Some(newest), 0) => (
            "Nobody has been invited yet".to_owned(),
            format!("Version {} of the wording is ready.", newest.number),
        ),
        (Some(newest), all) => (
            format!("{signed} of {all} participants have a consent that holds"),
            format!(
                "Version {} of {} is the newest wording.",
                newest.number,
                day(newest.made_at)
            ),
        ),
    };
    let mut shell = Shell::new(&app, &viewer, heading.clone());
    if let Some(number) = done.made {
        shell = shell.notice(
            "ok",
            format!("Version {number} holds from now on"),
            "Whoever agreed to something that means something else now is asked again on their own page.",
        );
    } else if let Some(handle) = done.invited {
        shell = shell.notice(
            "ok",
            format!("{handle} gets a letter with a link"),
            "Name and address are sealed; nobody who works on the text sees them.",
        );
    }
    page(ListPage {
        shell,
        here: format!("/studies/{}/consent", study.slug),
        heading,
        lead,
        rows,
        versions,
    })
}

struct Standing<'a> {
    consent: Option<&'a Consent>,
    out: Vec<&'a Withdrawn>,
    invited: Option<String>,
}

fn row(stored: &Stored, versions: &[Version], standing: &Standing<'_>) -> Row {
    let number = |id: Uuid| {
        versions
            .iter()
            .find(|one| one.id == id)
            .map_or(0, |one| one.number)
    };
    let newest = versions.first();
    let of = |scope| standing.out.iter().find(|out| out.scope == scope);
    let whole = of(Scope::Whole);
    let (kind, icon, state, detail) = match (standing.consent, whole) {
        (_, Some(out)) => ("no", "undo", "Withdrew", day(out.at)),
        (Some(held), _) if held.granted.is_empty() => {
            ("no", "cross", "Said no", day(held.signed_at))
        }
        (Some(held), _)
            if newest
                .is_some_and(|new| new.id != held.version && new.asks_again(&held.granted)) =>
        {
            let detail = format!("signed version {}", number(held.version));
            ("wait", "clock", "Asked again", detail)
        }
        (Some(held), None) => {
            let back = match (of(Scope::Quotes), of(Scope::Recording)) {
                (Some(_), Some(_)) => "; quotations and recording taken back",
                (Some(_), None) => "; quotations taken back",
                (None, Some(_)) => "; recording taken back",
                (None, None) => "",
            };
            let on = day(held.signed_at);
            let detail = format!("version {}, {on}{back}", number(held.version));
            ("ok", "check", "Signed", detail)
        }
        (None, _) => match &standing.invited {
            Some(on) => ("wait", "clock", "Asked", on.clone()),
            None => ("unknown", "ask", "Not asked here", String::new()),
        },
    };
    Row {
        id: stored.id,
        handle: stored.participant.participant.clone(),
        cohort: stored.participant.cohort.clone(),
        kind,
        icon,
        state,
        detail,
        agreed: match standing.consent {
            Some(held) if whole.is_none() => agreed(&held.granted),
            _ => "–".to_owned(),
        },
        may_withdraw: whole.is_none(),
    }
}

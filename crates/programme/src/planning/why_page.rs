//! Why a doctor has the place that the plan gives them (programme 8.3, Y2).

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::{Extension, Form};
use platform::access::Viewer;
use platform::web::{Pressed, Shell, page};
use platform::{App, Error, Result};
use uuid::Uuid;

use super::document::PlannedGroup;
use super::make::facts;
use super::names::Names;
use super::{run, store};
use crate::addresses::base;

#[derive(Template)]
#[template(path = "planning/why.html")]
struct WhyPage {
    shell: Shell,
    base: String,
    id: Uuid,
    heading: String,
    why: String,
}

/// Effort of the search that answers: a second or two.
const EFFORT: u64 = 1_000;

/// It is asked by a form, since the answer takes a search.
pub(super) async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, resident)): Path<(String, Uuid)>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let plan = store::newest(&app, programme, false).await?;
    let plan = plan.ok_or(Error::NotFound)?;
    let names = Names::of(&app, programme).await?;
    let base = base(&viewer)?;
    let id = resident.to_string();
    if !names.residents.contains_key(&id) {
        return Err(Error::NotFound);
    }
    let place = plan.document.group_of(&id).map(PlannedGroup::place);
    let mut unplaced = plan.document.unplaced.iter();
    let best = unplaced.find(|one| one.resident == id);
    let best = best.map(|one| one.best.clone());
    let folder = facts(&app, programme).await?;
    let as_of = app.now().to_jiff();
    let search = move || {
        let settings = planner::Settings {
            effort: EFFORT,
            ..planner::Settings::default()
        };
        run::why_here(&folder, as_of, &plan.document, &id, &settings)
    };
    let why = tokio::task::spawn_blocking(search)
        .await
        .map_err(Error::internal)??;
    let name = names.resident(&resident.to_string());
    let heading = match place {
        Some(_) => format!("Why {name} is there"),
        None => format!("{name} has no place"),
    };
    page(WhyPage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb("Plan", Some(format!("{base}/plan")))
            .crumb(name, Some(format!("{base}/people/{resident}")))
            .crumb("Why here", None),
        why: why.or(best).map_or_else(
            || "This doctor does not ask for a place now.".to_owned(),
            |why| format!("{}.", names.in_words(&why).trim_end_matches('.')),
        ),
        id: resident,
        base,
        heading,
    })
}

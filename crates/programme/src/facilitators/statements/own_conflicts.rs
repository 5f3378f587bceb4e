//! The page on which a resident declares that they must not be in a group of a facilitator.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Form as Fields, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::{Role, Viewer};
use platform::web::{Action, Routes, Shell, page, page_with};
use platform::{App, Error, Result};
use uuid::Uuid;

use super::store;
use crate::addresses::base;
use crate::form::Form;
use crate::wording::{count_first, full_date};
use crate::{facilitators, people, planning};

pub(super) fn routes() -> Routes {
    let own = Action("conflicts.own");
    Routes::new()
        .get("/programmes/{programme}/conflicts", own, show)
        .post("/programmes/{programme}/conflicts", own, declare)
        .post("/programmes/{programme}/conflicts/undo", own, take_back)
}

#[derive(Template)]
#[template(path = "facilitators/statements/conflicts.html")]
struct ConflictsPage {
    shell: Shell,
    base: String,
    heading: String,
    form: Form,
    facilitators: Vec<(Uuid, String)>,
    conflicts: Vec<(Uuid, String, String)>,
}

/// The resident that the viewer is.
async fn me(app: &App, viewer: &Viewer) -> Result<Uuid> {
    let me = viewer.subject(Role::Resident);
    let mut listed = people::unnamed(app, viewer.scope()?.id).await?.into_iter();
    let is_listed = |me: &Uuid| listed.any(|one| one.reference == me.to_string());
    me.filter(is_listed).ok_or_else(|| {
        Error::refused(
            "AC-3",
            "Your account is not tied to a doctor of this programme.",
            "Ask whoever invited you for a letter of your own.",
        )
    })
}

async fn show(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    page(draw(&app, &viewer, Form::default()).await?)
}

async fn draw(app: &App, viewer: &Viewer, form: Form) -> Result<ConflictsPage> {
    let scope = viewer.scope()?;
    let me = me(app, viewer).await?;
    let names: BTreeMap<Uuid, String> = facilitators::listed(app, scope.id, &BTreeMap::new())
        .await?
        .into_iter()
        .map(|one| (one.id, one.facilitator.full_name))
        .collect();
    let zone = planning::zone()?;
    let declared = store::conflicts_of(app, me).await?;
    let conflicts: Vec<(Uuid, String, String)> = declared
        .iter()
        .map(|one| {
            let name = one.facilitator.and_then(|id| names.get(&id).cloned());
            let name = name.unwrap_or_else(|| "A facilitator who is no longer listed".into());
            let on = one.at.to_jiff().to_zoned_datetime(zone.clone()).date();
            (one.id, name, full_date(on))
        })
        .collect();
    let open = |id: &Uuid| declared.iter().all(|one| one.facilitator != Some(*id));
    let mut facilitators: Vec<(Uuid, String)> =
        names.into_iter().filter(|(id, _)| open(id)).collect();
    facilitators.sort_by(|a, b| a.1.cmp(&b.1));
    let heading = match conflicts.len() {
        0 => "Is there a facilitator you must not be with?".to_owned(),
        some => format!(
            "{} will not lead your group",
            count_first(some, "facilitator", "facilitators")
        ),
    };
    Ok(ConflictsPage {
        shell: Shell::new(app, viewer, heading.clone()),
        base: base(viewer)?,
        heading,
        form,
        facilitators,
        conflicts,
    })
}

async fn declare(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Fields(fields): Fields<Vec<(String, String)>>,
) -> Result<Response> {
    let mut form = Form::sent(fields, &["facilitator"])?;
    let chosen = form.value("facilitator").parse::<Uuid>().ok();
    let offered = draw(&app, &viewer, Form::default()).await?.facilitators;
    let chosen = chosen.filter(|chosen| offered.iter().any(|(id, _)| id == chosen));
    let Some(chosen) = chosen else {
        form.wrong("facilitator", "Choose a facilitator from the list.");
        let again = draw(&app, &viewer, form).await?;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, again);
    };
    let me = me(&app, &viewer).await?;
    let tx = app.db.write().await?;
    store::declare_by_resident(&tx, &app, viewer.scope()?.id, (me, chosen)).await?;
    // Who it is about is not told to the record: whoever reads it need not know.
    tx.commit(&app, viewer.event("conflicts.own", me.to_string()))
        .await?;
    home(&viewer)
}

async fn take_back(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Fields(fields): Fields<Vec<(String, String)>>,
) -> Result<Response> {
    let me = me(&app, &viewer).await?;
    let Some(conflict) = Form::sent(fields, &["conflict"])?
        .value("conflict")
        .parse()
        .ok()
    else {
        return home(&viewer);
    };
    let tx = app.db.write().await?;
    store::take_back(&tx, me, conflict).await?;
    let event = viewer.event("conflicts.own", me.to_string());
    tx.commit(&app, event.with_detail("taken back")).await?;
    home(&viewer)
}

fn home(viewer: &Viewer) -> Result<Response> {
    Ok(Redirect::to(&(base(viewer)? + "/conflicts")).into_response())
}

//! Noting how far one has read.

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes};
use platform::{App, Error, Result};
use serde::Deserialize;

use super::store;
use crate::{documents, team};

/// The one act.
pub fn routes() -> Routes {
    Routes::new().post(
        "/studies/{study}/documents/{document}/read-to",
        Action("reading.own"),
        note,
    )
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadForm {
    /// From 1.
    turn: String,
}

async fn note(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
    Form(form): Form<ReadForm>,
) -> Result<Response> {
    let study = viewer.scope()?;
    documents::readable(&app, &viewer, &handle).await?;
    let document = documents::find(app.db.read(), study.id, &handle).await?;
    let document = document.ok_or(Error::NotFound)?;
    let member = team::of_viewer(app.db.read(), &viewer).await?;
    let member = member.ok_or_else(|| {
        Error::refused(
            "R36",
            "You are not entered in the team of this study yet.",
            "The research lead does that on the page Team.",
        )
    })?;
    let turn = form.turn.trim().parse::<i64>();
    let turn = turn.ok().filter(|turn| (1..=document.turns).contains(turn));
    let turn = turn.ok_or_else(|| {
        Error::refused(
            "R36",
            format!("{handle} has turns from 1 to {}.", document.turns),
            "Go back and write the number of one of them.",
        )
    })?;
    let tx = app.db.write().await?;
    if store::keep(&tx, &app, study.id, (member.id, document.id), turn).await? {
        let event = viewer.event("reading.own", document.id.to_string());
        tx.commit(&app, event.with_detail(format!("turn {turn}")))
            .await?;
    }
    let to = format!("/studies/{}/documents/{handle}#turn-{turn}", study.slug);
    Ok(Redirect::to(&to).into_response())
}

//! Removing a recording before its time, with a reason from a closed list.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, State as Shared};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::retention::holds;
use platform::web::{Action, Routes, Shell, form_status, page_with};
use platform::{App, Error, Result};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use uuid::Uuid;

use super::{Recording, Why, removal, store};
use crate::participants;

/// The page.
pub(super) fn routes() -> Routes {
    let remove = Action("recordings.remove");
    let path = "/studies/{study}/recordings/{recording}/remove";
    Routes::new()
        .get(path, remove, form)
        .post(path, remove, act)
}

#[derive(Template)]
#[template(path = "recordings/remove.html")]
struct RemovePage {
    shell: Shell,
    here: String,
    back: String,
    heading: String,
    choices: [(&'static str, &'static str); 3],
    errors: Vec<(&'static str, &'static str)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RemoveForm {
    #[serde(default)]
    why: String,
}

async fn form(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    shown(&app, &viewer, id, Vec::new()).await
}

async fn shown(
    app: &App,
    viewer: &Viewer,
    id: Uuid,
    errors: Vec<(&'static str, &'static str)>,
) -> Result<Response> {
    let (_, handle) = of(app.db.read(), viewer, id).await?;
    let heading = format!("Remove the recording of {handle}");
    let back = format!("/studies/{}/recordings", viewer.scope()?.slug);
    let status = form_status(&errors);
    let label = |why: Why| match why {
        Why::WrongFile => "It is the wrong file",
        Why::Asked => "The participant asks for it",
        _ => "It is not needed any more",
    };
    let page = RemovePage {
        shell: Shell::new(app, viewer, heading.clone())
            .crumb("Recordings", Some(back.clone()))
            .crumb("Remove", None),
        here: format!("{back}/{id}/remove"),
        back,
        heading,
        choices: Why::CHOICES.map(|why| (why.word(), label(why))),
        errors,
    };
    page_with(status, page)
}

async fn act(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, id)): Path<(String, Uuid)>,
    Form(form): Form<RemoveForm>,
) -> Result<Response> {
    let chosen = Why::CHOICES.into_iter().find(|why| why.word() == form.why);
    let Some(why) = chosen else {
        let errors = vec![("why", "Choose why it goes.")];
        return shown(&app, &viewer, id, errors).await;
    };
    let study = viewer.scope()?;
    let tx = app.db.write().await?;
    let (recording, _) = of(tx.connection(), &viewer, id).await?;
    if holds(tx.connection()).await?.contains(&study.id) {
        return Err(Error::refused(
            "RET-1",
            "This study is under a legal hold: nothing of it may be removed.",
            "Whoever runs this installation can end the hold.",
        ));
    }
    removal::remove(&tx, &app, &recording, why).await?;
    let event = viewer.event("recordings.remove", id.to_string());
    tx.commit(&app, event.with_detail(why.word())).await?;
    let back = format!(
        "/studies/{}/recordings?removed={}",
        study.slug, recording.participant
    );
    Ok(Redirect::to(&back).into_response())
}

/// A recording that is there, and whose it is.
async fn of(
    connection: &impl ConnectionTrait,
    viewer: &Viewer,
    id: Uuid,
) -> Result<(Recording, String)> {
    let study = viewer.scope()?.id;
    let found = store::find(connection, study, id).await?;
    let recording = found.filter(|one| one.deleted.is_none());
    let recording = recording.ok_or(Error::NotFound)?;
    let stored = participants::find(connection, study, recording.participant).await?;
    let handle = stored.ok_or(Error::NotFound)?.participant.participant;
    Ok((recording, handle))
}

//! Quotes whose words a newer text has changed: a person decides.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Form, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Error, Result};
use serde::Deserialize;
use study::dates::day_in_words;
use study::documents;
use uuid::Uuid;

use super::store::{self, Decision};

const DECIDE: Action = Action("anchoring.decide");

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/waiting-quotes", DECIDE, list)
        .post("/studies/{study}/waiting-quotes", DECIDE, decide)
}

#[derive(Template)]
#[template(path = "anchoring/list.html")]
struct ListPage {
    shell: Shell,
    here: String,
    heading: String,
    rows: Vec<Row>,
}

struct Row {
    quote: Uuid,
    document: String,
    text: String,
    words: String,
    is_lost: bool,
    is_shown: bool,
    since: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecideForm {
    quote: Uuid,
    what: String,
}

async fn list(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let study = viewer.scope()?;
    let connection = app.db.read();
    let handles: BTreeMap<Uuid, String> = documents::all(connection, study.id)
        .await?
        .into_iter()
        .map(|document| (document.id, document.handle))
        .collect();
    let rows: Vec<Row> = store::waiting(connection, study.id)
        .await?
        .into_iter()
        .map(|one| Row {
            quote: one.quote,
            document: handles.get(&one.document).cloned().unwrap_or_default(),
            text: one.text,
            words: one.words,
            is_lost: one.is_lost,
            is_shown: one.is_shown,
            since: day_in_words(one.since),
        })
        .collect();
    let heading = match rows.len() {
        0 => "No quote waits for a decision".to_owned(),
        1 => "One quote waits for a decision".to_owned(),
        some => format!("{some} quotes wait for a decision"),
    };
    page(ListPage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb(
                "De-identification",
                Some(format!("/studies/{}/de-identification", study.slug)),
            )
            .crumb("Quotes that wait", None),
        here: format!("/studies/{}", study.slug),
        heading,
        rows,
    })
}

async fn decide(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<DecideForm>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let (decision, word) = match form.what.as_str() {
        "follow" => (Decision::Follow, "follows the text"),
        "keep" => (Decision::Keep, "kept without a place"),
        _ => return Err(Error::Forbidden("the form has a button that no page has")),
    };
    let tx = app.db.write().await?;
    store::decide(&tx, study.id, form.quote, decision).await?;
    let event = viewer.event("anchoring.decide", form.quote.to_string());
    tx.commit(&app, event.with_detail(word)).await?;
    let to = format!("/studies/{}/waiting-quotes", study.slug);
    Ok(Redirect::to(&to).into_response())
}

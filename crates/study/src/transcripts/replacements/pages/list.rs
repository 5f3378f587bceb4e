//! Which transcripts wait for decisions, and which can be read.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Routes, Shell, page};
use platform::{App, Result};

use super::super::desk::{desks, is_lead};
use super::super::store;
use super::DECIDE;
use crate::documents;

pub(super) fn routes() -> Routes {
    Routes::new().get("/studies/{study}/de-identification", DECIDE, list)
}

#[derive(Template)]
#[template(path = "transcripts/replacements/pages/list.html")]
struct ListPage {
    shell: Shell,
    base: String,
    heading: String,
    is_lead: bool,
    rows: Vec<Row>,
}

struct Row {
    handle: String,
    title: String,
    open: usize,
    /// Kind, icon and word of the chip.
    text: (&'static str, &'static str, &'static str),
}

async fn list(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let study = viewer.scope()?;
    let connection = app.db.read();
    let mut rows = Vec::new();
    for desk in desks(&app, &viewer).await? {
        let look = store::look(connection, &app, &desk.stored).await?;
        let handle = store::handle(connection, &desk.stored).await?;
        let read = documents::turns(connection, desk.document.id).await?;
        let is_new = look.turns(handle.as_deref())? == read;
        rows.push(Row {
            open: look.open(),
            text: match (desk.stored.read_version, is_new) {
                (None, _) => ("unknown", "ask", "Not made yet"),
                (Some(_), false) => ("wait", "clock", "Older than this"),
                (Some(_), true) => ("ok", "check", "Can be read"),
            },
            handle: desk.document.handle,
            title: desk.document.title,
        });
    }
    let waiting = rows.iter().filter(|row| row.open > 0).count();
    let heading = match (rows.len(), waiting) {
        (0, _) => "No transcript to de-identify".to_owned(),
        (_, 0) => "Nothing waits for a decision".to_owned(),
        (_, 1) => "One transcript waits for decisions".to_owned(),
        (_, some) => format!("{some} transcripts wait for decisions"),
    };
    page(ListPage {
        shell: Shell::new(&app, &viewer, heading.clone()),
        base: format!("/studies/{}", study.slug),
        heading,
        is_lead: is_lead(&viewer),
        rows,
    })
}

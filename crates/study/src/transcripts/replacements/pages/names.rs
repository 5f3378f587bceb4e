//! The keyholder's list of names.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, error_of, form_status, page_with};
use platform::{App, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::super::store;
use super::search::kind_of;
use super::shown;
use crate::participants;
use crate::transcripts::deidentify::Category;

/// Longest term, in characters.
const LONGEST: usize = 120;

const KEEP: Action = Action("names.keep");

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/names", KEEP, show)
        .post("/studies/{study}/names", KEEP, add)
        .post("/studies/{study}/names/remove", KEEP, remove)
}

#[derive(Template)]
#[template(path = "transcripts/replacements/pages/names.html")]
struct NamesPage {
    shell: Shell,
    here: String,
    lead: String,
    rows: Vec<Row>,
    written: TermForm,
    categories: Vec<(&'static str, &'static str)>,
    participants: Vec<(String, String)>,
    errors: Vec<(&'static str, String)>,
}

impl NamesPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

struct Row {
    id: Uuid,
    term: String,
    what: String,
    about: String,
}

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TermForm {
    term: String,
    category: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    participant: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RemoveForm {
    id: Uuid,
}

async fn show(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    form(&app, &viewer, TermForm::default(), Vec::new()).await
}

async fn form(
    app: &App,
    viewer: &Viewer,
    written: TermForm,
    errors: Vec<(&'static str, String)>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let connection = app.db.read();
    let known = participants::all(connection, study.id).await?;
    let about = |id: Option<Uuid>| {
        let found = known.iter().find(|stored| Some(stored.id) == id);
        found.map_or_else(
            || "–".to_owned(),
            |stored| stored.participant.participant.clone(),
        )
    };
    let listed = store::listed(connection, app, study.id).await?;
    let rows = listed.into_iter().map(|one| Row {
        id: one.id,
        term: one.term,
        what: match one.kind.as_str() {
            "" => one.category.in_words().to_owned(),
            kind => kind.to_owned(),
        },
        about: about(one.participant),
    });
    let page = NamesPage {
        shell: Shell::new(app, viewer, "Names and places to look for")
            .crumb("De-identification", Some(format!("/studies/{}/de-identification", study.slug)))
            .crumb("List of names", None),
        here: format!("/studies/{}/names", study.slug),
        lead: match store::counts(connection, app, study.id).await? {
            0 => "No name is known from invitations. Whatever is entered here is found in every transcript.".to_owned(),
            1 => "One name from an invitation is on the list already, unseen. Whatever is entered here is found in every transcript.".to_owned(),
            some => format!("{some} names from invitations are on the list already, unseen. Whatever is entered here is found in every transcript."),
        },
        rows: rows.collect(),
        categories: shown::categories(),
        participants: known
            .iter()
            .map(|stored| (stored.id.to_string(), stored.participant.participant.clone()))
            .collect(),
        written,
        errors,
    };
    let status = form_status(&page.errors);
    page_with(status, page)
}

async fn add(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(written): Form<TermForm>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let term = written.term.trim().to_owned();
    let mut errors = Vec::new();
    if term.chars().count() < 2 || term.chars().count() > LONGEST || term.contains(char::is_control)
    {
        errors.push(("term", "Write between 2 and 120 characters.".to_owned()));
    }
    let category = Category::parse(&written.category);
    if category.is_none() {
        errors.push(("category", "Choose what it is.".to_owned()));
    }
    let kind = match (written.kind.trim(), category) {
        ("", _) | (_, None) => String::new(),
        (kind, Some(category)) => kind_of(kind, category).unwrap_or_else(|sentence| {
            errors.push(("kind", sentence.to_owned()));
            String::new()
        }),
    };
    let about = match written.participant.as_str() {
        "" => None,
        id => {
            let id: Option<Uuid> = id.parse().ok();
            let known = match id {
                Some(id) => participants::find(app.db.read(), study.id, id).await?,
                None => None,
            };
            if known.is_none() {
                errors.push((
                    "participant",
                    "Choose somebody of the study, or nobody.".to_owned(),
                ));
            }
            id
        }
    };
    let (Some(category), true) = (category, errors.is_empty()) else {
        return form(&app, &viewer, written, errors).await;
    };
    let tx = app.db.write().await?;
    store::add_term(&tx, &app, study.id, (&term, category, &kind), about).await?;
    let event = viewer.event("names.keep", study.id.to_string());
    tx.commit(&app, event.with_detail("added 1")).await?;
    back(&viewer)
}

async fn remove(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<RemoveForm>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let tx = app.db.write().await?;
    store::remove_term(&tx, study.id, form.id).await?;
    let event = viewer.event("names.keep", study.id.to_string());
    tx.commit(&app, event.with_detail("removed 1")).await?;
    back(&viewer)
}

fn back(viewer: &Viewer) -> Result<Response> {
    let to = format!("/studies/{}/names", viewer.scope()?.slug);
    Ok(Redirect::to(&to).into_response())
}

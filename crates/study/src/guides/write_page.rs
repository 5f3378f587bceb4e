//! Writing a guide, or bringing one in as plain text.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Query, State as Shared};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, error_of, form_status, page_with};
use platform::{App, Result};
use serde::Deserialize;

use super::store;
use super::{parse, to_text};
use crate::{cohorts, team};

/// The page.
pub(super) fn routes() -> Routes {
    let write = Action("setup.write");
    Routes::new()
        .get("/studies/{study}/guides/write", write, form)
        .post("/studies/{study}/guides/write", write, save)
}

#[derive(Template)]
#[template(path = "guides/write.html")]
struct WritePage {
    shell: Shell,
    here: String,
    back: String,
    lead: String,
    cohorts: Vec<(String, bool)>,
    text: String,
    errors: Vec<(&'static str, String)>,
}

impl WritePage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

#[derive(Deserialize)]
struct Chosen {
    /// The place of the cohort among all, from 0.
    #[serde(default)]
    cohort: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WriteForm {
    #[serde(default)]
    cohort: String,
    #[serde(default)]
    text: String,
}

async fn form(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Query(chosen): Query<Chosen>,
) -> Result<Response> {
    let study = viewer.scope()?.id;
    let versions = store::versions(app.db.read(), study).await?;
    let names = cohorts::names(app.db.read(), study).await?;
    let cohort = names.get(chosen.cohort.unwrap_or(0)).cloned();
    let cohort = cohort.unwrap_or_default();
    let newest = versions.iter().find(|one| one.cohort == cohort);
    let text = newest
        .map(|one| to_text(&one.questions))
        .unwrap_or_default();
    let form = WriteForm { cohort, text };
    shown(&app, &viewer, form, Vec::new()).await
}

async fn shown(
    app: &App,
    viewer: &Viewer,
    form: WriteForm,
    errors: Vec<(&'static str, String)>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let names = cohorts::names(app.db.read(), study.id).await?;
    let versions = store::versions(app.db.read(), study.id).await?;
    let newest = versions.iter().find(|one| one.cohort == form.cohort);
    let lead = match newest {
        Some(one) if one.used => format!(
            "An interview has used version {}; what you save becomes version {}.",
            one.number,
            one.number + 1
        ),
        Some(one) => format!(
            "No interview has used version {} yet; it is changed itself.",
            one.number
        ),
        None => "The first version.".to_owned(),
    };
    let status = form_status(&errors);
    let back = format!("/studies/{}/guides", study.slug);
    let page = WritePage {
        shell: Shell::new(app, viewer, "What a cohort is asked")
            .crumb("Guides", Some(back.clone()))
            .crumb("Write", None),
        here: format!("{back}/write"),
        back,
        lead,
        cohorts: names
            .into_iter()
            .map(|name| (name.clone(), name == form.cohort))
            .collect(),
        text: form.text,
        errors,
    };
    page_with(status, page)
}

async fn save(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<WriteForm>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let tx = app.db.write().await?;
    let names = cohorts::names(tx.connection(), study.id).await?;
    let mut errors = Vec::new();
    if !names.contains(&form.cohort) {
        errors.push(("cohort", "Choose a cohort.".to_owned()));
    }
    let questions = match parse(&form.text) {
        Ok(questions) => questions,
        Err(error) => {
            errors.push(("text", error.to_string()));
            Vec::new()
        }
    };
    if !errors.is_empty() {
        drop(tx);
        return shown(&app, &viewer, form, errors).await;
    }
    let member = team::of_viewer(tx.connection(), &viewer).await?;
    let what = (questions.as_slice(), member.map(|member| member.id));
    let (id, number) = store::save(&tx, &app, study.id, &form.cohort, what).await?;
    let detail = format!("guide version {number}, questions {}", questions.len());
    let event = viewer.event("setup.write", id.to_string());
    tx.commit(&app, event.with_detail(detail)).await?;
    let back = format!("/studies/{}/guides?saved=1", study.slug);
    Ok(Redirect::to(&back).into_response())
}

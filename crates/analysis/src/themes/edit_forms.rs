//! What is done to a theme on its pages: its words, its name, how far it is, its codes; merging, dropping, taking up again.

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::Routes;
use platform::{App, Error, Result};
use serde::Deserialize;
use study::questions;
use study::rights::Analyst;
use uuid::Uuid;

use super::ThemeStatus;
use super::desk::{No, Wish};
use super::edit_page::{WRITE, answered, done, shown};
use super::form::{self, WordsForm, chosen, id_of, seen};
use super::told::{by_script, told};
use crate::trail::{LONGEST_WHY, why};

/// What is done to a theme.
pub fn routes() -> Routes {
    Routes::new()
        .post("/studies/{study}/themes/{theme_id}/write", WRITE, write)
        .post("/studies/{study}/themes/{theme_id}/rename", WRITE, rename)
        .post("/studies/{study}/themes/{theme_id}/name", WRITE, of_name)
        .post("/studies/{study}/themes/{theme_id}/status", WRITE, status)
        .post("/studies/{study}/themes/{theme_id}/codes", WRITE, codes)
        .post("/studies/{study}/themes/{theme_id}/merge", WRITE, merge)
        .post(
            "/studies/{study}/themes/{theme_id}/drop",
            WRITE,
            |a, v, p, f| whole(a, v, p, f, Wish::Drop),
        )
        .post(
            "/studies/{study}/themes/{theme_id}/restore",
            WRITE,
            |a, v, p, f| whole(a, v, p, f, Wish::Restore),
        )
        .post("/studies/{study}/codes/{code_id}/promote", WRITE, promote)
}

async fn write(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, theme)): Path<(String, String)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let (id, form) = (id_of(&theme)?, WordsForm::of(fields)?);
    Analyst::writing(&app, &viewer).await?;
    let known = questions::all(app.db.read(), viewer.scope()?.id).await?;
    let known: Vec<String> = known.into_iter().map(|(_, question)| question.id).collect();
    let words = match form.read(&known) {
        Ok(words) => words,
        Err(errors) => return shown(&app, &viewer, id, (Some(form), errors, Vec::new())).await,
    };
    let wish = Wish::Write(id, seen(&form.seen), words);
    let done = done(&app, &viewer, "", &wish).await?;
    answered(&app, &viewer, (id, Some(form)), done).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RenameForm {
    seen: String,
    name: String,
    #[serde(default)]
    why: String,
}

async fn rename(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, theme)): Path<(String, String)>,
    Form(form): Form<RenameForm>,
) -> Result<Response> {
    let id = id_of(&theme)?;
    let name = match form::name(&form.name) {
        Ok(name) => name,
        Err(error) => return faulty(&app, &viewer, id, error).await,
    };
    let wish = Wish::Rename(id, seen(&form.seen), name);
    reasoned(&app, &viewer, (id, &form.why), &wish).await
}

async fn faulty(
    app: &App,
    viewer: &Viewer,
    id: Uuid,
    error: (&'static str, String),
) -> Result<Response> {
    Analyst::writing(app, viewer).await?;
    shown(app, viewer, id, (None, vec![error], Vec::new())).await
}

/// Does something for a reason.
async fn reasoned(
    app: &App,
    viewer: &Viewer,
    (id, text): (Uuid, &str),
    wish: &Wish,
) -> Result<Response> {
    let reason = match why(text) {
        Ok(reason) => reason,
        Err(error) => return faulty(app, viewer, id, error).await,
    };
    let done = done(app, viewer, &reason, wish).await?;
    answered(app, viewer, (id, None), done).await
}

/// What is said to the advice about a name: an answer, or why it stays.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NameForm {
    seen: String,
    what: String,
    words: String,
}

async fn of_name(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, theme)): Path<(String, String)>,
    Form(form): Form<NameForm>,
) -> Result<Response> {
    let id = id_of(&theme)?;
    let words = why(&form.words).unwrap_or_default();
    if words.is_empty() {
        let sentence = format!("Write a line of at most {LONGEST_WHY} characters.");
        return faulty(&app, &viewer, id, ("words", sentence)).await;
    }
    let wish = match form.what.as_str() {
        "keep" => Wish::Keep(id, seen(&form.seen), words),
        _ => Wish::Answer(id, seen(&form.seen), words),
    };
    let done = done(&app, &viewer, "", &wish).await?;
    answered(&app, &viewer, (id, None), done).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StatusForm {
    seen: String,
    status: String,
}

async fn status(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, theme)): Path<(String, String)>,
    Form(form): Form<StatusForm>,
) -> Result<Response> {
    let id = id_of(&theme)?;
    let status = ThemeStatus::parse(&form.status).filter(|status| *status != ThemeStatus::Dropped);
    let status = status.ok_or(Error::Forbidden("no page names a status so"))?;
    let wish = Wish::Status(id, seen(&form.seen), status);
    let done = done(&app, &viewer, "", &wish).await?;
    answered(&app, &viewer, (id, None), done).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CodesForm {
    code: String,
    #[serde(default)]
    out: String,
}

async fn codes(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, theme)): Path<(String, String)>,
    headers: HeaderMap,
    Form(form): Form<CodesForm>,
) -> Result<Response> {
    let id = id_of(&theme)?;
    let code = chosen(&form.code)?.unwrap_or_default();
    let wish = Wish::Contribute(id, code, form.out != "yes");
    let done = done(&app, &viewer, "", &wish).await?;
    if by_script(&headers) {
        return told(&app, &viewer, &done).await;
    }
    answered(&app, &viewer, (id, None), done).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MergeForm {
    seen: String,
    into: String,
    #[serde(default)]
    why: String,
}

async fn merge(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, theme)): Path<(String, String)>,
    Form(form): Form<MergeForm>,
) -> Result<Response> {
    let id = id_of(&theme)?;
    let into = chosen(&form.into)?.unwrap_or_default();
    let wish = Wish::Merge(id, seen(&form.seen), into);
    reasoned(&app, &viewer, (id, &form.why), &wish).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WholeForm {
    seen: String,
    #[serde(default)]
    why: String,
}

/// Does what a form asks for that names nothing but the theme: dropping it, taking it up again.
async fn whole(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, theme)): Path<(String, String)>,
    Form(form): Form<WholeForm>,
    wish: fn(Uuid, i64) -> Wish,
) -> Result<Response> {
    let id = id_of(&theme)?;
    let wish = wish(id, seen(&form.seen));
    reasoned(&app, &viewer, (id, &form.why), &wish).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PromoteForm {
    #[serde(default)]
    why: String,
}

/// Makes a code a candidate theme (study R32).
async fn promote(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, code)): Path<(String, String)>,
    Form(form): Form<PromoteForm>,
) -> Result<Response> {
    let code: Uuid = code.parse().map_err(|_| Error::NotFound)?;
    let reason = why(&form.why).unwrap_or_default();
    match done(&app, &viewer, &reason, &Wish::Promote(code)).await? {
        Ok(id) => {
            let to = format!("/studies/{}/themes/{id}", viewer.scope()?.slug);
            Ok(Redirect::to(&to).into_response())
        }
        Err(No::Refused(_, sentence)) => Err(Error::refused(
            "R32",
            sentence,
            "Let the code contribute to that theme instead.",
        )),
        Err(No::Changed(_)) => Err(Error::Conflict("a new theme was there before")),
    }
}

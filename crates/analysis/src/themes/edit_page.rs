//! Working on one theme: its words, its name, how far it is, its codes; merging it, dropping it, taking it up again.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, error_of, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use study::questions;
use study::rights::Analyst;
use uuid::Uuid;

use super::desk::{self, No, Wish, words_of};
use super::form::{self, Errors, WordsForm, chosen, id_of, seen};
use super::moment::Themes;
use super::theme_page::READ;
use super::told::{by_script, told};
use super::{ThemeStatus, act, names};
use crate::acts::read_trail;
use crate::codes::{Book, CodeStatus};
use crate::trail::{LONGEST_WHY, replay, why};

pub(super) const WRITE: Action = Action("themes.write");

/// The page, and what is done on it.
pub fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/themes/{theme_id}/edit", READ, show)
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

/// What somebody changed meanwhile: what, what it is now, what was asked for.
type Meanwhile = Vec<(&'static str, String, String)>;

#[derive(Template)]
#[template(path = "themes/edit.html")]
struct EditPage {
    shell: Shell,
    here: String,
    called: String,
    seen: i64,
    form: WordsForm,
    /// The research questions: label, wording, whether it matters to it.
    questions: Vec<(String, String, bool)>,
    status: &'static str,
    dropped: bool,
    merged: bool,
    statuses: [(&'static str, &'static str); 3],
    advice: Vec<String>,
    answer: String,
    kept: String,
    /// The codes that contribute, and those that could: identifier and path.
    contributing: Vec<(Uuid, String)>,
    codes: Vec<(Uuid, String)>,
    others: Vec<(Uuid, String)>,
    meanwhile: Meanwhile,
    errors: Errors,
}

impl EditPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, theme)): Path<(String, String)>,
) -> Result<Response> {
    Analyst::writing(&app, &viewer).await?;
    let id = id_of(&theme)?;
    shown(&app, &viewer, id, (None, Errors::new(), Vec::new())).await
}

async fn shown(
    app: &App,
    viewer: &Viewer,
    id: Uuid,
    (form, errors, meanwhile): (Option<WordsForm>, Errors, Meanwhile),
) -> Result<Response> {
    let study = viewer.scope()?;
    let trail = read_trail(app, study.id).await?;
    let state = replay(&trail.events);
    let (themes, book) = (Themes::of(&state, &trail)?, Book::of(&state, &trail)?);
    let theme = themes.theme(id).ok_or(Error::NotFound)?;
    let name = themes.name(id).to_owned();
    let form = form.unwrap_or_else(|| WordsForm::saying(words_of(&themes, theme)));
    let asked = questions::all(app.db.read(), study.id).await?.into_iter();
    let asked = asked.map(|(_, question)| {
        let matters = form.questions.contains(&question.id);
        (question.id, question.wording, matters)
    });
    let advice = match theme.kept.is_some() {
        true => Vec::new(),
        false => super::advise(&name, &names::asked(app, study.id).await?),
    };
    let base = format!("/studies/{}/themes", study.slug);
    let http = match (errors.is_empty(), meanwhile.is_empty()) {
        (_, false) => StatusCode::CONFLICT,
        (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let page = EditPage {
        shell: Shell::new(app, viewer, format!("Work on “{name}”"))
            .crumb("Themes", Some(base.clone()))
            .crumb(name.clone(), Some(format!("{base}/{id}")))
            .crumb("Work on it", None),
        here: format!("{base}/{id}"),
        seen: desk::newest(&trail).get(&id).copied().unwrap_or(0),
        questions: asked.collect(),
        status: theme.status.as_str(),
        dropped: theme.status == ThemeStatus::Dropped,
        merged: theme.merged_into.is_some(),
        statuses: [
            ("candidate", "Candidate"),
            ("reviewed", "Reviewed"),
            ("defined", "Defined"),
        ],
        advice: advice.iter().map(super::Advice::in_words).collect(),
        answer: themes.words(theme.answer.as_ref()).to_owned(),
        kept: themes.words(theme.kept.as_ref()).to_owned(),
        contributing: theme
            .codes
            .iter()
            .map(|code| (*code, path_of(&book, *code)))
            .collect(),
        codes: usable(&book)
            .into_iter()
            .filter(|(code, _)| !theme.codes.contains(code))
            .collect(),
        others: others(&themes, id),
        called: name,
        form,
        meanwhile,
        errors,
    };
    page_with(http, page)
}

fn path_of(book: &Book, code: Uuid) -> String {
    match book.code(code) {
        Some(_) => book.path(code).join(" > "),
        None => "a code that was removed".to_owned(),
    }
}

/// The codes in use, each with its path.
pub(super) fn usable(book: &Book) -> Vec<(Uuid, String)> {
    let walk = book.walk().into_iter().map(|(_, id)| id);
    let used = walk.filter(|id| {
        let code = book.code(*id);
        code.is_some_and(|code| code.status == CodeStatus::Active)
    });
    used.map(|id| (id, book.path(id).join(" > "))).collect()
}

/// The themes into which one can be merged.
fn others(themes: &Themes, id: Uuid) -> Vec<(Uuid, String)> {
    let walk = themes.walk().into_iter().map(|(_, one)| one);
    let fits = walk.filter(|one| {
        let theme = themes.theme(*one);
        theme.is_some_and(|theme| theme.status != ThemeStatus::Dropped)
            && !themes.up(*one).contains(&id)
    });
    fits.map(|one| (one, themes.path(one).join(" > ")))
        .collect()
}

/// Does what a form asks for.
pub(super) async fn done(
    app: &App,
    viewer: &Viewer,
    why: &str,
    wish: &Wish,
) -> Result<std::result::Result<Uuid, No>> {
    let analyst = Analyst::writing(app, viewer).await?;
    let study = viewer.scope()?;
    let tx = app.db.write().await?;
    match act(&tx, app, study.id, (analyst.member, why), wish).await? {
        Ok(theme) => {
            tx.commit(app, viewer.event("themes.write", theme.to_string()))
                .await?;
            Ok(Ok(theme))
        }
        Err(no) => Ok(Err(no)),
    }
}

/// Goes on to the page of the theme, or says on this one what stood in the way.
async fn answered(
    app: &App,
    viewer: &Viewer,
    (id, form): (Uuid, Option<WordsForm>),
    done: std::result::Result<Uuid, No>,
) -> Result<Response> {
    match done {
        Ok(id) => {
            let to = format!("/studies/{}/themes/{id}", viewer.scope()?.slug);
            Ok(Redirect::to(&to).into_response())
        }
        Err(No::Refused(field, words)) => {
            shown(app, viewer, id, (form, vec![(field, words)], Vec::new())).await
        }
        Err(No::Changed(what)) => shown(app, viewer, id, (form, Errors::new(), what)).await,
    }
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

//! Working on one theme: the page with its forms.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, error_of, page_with};
use platform::{App, Error, Result};
use study::questions;
use study::rights::Analyst;
use uuid::Uuid;

use super::desk::{No, Wish};
use super::form::{Errors, WordsForm, id_of};
use super::moment::{ThemeState, Themes};
use super::theme_page::READ;
use super::writing::words_of;
use super::{ThemeStatus, act, names};
use crate::acts::read_trail;
use crate::codes::{Book, CodeStatus};
use crate::trail::replay;

pub(super) const WRITE: Action = Action("themes.write");

/// The page.
pub fn routes() -> Routes {
    Routes::new().get("/studies/{study}/themes/{theme_id}/edit", READ, show)
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

pub(super) async fn shown(
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
        seen: trail.newest::<ThemeState>().get(&id).copied().unwrap_or(0),
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
pub(super) async fn answered(
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

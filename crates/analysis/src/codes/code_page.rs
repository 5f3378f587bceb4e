//! One code: what it is for, what became of it, and what can be done to it.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::Json;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, error_of, page_with};
use platform::{App, Error, Result};
use serde::{Deserialize, Serialize};
use study::dates::day_in_words;
use study::rights::Analyst;
use study::team;
use uuid::Uuid;

use super::book::{Book, CODE, CodeState};
use super::colour::{said_of, word_of};
use super::desk::{No, Wish, words_of};
use super::form::{Errors, WordsForm, chosen, seen};
use super::pages::{WRITE, parents};
use super::{CodeStatus, act};
use crate::acts::{Saying, read_trail};
use crate::memos::{Listed, On, listed};
use crate::trail::{Acts, replay, why};

/// The page of a code, and what is done on it.
pub fn routes() -> Routes {
    Routes::new()
        .get(
            "/studies/{study}/codes/{code_id}",
            Action("codes.read"),
            show,
        )
        .post("/studies/{study}/codes/{code_id}/change", WRITE, change)
        .post("/studies/{study}/codes/{code_id}/move", WRITE, place)
        .post("/studies/{study}/codes/{code_id}/merge", WRITE, merge)
        .post(
            "/studies/{study}/codes/{code_id}/retire",
            WRITE,
            |a, v, p, f| whole(a, v, p, f, Wish::Retire),
        )
        .post(
            "/studies/{study}/codes/{code_id}/restore",
            WRITE,
            |a, v, p, f| whole(a, v, p, f, Wish::Restore),
        )
        .post(
            "/studies/{study}/codes/{code_id}/remove",
            WRITE,
            |a, v, p, f| whole(a, v, p, f, Wish::Remove),
        )
}

#[derive(Template)]
#[template(path = "codes/code.html")]
struct CodePage {
    shell: Shell,
    here: String,
    /// Where a memo on it is written.
    memo: String,
    memos: Vec<Listed>,
    lead: String,
    definition: String,
    facts: Vec<(&'static str, String)>,
    writes: bool,
    retired: bool,
    seen: i64,
    form: WordsForm,
    parent: String,
    /// The neighbour before which it stands after going up, and after going down; empty for the end.
    up: Option<String>,
    down: Option<String>,
    /// Under which codes it can stand, and into which it can be merged.
    parents: Vec<(String, String)>,
    may_go: bool,
    history: Vec<Told>,
    /// What somebody changed meanwhile: what, what it is now, what was asked for.
    meanwhile: Vec<(&'static str, String, String)>,
    errors: Errors,
}

impl CodePage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

/// One thing that was done to the code.
struct Told {
    day: String,
    who: String,
    what: String,
    why: String,
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, code)): Path<(String, String)>,
) -> Result<Response> {
    shown(
        &app,
        &viewer,
        id_of(&code)?,
        (None, Errors::new(), Vec::new()),
    )
    .await
}

type Meanwhile = Vec<(&'static str, String, String)>;

async fn shown(
    app: &App,
    viewer: &Viewer,
    id: Uuid,
    (form, errors, meanwhile): (Option<WordsForm>, Errors, Meanwhile),
) -> Result<Response> {
    let study = viewer.scope()?;
    let analyst = Analyst::of(app, viewer).await?;
    let trail = read_trail(app, study.id).await?;
    let book = Book::of(&replay(&trail.events), &trail)?;
    let code = book.code(id).ok_or(Error::NotFound)?;
    let members = team::all(app.db.read(), study.id).await?;
    let acts = Acts::of(&trail.events);
    let saying = Saying::of(&trail, &acts, &members)?;
    let about = trail.events.iter().rev();
    let about = about.filter(|event| event.subject == (CODE.to_owned(), id));
    let history = about.map(|event| Told {
        day: day_in_words(event.at),
        who: saying.who(event.member),
        what: saying.event(event),
        why: trail.words(event.why.as_ref()).to_owned(),
    });
    let base = format!("/studies/{}", study.slug);
    let back = format!("{base}/codes");
    let name = book.name(id).to_owned();
    let words = words_of(&book, code);
    let path = book.path(id);
    let (up, down) = neighbours(&book, id, code.parent);
    let status = match (errors.is_empty(), meanwhile.is_empty()) {
        (_, false) => StatusCode::CONFLICT,
        (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let page = CodePage {
        shell: Shell::new(app, viewer, name.clone())
            .crumb("Codes", Some(back.clone()))
            .crumb(name, None),
        memos: listed(&trail, &members, (On::Code, id), &base)?,
        memo: format!("{base}/memos/new?on=code&id={id}"),
        here: format!("{back}/{id}"),
        lead: path[..path.len().saturating_sub(1)].join(" > "),
        facts: facts(&book, id),
        retired: code.status == CodeStatus::Retired,
        seen: trail.newest::<CodeState>().get(&id).copied().unwrap_or(0),
        definition: words.definition.clone(),
        form: form.unwrap_or(WordsForm {
            name: words.name,
            definition: words.definition,
            level: words.level,
            origin: words.origin,
            colour: word_of(words.colour).to_owned(),
            ..WordsForm::default()
        }),
        parent: code.parent.map(|id| id.to_string()).unwrap_or_default(),
        up,
        down,
        parents: parents(&book, Some(id)),
        may_go: super::edit::remove(&book, id).is_ok(),
        history: history.collect(),
        writes: analyst.writes,
        meanwhile,
        errors,
    };
    page_with(status, page)
}

fn facts(book: &Book, id: Uuid) -> Vec<(&'static str, String)> {
    let Some(code) = book.code(id) else {
        return Vec::new();
    };
    let state = match (code.status, code.merged_into) {
        (CodeStatus::Active, _) => "in use".to_owned(),
        (CodeStatus::Retired, None) => "retired".to_owned(),
        (_, Some(into)) => format!("merged into {}", book.name(into)),
    };
    let said = |word: &str| match word {
        "" => "not said".to_owned(),
        word => word.to_owned(),
    };
    vec![
        ("State", state),
        ("Level", said(&code.level)),
        ("Origin", said(&code.origin)),
        ("Colour", said_of(code.colour).to_owned()),
        ("Codes under it", book.below(Some(id)).len().to_string()),
    ]
}

/// Before which neighbour a code stands once it has gone up, and down; empty for the end.
fn neighbours(book: &Book, id: Uuid, parent: Option<Uuid>) -> (Option<String>, Option<String>) {
    let all = book.below(parent);
    let Some(at) = all.iter().position(|other| *other == id) else {
        return (None, None);
    };
    let up = at.checked_sub(1).map(|at| all[at].to_string());
    let below = all.len() > at + 1;
    let after_next = all.get(at + 2).map(Uuid::to_string);
    (up, below.then(|| after_next.unwrap_or_default()))
}

/// Does what a form asks for.
async fn done(
    app: &App,
    viewer: &Viewer,
    (id, why): (Uuid, &str),
    wish: Wish,
) -> Result<std::result::Result<(), No>> {
    let analyst = Analyst::writing(app, viewer).await?;
    let study = viewer.scope()?;
    let tx = app.db.write().await?;
    match act(&tx, app, study.id, (analyst.member, why), &wish).await? {
        Ok(_) => {
            tx.commit(app, viewer.event("codes.write", id.to_string()))
                .await?;
            Ok(Ok(()))
        }
        Err(no) => Ok(Err(no)),
    }
}

/// Goes on to the page of the code, or says there what stood in the way.
async fn answered(
    app: &App,
    viewer: &Viewer,
    (id, form): (Uuid, Option<WordsForm>),
    done: std::result::Result<(), No>,
) -> Result<Response> {
    match done {
        Ok(()) => {
            let to = format!("/studies/{}/codes/{id}", viewer.scope()?.slug);
            Ok(Redirect::to(&to).into_response())
        }
        Err(No::Refused(field, words)) => {
            shown(app, viewer, id, (form, vec![(field, words)], Vec::new())).await
        }
        Err(No::Changed(what)) => shown(app, viewer, id, (form, Errors::new(), what)).await,
    }
}

fn id_of(code: &str) -> Result<Uuid> {
    code.parse().map_err(|_| Error::NotFound)
}

async fn change(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, code)): Path<(String, String)>,
    Form(form): Form<WordsForm>,
) -> Result<Response> {
    let id = id_of(&code)?;
    Analyst::writing(&app, &viewer).await?;
    let words = match form.read() {
        Ok(words) => words,
        Err(errors) => return shown(&app, &viewer, id, (Some(form), errors, Vec::new())).await,
    };
    let wish = Wish::Change(id, seen(&form.seen), words);
    let done = done(&app, &viewer, (id, ""), wish).await?;
    answered(&app, &viewer, (id, Some(form)), done).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MoveForm {
    seen: String,
    parent: String,
    #[serde(default)]
    before: String,
}

/// What the tree is told after a move.
#[derive(Serialize)]
struct Moved {
    /// What stood in the way; empty where nothing did.
    says: String,
    /// The newest event of each code in the place.
    seen: BTreeMap<Uuid, i64>,
}

async fn place(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, code)): Path<(String, String)>,
    headers: HeaderMap,
    Form(form): Form<MoveForm>,
) -> Result<Response> {
    let id = id_of(&code)?;
    let (parent, before) = (chosen(&form.parent)?, chosen(&form.before)?);
    let wish = Wish::Move(id, seen(&form.seen), parent, before);
    let done = done(&app, &viewer, (id, ""), wish).await?;
    let json = headers
        .get(header::ACCEPT)
        .is_some_and(|accept| accept == "application/json");
    if !json {
        return answered(&app, &viewer, (id, None), done).await;
    }
    let trail = read_trail(&app, viewer.scope()?.id).await?;
    let (status, says) = match done {
        Ok(()) => (StatusCode::OK, String::new()),
        Err(No::Refused(_, words)) => (StatusCode::UNPROCESSABLE_ENTITY, words),
        Err(No::Changed(what)) => {
            let now = what.first().map_or("elsewhere", |(_, now, _)| now.as_str());
            let says = format!(
                "Somebody moved this code meanwhile; it stands {now} now. Open the page again."
            );
            (StatusCode::CONFLICT, says)
        }
    };
    let book = Book::of(&replay(&trail.events), &trail)?;
    let newest = trail.newest::<CodeState>();
    let seen = book.below(parent).iter();
    let seen = seen
        .filter_map(|id| Some((*id, *newest.get(id)?)))
        .collect();
    Ok((status, Json(Moved { says, seen })).into_response())
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
    Path((_, code)): Path<(String, String)>,
    Form(form): Form<MergeForm>,
) -> Result<Response> {
    let id = id_of(&code)?;
    let into = chosen(&form.into)?.unwrap_or_default();
    let wish = Wish::Merge(id, seen(&form.seen), into);
    reasoned(&app, &viewer, (id, &form.why), wish).await
}

/// Does something for a reason.
async fn reasoned(
    app: &App,
    viewer: &Viewer,
    (id, text): (Uuid, &str),
    wish: Wish,
) -> Result<Response> {
    let reason = match why(text) {
        Ok(reason) => reason,
        Err(error) => return shown(app, viewer, id, (None, vec![error], Vec::new())).await,
    };
    let removes = matches!(wish, Wish::Remove(..));
    let done = done(app, viewer, (id, &reason), wish).await?;
    match (&done, removes) {
        (Ok(()), true) => {
            let to = format!("/studies/{}/codes", viewer.scope()?.slug);
            Ok(Redirect::to(&to).into_response())
        }
        _ => answered(app, viewer, (id, None), done).await,
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StatusForm {
    seen: String,
    #[serde(default)]
    why: String,
}

/// Does what a form asks for that names nothing but the code: retiring, restoring, removing it.
async fn whole(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, code)): Path<(String, String)>,
    Form(form): Form<StatusForm>,
    wish: fn(Uuid, i64) -> Wish,
) -> Result<Response> {
    let id = id_of(&code)?;
    let wish = wish(id, seen(&form.seen));
    reasoned(&app, &viewer, (id, &form.why), wish).await
}

//! A new memo, and one that is there: to read, and for whoever wrote it to change and remove.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Pressed, Routes, Shell, error_of, form_status, page_with};
use platform::{App, Error, Result};
use study::dates::day_in_words;
use study::documents::turns;
use study::rights::Analyst;
use study::team;
use uuid::Uuid;

use super::desk::{self, Target, Wish};
use super::form::{Errors, MemoForm};
use super::memo::{Kind, Memo};
use super::places::{Asked, Place, Places, passage};
use super::store;

const READ: Action = Action("memos.read");
const WRITE: Action = Action("memos.write");

/// The pages of memos.
pub fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/memos/new", WRITE, new)
        .post("/studies/{study}/memos", WRITE, write)
        .get("/studies/{study}/memos/{memo}", READ, show)
        .post("/studies/{study}/memos/{memo}/change", WRITE, change)
        .post("/studies/{study}/memos/{memo}/remove", WRITE, remove)
}

#[derive(Template)]
#[template(path = "memos/memo.html")]
struct MemoPage {
    shell: Shell,
    /// Where the form goes; empty for whoever only reads.
    to: String,
    /// Where it is removed; empty for a new one and for whoever only reads.
    remove: String,
    back: String,
    lead: String,
    place: Place,
    /// The words of the passage; empty where it is on something else.
    words: String,
    text: String,
    form: MemoForm,
    errors: Errors,
}

impl MemoPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }

    fn kinds(&self) -> [Kind; 6] {
        Kind::ALL
    }
}

async fn new(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    Analyst::writing(&app, &viewer).await?;
    let form = MemoForm {
        on: asked.on,
        document: asked.document,
        start: asked.start,
        end: asked.end,
        id: asked.id,
        ..MemoForm::default()
    };
    form_page(&app, &viewer, form, Errors::new()).await
}

/// What a form is about, in the words of the address.
fn asked_by(form: &MemoForm) -> Asked {
    Asked {
        on: form.on.clone(),
        document: form.document.clone(),
        start: form.start.clone(),
        end: form.end.clone(),
        id: form.id.clone(),
    }
}

async fn form_page(app: &App, viewer: &Viewer, form: MemoForm, errors: Errors) -> Result<Response> {
    let study = viewer.scope()?;
    let places = Places::of(app, viewer).await?;
    let target = places.target(app, &asked_by(&form), study.id).await?;
    let (place, words) = looked_at(app, &places, &target).await?;
    let back = format!("/studies/{}/notes", study.slug);
    let status = form_status(&errors);
    let page = MemoPage {
        shell: Shell::new(app, viewer, "Write a memo")
            .crumb("Memos and journal", Some(back.clone()))
            .crumb("A memo", None),
        to: format!("/studies/{}/memos", study.slug),
        remove: String::new(),
        lead: format!("On {}.", place.label),
        back: match place.href.is_empty() {
            true => back,
            false => place.href.clone(),
        },
        text: String::new(),
        place,
        words,
        form,
        errors,
    };
    page_with(status, page)
}

/// Where a memo is, and the words of its passage.
///
/// # Errors
/// `NotFound` where the reader may not know of it, and for a new passage that does not stand in its document.
async fn looked_at(app: &App, places: &Places, target: &Target) -> Result<(Place, String)> {
    let mut place = places.place(target).ok_or(Error::NotFound)?;
    let (Some(document), Some(span)) = (target.document, target.span) else {
        return Ok((place, String::new()));
    };
    let turns = turns(app.db.read(), document).await?;
    let (words, turn) = passage(&turns, span).ok_or(Error::NotFound)?;
    place.href = format!("{}#turn-{}", place.href, turn + 1);
    Ok((place, words))
}

async fn write(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<MemoForm>,
) -> Result<Response> {
    let analyst = Analyst::writing(&app, &viewer).await?;
    let study = viewer.scope()?;
    let places = Places::of(&app, &viewer).await?;
    let target = places.target(&app, &asked_by(&form), study.id).await?;
    looked_at(&app, &places, &target).await?;
    let (kind, text) = match form.read() {
        Ok(read) => read,
        Err(errors) => return form_page(&app, &viewer, form, errors).await,
    };
    let tx = app.db.write().await?;
    let wish = Wish::Write(kind, text, target);
    let done = desk::act(&tx, &app, study.id, analyst.member, &wish).await?;
    let id = done.map_err(|_| Error::Conflict("a new memo was there before"))?;
    tx.commit(&app, viewer.event("memos.write", id.to_string()))
        .await?;
    let to = format!("/studies/{}/memos/{id}", study.slug);
    Ok(Redirect::to(&to).into_response())
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, memo)): Path<(String, String)>,
) -> Result<Response> {
    shown(&app, &viewer, &memo, (None, Errors::new())).await
}

/// A memo of which the reader may know.
async fn found(app: &App, viewer: &Viewer, places: &Places, id: &str) -> Result<Memo> {
    let id: Uuid = id.parse().map_err(|_| Error::NotFound)?;
    let all = store::all(app.db.read(), viewer.scope()?.id).await?;
    let memo = all.into_iter().find(|memo| memo.id == id);
    let mut known = places.with_places(memo.into_iter().collect());
    known.pop().map(|(memo, _)| memo).ok_or(Error::NotFound)
}

async fn shown(
    app: &App,
    viewer: &Viewer,
    id: &str,
    (form, errors): (Option<MemoForm>, Errors),
) -> Result<Response> {
    let study = viewer.scope()?;
    let analyst = Analyst::of(app, viewer).await?;
    let places = Places::of(app, viewer).await?;
    let memo = found(app, viewer, &places, id).await?;
    let target = Target::of(&memo.state);
    let place = places.place(&target).ok_or(Error::NotFound)?;
    let (place, words) = match looked_at(app, &places, &target).await {
        // The text may have become shorter since.
        Err(Error::NotFound) => (place, String::new()),
        other => other?,
    };
    let members = team::all(app.db.read(), study.id).await?;
    let is_own = analyst.writes && memo.state.member == analyst.member;
    let to = |end: &str| match is_own {
        true => format!("/studies/{}/memos/{}/{end}", study.slug, memo.id),
        false => String::new(),
    };
    let back = format!("/studies/{}/notes", study.slug);
    let title = format!("A memo on {}", place.label);
    let status = form_status(&errors);
    let page = MemoPage {
        shell: Shell::new(app, viewer, title)
            .crumb("Memos and journal", Some(back.clone()))
            .crumb("A memo", None),
        to: to("change"),
        remove: to("remove"),
        lead: format!(
            "{}, by {}, {}.",
            memo.state.kind.in_words(),
            team::author(&members, memo.state.member),
            day_in_words(memo.written_at)
        ),
        back,
        place,
        words,
        form: form.unwrap_or(MemoForm {
            seen: memo.seen.to_string(),
            kind: memo.state.kind.word().to_owned(),
            text: memo.text.clone(),
            ..MemoForm::default()
        }),
        text: memo.text,
        errors,
    };
    page_with(status, page)
}

async fn change(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, id)): Path<(String, String)>,
    Form(mut form): Form<MemoForm>,
) -> Result<Response> {
    let analyst = Analyst::writing(&app, &viewer).await?;
    let study = viewer.scope()?;
    let places = Places::of(&app, &viewer).await?;
    let memo = found(&app, &viewer, &places, &id).await?;
    let (kind, text) = match form.read() {
        Ok(read) => read,
        Err(errors) => return shown(&app, &viewer, &id, (Some(form), errors)).await,
    };
    let tx = app.db.write().await?;
    let seen = form.seen.parse().unwrap_or(0);
    let wish = Wish::Change(memo.id, seen, kind, text);
    match desk::act(&tx, &app, study.id, analyst.member, &wish).await? {
        Ok(_) => {
            tx.commit(&app, viewer.event("memos.write", memo.id.to_string()))
                .await?;
            let to = format!("/studies/{}/memos/{}", study.slug, memo.id);
            Ok(Redirect::to(&to).into_response())
        }
        Err(now) => {
            drop(tx);
            form.seen = memo.seen.to_string();
            let sentence = format!(
                "It was changed elsewhere since you opened it, to “{now}”. Save again if it should be as you have it here."
            );
            shown(&app, &viewer, &id, (Some(form), vec![("text", sentence)])).await
        }
    }
}

async fn remove(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, id)): Path<(String, String)>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let analyst = Analyst::writing(&app, &viewer).await?;
    let study = viewer.scope()?;
    let places = Places::of(&app, &viewer).await?;
    let memo = found(&app, &viewer, &places, &id).await?;
    let tx = app.db.write().await?;
    let wish = Wish::Remove(memo.id);
    let done = desk::act(&tx, &app, study.id, analyst.member, &wish).await?;
    done.map_err(|_| Error::Conflict("nothing else is asked of a memo that goes"))?;
    tx.commit(&app, viewer.event("memos.write", memo.id.to_string()))
        .await?;
    let to = format!("/studies/{}/notes", study.slug);
    Ok(Redirect::to(&to).into_response())
}

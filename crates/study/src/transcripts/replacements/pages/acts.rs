//! What the buttons of a transcript do: decide a place, replace other words, undo.

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::Routes;
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::super::decision::{self, Chosen};
use super::super::desk::{self, Desk};
use super::super::look::Look;
use super::super::store;
use super::DECIDE;
use super::decide::{AddForm, Where, Wrong, is_same, shown};
use crate::transcripts::anchors::{Span, Version};
use crate::transcripts::deidentify::{Category, Suggestion, keep_given, search};
use crate::transcripts::store as transcripts;

pub(super) fn routes() -> Routes {
    Routes::new()
        .post(
            "/studies/{study}/documents/{document}/de-identify",
            DECIDE,
            decide,
        )
        .post(
            "/studies/{study}/documents/{document}/de-identify/add",
            DECIDE,
            add,
        )
        .post(
            "/studies/{study}/documents/{document}/de-identify/undo",
            DECIDE,
            undo,
        )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecideForm {
    start: usize,
    end: usize,
    seen: String,
    surrogate: String,
    what: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UndoForm {
    id: Uuid,
    #[serde(default)]
    at: usize,
}

async fn decide(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
    Form(form): Form<DecideForm>,
) -> Result<Response> {
    let desk = desk::open(&app, &viewer, &handle).await?;
    let (replaces, all) = match form.what.as_str() {
        "accept" => (true, false),
        "accept_all" => (true, true),
        "refuse" => (false, false),
        "refuse_all" => (false, true),
        _ => return Err(Error::Forbidden("the form has a button that no page has")),
    };
    let at = Where::at(form.start);
    let surrogate = match decision::surrogate(&form.surrogate, &form.seen) {
        Ok(surrogate) => surrogate,
        Err(_) if !replaces => String::new(),
        Err(sentence) => {
            let wrong = Wrong {
                surrogate: Some(form.surrogate),
                errors: vec![("surrogate", sentence.to_owned())],
                ..Wrong::default()
            };
            return shown(&app, &viewer, &desk, at, wrong).await;
        }
    };
    let tx = app.db.write().await?;
    let stored =
        transcripts::find(tx.connection(), desk.stored.study, desk.stored.document).await?;
    let stored = stored.ok_or(Error::NotFound)?;
    let look = store::look(tx.connection(), &app, &stored).await?;
    let span = Span::new(form.start, form.end);
    let one = look
        .waiting
        .iter()
        .find(|one| one.span == span && one.original == form.seen);
    let one = one.ok_or(Error::Conflict(
        "this place was decided or corrected meanwhile",
    ))?;
    let these = look.waiting.iter().filter(|other| match all {
        true => is_same(one, other),
        false => other.span == one.span,
    });
    let written = replaces.then_some(surrogate.as_str());
    let chosen: Vec<Chosen> = these.map(|other| chosen(other, written)).collect();
    let act = store::decide(&tx, &app, &stored, (desk.member, &chosen)).await?;
    let word = if replaces { "accepted" } else { "refused" };
    let event = viewer.event("replacements.decide", stored.document.to_string());
    tx.commit(&app, event.with_detail(format!("{word} {}", chosen.len())))
        .await?;
    back(
        &viewer,
        &desk,
        &format!("?at={}&act={act}&n={}", form.start, chosen.len()),
    )
}

/// A suggestion as it is decided: replaced by what was written, or kept.
fn chosen(one: &Suggestion, written: Option<&str>) -> Chosen {
    Chosen {
        span: one.span,
        category: one.category,
        kind: one.kind.clone(),
        surrogate: written.unwrap_or(&one.surrogate).to_owned(),
        replaces: written.is_some(),
    }
}

async fn add(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
    Form(form): Form<AddForm>,
) -> Result<Response> {
    let desk = desk::open(&app, &viewer, &handle).await?;
    let tx = app.db.write().await?;
    let stored =
        transcripts::find(tx.connection(), desk.stored.study, desk.stored.document).await?;
    let stored = stored.ok_or(Error::NotFound)?;
    let look = store::look(tx.connection(), &app, &stored).await?;
    match places(&look, &form) {
        Err((field, sentence)) => {
            drop(tx);
            let wrong = Wrong {
                added: form,
                errors: vec![(field, sentence.to_owned())],
                ..Wrong::default()
            };
            shown(&app, &viewer, &desk, Where::default(), wrong).await
        }
        Ok(chosen) => {
            let act = store::decide(&tx, &app, &stored, (desk.member, &chosen)).await?;
            let event = viewer.event("replacements.decide", stored.document.to_string());
            tx.commit(&app, event.with_detail(format!("added {}", chosen.len())))
                .await?;
            let at = chosen.first().map_or(0, |one| one.span.start);
            back(
                &viewer,
                &desk,
                &format!("?at={at}&act={act}&n={}", chosen.len()),
            )
        }
    }
}

/// Every place of the words that were written, or of one turn, with what shall stand there.
fn places(look: &Look, form: &AddForm) -> Result<Vec<Chosen>, (&'static str, &'static str)> {
    let words = form.words.trim();
    if words.is_empty() {
        return Err(("words", "Write or select the words that are replaced."));
    }
    let category = Category::parse(&form.category).ok_or(("category", "Choose what it is."))?;
    let turn: Option<usize> = match form.turn.trim() {
        "" => None,
        number => Some(
            number
                .parse()
                .map_err(|_| ("turn", "Write the number of a turn, or nothing."))?,
        ),
    };
    let in_turn = |span: &Span| match turn {
        None => true,
        Some(number) => number
            .checked_sub(1)
            .and_then(|index| look.version.turn(index))
            .is_some_and(|turn| turn.start <= span.start && span.end <= turn.end),
    };
    let mut spans: Vec<Span> = found(&look.version, words)
        .into_iter()
        .filter(in_turn)
        .collect();
    spans.sort();
    if spans.is_empty() {
        return Err(("words", "These words do not stand there."));
    }
    let kind =
        super::search::kind_of(&form.kind, category).map_err(|sentence| ("kind", sentence))?;
    let mut suggestions = super::search::suggestions(&look.version, &spans, category, &kind);
    keep_given(&mut suggestions, &look.given());
    let written = match form.surrogate.trim() {
        "" => None,
        written => {
            Some(decision::surrogate(written, words).map_err(|sentence| ("given", sentence))?)
        }
    };
    let chosen = suggestions.into_iter().map(|one| Chosen {
        span: one.span,
        category,
        kind: one.kind,
        surrogate: written.clone().unwrap_or(one.surrogate),
        replaces: true,
    });
    Ok(chosen.collect())
}

/// Places of words: whole words with case free, or letter by letter as they were selected.
fn found(version: &Version, words: &str) -> Vec<Span> {
    let whole: Vec<Span> = search(words, [("", version)])
        .into_iter()
        .map(|hit| hit.span)
        .collect();
    if !whole.is_empty() {
        return whole;
    }
    let length = words.chars().count();
    let mut spans = Vec::new();
    for turn in (0..).map_while(|index| version.turn(index)) {
        let text = version.slice(turn);
        for (byte, _) in text.match_indices(words) {
            let start = turn.start + text[..byte].chars().count();
            spans.push(Span::new(start, start + length));
        }
    }
    spans
}

async fn undo(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
    Form(form): Form<UndoForm>,
) -> Result<Response> {
    let desk = desk::open(&app, &viewer, &handle).await?;
    let tx = app.db.write().await?;
    let count = store::undo(&tx, desk.stored.document, form.id).await?;
    let event = viewer.event("replacements.decide", desk.stored.document.to_string());
    tx.commit(&app, event.with_detail(format!("undone {count}")))
        .await?;
    back(&viewer, &desk, &format!("?at={}", form.at))
}

fn back(viewer: &Viewer, desk: &Desk, query: &str) -> Result<Response> {
    let slug = &viewer.scope()?.slug;
    let to = format!(
        "/studies/{slug}/documents/{}/de-identify{query}",
        desk.document.handle
    );
    Ok(Redirect::to(&to).into_response())
}

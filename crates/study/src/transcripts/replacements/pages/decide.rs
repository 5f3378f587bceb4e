//! One transcript with everything in it that may tell who somebody is: one decision at a time.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Routes, Shell, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::super::decision::{self, Chosen};
use super::super::desk::{self, Desk, is_lead};
use super::super::look::Look;
use super::super::store;
use super::DECIDE;
use super::shown::{self, Kind, Turn};
use crate::documents;
use crate::transcripts::anchors::{Span, Version};
use crate::transcripts::deidentify::{Category, Suggestion, keep_given, search};
use crate::transcripts::store as transcripts;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/studies/{study}/documents/{document}/de-identify",
            DECIDE,
            show,
        )
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

#[derive(Template)]
#[template(path = "transcripts/replacements/pages/decide.html")]
struct DecidePage {
    shell: Shell,
    here: String,
    heading: String,
    lead: String,
    is_lead: bool,
    current: Option<Current>,
    lost: Vec<Decided>,
    decided: Vec<Decided>,
    turns: Vec<Turn>,
    may_make: bool,
    is_made: bool,
    act: String,
    done: String,
    added: AddForm,
    categories: Vec<(&'static str, &'static str)>,
    errors: Vec<(&'static str, String)>,
}

impl DecidePage {
    fn error(&self, field: &str) -> &str {
        let found = self.errors.iter().find(|(name, _)| *name == field);
        found.map_or("", |(_, text)| text)
    }
}

/// The place that is decided now.
struct Current {
    number: usize,
    of: usize,
    turn: usize,
    around: shown::Around,
    what: String,
    reason: &'static str,
    surrogate: String,
    same: usize,
    start: usize,
    end: usize,
    next: usize,
}

/// A decision in the list of decisions.
struct Decided {
    id: Uuid,
    turn: usize,
    original: String,
    surrogate: String,
    replaces: bool,
}

#[derive(Default, Deserialize)]
struct Where {
    #[serde(default)]
    at: usize,
    #[serde(default)]
    act: Option<Uuid>,
    #[serde(default)]
    n: usize,
    #[serde(default)]
    made: bool,
    #[serde(default)]
    quotes: usize,
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

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct AddForm {
    words: String,
    category: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    surrogate: String,
    #[serde(default)]
    turn: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UndoForm {
    id: Uuid,
    #[serde(default)]
    at: usize,
}

/// What was written and could not be taken.
#[derive(Default)]
struct Wrong {
    surrogate: Option<String>,
    added: AddForm,
    errors: Vec<(&'static str, String)>,
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
    Query(place): Query<Where>,
) -> Result<Response> {
    let desk = desk::open(&app, &viewer, &handle).await?;
    shown(&app, &viewer, &desk, place, Wrong::default()).await
}

async fn shown(
    app: &App,
    viewer: &Viewer,
    desk: &Desk,
    place: Where,
    wrong: Wrong,
) -> Result<Response> {
    let connection = app.db.read();
    let slug = &viewer.scope()?.slug;
    let look = store::look(connection, app, &desk.stored).await?;
    let handle = store::handle(connection, &desk.stored).await?;
    let is_new =
        look.turns(handle.as_deref())? == documents::turns(connection, desk.document.id).await?;
    let is_made = desk.stored.read_version.is_some();
    let open = look.open();
    let heading = match open {
        0 => format!("Every place of {} is decided", desk.document.handle),
        1 => format!("One place of {} waits for a decision", desk.document.handle),
        some => format!(
            "{some} places of {} wait for a decision",
            desk.document.handle
        ),
    };
    let lead = match (is_made, is_new) {
        (false, _) => {
            "Analysts cannot read it yet: the text for analysis is made once every place is decided."
        }
        (true, true) => "Analysts read the text as it is decided here.",
        (true, false) => {
            "Analysts read an older text: what was said or decided has changed since it was made."
        }
    };
    let mut current = current(&look, place.at);
    if let (Some(current), Some(written)) = (&mut current, wrong.surrogate) {
        current.surrogate = written;
    }
    let mut shell = Shell::new(app, viewer, heading.clone())
        .crumb(
            "De-identification",
            Some(format!("/studies/{slug}/de-identification")),
        )
        .crumb(&desk.document.handle, None);
    if place.made {
        let quotes = match place.quotes {
            0 => "Whoever analyses reads it from now on.".to_owned(),
            1 => "Whoever analyses reads it from now on. One quote waits for the research lead."
                .to_owned(),
            some => format!(
                "Whoever analyses reads it from now on. {some} quotes wait for the research lead."
            ),
        };
        shell = shell.notice("ok", "The text for analysis is made", quotes);
    }
    let page = DecidePage {
        shell,
        here: format!("/studies/{slug}/documents/{}", desk.document.handle),
        heading,
        lead: lead.to_owned(),
        is_lead: is_lead(viewer),
        current,
        lost: look.lost().map(|one| decided(&look, one)).collect(),
        decided: {
            let kept = look
                .decided
                .iter()
                .filter(|one| one.whole(&look.version).is_some());
            let kept = kept.filter(|one| {
                matches!(
                    one.state,
                    decision::State::Accepted | decision::State::Refused
                )
            });
            kept.map(|one| decided(&look, one)).collect()
        },
        turns: shown::turns(&look),
        may_make: open == 0 && !(is_made && is_new),
        is_made,
        act: place.act.map(|act| act.to_string()).unwrap_or_default(),
        done: match place.n {
            1 => "One place is decided".to_owned(),
            some => format!("{some} places are decided"),
        },
        added: wrong.added,
        categories: shown::categories(),
        errors: wrong.errors,
    };
    let status = match page.errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    page_with(status, page)
}

/// The first place at or after this one that waits, or the first of all.
fn current(look: &Look, at: usize) -> Option<Current> {
    let after = look.waiting.iter().position(|one| one.span.start >= at);
    let index = after.unwrap_or(0);
    let one = look.waiting.get(index)?;
    let next = look.waiting.get(index + 1).or(look.waiting.first());
    let same = look.waiting.iter().filter(|other| is_same(one, other));
    Some(Current {
        number: index + 1,
        of: look.waiting.len(),
        turn: one.turn,
        around: shown::around(look, one.turn - 1, one.span),
        what: match one.kind == one.category.in_words() {
            true => one.kind.clone(),
            false => format!("{}, {}", one.category.in_words(), one.kind),
        },
        reason: one.reason,
        surrogate: one.surrogate.clone(),
        same: same.count(),
        start: one.span.start,
        end: one.span.end,
        next: next.map_or(0, |next| next.span.start),
    })
}

fn is_same(one: &Suggestion, other: &Suggestion) -> bool {
    one.surrogate == other.surrogate && one.kind == other.kind
}

fn decided(look: &Look, one: &decision::Replacement) -> Decided {
    Decided {
        id: one.id,
        turn: one.turn + 1,
        original: one
            .whole(&look.version)
            .map(|span| look.version.slice(span))
            .unwrap_or_default(),
        surrogate: one.surrogate.clone(),
        replaces: one.state != decision::State::Refused,
    }
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
    let at = Where {
        at: form.start,
        ..Where::default()
    };
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
    let chosen: Vec<Chosen> = these
        .map(|other| Chosen {
            span: other.span,
            category: other.category,
            kind: other.kind.clone(),
            surrogate: match replaces {
                true => surrogate.clone(),
                false => other.surrogate.clone(),
            },
            replaces,
        })
        .collect();
    let act = store::accept(&tx, &app, &stored, (desk.member, &chosen)).await?;
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
            let act = store::accept(&tx, &app, &stored, (desk.member, &chosen)).await?;
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

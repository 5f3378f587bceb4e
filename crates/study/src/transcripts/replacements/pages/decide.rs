//! One transcript with everything in it that may tell who somebody is: one decision at a time.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Routes, Shell, error_of, form_status, page_with};
use platform::{App, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::super::decision::{Replacement, State as Standing};
use super::super::desk::{self, Desk, is_lead};
use super::super::look::Look;
use super::super::store;
use super::DECIDE;
use super::shown::{self, Kind, Turn};
use crate::documents;
use crate::transcripts::deidentify::Suggestion;

pub(super) fn routes() -> Routes {
    Routes::new().get(
        "/studies/{study}/documents/{document}/de-identify",
        DECIDE,
        show,
    )
}

#[derive(Template)]
#[template(path = "transcripts/replacements/pages/decide.html")]
struct DecidePage {
    shell: Shell,
    here: String,
    heading: String,
    lead: &'static str,
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
        error_of(&self.errors, field)
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
pub(super) struct Where {
    #[serde(default)]
    at: usize,
    #[serde(default)]
    pub(super) act: Option<Uuid>,
    #[serde(default)]
    pub(super) n: usize,
    #[serde(default)]
    pub(super) made: bool,
    #[serde(default)]
    pub(super) quotes: usize,
}

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AddForm {
    pub(super) words: String,
    pub(super) category: String,
    #[serde(default)]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) surrogate: String,
    #[serde(default)]
    pub(super) turn: String,
}

impl Where {
    /// The page at a place of the text, without a notice.
    pub(super) fn at(at: usize) -> Self {
        Where {
            at,
            ..Self::default()
        }
    }
}

/// What was written and could not be taken.
#[derive(Default)]
pub(super) struct Wrong {
    pub(super) surrogate: Option<String>,
    pub(super) added: AddForm,
    pub(super) errors: Vec<(&'static str, String)>,
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

pub(super) async fn shown(
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
    let read = documents::turns(connection, desk.document.id).await?;
    let is_new = look.turns(handle.as_deref())? == read;
    let is_made = desk.stored.read_version.is_some();
    let (heading, lead) = words(&look, &desk.document.handle, (is_made, is_new));
    let mut current = current(&look, place.at);
    if let (Some(current), Some(written)) = (&mut current, wrong.surrogate) {
        current.surrogate = written;
    }
    let status = form_status(&wrong.errors);
    let shell = Shell::new(app, viewer, heading.clone())
        .crumb(
            "De-identification",
            Some(format!("/studies/{slug}/de-identification")),
        )
        .crumb(&desk.document.handle, None);
    let page = DecidePage {
        shell: noticed(shell, &place),
        here: format!("/studies/{slug}/documents/{}", desk.document.handle),
        heading,
        lead,
        is_lead: is_lead(viewer),
        current,
        lost: look.lost().map(|one| decided(&look, one)).collect(),
        decided: {
            let kept = look
                .decided
                .iter()
                .filter(|one| matches!(one.state, Standing::Accepted | Standing::Refused));
            kept.map(|one| decided(&look, one)).collect()
        },
        turns: shown::turns(&look),
        may_make: look.open() == 0 && !(is_made && is_new),
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
    page_with(status, page)
}

/// How the transcript stands, in a heading and a sentence.
fn words(look: &Look, handle: &str, (is_made, is_new): (bool, bool)) -> (String, &'static str) {
    let heading = match look.open() {
        0 => format!("Every place of {handle} is decided"),
        1 => format!("One place of {handle} waits for a decision"),
        some => format!("{some} places of {handle} wait for a decision"),
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
    (heading, lead)
}

fn noticed(shell: Shell, place: &Where) -> Shell {
    if !place.made {
        return shell;
    }
    let quotes = match place.quotes {
        0 => String::new(),
        1 => " One quote waits for the research lead.".to_owned(),
        some => format!(" {some} quotes wait for the research lead."),
    };
    let body = format!("Whoever analyses reads it from now on.{quotes}");
    shell.notice("ok", "The text for analysis is made", body)
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

pub(super) fn is_same(one: &Suggestion, other: &Suggestion) -> bool {
    one.surrogate == other.surrogate && one.kind == other.kind
}

fn decided(look: &Look, one: &Replacement) -> Decided {
    Decided {
        id: one.id,
        turn: one.turn + 1,
        original: one
            .whole(&look.version)
            .map(|span| look.version.slice(span))
            .unwrap_or_default(),
        surrogate: one.surrogate.clone(),
        replaces: one.state != Standing::Refused,
    }
}

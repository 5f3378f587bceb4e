//! Lists of documents, and one document to read.

use std::collections::BTreeSet;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Error, Result};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{Kind, Listed, Outline, Role, Turn, clock, store, turn_rows};
use crate::columns::is_id;
use crate::held::Held;
use crate::rights::{Analyst, Rights};
use crate::transcripts::store as transcripts;
use crate::{consent, field_notes, reading, team};

const READ: Action = Action("documents.read");

/// The pages of documents.
pub fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/transcripts", READ, transcripts)
        .get("/studies/{study}/field-notes", READ, field_notes)
        .get("/studies/{study}/documents/{document}", READ, show)
}

#[derive(Template)]
#[template(path = "documents/list.html")]
struct TranscriptsPage {
    shell: Shell,
    links: Links,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "documents/field_notes.html")]
struct FieldNotesPage {
    shell: Shell,
    links: Links,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "documents/show.html")]
struct DocumentPage {
    shell: Shell,
    lead: String,
    note: bool,
    /// Where its author changes it; empty for everybody else.
    change: String,
    turns: Vec<Shown>,
    here: String,
    /// How far the viewer has read, from 1; 0 at the beginning; none for whoever is not of the team.
    reached: Option<i64>,
    /// Where a memo on it is written; empty for whoever does not analyse.
    memo: String,
}

struct Links {
    transcripts: String,
    field_notes: String,
    recordings: String,
    /// Empty for whoever cannot open it.
    import: String,
    /// The same.
    take_in: String,
    write: String,
}

struct Row {
    /// Empty where there is nothing that this reader may read.
    href: String,
    handle: String,
    title: String,
    cohort: String,
    author: String,
    dated: String,
    turns: i64,
    until: String,
    /// How far a transcript that was brought in by itself has come: kind, icon, words.
    state: Option<(&'static str, &'static str, &'static str)>,
    /// Where it is checked; empty for whoever does not.
    desk: String,
}

struct Shown {
    who: String,
    time: String,
    interviewer: bool,
    lines: Vec<String>,
}

#[derive(serde::Deserialize)]
struct Asked {
    /// The id of the transcript that was just kept.
    kept: Option<String>,
}

async fn transcripts(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let rows = rows(&app, &viewer, Kind::Transcript).await?;
    let readable = rows.iter().filter(|row| !row.href.is_empty()).count();
    let title = match (rows.len(), readable) {
        (0, _) => "Transcripts".to_owned(),
        (_, 0) => "No transcript is ready to read yet".to_owned(),
        (_, 1) => "One transcript to read".to_owned(),
        (_, count) => format!("{count} transcripts to read"),
    };
    let mut shell = Shell::new(&app, &viewer, title);
    if let Some(handle) = asked.kept.filter(|handle| is_id(handle)) {
        let title = format!("{handle} is kept");
        let body = "Next it is checked against the recording, and names are taken out of it.";
        shell = shell.notice("ok", title, body);
    }
    page(TranscriptsPage {
        shell,
        links: Links::of(&app, &viewer).await?,
        rows,
    })
}

async fn field_notes(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let rows = rows(&app, &viewer, Kind::FieldNote).await?;
    let title = match rows.len() {
        0 => "Field notes".to_owned(),
        1 => "One field note".to_owned(),
        count => format!("{count} field notes"),
    };
    page(FieldNotesPage {
        shell: Shell::new(&app, &viewer, title),
        links: Links::of(&app, &viewer).await?,
        rows,
    })
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
) -> Result<Response> {
    readable(&app, &viewer, &handle).await?;
    let document = store::find(app.db.read(), viewer.scope()?.id, &handle).await?;
    let document = document.ok_or(Error::NotFound)?;
    let turns = turn_rows::turns(app.db.read(), document.id).await?;
    let links = Links::of(&app, &viewer).await?;
    let note = document.kind == Kind::FieldNote;
    let base = format!("/studies/{}", viewer.scope()?.slug);
    let (list, href) = if note {
        ("Field notes", links.field_notes)
    } else {
        ("Transcripts", links.transcripts)
    };
    page(DocumentPage {
        shell: Shell::new(&app, &viewer, &document.title)
            .crumb(list, Some(href))
            .crumb(&document.handle, None),
        lead: lead(&document),
        note,
        change: change_link(&app, &viewer, &document).await?,
        turns: turns.iter().map(Shown::of).collect(),
        reached: reached(&app, &viewer, &document).await?,
        memo: match Analyst::of(&app, &viewer).await?.writes {
            true => format!("{base}/memos/new?on=document&document={}", document.handle),
            false => String::new(),
        },
        here: format!("{base}/documents/{}", document.handle),
    })
}

/// How far the viewer has read a document, from 1; 0 where they have noted nothing, none for whoever is not of the team.
async fn reached(app: &App, viewer: &Viewer, document: &Listed) -> Result<Option<i64>> {
    let study = viewer.scope()?.id;
    let Some(member) = team::of_viewer(app.db.read(), viewer).await? else {
        return Ok(None);
    };
    let all = reading::of_member(app.db.read(), study, member.id).await?;
    let found = all.iter().find(|one| one.document == document.id);
    Ok(Some(found.map_or(0, |one| one.turn)))
}

async fn change_link(app: &App, viewer: &Viewer, document: &Listed) -> Result<String> {
    let scope = viewer.scope()?;
    let note = field_notes::find(app.db.read(), scope.id, document.id).await?;
    let member = team::of_viewer(app.db.read(), viewer).await?;
    Ok(match (note, member) {
        (Some(note), Some(member)) if note.member == member.id => {
            format!(
                "/studies/{}/field-notes/{}/change",
                scope.slug, document.handle
            )
        }
        _ => String::new(),
    })
}

async fn rows(app: &App, viewer: &Viewer, kind: Kind) -> Result<Vec<Row>> {
    let scope = viewer.scope()?;
    let connection = app.db.read();
    let own = transcripts::all(connection, scope.id).await?;
    let rights = Rights::of(connection, viewer).await?;
    let hidden = hidden(connection, scope.id).await?;
    let mut rows = Vec::new();
    for document in store::all(connection, scope.id).await? {
        if document.kind != kind || hidden.contains(&document.id) {
            continue;
        }
        if kind == Kind::FieldNote && !rights.reads_note(&document) {
            continue;
        }
        let stored = own.get(&document.id);
        let participant = document.participant;
        let mut row = Row::of(document, &scope.slug);
        if let Some(stored) = stored {
            if rights.reads(stored, participant) {
                row.desk = format!("{}/desk", row.href);
            }
            row.state = Some(Row::state(stored));
            if stored.read_version.is_none() {
                row.href.clear();
            }
        }
        rows.push(row);
    }
    Ok(rows)
}

/// A document that whoever asks may read, by its handle.
///
/// # Errors
/// `NotFound` where there is none that they may read, whatever the reason.
pub async fn readable(app: &App, viewer: &Viewer, handle: &str) -> Result<Outline> {
    let held = Held::of(app, viewer).await?;
    held.readable(app, viewer, handle).await.cloned()
}

/// The documents of a study that whoever asks may not read.
pub async fn unreadable(app: &App, viewer: &Viewer) -> Result<BTreeSet<Uuid>> {
    let study = viewer.scope()?.id;
    let connection = app.db.read();
    let held = Held::of(app, viewer).await?;
    let hidden = held.documents.iter().filter(|one| held.is_hidden(one));
    let mut found: BTreeSet<Uuid> = hidden.map(|one| one.id).collect();
    if held.notes_are_limited(viewer) {
        let rights = Rights::of(connection, viewer).await?;
        let all = store::all(connection, study).await?;
        let notes = all.iter().filter(|one| one.kind == Kind::FieldNote);
        found.extend(
            notes
                .filter(|note| !rights.reads_note(note))
                .map(|note| note.id),
        );
    }
    Ok(found)
}

/// What a participant does not let be analysed: it is in no list and opens for nobody (study P7).
pub async fn hidden(connection: &impl ConnectionTrait, study: Uuid) -> Result<BTreeSet<Uuid>> {
    let mut hidden = BTreeSet::new();
    for participant in consent::refused(connection, study).await?.analysis {
        let theirs = store::of_participant(connection, study, participant).await?;
        hidden.extend(theirs.into_iter().map(|(document, _)| document));
    }
    Ok(hidden)
}

fn lead(document: &Listed) -> String {
    let count = document.turns;
    let mut sentence = match document.kind {
        Kind::Transcript if count == 1 => "One turn".to_owned(),
        Kind::Transcript => format!("{count} turns"),
        Kind::FieldNote if count == 1 => "One paragraph".to_owned(),
        Kind::FieldNote => format!("{count} paragraphs"),
    };
    if let Some(author) = &document.author {
        sentence.push_str(&format!(
            " by {} {}",
            author.role.in_words().to_lowercase(),
            author.id
        ));
    }
    if let Some(date) = document.dated {
        sentence.push_str(&format!(", {}", date.in_words()));
    }
    if let Some(ms) = document.until_ms.and_then(|ms| u64::try_from(ms).ok()) {
        sentence.push_str(&format!(", the last ending at {}", clock(ms)));
    }
    match &document.cohort {
        Some(cohort) => format!("{sentence}. Cohort: {cohort}."),
        None => format!("{sentence}."),
    }
}

impl Links {
    async fn of(app: &App, viewer: &Viewer) -> Result<Self> {
        let slug = &viewer.scope()?.slug;
        let rights = Rights::of(app.db.read(), viewer).await?;
        let link = |may: bool, place: &str| match may {
            true => format!("/studies/{slug}/{place}"),
            false => String::new(),
        };
        Ok(Links {
            transcripts: format!("/studies/{slug}/transcripts"),
            field_notes: format!("/studies/{slug}/field-notes"),
            import: link(rights.leads, "import"),
            take_in: link(rights.takes_in(), "transcripts/new"),
            write: format!("/studies/{slug}/field-notes/write"),
            recordings: format!("/studies/{slug}/recordings"),
        })
    }
}

impl Row {
    fn of(document: Listed, slug: &str) -> Self {
        let none = || "–".to_owned();
        Row {
            href: format!("/studies/{slug}/documents/{}", document.handle),
            handle: document.handle,
            title: document.title,
            cohort: document.cohort.unwrap_or_else(none),
            author: document
                .author
                .map_or_else(none, |a| format!("{} {}", a.role.in_words(), a.id)),
            dated: document.dated.map_or_else(none, |date| date.in_words()),
            turns: document.turns,
            state: None,
            desk: String::new(),
            until: document
                .until_ms
                .and_then(|ms| u64::try_from(ms).ok())
                .map_or_else(none, clock),
        }
    }
}

impl Row {
    fn state(stored: &transcripts::Stored) -> (&'static str, &'static str, &'static str) {
        match (stored.locked_at, stored.checked_at) {
            (Some(_), _) => ("info", "lock", "Locked"),
            (None, Some(_)) => ("ok", "check", "Checked"),
            (None, None) => ("unknown", "ask", "Not checked"),
        }
    }
}

impl Shown {
    fn of(turn: &Turn) -> Self {
        let label = || turn.label.clone();
        Shown {
            who: match turn.role {
                Role::Interviewer => "Interviewer".to_owned(),
                Role::Unknown => label().unwrap_or_else(|| "Not known".to_owned()),
                Role::Participant | Role::Other => label().unwrap_or_default(),
            },
            time: turn
                .start_ms
                .and_then(|ms| u64::try_from(ms).ok())
                .map(clock)
                .unwrap_or_default(),
            interviewer: turn.role == Role::Interviewer,
            lines: turn.text.lines().map(str::to_owned).collect(),
        }
    }
}

//! Lists of documents, and one document to read.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use platform::access::{Role as Held, Viewer};
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Error, Result};

use super::{Kind, Listed, Role, Turn, store};

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
    turns: Vec<Shown>,
}

struct Links {
    transcripts: String,
    field_notes: String,
    recordings: String,
    /// Empty for whoever cannot open it.
    import: String,
}

struct Row {
    href: String,
    handle: String,
    title: String,
    cohort: String,
    author: String,
    dated: String,
    turns: i64,
    until: String,
}

struct Shown {
    who: String,
    time: String,
    interviewer: bool,
    lines: Vec<String>,
}

async fn transcripts(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let rows = rows(&app, &viewer, Kind::Transcript).await?;
    let title = match rows.len() {
        0 => "Transcripts".to_owned(),
        1 => "One transcript to read".to_owned(),
        count => format!("{count} transcripts to read"),
    };
    page(TranscriptsPage {
        shell: Shell::new(&app, &viewer, title),
        links: Links::of(&viewer)?,
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
        links: Links::of(&viewer)?,
        rows,
    })
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
) -> Result<Response> {
    let study = viewer.scope()?.id;
    let document = store::find(app.db.read(), study, &handle)
        .await?
        .ok_or(Error::NotFound)?;
    let turns = store::turns(app.db.read(), document.id).await?;
    let links = Links::of(&viewer)?;
    let note = document.kind == Kind::FieldNote;
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
        turns: turns.iter().map(Shown::of).collect(),
    })
}

async fn rows(app: &App, viewer: &Viewer, kind: Kind) -> Result<Vec<Row>> {
    let scope = viewer.scope()?;
    let listed = store::all(app.db.read(), scope.id).await?;
    let of_kind = listed.into_iter().filter(|document| document.kind == kind);
    Ok(of_kind
        .map(|document| Row::of(document, &scope.slug))
        .collect())
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
    if let Some(ms) = document.until_ms {
        sentence.push_str(&format!(", the last ending at {}", clock(ms)));
    }
    match &document.cohort {
        Some(cohort) => format!("{sentence}. Cohort: {cohort}."),
        None => format!("{sentence}."),
    }
}

impl Links {
    fn of(viewer: &Viewer) -> Result<Self> {
        let slug = &viewer.scope()?.slug;
        let lead = |(role, _): &(Held, _)| *role == Held::ResearchLead;
        Ok(Links {
            transcripts: format!("/studies/{slug}/transcripts"),
            field_notes: format!("/studies/{slug}/field-notes"),
            recordings: format!("/studies/{slug}/recordings"),
            import: if viewer.relations.iter().any(lead) {
                format!("/studies/{slug}/import")
            } else {
                String::new()
            },
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
            until: document.until_ms.map_or_else(none, clock),
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
            time: turn.start_ms.map(clock).unwrap_or_default(),
            interviewer: turn.role == Role::Interviewer,
            lines: turn.text.lines().map(str::to_owned).collect(),
        }
    }
}

/// A moment of a recording: `21:04`, or `1:02:11` after an hour.
fn clock(ms: i64) -> String {
    let seconds = ms / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes:02}:{seconds:02}")
    }
}

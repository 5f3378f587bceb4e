//! The page, and its files.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, download, page};
use platform::{App, Error, Result};
use study::journal::Visibility;
use study::rights::Analyst;

use super::export::written;
use super::gather::{Asked, Note, gather, types};
use crate::memos::On;

const READ: Action = Action("memos.read");
/// How many notes a page shows.
const A_PAGE: usize = 200;

/// The page, and its files.
pub fn routes() -> Routes {
    Routes::new().get("/studies/{study}/notes", READ, list).get(
        "/studies/{study}/notes/{file}",
        READ,
        file,
    )
}

#[derive(Template)]
#[template(path = "notes/list.html")]
struct NotesPage {
    shell: Shell,
    here: String,
    base: String,
    asked: Asked,
    has_any: bool,
    /// Whether the viewer may write memos.
    writes: bool,
    /// Whether the viewer has a journal.
    is_member: bool,
    members: Vec<(String, String)>,
    notes: Vec<Note>,
    /// How many more there are than the page shows.
    more: usize,
    /// Whether private entries of the viewer are among what is shown.
    has_private: bool,
}

impl NotesPage {
    fn types(&self) -> Vec<(&'static str, &'static str)> {
        types()
    }

    fn subjects(&self) -> [On; 7] {
        On::ALL
    }
}

async fn list(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let analyst = Analyst::of(&app, &viewer).await?;
    let (all, members) = gather(&app, &viewer).await?;
    let has_any = !all.is_empty();
    let mut notes: Vec<Note> = all.into_iter().filter(|one| asked.fits(one)).collect();
    let title = match notes.len() {
        0 => "Memos and journal".to_owned(),
        1 => "One note".to_owned(),
        count => format!("{count} notes"),
    };
    let more = notes.len().saturating_sub(A_PAGE);
    let has_private = notes.iter().any(is_private);
    notes.truncate(A_PAGE);
    let mut people = vec![("lead".to_owned(), "the research lead".to_owned())];
    people.extend(
        members
            .iter()
            .map(|one| (one.id.to_string(), one.handle.clone())),
    );
    let base = format!("/studies/{}", study.slug);
    page(NotesPage {
        shell: Shell::new(&app, &viewer, title),
        here: format!("{base}/notes"),
        base,
        has_any,
        writes: analyst.writes,
        is_member: analyst.member.is_some(),
        members: people,
        notes,
        more,
        has_private,
        asked,
    })
}

fn is_private(note: &Note) -> bool {
    note.visibility == Visibility::Private
}

/// One file. Private entries are in it only where their author, who alone is shown them, orders it.
async fn file(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, name)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let ending = name.strip_prefix("notes.").ok_or(Error::NotFound)?;
    let (all, _) = gather(&app, &viewer).await?;
    let ordered = asked.private == "yes";
    let fitting = all.iter().filter(|note| asked.fits(note));
    let notes: Vec<&Note> = fitting
        .filter(|note| ordered || !is_private(note))
        .collect();
    let (kind, bytes) = written(&notes, ending)?;
    download(&format!("notes.{ending}"), kind, bytes)
}

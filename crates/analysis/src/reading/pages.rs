//! How far each member has read, and what nobody has coded.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};
use study::dates::day_in_words;
use study::documents::Role;
use study::reading::{self, Reached};
use study::team;
use uuid::Uuid;

use super::uncoded::uncoded;
use crate::codings::{self, Coded};
use crate::memos::Places;

/// How many stretches of a document are listed.
const MOST: usize = 12;

/// The page.
pub fn routes() -> Routes {
    Routes::new().get("/studies/{study}/reading", Action("reading.read"), show)
}

#[derive(Template)]
#[template(path = "reading/show.html")]
struct ReadingPage {
    shell: Shell,
    transcripts: String,
    /// Whoever analyses or has noted how far they read.
    members: Vec<String>,
    rows: Vec<Row>,
    /// Documents with the stretches that nobody has coded, as far as the viewer may see.
    uncoded: Vec<Uncoded>,
    /// Whether anything is coded at all.
    is_begun: bool,
    /// Whether the viewer codes blind somewhere, so that others' codings do not count for them.
    is_narrowed: bool,
}

/// What nobody has coded of a document.
struct Uncoded {
    handle: String,
    /// The share of turns, in words.
    share: String,
    /// Words and address of each stretch.
    stretches: Vec<(String, String)>,
    /// How many more there are.
    more: usize,
}

/// A document with how far each of these has read.
struct Row {
    handle: String,
    href: String,
    turns: i64,
    reached: Vec<String>,
}

async fn show(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let study = viewer.scope()?;
    let all = reading::of_study(app.db.read(), study.id).await?;
    let members = team::all(app.db.read(), study.id).await?;
    let reads = |id: Uuid| all.iter().any(|one| one.member == id);
    let shown = members.iter().filter(|one| one.analyses || reads(one.id));
    let shown: Vec<(Uuid, String)> = shown.map(|one| (one.id, one.handle.clone())).collect();
    let places = Places::of(&app, &viewer).await?;
    let mut rows = Vec::new();
    for document in places.documents().filter(|one| one.turns > 0) {
        let cell = |(member, _): &(Uuid, String)| {
            let is_it = |one: &&Reached| one.member == *member && one.document == document.id;
            match all.iter().find(is_it) {
                None => "–".to_owned(),
                Some(one) if one.turn >= document.turns => {
                    format!("read, {}", day_in_words(one.at))
                }
                Some(one) => format!(
                    "to {} of {}, {}",
                    one.turn,
                    document.turns,
                    day_in_words(one.at)
                ),
            }
        };
        rows.push(Row {
            reached: shown.iter().map(cell).collect(),
            href: format!("/studies/{}/documents/{}", study.slug, document.handle),
            handle: document.handle.clone(),
            turns: document.turns,
        });
    }
    rows.sort_by(|one, other| one.handle.cmp(&other.handle));
    let unread = rows
        .iter()
        .filter(|row| row.reached.iter().all(|one| one == "–"));
    let title = match (rows.len(), unread.count()) {
        (0, _) => "Nothing to read yet".to_owned(),
        (_, 0) => "Every document was opened by somebody".to_owned(),
        (_, 1) => "One document was read by nobody yet".to_owned(),
        (_, count) => format!("{count} documents were read by nobody yet"),
    };
    let (material, sight) = codings::material_of(&app, &viewer).await?;
    let mut stretches: Vec<Uncoded> = Vec::new();
    for document in material
        .documents
        .iter()
        .filter(|one| !one.turns.is_empty())
    {
        stretches.extend(listed(document, &study.slug));
    }
    page(ReadingPage {
        uncoded: stretches,
        is_begun: material.documents.iter().any(|one| !one.codings.is_empty()),
        is_narrowed: sight.is_narrowed(),
        shell: Shell::new(&app, &viewer, title),
        transcripts: format!("/studies/{}/transcripts", study.slug),
        members: shown.into_iter().map(|(_, handle)| handle).collect(),
        rows,
    })
}

/// The stretches of a document that nobody has coded; none where there are none.
fn listed(document: &Coded, slug: &str) -> Option<Uncoded> {
    let all = uncoded(document);
    let spoken = document.turns.iter();
    let spoken = spoken.filter(|turn| turn.role != Role::Interviewer).count();
    let of = |(first, last): &(usize, usize)| document.turns.get(*first..=*last).unwrap_or(&[]);
    let left = all.iter().flat_map(of);
    let left = left.filter(|turn| turn.role != Role::Interviewer).count();
    let stretch = |(first, last): &(usize, usize)| {
        let words = match first == last {
            true => format!("turn {}", first + 1),
            false => format!("turns {} to {}", first + 1, last + 1),
        };
        let handle = &document.handle;
        let href = format!("/studies/{slug}/documents/{handle}#turn-{}", first + 1);
        (words, href)
    };
    (!all.is_empty()).then(|| Uncoded {
        handle: document.handle.clone(),
        share: format!("{left} of {spoken} turns"),
        stretches: all.iter().take(MOST).map(stretch).collect(),
        more: all.len().saturating_sub(MOST),
    })
}

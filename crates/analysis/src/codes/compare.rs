//! What differs between the codebooks of two days (study R33).

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};
use serde::Deserialize;
use study::dates::today;
use study::transcripts::desk::Part;

use super::CodeStatus;
use super::book::{Book, CodeState};
use super::past::book_at;
use crate::acts::read_trail;
use crate::outline::{self, Difference};
use crate::trail::moment;

/// The page.
pub fn routes() -> Routes {
    Routes::new().get("/studies/{study}/codes/compare", Action("codes.read"), show)
}

/// What became of the codes between two codebooks, in the order of the later one; what went comes last.
pub fn compare(old: &Book, new: &Book) -> Vec<Difference> {
    let also = |before: &CodeState, after: &CodeState| also(new, before, after);
    let parts = |code: &CodeState| vec![("Definition", code.definition.clone())];
    outline::compare((old, new), also, parts, "it stood at the top")
}

/// What else differs in a code but its name and its place.
fn also(new: &Book, before: &CodeState, after: &CodeState) -> Vec<String> {
    let mut what = Vec::new();
    match (before.status, after.status, after.merged_into) {
        (_, CodeStatus::Retired, Some(into)) if before.merged_into != after.merged_into => {
            what.push(format!("merged into “{}”", new.name(into)));
        }
        (CodeStatus::Active, CodeStatus::Retired, _) => what.push("retired".to_owned()),
        (CodeStatus::Retired, CodeStatus::Active, _) => what.push("restored".to_owned()),
        _ => {}
    }
    for (name, before, after) in [
        ("level", &before.level, &after.level),
        ("origin", &before.origin, &after.origin),
    ] {
        if before != after {
            let said = |word: &str| if word.is_empty() { "not said" } else { word }.to_owned();
            what.push(format!("{name}: {}, it was {}", said(after), said(before)));
        }
    }
    what
}

#[derive(Template)]
#[template(path = "codes/compare.html")]
struct ComparePage {
    shell: Shell,
    back: String,
    here: String,
    from: String,
    to: String,
    found: Vec<Difference>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    from: String,
    to: String,
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(mut asked): Query<Asked>,
) -> Result<Response> {
    let study = viewer.scope()?;
    if asked.from.trim().is_empty() {
        let before = today(&app).yesterday();
        asked.from = before.map(|day| day.to_string()).unwrap_or_default();
    }
    if asked.to.trim().is_empty() {
        asked.to = today(&app).to_string();
    }
    let trail = read_trail(&app, study.id).await?;
    let old = book_at(&trail, moment(&asked.from)?.as_ref())?;
    let new = book_at(&trail, moment(&asked.to)?.as_ref())?;
    let found = compare(&old, &new);
    let title = match found.len() {
        0 => "No code differs between the two days".to_owned(),
        1 => "One code differs between the two days".to_owned(),
        count => format!("{count} codes differ between the two days"),
    };
    let back = format!("/studies/{}/codes", study.slug);
    page(ComparePage {
        shell: Shell::new(&app, &viewer, title)
            .crumb("Codes", Some(back.clone()))
            .crumb("Two days", None),
        here: format!("{back}/compare"),
        back,
        from: asked.from,
        to: asked.to,
        found,
    })
}

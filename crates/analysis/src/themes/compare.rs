//! What differs between the themes of two days (study R40).

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Routes, Shell, page};
use platform::{App, Result};
use serde::Deserialize;
use study::dates::today;
use study::transcripts::desk::Part;

use super::ThemeStatus;
use super::moment::{ThemeState, Themes};
use super::past::themes_at;
use super::theme_page::READ;
use crate::acts::read_trail;
use crate::outline::{self, Difference};
use crate::trail::moment;

/// The page.
pub fn routes() -> Routes {
    Routes::new().get("/studies/{study}/themes/compare", READ, show)
}

/// What became of the themes between two moments, in the order of the later one; what went comes last.
pub fn compare(old: &Themes, new: &Themes) -> Vec<Difference> {
    let also = |before: &ThemeState, after: &ThemeState| also(new, before, after);
    let parts = |theme: &ThemeState| {
        vec![
            ("Concept", theme.concept.clone()),
            ("Story", theme.story.clone()),
            ("What it is not", theme.is_not.clone()),
            ("Why it matters", theme.matters.clone()),
            ("Boundaries", theme.boundaries.clone()),
        ]
    };
    outline::compare((old, new), also, parts, "it was a theme of its own")
}

/// What else differs in a theme but its name, its place and its words.
fn also(new: &Themes, before: &ThemeState, after: &ThemeState) -> Vec<String> {
    let mut what = Vec::new();
    match (before.status, after.status, after.merged_into) {
        (_, ThemeStatus::Dropped, Some(into)) if before.merged_into != after.merged_into => {
            what.push(format!("merged into “{}”", new.name(into)));
        }
        (was, is, _) if was != is => {
            what.push(format!("{}, it was {}", is.as_str(), was.as_str()));
        }
        _ => {}
    }
    if before.codes != after.codes {
        let (was, is) = (before.codes.len(), after.codes.len());
        what.push(format!("codes that contribute: {is}, there were {was}"));
    }
    what
}

#[derive(Template)]
#[template(path = "themes/compare.html")]
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
    let old = themes_at(&trail, moment(&asked.from)?.as_ref())?;
    let new = themes_at(&trail, moment(&asked.to)?.as_ref())?;
    let found = compare(&old, &new);
    let title = match found.len() {
        0 => "No theme differs between the two days".to_owned(),
        1 => "One theme differs between the two days".to_owned(),
        count => format!("{count} themes differ between the two days"),
    };
    let back = format!("/studies/{}/themes", study.slug);
    page(ComparePage {
        shell: Shell::new(&app, &viewer, title)
            .crumb("Themes", Some(back.clone()))
            .crumb("Two days", None),
        here: format!("{back}/compare"),
        back: format!("{back}/board"),
        from: asked.from,
        to: asked.to,
        found,
    })
}

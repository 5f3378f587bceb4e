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
use study::transcripts::desk::{Part, changes};
use uuid::Uuid;

use super::ThemeStatus;
use super::moment::Themes;
use super::past::themes_at;
use super::theme_page::READ;
use crate::acts::read_trail;
use crate::codes::moment;

/// The page.
pub fn routes() -> Routes {
    Routes::new().get("/studies/{study}/themes/compare", READ, show)
}

/// What became of one theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The theme.
    pub theme: Uuid,
    /// Its path: the later one, or the earlier where it is gone.
    pub path: String,
    /// What happened to it, in words, such as `added`.
    pub what: Vec<String>,
    /// What is said about it, word by word, where that differs: which part, and how.
    pub words: Vec<(&'static str, Vec<Part>)>,
}

/// What became of the themes between two moments, in the order of the later one; what went comes last.
pub fn compare(old: &Themes, new: &Themes) -> Vec<Difference> {
    let mut found = Vec::new();
    for (_, id) in new.walk() {
        let what = became(old, new, id);
        let words = rewritten(old, new, id);
        if !what.is_empty() || !words.is_empty() {
            found.push(Difference {
                theme: id,
                path: new.path(id).join(" > "),
                what,
                words,
            });
        }
    }
    let gone = old.walk().into_iter().map(|(_, id)| id);
    found.extend(
        gone.filter(|id| new.theme(*id).is_none())
            .map(|id| Difference {
                theme: id,
                path: old.path(id).join(" > "),
                what: vec!["removed".to_owned()],
                words: Vec::new(),
            }),
    );
    found
}

fn became(old: &Themes, new: &Themes, id: Uuid) -> Vec<String> {
    let (Some(before), Some(after)) = (old.theme(id), new.theme(id)) else {
        return vec!["added".to_owned()];
    };
    let mut what = Vec::new();
    if old.name(id) != new.name(id) {
        what.push(format!("renamed, it was “{}”", old.name(id)));
    }
    if before.parent != after.parent {
        what.push(match before.parent {
            None => "moved, it was a theme of its own".to_owned(),
            Some(parent) => format!("moved, it stood under “{}”", old.name(parent)),
        });
    }
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

fn rewritten(old: &Themes, new: &Themes, id: Uuid) -> Vec<(&'static str, Vec<Part>)> {
    let (Some(before), Some(after)) = (old.theme(id), new.theme(id)) else {
        return Vec::new();
    };
    let parts = [
        ("Concept", &before.concept, &after.concept),
        ("Story", &before.story, &after.story),
        ("What it is not", &before.is_not, &after.is_not),
        ("Why it matters", &before.matters, &after.matters),
        ("Boundaries", &before.boundaries, &after.boundaries),
    ];
    let differ = parts.into_iter().filter_map(|(part, before, after)| {
        let (before, after) = (old.words(before.as_ref()), new.words(after.as_ref()));
        (before != after).then(|| (part, changes(before, after)))
    });
    differ.collect()
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

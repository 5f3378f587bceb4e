//! What differs between the themes of two days (study R40).

use axum::Extension;
use axum::extract::{Query, State};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::Routes;
use platform::{App, Result};

use super::ThemeStatus;
use super::moment::{ThemeState, Themes};
use super::theme_page::READ;
use crate::outline::{self, Days, Difference, Wording, compared};

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

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(days): Query<Days>,
) -> Result<Response> {
    let wording = Wording {
        one: "theme",
        place: "themes",
        back: ("/board", "The board of today"),
        names_parts: true,
    };
    compared((&app, &viewer), days, wording, compare).await
}

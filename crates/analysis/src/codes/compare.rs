//! What differs between the codebooks of two days (study R33).

use axum::Extension;
use axum::extract::{Query, State};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes};
use platform::{App, Result};

use super::CodeStatus;
use super::book::{Book, CodeState};
use super::colour::said_of;
use crate::outline::{self, Days, Difference, Wording, compared};

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
    if before.colour != after.colour {
        let [after, before] = [after, before].map(|code| said_of(code.colour));
        what.push(format!("colour: {after}, it was {before}"));
    }
    what
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(days): Query<Days>,
) -> Result<Response> {
    let wording = Wording {
        one: "code",
        place: "codes",
        back: ("", "Codes of today"),
        names_parts: false,
    };
    compared((&app, &viewer), days, wording, compare).await
}

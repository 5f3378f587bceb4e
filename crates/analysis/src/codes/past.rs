//! The codebook of an earlier day, and as a file that can be brought in again (study R33, R40, O6).

use axum::Extension;
use axum::extract::{Query, State};
use axum::response::Response;
use formats::table::write_csv;
use platform::access::Viewer;
use platform::web::{Action, Routes, download};
use platform::{App, Result};
use serde::Deserialize;

use super::CodeStatus;
use super::book::Book;
use super::colour::word_of;
use super::file::SEPARATOR;
use crate::acts::read_trail;
use crate::trail::{Moment, Trail, moment};

const HEADER: [&str; 5] = ["code", "definition", "parent", "status", "colour"];

/// The file.
pub fn routes() -> Routes {
    Routes::new().get(
        "/studies/{study}/codes/codes.csv",
        Action("codes.read"),
        file,
    )
}

/// The codebook at the end of a day, or now.
pub(super) fn book_at(trail: &Trail, moment: Option<&Moment>) -> Result<Book> {
    Book::of(&trail.at(moment), trail)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    at: String,
}

async fn file(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let trail = read_trail(&app, viewer.scope()?.id).await?;
    let book = book_at(&trail, moment(&asked.at)?.as_ref())?;
    let csv = write_csv(&HEADER, &rows(&book));
    download("codes.csv", "text/csv; charset=utf-8", csv.into_bytes())
}

/// The rows of `codes.csv`, parents above their children.
fn rows(book: &Book) -> Vec<Vec<String>> {
    let row = |id| {
        let path = book.path(id);
        let above = &path[..path.len().saturating_sub(1)];
        let retired = book
            .code(id)
            .is_some_and(|code| code.status == CodeStatus::Retired);
        vec![
            book.name(id).to_owned(),
            book.definition(id).to_owned(),
            above.join(SEPARATOR),
            if retired { "retired" } else { "active" }.to_owned(),
            word_of(book.code(id).and_then(|code| code.colour)).to_owned(),
        ]
    };
    book.walk().into_iter().map(|(_, id)| row(id)).collect()
}

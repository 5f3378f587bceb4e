//! The matrix to read; a cell opens its theme.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};
use study::questions;
use uuid::Uuid;

use crate::folder::stored;
use crate::import::import_link;
use crate::outputs::{Heard, Matrix, MatrixRow};
use crate::quotes;
use crate::themes::Placed;

/// The page of questions and themes.
pub fn routes() -> Routes {
    Routes::new().get("/studies/{study}/questions", Action("questions.read"), show)
}

#[derive(Template)]
#[template(path = "matrix/matrix.html")]
struct MatrixPage {
    shell: Shell,
    themes_href: String,
    questions_href: String,
    themes: Vec<Column>,
    rows: Vec<Row>,
    heard: bool,
    too_small: bool,
    import: String,
}

struct Column {
    name: String,
    href: String,
}

struct Row {
    name: String,
    /// Under which wording its quotes were placed, where that is not the only one there was.
    placed: String,
    cells: Vec<Cell>,
    total: usize,
    cohorts: String,
    lacking: bool,
}

struct Cell {
    words: String,
    href: String,
}

async fn show(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let scope = viewer.scope()?;
    let (folder, _, places) = stored(app.db.read(), scope.id).await?;
    let matrix = Matrix::of(&folder);
    let base = format!("/studies/{}", scope.slug);
    let themes: Vec<Column> = matrix
        .themes
        .iter()
        .map(|name| Column {
            href: format!("{base}/themes{}", page_of(&places, name)),
            name: name.clone(),
        })
        .collect();
    let placed = placed(&app, scope.id).await?;
    let lacking = matrix.questions.iter().filter(|row| row.total == 0).count();
    let title = match (matrix.questions.len(), lacking) {
        (0, _) => "Questions and themes".to_owned(),
        (_, 0) => "Every research question has a quote".to_owned(),
        (_, 1) => "One research question has no quote yet".to_owned(),
        (_, count) => format!("{count} research questions have no quote yet"),
    };
    page(MatrixPage {
        shell: Shell::new(&app, &viewer, title),
        themes_href: format!("{base}/themes"),
        questions_href: format!("{base}/questions"),
        rows: matrix
            .questions
            .iter()
            .map(|row| Row {
                placed: placed.get(&row.id).cloned().unwrap_or_default(),
                ..Row::of(row, &themes)
            })
            .collect(),
        themes,
        heard: matrix.heard == Heard::Shown,
        too_small: matrix.heard == Heard::TooSmall,
        import: import_link(&viewer)?,
    })
}

/// Of each question that was ever reworded, under which wording its quotes were placed, in words (study R2).
async fn placed(app: &App, study: Uuid) -> Result<BTreeMap<String, String>> {
    let connection = app.db.read();
    let newest = questions::newest(connection, study).await?;
    let all = questions::all(connection, study).await?;
    let ids: Vec<Uuid> = all.iter().map(|(id, _)| *id).collect();
    let counts = quotes::placed_under(connection, &ids).await?;
    let mut found = BTreeMap::new();
    for (id, question) in all {
        let number = newest.get(&question.id).copied().unwrap_or(1);
        if number == 1 {
            continue;
        }
        let mut sentence = format!("Wording {number}.");
        for (under, count) in counts.get(&id).into_iter().flatten() {
            let quotes = match count {
                1 => "One quote was".to_owned(),
                count => format!("{count} quotes were"),
            };
            sentence.push_str(&format!(" {quotes} placed under wording {under}."));
        }
        found.insert(question.id, sentence);
    }
    Ok(found)
}

/// The page of a theme, by its name.
fn page_of(places: &[Placed], name: &str) -> String {
    let mut themes = places.iter().filter(|place| place.about.path.len() == 1);
    let place = themes.find(|place| place.about.path[0] == name);
    place.map_or_else(String::new, |place| format!("/{}", place.id))
}

impl Row {
    fn of(row: &MatrixRow, themes: &[Column]) -> Self {
        let cells = row.counts.iter().zip(themes).map(|(count, theme)| Cell {
            words: match count {
                0 => String::new(),
                1 => "1 quote".to_owned(),
                count => format!("{count} quotes"),
            },
            href: theme.href.clone(),
        });
        Row {
            name: format!("{} {}", row.id, row.wording),
            placed: String::new(),
            cells: cells.collect(),
            total: row.total,
            cohorts: row.cohorts.join(", "),
            lacking: row.total == 0,
        }
    }
}

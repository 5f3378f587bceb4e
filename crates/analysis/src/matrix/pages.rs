//! The matrix to read; a cell opens its theme.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};

use crate::folder::stored;
use crate::import::import_link;
use crate::outputs::{Heard, Matrix, MatrixRow};
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
            href: format!("{base}/themes/{}", number_of(&places, name)),
            name: name.clone(),
        })
        .collect();
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
            .map(|row| Row::of(row, &themes))
            .collect(),
        themes,
        heard: matrix.heard == Heard::Shown,
        too_small: matrix.heard == Heard::TooSmall,
        import: import_link(&viewer)?,
    })
}

/// The number of a theme among the themes, from 1, as its page is addressed.
fn number_of(places: &[Placed], name: &str) -> usize {
    let mut themes = places.iter().filter(|place| place.about.path.len() == 1);
    let place = themes.position(|place| place.about.path[0] == name);
    place.map_or(0, |index| index + 1)
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
            cells: cells.collect(),
            total: row.total,
            cohorts: row.cohorts.join(", "),
            lacking: row.total == 0,
        }
    }
}

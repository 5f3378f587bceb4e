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
use study::rights::Analyst;
use uuid::Uuid;

use crate::folder::stored;
use crate::import::import_link;
use crate::outputs::{Heard, Matrix, MatrixRow};
use crate::quotes;
use crate::themes::{Placed, ThemeStatus};

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
    quotes_href: String,
    themes: Vec<Column>,
    rows: Vec<Row>,
    /// The themes without a quote, in words; empty where each has one.
    columns: String,
    /// How many quotes stand under what was dropped, in words; empty for none.
    given_up: String,
    heard: bool,
    too_small: bool,
    import: String,
}

struct Column {
    name: String,
    href: String,
    /// How the list of quotes asks for it.
    asks: String,
    is_empty: bool,
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

/// A cell leads to its quotes, or to making one where there is none.
struct Cell {
    words: String,
    href: String,
    /// Empty for whoever cannot make a quote.
    make: String,
}

async fn show(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let scope = viewer.scope()?;
    let (mut folder, quotes, places) = stored(app.db.read(), scope.id).await?;
    // Drafts are quotes on the way: the page that shows what is missing counts them, tables do not.
    folder.quotes = quotes.into_iter().map(|stored| stored.quote).collect();
    let given_up = folder
        .shown_quotes()
        .filter(|one| folder.is_given_up(&one.path()));
    let given_up = given_up.count();
    let mut matrix = Matrix::of(&folder);
    matrix.add_themes(without_quotes(&places, &matrix.themes));
    let base = format!("/studies/{}", scope.slug);
    let writes = Analyst::of(&app, &viewer).await?.writes;
    let themes: Vec<Column> = matrix
        .themes
        .iter()
        .zip(&matrix.all.counts)
        .map(|(name, count)| Column::of(&base, &places, (name, *count)))
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
        quotes_href: format!("{base}/quotes"),
        rows: matrix
            .questions
            .iter()
            .map(|row| Row {
                placed: placed.get(&row.id).cloned().unwrap_or_default(),
                ..Row::of(row, &themes, (&base, writes))
            })
            .collect(),
        columns: empty_columns(&themes),
        given_up: match given_up {
            0 => String::new(),
            1 => "One quote stands under what was dropped, and is not counted.".to_owned(),
            many => format!("{many} quotes stand under what was dropped, and are not counted."),
        },
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

/// The themes that are not dropped and under which no quote stands.
fn without_quotes(places: &[Placed], known: &[String]) -> Vec<String> {
    let themes = places.iter().filter(|place| place.about.path.len() == 1);
    let themes = themes.filter(|place| place.about.status != ThemeStatus::Dropped);
    let names = themes.map(|place| place.about.path[0].clone());
    names.filter(|name| !known.contains(name)).collect()
}

fn empty_columns(themes: &[Column]) -> String {
    let names = themes.iter().filter(|theme| theme.is_empty);
    let names: Vec<&str> = names.map(|theme| theme.name.as_str()).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => format!("No quote stands under “{one}” yet."),
        many => format!(
            "No quote stands under these themes yet: {}.",
            many.join("; ")
        ),
    }
}

/// The theme of this name.
fn theme_of<'a>(places: &'a [Placed], name: &str) -> Option<&'a Placed> {
    let mut themes = places.iter().filter(|place| place.about.path.len() == 1);
    themes.find(|place| place.about.path[0] == name)
}

impl Column {
    fn of(base: &str, places: &[Placed], (name, count): (&String, usize)) -> Self {
        let theme = theme_of(places, name);
        Self {
            href: match theme {
                Some(place) => format!("{base}/themes/{}", place.id),
                None => format!("{base}/quotes?theme=other"),
            },
            asks: theme.map_or_else(|| "other".to_owned(), |place| place.id.to_string()),
            name: name.clone(),
            is_empty: count == 0,
        }
    }
}

impl Row {
    fn of(row: &MatrixRow, themes: &[Column], (base, writes): (&str, bool)) -> Self {
        let cells = row.counts.iter().zip(themes).map(|(count, theme)| {
            let cell = format!("theme={}&question={}", theme.asks, row.id);
            Cell {
                words: match count {
                    0 => String::new(),
                    1 => "1 quote".to_owned(),
                    count => format!("{count} quotes"),
                },
                href: format!("{base}/quotes?{cell}"),
                make: match writes {
                    true => format!("{base}/quotes/new?{cell}"),
                    false => String::new(),
                },
            }
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

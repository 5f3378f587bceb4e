//! Matrices to read and to take along. A cell opens what it counts.

use askama::Template;
use axum::Extension;
use axum::extract::{Query as Asking, State};
use axum::response::Response;
use formats::table::{Sheet, SheetCell, write_csv, write_xlsx};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, download, error_of, form_status, page_with};
use platform::{App, Error, Result};
use serde::{Deserialize, Serialize};

use super::opened::Opened;
use super::{Count, Kind, Matrix};

const READ: Action = Action("search.read");

/// So many columns stand on one page.
const COLUMNS: usize = 40;

/// What a file shows where a figure would tell of too few people.
const WITHHELD: &str = "not shown";

/// The page of matrices and their files.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/matrices", READ, show)
        .get("/studies/{study}/matrices.csv", READ, csv)
        .get("/studies/{study}/matrices.xlsx", READ, xlsx)
}

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
struct Asked {
    kind: String,
    count: String,
    /// Of codes that are some turns apart, how many.
    turns: String,
    /// The first column, from 0.
    from: usize,
}

#[derive(Template)]
#[template(path = "queries/matrices.html")]
struct MatricesPage {
    shell: Shell,
    lead: String,
    here: String,
    search: String,
    asked: Asked,
    kinds: Vec<(&'static str, &'static str)>,
    counts: Vec<(&'static str, &'static str)>,
    is_narrowed: bool,
    /// Each with what finds its passages, as it stands in an address. Nothing, until something is chosen.
    columns: Vec<(String, String)>,
    rows: Vec<Line>,
    /// What stands between the queries of a row and of a column, and after both.
    joint: (String, String),
    is_counted: bool,
    csv: String,
    xlsx: String,
    before: String,
    after: String,
    errors: Vec<(&'static str, String)>,
}

impl MatricesPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

struct Line {
    name: String,
    /// What finds its passages, as it stands in an address; empty for a research question.
    query: String,
    cells: Vec<u32>,
}

const KINDS: [(&str, &str); 7] = [
    ("code-document", "codes in documents"),
    ("code-cohort", "codes in cohorts"),
    ("code-overlap", "codes that overlap"),
    ("code-turn", "codes in the same turn"),
    ("code-near", "codes some turns apart"),
    ("theme-participant", "themes by participant"),
    ("question-theme", "questions by theme"),
];

const COUNTS: [(&str, &str); 3] = [
    ("codings", "codings, or quotes"),
    ("documents", "documents"),
    ("participants", "participants"),
];

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Asking(asked): Asking<Asked>,
) -> Result<Response> {
    let opened = Opened::of_viewer(&app, &viewer).await?;
    let base = format!("/studies/{}", viewer.scope()?.slug);
    let mut errors = Vec::new();
    let matrix = match chosen(&asked) {
        Ok(None) => None,
        Ok(Some(chosen)) => Some(counted(&app, &opened, chosen).await?.without_empty()),
        Err((field, sentence)) => {
            errors.push((field, sentence));
            None
        }
    };
    let (title, lead) = words(matrix.as_ref());
    let mut page = MatricesPage {
        shell: Shell::new(&app, &viewer, title),
        lead,
        here: format!("{base}/matrices"),
        search: format!("{base}/search"),
        kinds: KINDS.to_vec(),
        counts: COUNTS.to_vec(),
        is_narrowed: opened.is_narrowed,
        columns: Vec::new(),
        rows: Vec::new(),
        joint: (String::new(), String::new()),
        is_counted: matrix.is_some(),
        csv: String::new(),
        xlsx: String::new(),
        before: String::new(),
        after: String::new(),
        asked,
        errors,
    };
    if let Some(matrix) = matrix.filter(|matrix| !matrix.rows.is_empty()) {
        lay_out(&mut page, &matrix, &base)?;
    }
    page_with(form_status(&page.errors), page)
}

fn lay_out(page: &mut MatricesPage, matrix: &Matrix, base: &str) -> Result<()> {
    let from = page.asked.from.min(matrix.columns.len() - 1);
    let to = (from + COLUMNS).min(matrix.columns.len());
    let at = |from, end| {
        let asked = Asked {
            from,
            ..page.asked.clone()
        };
        let query = serde_urlencoded::to_string(asked).map_err(Error::internal)?;
        Ok::<_, Error>(format!("{base}/matrices{end}?{query}"))
    };
    if from > 0 {
        page.before = at(from.saturating_sub(COLUMNS), "")?;
    }
    if to < matrix.columns.len() {
        page.after = at(to, "")?;
    }
    (page.csv, page.xlsx) = (at(0, ".csv")?, at(0, ".xlsx")?);
    for head in &matrix.columns[from..to] {
        page.columns
            .push((head.name.clone(), in_address(&head.query)?));
    }
    for (row, head) in matrix.rows.iter().enumerate() {
        page.rows.push(Line {
            name: head.name.clone(),
            query: in_address(&head.query)?,
            cells: (from..to).map(|at| matrix.cell(row, at)).collect(),
        });
    }
    let (between, after) = matrix.joint();
    page.joint = (in_address(&between)?, in_address(after)?);
    Ok(())
}

/// A part of a query as it stands in an address.
fn in_address(query: &str) -> Result<String> {
    let encoded = serde_urlencoded::to_string([("", query)]).map_err(Error::internal)?;
    Ok(encoded.trim_start_matches('=').to_owned())
}

fn words(matrix: Option<&Matrix>) -> (String, String) {
    let Some(matrix) = matrix else {
        let lead =
            "Choose what meets what, and what is counted. A figure opens the passages behind it.";
        return ("Count what meets what".to_owned(), lead.to_owned());
    };
    let kind = matrix.kind.to_string();
    let kind = KINDS.iter().find(|(word, _)| kind.starts_with(word));
    let kind = kind.map_or("", |(_, words)| words);
    let mut title = kind.to_owned();
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let lead = match (matrix.count, matrix.kind) {
        (Count::Codings, Kind::CodeCode(_)) => "Each figure is a number of pairs of codings.",
        (Count::Codings, Kind::QuestionTheme) => "Each figure is a number of quotes.",
        (Count::Codings, Kind::ThemeParticipant) => {
            "Each figure is a number of codings and quotes."
        }
        (Count::Codings, _) => "Each figure is a number of codings.",
        (Count::Documents, _) => "Each figure is a number of documents.",
        (Count::Participants, _) => {
            "Each figure is a number of participants. Field notes count to nobody."
        }
    };
    (
        title,
        format!("{lead} Rows and columns without any are left out."),
    )
}

/// What is to be counted; `None` before anything was chosen.
fn chosen(asked: &Asked) -> std::result::Result<Option<(Kind, Count)>, (&'static str, String)> {
    if asked.kind.is_empty() {
        return Ok(None);
    }
    let word = match asked.kind.as_str() {
        "code-near" => format!("code-near-{}", asked.turns.trim()),
        kind => kind.to_owned(),
    };
    let kind = word.parse().map_err(|_| match asked.kind.as_str() {
        "code-near" => (
            "turns",
            "Write a whole number up to 1000, such as 3".to_owned(),
        ),
        _ => ("kind", "Choose one of these".to_owned()),
    })?;
    let count = asked.count.parse();
    let count = count.map_err(|_| ("count", "Choose what is counted".to_owned()))?;
    Ok(Some((kind, count)))
}

/// Counts all that can be seen.
pub async fn counted(app: &App, opened: &Opened, chosen: (Kind, Count)) -> Result<Matrix> {
    let themes = match chosen.0 {
        Kind::ThemeParticipant | Kind::QuestionTheme => opened.standing_themes(app).await?,
        _ => Vec::new(),
    };
    let questions = opened.questions();
    Ok(Matrix::of(&opened.material, &themes, &questions, chosen))
}

async fn csv(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Asking(asked): Asking<Asked>,
) -> Result<Response> {
    let matrix = to_take_along(&app, &viewer, &asked).await?;
    let name = format!("{}-{}.csv", matrix.kind, matrix.count.word());
    download(
        &name,
        "text/csv; charset=utf-8",
        as_csv(&matrix).into_bytes(),
    )
}

async fn xlsx(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Asking(asked): Asking<Asked>,
) -> Result<Response> {
    let matrix = to_take_along(&app, &viewer, &asked).await?;
    let cell = |cell: Option<u32>| match cell {
        Some(count) => SheetCell::Number(f64::from(count)),
        None => SheetCell::Text(WITHHELD.to_owned()),
    };
    let rows = matrix.rows.iter().enumerate().map(|(row, head)| {
        let cells = (0..matrix.columns.len()).map(|column| cell(matrix.released(row, column)));
        let name = std::iter::once(SheetCell::Text(head.name.clone()));
        name.chain(cells).collect()
    });
    let sheet = Sheet {
        name: matrix.count.word().to_owned(),
        header: header(&matrix),
        rows: rows.collect(),
    };
    let bytes = write_xlsx(&[sheet]).map_err(Error::internal)?;
    let name = format!("{}-{}.xlsx", matrix.kind, matrix.count.word());
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    download(&name, kind, bytes)
}

async fn to_take_along(app: &App, viewer: &Viewer, asked: &Asked) -> Result<Matrix> {
    let mut asked = asked.clone();
    if asked.kind.is_empty() {
        (asked.kind, asked.count) = ("code-document".to_owned(), "codings".to_owned());
    }
    let chosen = chosen(&asked).ok().flatten().ok_or(Error::NotFound)?;
    let opened = Opened::of_viewer(app, viewer).await?;
    Ok(counted(app, &opened, chosen).await?.without_empty())
}

/// A matrix as a file that may leave the team.
pub fn as_csv(matrix: &Matrix) -> String {
    let header = header(matrix);
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let rows = matrix.rows.iter().enumerate().map(|(row, head)| {
        let cell = |column| match matrix.released(row, column) {
            Some(count) => count.to_string(),
            None => WITHHELD.to_owned(),
        };
        let cells = (0..matrix.columns.len()).map(cell);
        std::iter::once(head.name.clone()).chain(cells).collect()
    });
    write_csv(&header, &rows.collect::<Vec<_>>())
}

/// What is counted, then the columns.
fn header(matrix: &Matrix) -> Vec<String> {
    let first = format!("{} ({})", matrix.kind, matrix.count.word());
    let names = matrix.columns.iter().map(|head| head.name.clone());
    std::iter::once(first).chain(names).collect()
}

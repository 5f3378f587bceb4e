//! Previews and downloads.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use formats::report::{Block, Cell, ReportRow, ReportTable};
use platform::access::{Role, Viewer};
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Error, Result};
use study::rights::Analyst;

use super::files::{Fields, taken};
use crate::folder::{StudyFolder, stored};
use crate::outputs::{
    Output, OutputFormat, TableOptions, What, question_theme_matrix, table1_journal,
    table1_summary, table2, themes_svg,
};

const READ: Action = Action("write-up.read");
const PEOPLE: Action = Action("participant-table.read");

const SUMMARY: &str = "table1-summary";
const JOURNAL: &str = "table1-journal";
const TABLE2: &str = "table2";
const MATRIX: &str = "question-theme-matrix";
const THEMES: &str = "themes";

/// The pages of the write-up. A file name without an ending is its preview.
pub fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/write-up", READ, first)
        .get("/studies/{study}/write-up/{file}", READ, open)
        .get("/studies/{study}/participant-table", PEOPLE, people)
        .get(
            "/studies/{study}/participant-table/{file}",
            PEOPLE,
            people_file,
        )
}

#[derive(Template)]
#[template(path = "write_up/preview.html")]
struct PreviewPage {
    shell: Shell,
    lead: String,
    /// Where the pages of the study begin.
    base: String,
    tabs: Vec<Tab>,
    files: Vec<File>,
    table: Option<Table>,
    /// As SVG of ours.
    drawing: Option<String>,
    notes: Vec<String>,
    /// Whether whoever asks may hold a manuscript against the study.
    audits: bool,
}

struct Tab {
    label: &'static str,
    href: String,
    current: bool,
}

struct File {
    label: &'static str,
    href: String,
}

struct Table {
    caption: String,
    /// The heads of the columns, each with whether numbers stand under it.
    header: Vec<(String, bool)>,
    rows: Vec<Row>,
}

struct Row {
    group: Option<String>,
    cells: Vec<Shown>,
}

struct Shown {
    lines: Vec<String>,
    column: String,
    number: bool,
}

async fn first(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let folder = folder(&app, &viewer).await?;
    preview(&app, &viewer, SUMMARY, &table1_summary(&folder, &options())).await
}

async fn open(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, file)): Path<(String, String)>,
) -> Result<Response> {
    let (stem, ending) = parted(&file);
    let what = match stem {
        SUMMARY => What::Table1Summary,
        TABLE2 => What::Table2,
        MATRIX => What::Matrix,
        THEMES => What::Themes,
        _ => return Err(Error::NotFound),
    };
    if let Some(ending) = ending {
        return taken(&app, &viewer, (what, ending), Fields::default()).await;
    }
    let folder = folder(&app, &viewer).await?;
    let output = match what {
        What::Table1Summary => table1_summary(&folder, &options()),
        What::Table2 => table2(&folder),
        What::Matrix => question_theme_matrix(&folder),
        _ => return themes(&app, &viewer, &folder).await,
    };
    preview(&app, &viewer, stem, &output).await
}

async fn people(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let folder = folder(&app, &viewer).await?;
    preview(&app, &viewer, JOURNAL, &table1_journal(&folder, &options())).await
}

async fn people_file(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, file)): Path<(String, String)>,
) -> Result<Response> {
    match parted(&file) {
        (JOURNAL, Some(ending)) => {
            let what = (What::Table1Journal, ending);
            taken(&app, &viewer, what, Fields::default()).await
        }
        _ => Err(Error::NotFound),
    }
}

async fn themes(app: &App, viewer: &Viewer, folder: &StudyFolder) -> Result<Response> {
    let base = format!("/studies/{}", viewer.scope()?.slug);
    page(PreviewPage {
        audits: Analyst::of(app, viewer).await?.writes,
        shell: Shell::new(app, viewer, "Overview of the themes"),
        lead: LEAD.to_owned(),
        tabs: tabs(viewer, &base, THEMES),
        files: vec![File {
            label: "SVG",
            href: format!("{base}/write-up/themes.svg"),
        }],
        base,
        table: None,
        // Not as a picture with an address: looking is not taking away.
        drawing: Some(themes_svg(folder)),
        notes: Vec::new(),
    })
}

const LEAD: &str = "A working table, not released. Its numbers are counted from what this study holds; nothing is typed by hand.";

async fn preview(app: &App, viewer: &Viewer, stem: &str, output: &Output) -> Result<Response> {
    let base = format!("/studies/{}", viewer.scope()?.slug);
    let folder = if stem == JOURNAL {
        "participant-table"
    } else {
        "write-up"
    };
    let files = OutputFormat::OF_TABLES.map(|format| (format.label(), format.ending()));
    let mut notes: Vec<String> = output.report.lead.iter().cloned().collect();
    let mut table = None;
    for block in &output.report.blocks {
        match block {
            Block::Table(found) => table = Some(Table::of(found)),
            Block::Note(text) | Block::Paragraph(text) | Block::Heading(text) => {
                notes.push(text.clone());
            }
            Block::Sourced(words) => {
                notes.push(words.iter().map(|words| words.text.as_str()).collect());
            }
            Block::Signature(labels) | Block::Sources(labels) => {
                notes.extend(labels.iter().cloned())
            }
            Block::Picture(picture) => notes.push(picture.alt.clone()),
        }
    }
    notes.push(output.report.footer.clone());
    page(PreviewPage {
        audits: Analyst::of(app, viewer).await?.writes,
        shell: Shell::new(app, viewer, output.report.title.clone()),
        lead: LEAD.to_owned(),
        tabs: tabs(viewer, &base, stem),
        files: files
            .into_iter()
            .map(|(label, ending)| File {
                label,
                href: format!("{base}/{folder}/{stem}.{ending}"),
            })
            .collect(),
        base,
        table,
        drawing: None,
        notes,
    })
}

fn tabs(viewer: &Viewer, base: &str, current: &str) -> Vec<Tab> {
    let lead = viewer.acts_as(Role::ResearchLead);
    let tab = |label, stem: &str, href: &str| Tab {
        label,
        href: format!("{base}/{href}"),
        current: stem == current,
    };
    let mut tabs = vec![tab("Table 1", SUMMARY, "write-up")];
    if lead {
        tabs.push(tab("A row a person", JOURNAL, "participant-table"));
    }
    tabs.push(tab("Table 2", TABLE2, "write-up/table2"));
    tabs.push(tab("Matrix", MATRIX, "write-up/question-theme-matrix"));
    tabs.push(tab("Themes", THEMES, "write-up/themes"));
    tabs
}

async fn folder(app: &App, viewer: &Viewer) -> Result<StudyFolder> {
    let (folder, _, _) = stored(app.db.read(), viewer.scope()?.id).await?;
    Ok(folder)
}

/// Nobody has stated here that the consent names gender or that a journal demands days.
fn options() -> TableOptions {
    TableOptions::default()
}

fn parted(file: &str) -> (&str, Option<&str>) {
    match file.rsplit_once('.') {
        Some((stem, ending)) => (stem, Some(ending)),
        None => (file, None),
    }
}

impl Table {
    /// A table without merged cells, so that each row can be a card on a phone. Where two cells name a
    /// row, the first becomes a heading above its rows and the second stands in each of them.
    fn of(table: &ReportTable) -> Self {
        let two_names = table.rows.iter().any(|row| match row {
            ReportRow::Cells(cells) => cells.iter().filter(|cell| cell.row_head).count() == 2,
            ReportRow::Group(_) => false,
        });
        let header = table.header[usize::from(two_names)..].to_vec();
        let mut rows: Vec<Row> = Vec::new();
        let mut name = None;
        for row in &table.rows {
            let cells = match row {
                ReportRow::Group(group) => {
                    rows.push(Row {
                        group: Some(group.clone()),
                        cells: Vec::new(),
                    });
                    continue;
                }
                ReportRow::Cells(cells) => cells.as_slice(),
            };
            let (group, cells) = match cells {
                [group, rest @ ..] if two_names && cells.len() == table.header.len() => {
                    (Some(group.text.concat()), rest)
                }
                cells => (None, cells),
            };
            name = cells.first().filter(|cell| cell.row_head).or(name);
            let missing = name.filter(|_| cells.len() + 1 == header.len());
            let cells = missing.into_iter().chain(cells);
            rows.push(Row {
                group,
                cells: cells
                    .zip(&header)
                    .map(|(cell, column)| Shown::of(cell, column))
                    .collect(),
            });
        }
        let numbers = |at: usize| {
            let mut cells = rows.iter().filter_map(|row| row.cells.get(at));
            cells.clone().next().is_some() && cells.all(|cell| cell.number)
        };
        let numbers: Vec<bool> = (0..header.len()).map(numbers).collect();
        Table {
            caption: table.caption.clone(),
            header: header.into_iter().zip(numbers).collect(),
            rows,
        }
    }
}

impl Shown {
    fn of(cell: &Cell, column: &str) -> Self {
        let lines = cell.text.iter().flat_map(|text| text.lines());
        Shown {
            lines: lines.map(str::to_owned).collect(),
            column: column.to_owned(),
            number: cell.number,
        }
    }
}

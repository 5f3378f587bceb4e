//! Previews and downloads.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use formats::report::{Block, Cell, ReportRow, ReportTable};
use platform::access::{Role, Viewer};
use platform::web::{Action, Routes, Shell, download, page};
use platform::{App, Error, Result};

use crate::folder::{StudyFolder, stored};
use crate::outputs::{
    self, Output, OutputFormat, TableOptions, question_theme_matrix, table1_journal,
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
    drawing: Option<String>,
    notes: Vec<String>,
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
    header: Vec<String>,
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
    preview(&app, &viewer, SUMMARY, &table1_summary(&folder, &options()))
}

async fn open(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, file)): Path<(String, String)>,
) -> Result<Response> {
    let folder = folder(&app, &viewer).await?;
    let (stem, ending) = parted(&file);
    let output = match stem {
        SUMMARY => table1_summary(&folder, &options()),
        TABLE2 => table2(&folder),
        MATRIX => question_theme_matrix(&folder),
        THEMES => return themes(&app, &viewer, &folder, ending),
        _ => return Err(Error::NotFound),
    };
    match ending {
        Some(ending) => written(&output, ending),
        None => preview(&app, &viewer, stem, &output),
    }
}

async fn people(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let folder = folder(&app, &viewer).await?;
    preview(&app, &viewer, JOURNAL, &table1_journal(&folder, &options()))
}

async fn people_file(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, file)): Path<(String, String)>,
) -> Result<Response> {
    let folder = folder(&app, &viewer).await?;
    match parted(&file) {
        (JOURNAL, Some(ending)) => written(&table1_journal(&folder, &options()), ending),
        _ => Err(Error::NotFound),
    }
}

fn themes(
    app: &App,
    viewer: &Viewer,
    folder: &StudyFolder,
    ending: Option<&str>,
) -> Result<Response> {
    match ending {
        Some("svg") => download(
            "themes.svg",
            "image/svg+xml",
            themes_svg(folder).into_bytes(),
        ),
        Some(_) => Err(Error::NotFound),
        None => {
            let base = format!("/studies/{}", viewer.scope()?.slug);
            let drawing = format!("{base}/write-up/themes.svg");
            page(PreviewPage {
                shell: Shell::new(app, viewer, "Overview of the themes"),
                lead: LEAD.to_owned(),
                tabs: tabs(viewer, &base, THEMES),
                base,
                files: vec![File {
                    label: "SVG",
                    href: drawing.clone(),
                }],
                table: None,
                drawing: Some(drawing),
                notes: Vec::new(),
            })
        }
    }
}

const LEAD: &str = "A working table, not released. Its numbers are counted from what this study holds; nothing is typed by hand.";

fn preview(app: &App, viewer: &Viewer, stem: &str, output: &Output) -> Result<Response> {
    let base = format!("/studies/{}", viewer.scope()?.slug);
    let folder = if stem == JOURNAL {
        "participant-table"
    } else {
        "write-up"
    };
    let files = [
        ("Word (DOCX)", "docx"),
        ("Web page", "html"),
        ("CSV", "csv"),
        ("Excel", "xlsx"),
    ];
    let mut notes: Vec<String> = output.report.lead.iter().cloned().collect();
    let mut table = None;
    for block in &output.report.blocks {
        match block {
            Block::Table(found) => table = Some(Table::of(found)),
            Block::Note(text) | Block::Paragraph(text) | Block::Heading(text) => {
                notes.push(text.clone());
            }
            Block::Signature(labels) => notes.extend(labels.iter().cloned()),
        }
    }
    notes.push(output.report.footer.clone());
    page(PreviewPage {
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

/// One file, as `enid study tables` writes it.
fn written(output: &Output, ending: &str) -> Result<Response> {
    let (format, kind) = match ending {
        "docx" => (
            OutputFormat::Docx,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        "html" => (OutputFormat::Html, "text/html; charset=utf-8"),
        "csv" => (OutputFormat::Csv, "text/csv; charset=utf-8"),
        "xlsx" => (
            OutputFormat::Xlsx,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        _ => return Err(Error::NotFound),
    };
    match output.write(format) {
        Ok((name, bytes)) => download(&name, kind, bytes),
        Err(outputs::Error::Workbook { file, error }) => Err(Error::refused(
            "O3",
            format!("{file} cannot hold this table: {error}."),
            "Take it away as CSV or Word.",
        )),
        Err(error) => Err(Error::internal(error)),
    }
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
        let mut rows = Vec::new();
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
        Table {
            caption: table.caption.clone(),
            header,
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

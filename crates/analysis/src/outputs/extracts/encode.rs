//! Extracts in each format, document by document.

use super::super::OutputFormat;
use super::super::output::{number_cell, text_cell};
use super::super::write::not_this;
use super::{Extract, Extracted, FORMATS};
use formats::report::{Block, Cell, DocxPieces, HtmlPieces, Report, ReportRow, ReportTable};
use formats::table::{SheetCell, XlsxPieces, csv_lines};
use platform::{Error, Result};
use study::documents::Kind;

const COLUMNS: [(&str, u32); 10] = [
    ("document", 16),
    ("kind", 12),
    ("cohort", 14),
    ("turn", 8),
    ("until_turn", 10),
    ("start", 8),
    ("end", 8),
    ("code", 30),
    ("analyst", 10),
    ("text", 70),
];
const HEADER: [&str; 4] = ["Turn", "Code", "Analyst", "Extract"];
const WIDTHS: [u32; 4] = [2, 6, 3, 13];

/// A file that is being written.
pub(super) enum Encoder {
    Csv(String),
    Html(HtmlPieces, String),
    Docx(DocxPieces),
    Xlsx(XlsxPieces),
}

impl Encoder {
    /// A file of this format; `report` has title, lead and foot.
    pub(super) fn new(format: OutputFormat, report: Report) -> Result<Self> {
        Ok(match format {
            OutputFormat::Csv => {
                let heads = COLUMNS.iter().map(|(head, _)| *head);
                Self::Csv(csv_lines([heads]))
            }
            OutputFormat::Html => {
                let (page, begun) = HtmlPieces::begin(report, &WIDTHS);
                Self::Html(page, begun)
            }
            OutputFormat::Docx => Self::Docx(DocxPieces::begin(&report).map_err(Error::internal)?),
            OutputFormat::Xlsx => {
                let lead = report.lead.clone().unwrap_or_default();
                let about = [report.title, lead, report.footer];
                let book = XlsxPieces::begin("extracts", &COLUMNS, &about);
                Self::Xlsx(book.map_err(Error::internal)?)
            }
            other => {
                let refused = not_this("extracts", other, &FORMATS);
                return Err(Error::refused(
                    "O5",
                    format!("{refused}."),
                    "Choose another format.",
                ));
            }
        })
    }

    /// The extracts of the next document.
    pub(super) fn document(&mut self, found: &Extracted<'_>) -> Result<()> {
        match self {
            Self::Csv(lines) => lines.push_str(&csv(found)),
            Self::Html(page, written) => written.push_str(&page.blocks(&blocks(found))),
            Self::Docx(document) => document.blocks(&blocks(found)).map_err(Error::internal)?,
            Self::Xlsx(book) => {
                let rows: Vec<Vec<SheetCell>> =
                    found.extracts.iter().map(|one| cells(found, one)).collect();
                let done = book.rows(rows.iter().map(Vec::as_slice));
                done.map_err(Error::internal)?;
            }
        }
        Ok(())
    }

    /// What was written since this was asked last.
    pub(super) fn take(&mut self) -> Vec<u8> {
        match self {
            Self::Csv(written) | Self::Html(_, written) => std::mem::take(written).into_bytes(),
            Self::Docx(document) => document.take(),
            Self::Xlsx(book) => book.take(),
        }
    }

    /// The last bytes.
    pub(super) fn end(self) -> Result<Vec<u8>> {
        match self {
            Self::Csv(written) => Ok(written.into_bytes()),
            Self::Html(page, written) => Ok((written + &page.end()).into_bytes()),
            Self::Docx(document) => document.end().map_err(Error::internal),
            Self::Xlsx(book) => book.end().map_err(Error::internal),
        }
    }
}

fn csv(found: &Extracted<'_>) -> String {
    let numbers: Vec<[String; 4]> = found
        .extracts
        .iter()
        .map(|one| {
            [one.turns.0, one.turns.1, one.span.0, one.span.1].map(|number| number.to_string())
        })
        .collect();
    let before = [
        found.handle,
        word(found.kind),
        found.cohort.unwrap_or_default(),
    ];
    let rows = found.extracts.iter().zip(&numbers);
    csv_lines(rows.map(|(one, numbers)| {
        let numbers = numbers.iter().map(String::as_str);
        let after = [one.code, one.analyst, one.words];
        before.into_iter().chain(numbers).chain(after)
    }))
}

/// As the language of queries has it.
fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Transcript => "transcript",
        Kind::FieldNote => "field-note",
    }
}

fn cells(found: &Extracted<'_>, one: &Extract<'_>) -> Vec<SheetCell> {
    let number = |number: u32| number_cell(number as usize);
    vec![
        text_cell(found.handle),
        text_cell(word(found.kind)),
        text_cell(found.cohort.unwrap_or_default()),
        number(one.turns.0),
        number(one.turns.1),
        number(one.span.0),
        number(one.span.1),
        text_cell(one.code),
        text_cell(one.analyst),
        text_cell(one.words),
    ]
}

fn blocks(found: &Extracted<'_>) -> [Block; 2] {
    // The kind of a field note is shown wherever it is (study R57).
    let heading = match (found.kind, found.cohort) {
        (Kind::FieldNote, _) => format!("{}, field note", found.handle),
        (_, Some(cohort)) => format!("{}, {cohort}", found.handle),
        (_, None) => found.handle.to_owned(),
    };
    let count = match found.extracts.len() {
        1 => "One extract".to_owned(),
        many => format!("{many} extracts"),
    };
    let row = |one: &Extract<'_>| {
        let turn = match one.turns {
            (turn, until) if turn == until => turn.to_string(),
            (turn, until) => format!("{turn}–{until}"),
        };
        ReportRow::Cells(vec![
            Cell::text(turn),
            Cell::row_head(one.code),
            Cell::text(one.analyst),
            Cell::quotes(vec![one.words.to_owned()]),
        ])
    };
    let table = ReportTable {
        caption: format!("{count} from {}", found.handle),
        header: HEADER.map(str::to_owned).into(),
        widths: WIDTHS.into(),
        rows: found.extracts.iter().map(row).collect(),
        landscape: false,
    };
    [Block::Heading(heading), Block::Table(table)]
}

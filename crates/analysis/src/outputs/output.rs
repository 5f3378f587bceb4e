//! One output in its two shapes: a page for readers, a sheet for machines.

use super::digest::Digest;
use super::{Stamp, marking};
use formats::report::{Block, Cell, Report, ReportRow, ReportTable};
use formats::table::{Sheet, SheetCell};

/// A table of the study, ready to be written in any format.
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    /// The file name without its ending.
    pub stem: &'static str,
    /// For DOCX and HTML, with the marking in its footer.
    pub report: Report,
    /// For CSV and XLSX; nothing is merged there.
    pub sheet: Sheet,
}

impl Output {
    /// The same with the study and the day at its foot.
    pub(crate) fn of_study(mut self, stamp: &Stamp) -> Self {
        self.report.footer = format!("{stamp}. {}", self.report.footer);
        self
    }
}

/// What an output is made of before it is marked.
pub(super) struct Draft {
    pub(super) stem: &'static str,
    pub(super) title: &'static str,
    pub(super) lead: Option<&'static str>,
    pub(super) table: ReportTable,
    pub(super) notes: Vec<String>,
    pub(super) sheet_header: Vec<String>,
    pub(super) sheet_rows: Vec<Vec<SheetCell>>,
}

impl Draft {
    /// Adds the line at the foot of each file: product, version, state and a fingerprint.
    ///
    /// The fingerprint covers what the output shows and not the files it was made from, so that
    /// Table 2 does not change with Table 1 (study P2) and tells nothing that it does not print.
    pub(super) fn marked(self) -> Output {
        let mut digest = Digest::new(self.stem);
        let cells = self.sheet_rows.iter().flatten().map(in_csv);
        for text in self.sheet_header.iter().cloned().chain(cells) {
            digest.add(&text);
        }
        for text in &self.notes {
            digest.add(text);
        }
        let mut blocks = vec![Block::Table(self.table)];
        blocks.extend(self.notes.into_iter().map(Block::Note));
        Output {
            stem: self.stem,
            report: Report {
                title: self.title.to_owned(),
                lead: self.lead.map(str::to_owned),
                blocks,
                footer: marking(&digest),
            },
            sheet: Sheet {
                name: self.stem.to_owned(),
                header: self.sheet_header,
                rows: self.sheet_rows,
            },
        }
    }
}

/// Rows whose first cells are names; a name that repeats the one above is merged with it.
///
/// The second name is merged only under the same first name, so that two subthemes of one name
/// under two themes stay apart.
pub(super) fn rows_by_name(rows: Vec<([String; 2], Vec<Cell>)>) -> Vec<ReportRow> {
    let names: Vec<[String; 2]> = rows.iter().map(|(names, _)| names.clone()).collect();
    rows.into_iter()
        .enumerate()
        .map(|(index, (own, cells))| {
            let mut row = Vec::with_capacity(own.len() + cells.len());
            for column in 0..own.len() {
                let same = |other: &[String; 2]| other[..=column] == own[..=column];
                if index == 0 || !same(&names[index - 1]) {
                    let rows = names[index..].iter().take_while(|names| same(names));
                    row.push(Cell::row_head(&own[column]).spanning(rows.count()));
                }
            }
            row.extend(cells);
            ReportRow::Cells(row)
        })
        .collect()
}

/// A cell as CSV writes it.
pub(super) fn in_csv(cell: &SheetCell) -> String {
    match cell {
        SheetCell::Empty => String::new(),
        SheetCell::Text(text) => text.clone(),
        SheetCell::Number(number) => number.to_string(),
        SheetCell::Date { year, month, day } => format!("{year:04}-{month:02}-{day:02}"),
    }
}

pub(crate) fn text_cell(text: impl ToString) -> SheetCell {
    let text = text.to_string();
    if text.is_empty() {
        SheetCell::Empty
    } else {
        SheetCell::Text(text)
    }
}

pub(crate) fn number_cell(number: usize) -> SheetCell {
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    SheetCell::Number(f64::from(number))
}

pub(crate) fn strings(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

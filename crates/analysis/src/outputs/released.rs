//! Tables in the form in which they leave the study (study O2, P3, P14): with a foot of the release in the place of the one of a
//! working table, and the tables that only a release has.

use formats::report::{Block, Cell, ReportRow, ReportTable};
use formats::table::SheetCell;
use measures::disclosure::Crossed;

use super::matrix::question_theme_matrix;
use super::output::{Draft, Output, strings, text_cell};
use crate::folder::StudyFolder;
use crate::quotes::Quote;

/// One person in a table that is released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PersonRow {
    /// Used in this table of this release only.
    pub(crate) label: String,
    /// The cohort, where cohorts are told.
    pub(crate) cohort: Option<String>,
    /// A cell for each column.
    pub(crate) cells: Vec<String>,
}

/// Table 1 with a row a person, in the order of its rows, cohort by cohort.
pub(crate) fn people_table(columns: &[&str], people: &[PersonRow]) -> Output {
    let mut rows = Vec::new();
    for of_cohort in people.chunk_by(|one, next| one.cohort == next.cohort) {
        rows.extend(of_cohort[0].cohort.clone().map(ReportRow::Group));
        rows.extend(of_cohort.iter().map(|person| {
            let cells = person.cells.iter().map(|cell| Cell::text(cell.as_str()));
            let label = Cell::row_head(&person.label);
            ReportRow::Cells([label].into_iter().chain(cells).collect())
        }));
    }
    let header = |first: &[&str]| strings(&[first, columns].concat());
    let in_sheet = |person: &PersonRow| -> Vec<SheetCell> {
        let first = [person.cohort.as_deref().unwrap_or("all"), &person.label];
        let cells = person.cells.iter().map(String::as_str);
        first.into_iter().chain(cells).map(text_cell).collect()
    };
    Draft {
        stem: "participants",
        title: "Table 1",
        lead: None,
        table: ReportTable {
            caption: "Participants".to_owned(),
            header: header(&["Person"]),
            widths: [2].into_iter().chain(columns.iter().map(|_| 4)).collect(),
            rows,
            landscape: false,
        },
        notes: vec![
            "The rows stand in random order. The labels are used in this table only, so that no quote can be matched to a row."
                .to_owned(),
        ],
        sheet_header: header(&["cohort", "person"])
            .iter()
            .map(|name| name.to_lowercase())
            .collect(),
        sheet_rows: people.iter().map(in_sheet).collect(),
    }
    .marked()
}

/// How many of those interviewed are in each cohort and of each gender, with what is not shown said to be so.
pub(crate) fn crossed_table(crossed: &Crossed) -> Output {
    let names = |names: &[String], total: &str| -> Vec<String> {
        names.iter().cloned().chain([total.to_owned()]).collect()
    };
    let (rows, columns) = (names(&crossed.rows, "All"), names(&crossed.columns, "All"));
    let figure = |row: usize, column: usize| match crossed.at(row, column) {
        Some(figure) => figure.to_string(),
        None => "not shown".to_owned(),
    };
    let lines = || {
        rows.iter().zip(0..).map(|(name, row)| {
            let figures = (0..columns.len()).map(move |column| figure(row, column));
            (name, figures)
        })
    };
    let shown = |(name, figures): (&String, _)| {
        let head = [Cell::row_head(name)].into_iter();
        ReportRow::Cells(head.chain(figures_of(figures)).collect())
    };
    let header: Vec<String> = ["Cohort".to_owned()]
        .into_iter()
        .chain(columns.clone())
        .collect();
    Draft {
        stem: "cohorts-by-gender",
        title: "Participants by cohort and gender",
        lead: None,
        table: ReportTable {
            caption: "Those interviewed".to_owned(),
            widths: header.iter().map(|_| 2).collect(),
            header: header.clone(),
            rows: lines().map(shown).collect(),
            landscape: false,
        },
        notes: vec![
            "Not shown: figures about fewer than ten people, and those from which they could be computed."
                .to_owned(),
        ],
        sheet_header: header.iter().map(|name| name.to_lowercase()).collect(),
        sheet_rows: lines()
            .map(|(name, figures)| {
                let name = [name.clone()].into_iter();
                name.chain(figures).map(text_cell).collect()
            })
            .collect(),
    }
    .marked()
}

/// How many quotes answer which question under which theme, without the cohorts that are heard.
pub(crate) fn released_matrix(folder: &StudyFolder) -> Output {
    let of_nobody = |quote: &Quote| Quote {
        participant: None,
        ..quote.clone()
    };
    question_theme_matrix(&StudyFolder {
        quotes: folder.printed_quotes().map(of_nobody).collect(),
        other: Vec::new(),
        ..folder.clone()
    })
}

fn figures_of(figures: impl Iterator<Item = String>) -> impl Iterator<Item = Cell> {
    figures.map(|figure| match figure.parse::<u64>() {
        Ok(_) => Cell::number(figure),
        Err(_) => Cell::text(figure),
    })
}

impl Output {
    /// The same with the foot of a release.
    pub(crate) fn released(mut self, foot: &str) -> Self {
        foot.clone_into(&mut self.report.footer);
        self
    }

    /// Table 2 without the column of questions, where a question would tell of whom it was asked (A27).
    pub(crate) fn without_questions(mut self) -> Self {
        for block in &mut self.report.blocks {
            if let Block::Table(table) = block {
                "Themes and quotes".clone_into(&mut table.caption);
                table.header.pop();
                table.widths.pop();
                for row in &mut table.rows {
                    if let ReportRow::Cells(cells) = row {
                        cells.pop();
                    }
                }
            }
        }
        self.sheet.header.pop();
        for row in &mut self.sheet.rows {
            row.pop();
        }
        self
    }
}

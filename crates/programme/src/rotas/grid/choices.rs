//! What a form shows so that a person can say where things stand.

use formats::table::{RawBook, RawSheet};

use super::days::DayLine;
use super::settle::{Around, settle};
use super::view::letters;
use super::{People, View};

/// How many rows and columns a form offers, and how many texts it shows of each.
const MOST_LINES: usize = 40;
const MOST_TEXTS: usize = 8;
/// How far along a line its texts are looked for.
const REACH: usize = 400;

/// The sheets of a workbook, for a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// Each sheet, in the order of the tabs.
    pub sheets: Vec<SheetChoices>,
}

/// The beginning of one sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetChoices {
    /// Its name.
    pub name: String,
    /// How many rows it has.
    pub rows: usize,
    /// How many columns it has.
    pub columns: usize,
    /// Its first rows that hold text.
    pub first_rows: Vec<LineChoice>,
    /// Its first columns that hold text.
    pub first_columns: Vec<LineChoice>,
}

/// One row or column to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineChoice {
    /// Its place, from 0, as a [`Layout`](super::Layout) holds it.
    pub at: usize,
    /// What people call it: `3` for a row, `B` for a column.
    pub name: String,
    /// Its first texts, at most eight.
    pub texts: Vec<String>,
    /// Whether it looks like a line of dates.
    pub is_dates: bool,
}

/// The first rows and columns of every sheet, with what stands in them.
pub fn choices(book: &RawBook) -> Choices {
    Choices {
        sheets: book.sheets.iter().map(of_sheet).collect(),
    }
}

fn of_sheet(sheet: &RawSheet) -> SheetChoices {
    let rows = View::new(sheet, People::InRows);
    let columns = View::new(sheet, People::InColumns);
    SheetChoices {
        name: sheet.name.clone(),
        rows: rows.lines(),
        columns: columns.lines(),
        first_rows: of_lines(&rows),
        first_columns: of_lines(&columns),
    }
}

fn of_lines(view: &View<'_>) -> Vec<LineChoice> {
    let lines = (0..view.lines()).map(|line| (line, texts(view, line)));
    let lines = lines.filter(|(_, texts)| !texts.is_empty());
    lines
        .take(MOST_LINES)
        .map(|(at, texts)| LineChoice {
            at,
            name: match view.people() {
                People::InRows => (at + 1).to_string(),
                People::InColumns => letters(at),
            },
            texts,
            is_dates: is_dates(view, at),
        })
        .collect()
}

fn texts(view: &View<'_>, line: usize) -> Vec<String> {
    let places = 0..view.places().min(REACH);
    let texts = places.map(|place| view.text(line, place));
    let texts = texts.filter(|text| !text.is_empty());
    texts.take(MOST_TEXTS).map(super::lines::one_line).collect()
}

/// Any year does: a form only asks whether there are days.
fn is_dates(view: &View<'_>, line: usize) -> bool {
    let near = jiff::civil::date(2026, 1, 1);
    let gathered = DayLine::gather(view, line, None);
    let days = settle(&gathered, None, Around::Near(near)).days;
    days.is_calendar()
}

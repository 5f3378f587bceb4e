//! Rotas as people make them, each form of them once.

mod dates;
mod files;
mod forms;
mod junk;
mod marks;
mod people;

use formats::table::{BookKind, Merge, RawBook, RawCell, RawSheet};
use jiff::civil::{Date, date};

use super::{Entry, Grid, GridError, Layout, Note, NoteKind, propose, read};

const TODAY: Date = date(2026, 7, 1);

/// A sheet from lines of cells parted by `|`. A cell in `<>` is a true date.
fn sheet(name: &str, lines: &[&str]) -> RawSheet {
    let cell = |text: &str| {
        let text = text.trim().replace("\\n", "\n");
        let true_date = text
            .strip_prefix('<')
            .and_then(|rest| rest.strip_suffix('>'));
        RawCell {
            day: true_date.map(|day| day.parse().expect("a test writes true dates as YYYY-MM-DD")),
            text: true_date.unwrap_or(&text).to_owned(),
            ..RawCell::default()
        }
    };
    RawSheet {
        name: name.to_owned(),
        rows: lines
            .iter()
            .map(|line| line.split('|').map(cell).collect())
            .collect(),
        ..RawSheet::default()
    }
}

fn book(sheets: Vec<RawSheet>) -> RawBook {
    RawBook {
        kind: BookKind::Xlsx,
        sheets,
        encoding: None,
        warnings: Vec::new(),
    }
}

fn merge(first: (usize, usize), last: (usize, usize)) -> Merge {
    Merge {
        first_row: first.0,
        first_column: first.1,
        last_row: last.0,
        last_column: last.1,
    }
}

/// The layout that is proposed, and what it reads.
fn proposed(book: &RawBook) -> (Layout, Grid) {
    let layout = propose(book, TODAY).expect("the rota has a grid");
    let grid = read(book, &layout).expect("what is proposed can be read");
    (layout, grid)
}

fn grid(lines: &[&str]) -> Grid {
    proposed(&book(vec![sheet("Rota", lines)])).1
}

fn refusal(lines: &[&str]) -> String {
    let book = book(vec![sheet("Rota", lines)]);
    let read = propose(&book, TODAY).and_then(|layout| read(&book, &layout));
    let GridError { sentence } = read.expect_err("the rota cannot be read");
    sentence
}

fn labels(grid: &Grid) -> Vec<&str> {
    grid.people
        .iter()
        .map(|person| person.label.as_str())
        .collect()
}

fn first_and_last(grid: &Grid) -> (Date, Date) {
    let ends = grid.dates.first().zip(grid.dates.last());
    let (first, last) = ends.expect("there are dates");
    (*first, *last)
}

fn entry<'a>(grid: &'a Grid, label: &str, day: Date) -> &'a Entry {
    let person = grid.people.iter().position(|person| person.label == label);
    let mut entries = grid.entries.iter();
    entries
        .find(|entry| Some(entry.person) == person && entry.date == day)
        .unwrap_or_else(|| panic!("{label} has no entry on {day}"))
}

fn text<'a>(grid: &'a Grid, label: &str, day: Date) -> &'a str {
    &entry(grid, label, day).text
}

fn notes(grid: &Grid, kind: NoteKind) -> Vec<&Note> {
    grid.notes.iter().filter(|note| note.kind == kind).collect()
}

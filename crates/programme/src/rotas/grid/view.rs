//! A sheet turned so that every person is a line and every day a place on it, whichever way it lies in the file.

use formats::table::{RawCell, RawSheet};

use super::People;

/// More merged rows than this are not looked at; a sheet for people has a few hundred.
const MOST_STRIPS: usize = 1_000_000;

/// A sheet in lines (of people) and places (of days), both counted from 0.
pub(super) struct View<'a> {
    sheet: &'a RawSheet,
    people: People,
    rows: usize,
    columns: usize,
    /// For each row its merges as `(first column, last column, index of the merge)`, in order.
    strips: Vec<Vec<(usize, usize, usize)>>,
}

/// Merged cells in lines and places; both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub first_line: usize,
    pub first_place: usize,
    pub last_line: usize,
    pub last_place: usize,
}

impl<'a> View<'a> {
    /// Turns the sheet.
    pub fn new(sheet: &'a RawSheet, people: People) -> Self {
        let rows = sheet.rows.len();
        let columns = sheet.rows.iter().map(Vec::len).max().unwrap_or(0);
        View {
            sheet,
            people,
            rows,
            columns,
            strips: strips(sheet, rows, columns),
        }
    }

    /// The sheet as it lies in the file.
    pub fn sheet(&self) -> &'a RawSheet {
        self.sheet
    }

    /// Which way people lie.
    pub fn people(&self) -> People {
        self.people
    }

    /// How many lines there are.
    pub fn lines(&self) -> usize {
        match self.people {
            People::InRows => self.rows,
            People::InColumns => self.columns,
        }
    }

    /// How many places the longest line has.
    pub fn places(&self) -> usize {
        match self.people {
            People::InRows => self.columns,
            People::InColumns => self.rows,
        }
    }

    /// The cell as it is stored: empty under a merge.
    pub fn cell(&self, line: usize, place: usize) -> Option<&'a RawCell> {
        let (row, column) = self.turned(line, place);
        self.sheet.rows.get(row)?.get(column)
    }

    /// The trimmed text of the cell as it is stored.
    pub fn text(&self, line: usize, place: usize) -> &'a str {
        self.cell(line, place).map_or("", |cell| cell.text.trim())
    }

    /// The merge that the cell belongs to.
    pub fn span(&self, line: usize, place: usize) -> Option<Span> {
        let (row, column) = self.turned(line, place);
        let strips = self.strips.get(row)?;
        let after = strips.partition_point(|(first, ..)| *first <= column);
        let (_, last, index) = strips.get(after.checked_sub(1)?)?;
        (column <= *last).then(|| self.span_of(*index))
    }

    /// The cell as a reader of the sheet sees it: that of the whole merge, where there is one.
    pub fn seen(&self, line: usize, place: usize) -> (Option<&'a RawCell>, Option<Span>) {
        match self.span(line, place) {
            Some(span) => (self.cell(span.first_line, span.first_place), Some(span)),
            None => (self.cell(line, place), None),
        }
    }

    /// The number of its row, from 1.
    pub fn row(&self, line: usize, place: usize) -> usize {
        self.turned(line, place).0 + 1
    }

    /// The letters of its column.
    pub fn column(&self, line: usize, place: usize) -> String {
        letters(self.turned(line, place).1)
    }

    /// The cell as people name it: `C3`.
    pub fn name(&self, line: usize, place: usize) -> String {
        format!("{}{}", self.column(line, place), self.row(line, place))
    }

    /// A line as people name it: `row 3` or `column C`.
    pub fn line_name(&self, line: usize) -> String {
        match self.people {
            People::InRows => format!("row {}", line + 1),
            People::InColumns => format!("column {}", letters(line)),
        }
    }

    /// A place as people name it: `column C` or `row 3`.
    pub fn place_name(&self, place: usize) -> String {
        match self.people {
            People::InRows => format!("column {}", letters(place)),
            People::InColumns => format!("row {}", place + 1),
        }
    }

    /// Row and column of a line, for a note: only one of the two is known.
    pub fn line_address(&self, line: usize) -> (Option<usize>, Option<String>) {
        match self.people {
            People::InRows => (Some(line + 1), None),
            People::InColumns => (None, Some(letters(line))),
        }
    }

    /// Row and column of a place, for a note: only one of the two is known.
    pub fn place_address(&self, place: usize) -> (Option<usize>, Option<String>) {
        match self.people {
            People::InRows => (None, Some(letters(place))),
            People::InColumns => (Some(place + 1), None),
        }
    }

    /// The lines and places hidden from view.
    pub fn hidden(&self) -> (&'a [usize], &'a [usize]) {
        let (rows, columns) = (&self.sheet.hidden_rows, &self.sheet.hidden_columns);
        match self.people {
            People::InRows => (rows, columns),
            People::InColumns => (columns, rows),
        }
    }

    fn turned(&self, line: usize, place: usize) -> (usize, usize) {
        match self.people {
            People::InRows => (line, place),
            People::InColumns => (place, line),
        }
    }

    fn span_of(&self, index: usize) -> Span {
        let merge = self.sheet.merges[index];
        let (first_line, first_place) = self.turned(merge.first_row, merge.first_column);
        let (last_line, last_place) = self.turned(merge.last_row, merge.last_column);
        Span {
            first_line,
            first_place,
            last_line: last_line.min(self.lines().saturating_sub(1)),
            last_place: last_place.min(self.places().saturating_sub(1)),
        }
    }
}

fn strips(sheet: &RawSheet, rows: usize, columns: usize) -> Vec<Vec<(usize, usize, usize)>> {
    let mut strips = vec![Vec::new(); rows];
    let mut left = MOST_STRIPS;
    for (index, merge) in sheet.merges.iter().enumerate() {
        let lies_within = merge.first_row <= merge.last_row
            && merge.first_column <= merge.last_column
            && merge.first_row < rows
            && merge.first_column < columns;
        if !lies_within {
            continue;
        }
        let last_row = merge.last_row.min(rows - 1);
        for strip in &mut strips[merge.first_row..=last_row] {
            if left == 0 {
                break;
            }
            left -= 1;
            strip.push((merge.first_column, merge.last_column, index));
        }
    }
    for strip in &mut strips {
        strip.sort_unstable();
    }
    strips
}

/// The letters of a column counted from 0, as a spreadsheet shows them: A to Z, AA and so on.
pub(super) fn letters(column: usize) -> String {
    let mut rest = column + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(
            b'A' + u8::try_from(rest % 26).expect("a remainder of 26 is below 26"),
        ));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

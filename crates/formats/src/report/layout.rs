//! Where the cells of a table stand, once for all writers.

use super::{Cell, ReportRow, ReportTable};

/// A table with every place of its grid accounted for.
pub(super) struct Layout<'a> {
    pub(super) columns: usize,
    pub(super) lines: Vec<Line<'a>>,
}

pub(super) enum Line<'a> {
    Group(&'a str),
    /// As many places as the table has columns.
    Cells(Vec<Place<'a>>),
}

#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    /// A cell, with the number of rows it covers.
    Starts(&'a Cell, usize),
    /// Covered by a cell further up.
    Covered,
    /// Nothing was given for this place.
    Blank,
}

impl<'a> Layout<'a> {
    pub(super) fn new(table: &'a ReportTable) -> Self {
        let mut lines: Vec<Line<'a>> = Vec::with_capacity(table.rows.len());
        let mut covered = Vec::new();
        let mut columns = table.header.len().max(1);
        for (row, left) in table.rows.iter().zip(rows_left(&table.rows)) {
            match row {
                ReportRow::Group(name) => {
                    covered.clear();
                    lines.push(Line::Group(name));
                }
                ReportRow::Cells(cells) => {
                    let places = line(cells, &mut covered, left);
                    columns = columns.max(places.len());
                    lines.push(Line::Cells(places));
                }
            }
        }
        for line in &mut lines {
            if let Line::Cells(places) = line {
                places.resize(columns, Place::Blank);
            }
        }
        Layout { columns, lines }
    }

    /// The widths of the columns as parts of `total`, which they fill exactly.
    pub(super) fn widths(&self, relative: &[u32], total: u32) -> Vec<u32> {
        let weight = |column: usize| u64::from(relative.get(column).copied().unwrap_or(1).max(1));
        let all: u64 = (0..self.columns).map(weight).sum();
        let edge = |before: u64| u32::try_from(before * u64::from(total) / all).unwrap_or(total);
        let mut before = 0;
        let widths = (0..self.columns).map(|column| {
            let left = edge(before);
            before += weight(column);
            edge(before) - left
        });
        widths.collect()
    }

    /// Whether the column holds numbers, so that its head stands over them.
    pub(super) fn is_number(&self, column: usize) -> bool {
        self.lines.iter().any(|line| match line {
            Line::Cells(places) => matches!(places[column], Place::Starts(cell, _) if cell.number),
            Line::Group(_) => false,
        })
    }
}

/// How many rows there are from each on to the end or the next group.
fn rows_left(rows: &[ReportRow]) -> Vec<usize> {
    let mut left = vec![0; rows.len()];
    let mut following = 0;
    for (row, left) in rows.iter().zip(&mut left).rev() {
        following = match row {
            ReportRow::Cells(_) => following + 1,
            ReportRow::Group(_) => 0,
        };
        *left = following;
    }
    left
}

/// Places the cells of a row; `covered` counts for each column the rows that a cell above still covers.
fn line<'a>(cells: &'a [Cell], covered: &mut Vec<usize>, rows_left: usize) -> Vec<Place<'a>> {
    let mut places = Vec::new();
    let mut cells = cells.iter().peekable();
    while cells.peek().is_some() || places.len() < covered.len() {
        let column = places.len();
        if column == covered.len() {
            covered.push(0);
        }
        if covered[column] > 0 {
            covered[column] -= 1;
            places.push(Place::Covered);
        } else if let Some(cell) = cells.next() {
            let rows = cell.row_span.clamp(1, rows_left.max(1));
            covered[column] = rows - 1;
            places.push(Place::Starts(cell, rows));
        } else {
            places.push(Place::Blank);
        }
    }
    places
}

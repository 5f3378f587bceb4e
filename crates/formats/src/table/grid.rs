//! Puts cells met in any order, and colours that run over many cells, into the rows of a raw sheet.

use super::bounds::{Budget, unreadable};
use super::{Error, Merge, RawCell, RawSheet};
use jiff::civil::Date;
use std::collections::HashMap;

/// The size of a sheet in every spreadsheet program of today.
pub(super) const MOST_ROWS: u32 = 1_048_576;
pub(super) const MOST_COLUMNS: u32 = 16_384;

/// Runs of colour in a sheet. A sheet with more is painted cell by cell, and its colours say nothing.
const MOST_RUNS: usize = 1_000_000;

/// How a cell looks, as far as it is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub fill: Option<u16>,
    pub struck: bool,
}

/// The colours of a sheet and the numbers of them.
#[derive(Default)]
pub(super) struct Fills {
    names: Vec<String>,
    known: HashMap<String, u16>,
}

impl Fills {
    /// The number of a colour; `None` for white, and for more colours than a number can hold.
    pub(super) fn number(&mut self, colour: &str) -> Option<u16> {
        if colour == "FFFFFF" {
            return None;
        }
        if let Some(&known) = self.known.get(colour) {
            return Some(known);
        }
        let next = u16::try_from(self.names.len()).ok()?;
        self.names.push(colour.to_owned());
        self.known.insert(colour.to_owned(), next);
        Some(next)
    }
}

/// A rectangle of empty cells with one colour; both ends belong to it.
struct Run {
    rows: (u32, u32),
    columns: (u32, u32),
    fill: u16,
}

/// A sheet in the making.
pub(super) struct Grid {
    cells: Vec<(u32, u32, RawCell)>,
    runs: Vec<Run>,
    too_many_runs: bool,
    last: Option<(u32, u32)>,
}

impl Grid {
    pub(super) fn new() -> Self {
        Grid {
            cells: Vec::new(),
            runs: Vec::new(),
            too_many_runs: false,
            last: None,
        }
    }

    /// Takes a cell with text.
    pub(super) fn put(
        &mut self,
        (row, column): (u32, u32),
        (text, day): (String, Option<Date>),
        look: Look,
        budget: &mut Budget,
    ) -> Result<(), Error> {
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(unreadable(
                "a cell lies beyond the last row or column of a sheet",
            ));
        }
        budget.take_bytes(text.len() + PLACED)?;
        if self.cells.last().is_none_or(|&(last, _, _)| last != row) {
            budget.take_row()?;
        }
        let (last_row, last_column) = self.last.unwrap_or_default();
        self.last = Some((last_row.max(row), last_column.max(column)));
        let Look { fill, struck } = look;
        let cell = RawCell {
            text,
            day,
            fill,
            struck,
        };
        self.cells.push((row, column, cell));
        Ok(())
    }

    /// Takes a colour of cells without text.
    pub(super) fn paint(&mut self, rows: (u32, u32), columns: (u32, u32), fill: u16) {
        if let Some(run) = self.runs.last_mut() {
            let beside = run.rows == rows && run.columns.1.checked_add(1) == Some(columns.0);
            if beside && run.fill == fill {
                run.columns.1 = columns.1;
                return;
            }
        }
        if self.runs.len() == MOST_RUNS {
            self.too_many_runs = true;
            return;
        }
        self.runs.push(Run {
            rows,
            columns,
            fill,
        });
    }

    /// The rows, with colours kept within the rows and columns that hold text; `None` where no cell holds text.
    pub(super) fn finish(
        mut self,
        name: &str,
        merges: Vec<Merge>,
        fills: Fills,
        budget: &mut Budget,
    ) -> Result<Option<RawSheet>, Error> {
        let Some((last_row, last_column)) = self.last else {
            return Ok(None);
        };
        let mut rows: Vec<Vec<RawCell>> = Vec::new();
        budget.take_bytes((last_row as usize + 1) * size_of::<Vec<RawCell>>())?;
        rows.resize_with(last_row as usize + 1, Vec::new);
        self.cells.sort_by_key(|&(row, column, _)| (row, column));
        for (row, column, cell) in self.cells {
            let row = &mut rows[row as usize];
            budget.take_bytes((column as usize + 1).saturating_sub(row.len()) * CELL)?;
            *place(row, column) = cell;
        }
        let mut fills = fills.names;
        let painted = !self.too_many_runs
            && self
                .runs
                .iter()
                .all(|run| spread(&mut rows, run, last_column, budget));
        if !painted {
            fills.clear();
            for cell in rows.iter_mut().flatten() {
                cell.fill = None;
            }
        }
        Ok(Some(RawSheet {
            name: name.to_owned(),
            rows,
            merges,
            fills,
            ..RawSheet::default()
        }))
    }
}

const CELL: usize = size_of::<RawCell>();
/// A cell on its way and the least that its text takes of memory.
const PLACED: usize = size_of::<(u32, u32, RawCell)>() + 16;

fn place(row: &mut Vec<RawCell>, column: u32) -> &mut RawCell {
    let column = column as usize;
    if row.len() <= column {
        row.resize_with(column + 1, RawCell::default);
    }
    &mut row[column]
}

/// Whether the colour could be kept: what it costs must fit in what is left, but colours never fail a book.
fn spread(rows: &mut [Vec<RawCell>], run: &Run, last_column: u32, budget: &mut Budget) -> bool {
    let last = run.columns.1.min(last_column);
    if run.columns.0 > last {
        return true;
    }
    let (top, bottom) = (run.rows.0 as usize, run.rows.1 as usize);
    for row in rows.iter_mut().take(bottom.saturating_add(1)).skip(top) {
        let wider = (last as usize + 1).saturating_sub(row.len());
        if !budget.spare_bytes(wider * CELL) {
            return false;
        }
        for column in run.columns.0..=last {
            let cell = place(row, column);
            if cell.text.is_empty() {
                cell.fill = Some(run.fill);
            }
        }
    }
    true
}

//! Tables of counts with their totals: what is asked for, and what of it is shown.

use std::collections::BTreeSet;

/// The rows and columns of a table; totals come on top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// So many cells and their total.
    OneWay(usize),
    /// So many rows and columns, a total for each, and one of all.
    TwoWay(usize, usize),
}

/// A table that somebody asks for. A cell is a set of groups of the [`Wave`](super::Wave), by their numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub(super) shape: Shape,
    /// Cells and totals: of one way the cells and behind them the total; of two ways row by row, each with its total behind it,
    /// and behind all the row of totals.
    pub(super) cells: Vec<BTreeSet<usize>>,
    pub(super) is_sensitive: bool,
}

/// Why this is no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Faulty {
    /// There is no cell, or one without a group.
    #[error("the table has no cell, or one without a group")]
    Empty,
    /// Two ways with one row or one column.
    #[error("a table with one row or one column is one of one way")]
    OneLine,
    /// Its rows are not equally long.
    #[error("the rows of the table have different lengths")]
    Ragged,
    /// Somebody would be counted twice.
    #[error("a group stands in two cells of the table")]
    Twice,
}

impl Table {
    /// A table of one way: the groups of each cell. An answer that nobody gave is a cell too: without it, that everybody gave the
    /// other would be told.
    ///
    /// # Errors
    /// There is no cell, or one without a group, or a group stands in two.
    pub fn one_way(cells: Vec<Vec<usize>>) -> Result<Self, Faulty> {
        let shape = Shape::OneWay(cells.len());
        let mut cells: Vec<BTreeSet<usize>> = cells.into_iter().map(BTreeSet::from_iter).collect();
        parted(&cells)?;
        cells.push(cells.iter().flatten().copied().collect());
        Ok(Self {
            shape,
            cells,
            is_sensitive: true,
        })
    }

    /// A table of two ways: the groups of each cell, row by row.
    ///
    /// # Errors
    /// There is no cell, or one without a group, the rows differ in length, there is one row or column, or a group stands in two cells.
    pub fn two_way(rows: Vec<Vec<Vec<usize>>>) -> Result<Self, Faulty> {
        let columns = rows.first().map_or(0, Vec::len);
        if rows.iter().any(|row| row.len() != columns) {
            return Err(Faulty::Ragged);
        }
        if rows.len() == 1 || columns == 1 {
            return Err(Faulty::OneLine);
        }
        let rows: Vec<Vec<BTreeSet<usize>>> = rows
            .into_iter()
            .map(|row| row.into_iter().map(BTreeSet::from_iter).collect())
            .collect();
        parted(&rows.concat())?;
        let mut cells = Vec::new();
        for row in &rows {
            cells.extend(row.iter().cloned());
            cells.push(row.iter().flatten().copied().collect());
        }
        for column in 0..columns {
            cells.push(rows.iter().flat_map(|row| &row[column]).copied().collect());
        }
        cells.push(rows.iter().flatten().flatten().copied().collect());
        Ok(Self {
            shape: Shape::TwoWay(rows.len(), columns),
            cells,
            is_sensitive: true,
        })
    }

    /// The same table of something that is not sensitive: that nobody or everybody is in a cell may be told (trust PRI-3).
    #[must_use]
    pub fn of_no_sensitive_item(self) -> Self {
        Self {
            is_sensitive: false,
            ..self
        }
    }

    /// The rows and columns that add up, each with its total behind the cells.
    pub(super) fn lines(&self) -> Vec<Vec<usize>> {
        match self.shape {
            Shape::OneWay(cells) => vec![(0..=cells).collect()],
            Shape::TwoWay(rows, columns) => {
                let row = |row: usize| (0..=columns).map(|at| row * (columns + 1) + at).collect();
                let column =
                    |column: usize| (0..=rows).map(|at| at * (columns + 1) + column).collect();
                (0..=rows)
                    .map(row)
                    .chain((0..=columns).map(column))
                    .collect()
            }
        }
    }
}

/// Refuses no cells, and a group in two.
fn parted(cells: &[BTreeSet<usize>]) -> Result<(), Faulty> {
    let mut seen = BTreeSet::new();
    if cells.is_empty() || cells.iter().any(BTreeSet::is_empty) {
        return Err(Faulty::Empty);
    }
    match cells.iter().flatten().all(|group| seen.insert(group)) {
        true => Ok(()),
        false => Err(Faulty::Twice),
    }
}

/// A table after disclosure control: the figures that are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownTable {
    pub(super) shape: Shape,
    /// In the order of the cells; none where a figure is hidden.
    pub(super) figures: Vec<Option<u64>>,
}

impl ShownTable {
    /// Its rows and columns.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Of one way: a cell, or the total behind the last; none where it is hidden.
    pub fn figure(&self, cell: usize) -> Option<u64> {
        self.figures.get(cell).copied().flatten()
    }

    /// Of two ways: a cell, or a total behind the last row or column; none where it is hidden.
    pub fn at(&self, row: usize, column: usize) -> Option<u64> {
        match self.shape {
            Shape::TwoWay(rows, columns) if row <= rows && column <= columns => {
                self.figure(row * (columns + 1) + column)
            }
            _ => None,
        }
    }

    /// The part of a cell in the whole of another, from 0 to 1; none where either is hidden, or nobody is in the whole.
    pub fn share(&self, cell: usize, whole: usize) -> Option<f64> {
        let (cell, whole) = (self.figure(cell)?, self.figure(whole)?);
        #[expect(
            clippy::cast_precision_loss,
            reason = "counts of people are far below 2^52"
        )]
        let share = (whole > 0).then(|| cell as f64 / whole as f64);
        share
    }
}

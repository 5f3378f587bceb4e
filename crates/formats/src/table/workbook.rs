//! XLSX in: the cells of every visible sheet as text, through calamine.

use super::bounds::{Budget, guarded, kind, refuse_size, unreadable};
use super::cell_text::text;
use super::{BookKind, Error, Limits, Row, Table};
use calamine::{Reader, SheetType, SheetVisible, Xlsx};
use std::collections::BTreeMap;
use std::io::Cursor;

/// More sheets than anybody turns through.
pub(super) const MOST_SHEETS: usize = 256;

/// Reads an XLSX workbook: each visible sheet that holds text, with its name, in the order of the tabs.
///
/// The first row with text is the header; missing cells are empty and rows without text are skipped. Formulas are
/// not evaluated: their stored results are read (programme I6). Dates become `YYYY-MM-DD`, times of day `HH:MM` or
/// `HH:MM:SS`, lengths of time `H:MM:SS`, numbers what the sheet shows at full precision, booleans `yes` and `no`.
///
/// # Errors
/// `TooLarge`, also when unfolding; `Unreadable` for what is no XLSX, is locked or damaged; `Empty` when no sheet
/// holds text; `TooManyRows`; `Sheet` with `Ragged` for a cell to the right of the header.
pub fn read_xlsx(bytes: &[u8], limits: Limits) -> Result<Vec<(String, Table)>, Error> {
    refuse_size(bytes, limits)?;
    match kind(bytes)? {
        BookKind::Xlsx => guarded(bytes, limits, |budget| sheets(bytes, budget)),
        BookKind::Ods => Err(unreadable(
            "it is an OpenDocument spreadsheet; save it as .xlsx",
        )),
        BookKind::Csv => Err(unreadable("it is not an .xlsx file; save it as .xlsx")),
    }
}

pub(super) type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Opens a workbook and names its visible sheets of cells.
pub(super) fn open(bytes: &[u8]) -> Result<(Workbook<'_>, Vec<String>), Error> {
    let book: Workbook = Xlsx::new(Cursor::new(bytes))
        .map_err(|error| unreadable(format!("{error}; save it as .xlsx again")))?;
    let visible = book.sheets_metadata().iter();
    let visible = visible.filter(|sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    });
    let names: Vec<String> = visible.map(|sheet| sheet.name.clone()).collect();
    if names.len() > MOST_SHEETS {
        return Err(unreadable(format!("it has {} sheets", names.len())));
    }
    Ok((book, names))
}

fn sheets(bytes: &[u8], mut budget: Budget) -> Result<Vec<(String, Table)>, Error> {
    let (mut book, names) = open(bytes)?;
    let mut tables = Vec::new();
    for name in names {
        let table = cells(&mut book, &name, &mut budget).and_then(strict);
        if let Some(table) = in_sheet(&name, table)? {
            tables.push((name, table));
        }
    }
    if tables.is_empty() {
        return Err(Error::Empty);
    }
    Ok(tables)
}

/// Names the sheet in an error, but where the whole file is too large.
pub(super) fn in_sheet<T>(name: &str, outcome: Result<T, Error>) -> Result<T, Error> {
    outcome.map_err(|error| match error {
        whole @ (Error::TooLarge { .. } | Error::TooManyRows { .. }) => whole,
        error => Error::Sheet {
            sheet: name.to_owned(),
            error: Box::new(error),
        },
    })
}

/// The table of a sheet whose first row with text is its header; `None` where no cell holds text.
fn strict(cells: Cells) -> Result<Option<Table>, Error> {
    strict_table(cells.into_iter().map(|(line, cells)| (line, dense(cells))))
}

/// The same from rows that hold text, each with its number and without empty cells at its end.
pub(super) fn strict_table(
    mut grid: impl Iterator<Item = (u32, Vec<String>)>,
) -> Result<Option<Table>, Error> {
    let Some((_, first)) = grid.next() else {
        return Ok(None);
    };
    let header: Vec<String> = first.iter().map(|name| name.trim().to_owned()).collect();
    let mut rows = Vec::new();
    for (line, mut cells) in grid {
        if cells.len() > header.len() {
            return Err(Error::Ragged {
                line,
                expected: header.len(),
                found: cells.len(),
            });
        }
        cells.resize(header.len(), String::new());
        rows.push(Row { line, cells });
    }
    Ok(Some(Table { header, rows }))
}

/// The cells with text, by row number counted from 1 and column counted from 0. Sparse, since a sheet of two cells
/// can span a million rows.
type Cells = BTreeMap<u32, BTreeMap<u32, String>>;

fn cells(book: &mut Workbook<'_>, name: &str, budget: &mut Budget) -> Result<Cells, Error> {
    let damaged =
        |error: calamine::XlsxError| unreadable(format!("{error}; save it as .xlsx again"));
    let mut reader = book.worksheet_cells_reader(name).map_err(damaged)?;
    let mut grid = Cells::new();
    while let Some(cell) = reader.next_cell().map_err(damaged)? {
        let text = text(cell.get_value());
        if text.trim().is_empty() {
            continue;
        }
        budget.take_text(&text)?;
        let (row, column) = cell.get_position();
        if column >= 16_384 {
            return Err(unreadable("a cell lies beyond the last column of a sheet"));
        }
        // The header of a sheet is no row of its table.
        let new_row = !grid.is_empty() && !grid.contains_key(&row.saturating_add(1));
        if new_row {
            budget.take_row()?;
        }
        grid.entry(row.saturating_add(1))
            .or_default()
            .insert(column, text);
    }
    Ok(grid)
}

fn dense(cells: BTreeMap<u32, String>) -> Vec<String> {
    let mut row = Vec::new();
    for (column, text) in cells {
        row.resize(column as usize, String::new());
        row.push(text);
    }
    row
}

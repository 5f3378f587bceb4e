//! Sheets as they lie in their files, for rotas made for people: names down the side, days along the top.

use super::bounds::{Budget, guarded, kind, refuse_size, unreadable};
use super::workbook::{in_sheet, strict_table};
use super::{Error, Limits, Table, ods, raw_csv, raw_xlsx};
use jiff::civil::Date;

/// A workbook or text table before anybody knows where its header is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawBook {
    /// What the bytes are.
    pub kind: BookKind,
    /// The visible sheets that hold text, in the order of the tabs; a text table is one sheet without a name.
    pub sheets: Vec<RawSheet>,
    /// The WHATWG name of the encoding where a text table is not UTF-8; `None` otherwise and for workbooks. Without a
    /// byte-order mark it is guessed, so somebody should look at names with accents.
    pub encoding: Option<&'static str>,
    /// What a person should know before the cells are trusted, in whole sentences.
    pub warnings: Vec<String>,
}

/// What a file is, by its content and never by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BookKind {
    /// An Excel workbook, `.xlsx` or `.xlsm`; macros are never looked at.
    Xlsx,
    /// An OpenDocument spreadsheet.
    Ods,
    /// Text separated by commas, semicolons or tabs.
    Csv,
}

/// A sheet as it lies in its file, every cell by its place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawSheet {
    /// The name on the tab; empty for a text table.
    pub name: String,
    /// Row 0 is row 1 of the sheet and column 0 is column A. Rows differ in length: empty cells at the end of a row
    /// and empty rows at the end of the sheet are left out. A cell that is filled but empty is kept where it lies
    /// within the rows and columns that hold text.
    pub rows: Vec<Vec<RawCell>>,
    /// The merged cells; the text stands in the first of each. Merges of a single cell are left out.
    pub merges: Vec<Merge>,
    /// The distinct solid background colours met, as `FFFF00`. White is no colour. Empty where colours could not be
    /// read, which never fails a book.
    pub fills: Vec<String>,
    /// The rows hidden from view or filtered away, from 0, in order.
    pub hidden_rows: Vec<usize>,
    /// The columns hidden from view, from 0, in order.
    pub hidden_columns: Vec<usize>,
}

/// One cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawCell {
    /// The text as [`read_xlsx`](super::read_xlsx) gives it: stored results of formulas, dates as `YYYY-MM-DD`.
    pub text: String,
    /// The day where the cell holds a true date, with or without a time of day; text that looks like one does not
    /// count.
    pub day: Option<Date>,
    /// The background colour, as an index of [`RawSheet::fills`].
    pub fill: Option<u16>,
    /// Whether the text is struck through.
    pub struck: bool,
}

/// Merged cells; rows and columns count from 0 and both ends belong to the merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// The top row.
    pub first_row: usize,
    /// The left column.
    pub first_column: usize,
    /// The bottom row.
    pub last_row: usize,
    /// The right column.
    pub last_column: usize,
}

impl Merge {
    /// The merge between two corners in any order; `None` for a single cell.
    pub(super) fn between(one: (usize, usize), other: (usize, usize)) -> Option<Merge> {
        (one != other).then_some(Merge {
            first_row: one.0.min(other.0),
            first_column: one.1.min(other.1),
            last_row: one.0.max(other.0),
            last_column: one.1.max(other.1),
        })
    }
}

/// Reads a workbook or a text table without judging its shape.
///
/// A text table may be in a legacy encoding and its lines may differ in length. Dates, times and numbers of a workbook
/// become text as [`read_xlsx`](super::read_xlsx) says; a time of an OpenDocument spreadsheet below 24 hours counts as
/// a time of day.
///
/// # Errors
/// `TooLarge`, `TooManyRows`, `Empty` when no visible sheet holds text; `Unreadable` for a damaged or locked
/// workbook and for the old `.xls` form, `Sheet` around it where one sheet is meant; `UnclosedQuote` in a text table;
/// `NotATable` for anything else.
pub fn read_raw(bytes: &[u8], limits: Limits) -> Result<RawBook, Error> {
    refuse_size(bytes, limits)?;
    let kind = kind(bytes)?;
    let (mut encoding, mut warnings) = (None, Vec::new());
    let sheets = match kind {
        BookKind::Xlsx => guarded(bytes, limits, |budget| raw_xlsx::sheets(bytes, budget))?,
        BookKind::Ods => guarded(bytes, limits, |budget| ods::sheets(bytes, budget))?,
        BookKind::Csv => {
            let text = raw_csv::sheet(bytes, Budget::new(limits))?;
            (encoding, warnings) = (text.encoding, text.warnings);
            text.sheet.into_iter().collect()
        }
    };
    if sheets.is_empty() {
        return Err(Error::Empty);
    }
    Ok(RawBook {
        kind,
        sheets,
        encoding,
        warnings,
    })
}

/// Reads an OpenDocument spreadsheet as strictly as [`read_xlsx`](super::read_xlsx) reads an Excel workbook.
///
/// # Errors
/// As for `read_xlsx`; `Unreadable` also for a workbook of the other kind.
pub fn read_ods(bytes: &[u8], limits: Limits) -> Result<Vec<(String, Table)>, Error> {
    refuse_size(bytes, limits)?;
    if kind(bytes)? != BookKind::Ods {
        let what = "it is not an OpenDocument spreadsheet; save it as .ods";
        return Err(unreadable(what));
    }
    let sheets = guarded(bytes, limits, |budget| ods::sheets(bytes, budget))?;
    let mut tables = Vec::new();
    for sheet in sheets {
        let rows = (1..).zip(sheet.rows).filter_map(|(line, cells)| {
            let mut row: Vec<String> = cells.into_iter().map(|cell| cell.text).collect();
            let filled = row.iter().rposition(|text| !text.is_empty())?;
            row.truncate(filled + 1);
            Some((line, row))
        });
        if let Some(table) = in_sheet(&sheet.name, strict_table(rows))? {
            tables.push((sheet.name, table));
        }
    }
    if tables.is_empty() {
        return Err(Error::Empty);
    }
    Ok(tables)
}

//! Sheets as they lie in their files, for rotas made for people: names down the side, days along the top.

use super::{Error, Limits};
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

/// Reads a workbook or a text table without judging its shape.
///
/// # Errors
/// `TooLarge`, `TooManyRows`, `Empty` when no visible sheet holds text; `Unreadable` for a damaged or locked
/// workbook and for the old `.xls` form; `NotATable` for anything else.
pub fn read_raw(bytes: &[u8], limits: Limits) -> Result<RawBook, Error> {
    if bytes.len() > limits.bytes {
        return Err(Error::TooLarge {
            limit: limits.bytes,
            found: bytes.len(),
        });
    }
    Err(Error::Empty)
}

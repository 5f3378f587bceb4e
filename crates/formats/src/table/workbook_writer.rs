//! XLSX out: typed cells, so that no text of a person becomes a formula (trust INP-3).

use super::Error;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// One sheet to write.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The name on the tab: 1 to 31 characters, none of `[ ] : * ? / \`, unlike its neighbours.
    pub name: String,
    /// The names of the columns; bold, and kept in sight when the rows scroll.
    pub header: Vec<String>,
    /// The rows below.
    pub rows: Vec<Vec<SheetCell>>,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum SheetCell {
    /// Nothing.
    Empty,
    /// Text, never evaluated whatever it starts with; at most 32,767 UTF-16 units.
    Text(String),
    /// A finite number.
    Number(f64),
    /// A day, shown as `2031-03-09`.
    Date {
        /// 1900 to 9999.
        year: u16,
        /// 1 to 12.
        month: u8,
        /// From 1, as the month allows.
        day: u8,
    },
}

/// Writes a workbook without author, place or time of writing: the same sheets give the same bytes.
///
/// # Errors
/// `Unreadable` for a sheet name, text, number or day that a workbook cannot hold, with the sheet and the row.
pub fn write_xlsx(sheets: &[Sheet]) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    let fixed = ExcelDateTime::from_ymd(2000, 1, 1).map_err(|error| failed(&error))?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&fixed));
    for sheet in sheets {
        fill(book.add_worksheet(), sheet).map_err(|error| Error::Sheet {
            sheet: sheet.name.clone(),
            error: Box::new(error),
        })?;
    }
    book.save_to_buffer().map_err(|error| failed(&error))
}

fn failed(error: &XlsxError) -> Error {
    Error::Unreadable {
        what: error.to_string(),
    }
}

fn fill(page: &mut Worksheet, sheet: &Sheet) -> Result<(), Error> {
    page.set_name(&sheet.name).map_err(|error| failed(&error))?;
    page.set_freeze_panes(1, 0)
        .map_err(|error| failed(&error))?;
    page.set_repeat_rows(0, 0).map_err(|error| failed(&error))?;
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border_bottom(FormatBorder::Thin);
    for (column, name) in (0..).zip(&sheet.header) {
        page.write_string_with_format(0, column, name, &head)
            .map_err(|error| failed(&error))?;
        page.set_column_width(column, width(sheet, usize::from(column)))
            .map_err(|error| failed(&error))?;
    }
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let day = Format::new()
        .set_num_format("yyyy\\-mm\\-dd")
        .set_align(FormatAlign::Top);
    for (row, cells) in (1..).zip(&sheet.rows) {
        for (column, cell) in (0..).zip(cells) {
            put(page, (row, column), cell, &body, &day).map_err(|error| Error::Unreadable {
                what: format!("row {}: {error}", row + 1),
            })?;
        }
    }
    Ok(())
}

fn put(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &SheetCell,
    body: &Format,
    day_format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        SheetCell::Empty => {}
        SheetCell::Text(text) => {
            page.write_string_with_format(row, column, text, body)?;
        }
        SheetCell::Number(number) if number.is_finite() => {
            page.write_number_with_format(row, column, *number, body)?;
        }
        SheetCell::Number(number) => {
            return Err(XlsxError::ParameterError(format!(
                "{number} is not a finite number"
            )));
        }
        SheetCell::Date { year, month, day } => {
            let date = ExcelDateTime::from_ymd(*year, *month, *day)?;
            page.write_datetime_with_format(row, column, &date, day_format)?;
        }
    }
    Ok(())
}

/// As wide as the longest line of the column, within what a screen shows; longer text wraps.
fn width(sheet: &Sheet, column: usize) -> f64 {
    let head = sheet
        .header
        .get(column)
        .map_or(0, |name| longest_line(name));
    let cells = sheet.rows.iter().filter_map(|row| row.get(column));
    let widest = cells.map(|cell| match cell {
        SheetCell::Empty => 0,
        SheetCell::Text(text) => longest_line(text),
        SheetCell::Number(number) => number.to_string().len(),
        SheetCell::Date { .. } => 10,
    });
    let widest = widest.max().unwrap_or(0).max(head).clamp(8, 60);
    (widest + 2) as f64
}

fn longest_line(text: &str) -> usize {
    text.lines()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0)
}

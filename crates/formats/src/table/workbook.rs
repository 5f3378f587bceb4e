//! XLSX in: the cells of every visible sheet as text, through calamine.

use super::{Error, Limits, Row, Table};
use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use std::collections::BTreeMap;
use std::io::{Cursor, Read, copy, sink};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How many times the limit a workbook may unfold to. Packed bombs reach a thousand.
const UNFOLDING: usize = 10;
const MOST_PARTS: usize = 4_096;
const MOST_SHEETS: usize = 256;

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
    if bytes.len() > limits.bytes {
        return Err(Error::TooLarge {
            limit: limits.bytes,
            found: bytes.len(),
        });
    }
    if bytes.is_empty() {
        return Err(Error::Empty);
    }
    refuse_other_kinds(bytes)?;
    let unfolded = limits.bytes.saturating_mul(UNFOLDING);
    measure(bytes, unfolded)?;
    let budget = Budget {
        limits,
        rows: 0,
        text: 0,
        most_text: unfolded,
    };
    // calamine reads well-formed workbooks soundly, but some damaged cell references overflow its arithmetic, and
    // what a stranger uploads must end in an error. Nothing of the reader is used after a panic.
    catch_unwind(AssertUnwindSafe(|| sheets(bytes, budget)))
        .unwrap_or_else(|_| Err(unreadable("it is damaged; open it and save it again")))
}

fn unreadable(what: impl Into<String>) -> Error {
    Error::Unreadable { what: what.into() }
}

fn refuse_other_kinds(bytes: &[u8]) -> Result<(), Error> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(unreadable(
            "it is locked by a password or in the old .xls form; save it as .xlsx without a password",
        ));
    }
    if !bytes.starts_with(b"PK") {
        return Err(unreadable("it is not an .xlsx file; save it as .xlsx"));
    }
    if bytes
        .windows(OPEN_DOCUMENT.len())
        .take(100)
        .any(|start| start == OPEN_DOCUMENT)
    {
        return Err(unreadable(
            "it is an OpenDocument spreadsheet; save it as .xlsx",
        ));
    }
    Ok(())
}

const OPEN_DOCUMENT: &[u8] = b"application/vnd.oasis.opendocument";

/// Unpacks every part into nothing, so that a packed bomb is met before anything is kept.
fn measure(bytes: &[u8], limit: usize) -> Result<(), Error> {
    let damaged = |error: &dyn std::fmt::Display| {
        unreadable(format!("it is damaged ({error}); save it again"))
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if archive.len() > MOST_PARTS {
        return Err(unreadable(format!("it has {} parts", archive.len())));
    }
    let mut left = u64::try_from(limit).unwrap_or(u64::MAX);
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| damaged(&error))?;
        let read = copy(&mut part.take(left.saturating_add(1)), &mut sink())
            .map_err(|error| damaged(&error))?;
        left = left.checked_sub(read).ok_or(Error::TooLarge {
            limit,
            found: limit.saturating_add(1),
        })?;
    }
    Ok(())
}

/// What has been read of all sheets together. A shared text counts each time a cell shows it: a small file could
/// otherwise grow without end.
struct Budget {
    limits: Limits,
    rows: usize,
    text: usize,
    most_text: usize,
}

impl Budget {
    fn take_row(&mut self) -> Result<(), Error> {
        self.rows += 1;
        if self.rows > self.limits.rows {
            return Err(Error::TooManyRows {
                limit: self.limits.rows,
            });
        }
        Ok(())
    }

    fn take_text(&mut self, text: &str) -> Result<(), Error> {
        self.text = self.text.saturating_add(text.len() + size_of::<String>());
        if self.text > self.most_text {
            return Err(Error::TooLarge {
                limit: self.most_text,
                found: self.text,
            });
        }
        Ok(())
    }
}

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

fn sheets(bytes: &[u8], mut budget: Budget) -> Result<Vec<(String, Table)>, Error> {
    let mut book: Workbook = Xlsx::new(Cursor::new(bytes))
        .map_err(|error| unreadable(format!("{error}; save it as .xlsx again")))?;
    let visible = book.sheets_metadata().iter();
    let visible = visible.filter(|sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    });
    let names: Vec<String> = visible.map(|sheet| sheet.name.clone()).collect();
    if names.len() > MOST_SHEETS {
        return Err(unreadable(format!("it has {} sheets", names.len())));
    }
    let mut tables = Vec::new();
    for name in names {
        match sheet(&mut book, &name, &mut budget) {
            Ok(Some(table)) => tables.push((name, table)),
            Ok(None) => {}
            Err(whole @ (Error::TooLarge { .. } | Error::TooManyRows { .. })) => return Err(whole),
            Err(error) => {
                return Err(Error::Sheet {
                    sheet: name,
                    error: Box::new(error),
                });
            }
        }
    }
    if tables.is_empty() {
        return Err(Error::Empty);
    }
    Ok(tables)
}

fn sheet(book: &mut Workbook<'_>, name: &str, budget: &mut Budget) -> Result<Option<Table>, Error> {
    let mut grid = cells(book, name, budget)?.into_iter();
    let Some((_, first)) = grid.next() else {
        return Ok(None);
    };
    let header: Vec<String> = dense(first)
        .iter()
        .map(|name| name.trim().to_owned())
        .collect();
    let mut rows = Vec::with_capacity(grid.len());
    for (line, cells) in grid {
        let mut cells = dense(cells);
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

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::DateTime(moment) => moment_text(moment),
        DataRef::DateTimeIso(iso) => iso_text(iso),
        DataRef::Float(number) => number_text(*number),
        DataRef::Bool(true) => "yes".to_owned(),
        DataRef::Bool(false) => "no".to_owned(),
        DataRef::SharedString(text) => (*text).to_owned(),
        other => Data::from(other.clone()).to_string(),
    }
}

/// A spreadsheet keeps 17 digits and shows 15: 0.1 + 0.2 is 0.3 to the person who typed it.
fn number_text(number: f64) -> String {
    let shown = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{shown}")
}

/// The last day a spreadsheet can name, 31 December 9999, as a day number.
const LAST_DAY: f64 = 2_958_466.0;

fn moment_text(moment: &ExcelDateTime) -> String {
    let days = moment.as_f64();
    if !(0.0..LAST_DAY).contains(&days) {
        return number_text(days);
    }
    if moment.is_duration() {
        let seconds = (days * 86_400.0).round() as u64;
        return format!(
            "{}:{:02}:{:02}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        );
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    let mut time = format!("{hour:02}:{minute:02}");
    if second > 0 {
        time.push_str(&format!(":{second:02}"));
    }
    if days < 1.0 {
        time
    } else if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date} {time}")
    }
}

fn iso_text(iso: &str) -> String {
    match iso.trim_end_matches('Z').split_once('T') {
        Some((date, time)) if time.chars().all(|c| matches!(c, '0' | ':' | '.')) => date.to_owned(),
        Some((date, time)) => format!("{date} {time}"),
        None => iso.to_owned(),
    }
}

//! Comma-separated text: RFC 4180 as study F1 narrows and widens it.

use super::guard::{guard, unguard};
use super::{Error, Limits, Row, Table};
use csv::{ReaderBuilder, StringRecord, WriterBuilder};

/// More columns than any table of ours, few enough that a line of separators is not taken for a header.
pub(super) const MOST_COLUMNS: usize = 4_096;

/// Reads a CSV file: UTF-8 with or without byte order mark, any line end, quoted as in RFC 4180.
///
/// Comma separates; semicolon or tab where the header then has more columns (study F1). Lines without any text are
/// skipped, the apostrophe of trust INP-3 is taken away, and a row that is not as wide as the header is refused.
///
/// # Errors
/// Any of [`Error`] but `Unreadable` and `Sheet`; the first one met.
pub fn read_csv(bytes: &[u8], limits: Limits) -> Result<Table, Error> {
    if bytes.len() > limits.bytes {
        return Err(Error::TooLarge {
            limit: limits.bytes,
            found: bytes.len(),
        });
    }
    let text = decode(bytes)?;
    let separator = separator(text);
    check_quotes(text, separator)?;
    let mut records = Records::new(text, separator);
    let (_, header) = records.next()?.ok_or(Error::Empty)?;
    if header.len() > MOST_COLUMNS {
        return Err(not_a_table(&format!(
            "its first line has {} columns",
            header.len()
        )));
    }
    let mut rows = Vec::new();
    while let Some((line, cells)) = records.next()? {
        if cells.len() != header.len() {
            return Err(Error::Ragged {
                line,
                expected: header.len(),
                found: cells.len(),
            });
        }
        if rows.len() == limits.rows {
            return Err(Error::TooManyRows { limit: limits.rows });
        }
        rows.push(Row { line, cells });
    }
    let header = header.iter().map(|name| name.trim().to_owned()).collect();
    Ok(Table { header, rows })
}

/// Writes a CSV file: comma, line feed, cells guarded against formulas (trust INP-3), no byte order mark.
///
/// [`read_csv`] gives the same cells back, but for rows without any text, which it skips.
pub fn write_csv(header: &[&str], rows: &[Vec<String>]) -> String {
    let mut file = csv_lines([header.iter().copied()]);
    file.push_str(&csv_lines(
        rows.iter().map(|row| row.iter().map(String::as_str)),
    ));
    file
}

/// Lines of a CSV file as [`write_csv`] writes them, for one that is too long to be held whole.
pub fn csv_lines<'a, R: IntoIterator<Item = &'a str>>(rows: impl IntoIterator<Item = R>) -> String {
    let mut writer = WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows {
        for cell in row {
            writer
                .write_field(guard(cell).as_bytes())
                .expect("memory takes every write");
        }
        writer
            .write_record(None::<&[u8]>)
            .expect("memory takes every write");
    }
    let bytes = writer.into_inner().expect("memory takes every write");
    String::from_utf8(bytes).expect("every cell was UTF-8")
}

fn decode(bytes: &[u8]) -> Result<&str, Error> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(not_a_table(
            "it is a workbook or another packed file; save the sheet as \"CSV UTF-8\"",
        ));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Error::NotUtf8 { line: 1 });
    }
    if let Some(zero) = bytes.iter().position(|&byte| byte == 0) {
        let line = line_of(bytes, zero);
        return Err(not_a_table(&format!(
            "it has a zero byte in line {line}, so it is no text file"
        )));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| Error::NotUtf8 {
        line: line_of(bytes, error.valid_up_to()),
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn not_a_table(what: &str) -> Error {
    Error::NotATable {
        what: what.to_owned(),
    }
}

fn line_of(bytes: &[u8], offset: usize) -> u32 {
    let mut place = Place {
        bytes,
        offset: 0,
        line: 1,
    };
    place.advance(offset);
    place.line
}

/// The separator that gives the header most columns; comma when none gives more.
fn separator(text: &str) -> u8 {
    let mut best = (b',', 0);
    for separator in [b',', b';', b'\t'] {
        let mut record = StringRecord::new();
        let found = reader(text, separator)
            .read_record(&mut record)
            .unwrap_or(false);
        if found && record.len() > best.1 {
            best = (separator, record.len());
        }
    }
    best.0
}

pub(super) fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes())
}

/// Where a walk through the file stands. A quote opens a cell only at its start; anywhere else it is text.
#[derive(Clone, Copy)]
enum At {
    CellStart,
    Bare,
    Quoted { opened: usize },
    QuoteInQuoted { opened: usize },
}

/// The csv crate ends a quoted cell silently at the end of the file; this walk finds the quote that was left open.
pub(super) fn check_quotes(text: &str, separator: u8) -> Result<(), Error> {
    let mut at = At::CellStart;
    for (offset, &byte) in text.as_bytes().iter().enumerate() {
        at = match (at, byte) {
            (At::CellStart, b'"') => At::Quoted { opened: offset },
            (At::Quoted { opened }, b'"') => At::QuoteInQuoted { opened },
            (At::Quoted { opened }, _) | (At::QuoteInQuoted { opened }, b'"') => {
                At::Quoted { opened }
            }
            (_, b'\n' | b'\r') => At::CellStart,
            (_, byte) if byte == separator => At::CellStart,
            _ => At::Bare,
        };
    }
    match at {
        At::Quoted { opened } => Err(Error::UnclosedQuote {
            line: line_of(text.as_bytes(), opened),
        }),
        _ => Ok(()),
    }
}

/// The records with any text in them, each with the line in which it starts.
struct Records<'a> {
    reader: csv::Reader<&'a [u8]>,
    place: Place<'a>,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, separator: u8) -> Self {
        let place = Place {
            bytes: text.as_bytes(),
            offset: 0,
            line: 1,
        };
        Records {
            reader: reader(text, separator),
            place,
        }
    }

    fn next(&mut self) -> Result<Option<(u32, Vec<String>)>, Error> {
        let mut record = StringRecord::new();
        while self
            .reader
            .read_record(&mut record)
            .map_err(|error| not_a_table(&error.to_string()))?
        {
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let start = record.position().map_or(0, csv::Position::byte);
            self.place
                .advance(usize::try_from(start).unwrap_or(usize::MAX));
            self.place.skip_line_ends();
            return Ok(Some((
                self.place.line,
                record
                    .iter()
                    .map(|cell| unguard(cell).into_owned())
                    .collect(),
            )));
        }
        Ok(None)
    }
}

/// A place that only moves forward. It counts LF, CR LF and lone CR as one line end each; the csv crate counts LF
/// alone and gives as the start of a record the blank lines before it.
struct Place<'a> {
    bytes: &'a [u8],
    offset: usize,
    line: u32,
}

impl Place<'_> {
    fn advance(&mut self, to: usize) {
        while self.offset < to.min(self.bytes.len()) {
            self.step();
        }
    }

    fn skip_line_ends(&mut self) {
        while matches!(self.bytes.get(self.offset), Some(b'\n' | b'\r')) {
            self.step();
        }
    }

    fn step(&mut self) {
        let ends_line = match self.bytes[self.offset] {
            b'\n' => true,
            b'\r' => self.bytes.get(self.offset + 1) != Some(&b'\n'),
            _ => false,
        };
        self.line = self.line.saturating_add(u32::from(ends_line));
        self.offset += 1;
    }
}

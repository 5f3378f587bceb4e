//! What a stranger's workbook may cost: bytes, parts, rows and text are counted before they are kept.

use super::{BookKind, Error, Limits};
use crate::cost::{Cost, Meter};
use crate::zipped::{self, Called, Counted, Shared};
use std::io::{Cursor, Read, copy, sink};
use std::panic::{AssertUnwindSafe, catch_unwind};
use zip::ZipArchive;

/// How many times the limit a workbook may unfold to. Packed bombs reach a thousand.
const UNFOLDING: usize = 10;
const MOST_PARTS: usize = 4_096;

pub(super) fn unreadable(what: impl Into<String>) -> Error {
    Error::Unreadable { what: what.into() }
}

/// Runs a reader over a workbook whose size has been measured.
///
/// calamine reads well-formed workbooks soundly, but some damaged cell references overflow its arithmetic, and what a
/// stranger uploads must end in an error. Nothing of the reader is used after a panic.
pub(super) fn guarded<T>(
    bytes: &[u8],
    limits: Limits,
    read: impl FnOnce(Budget) -> Result<T, Error>,
) -> Result<T, Error> {
    let most_text = limits.bytes.saturating_mul(UNFOLDING);
    measure(bytes, most_text)?;
    let budget = Budget::new(limits);
    catch_unwind(AssertUnwindSafe(|| read(budget)))
        .unwrap_or_else(|_| Err(unreadable("it is damaged; open it and save it again")))
}

/// Refuses what is larger than the limit, and a file of no bytes.
pub(super) fn refuse_size(bytes: &[u8], limits: Limits) -> Result<(), Error> {
    if bytes.len() > limits.bytes {
        return Err(Error::TooLarge {
            limit: limits.bytes,
            found: bytes.len(),
        });
    }
    if bytes.is_empty() {
        return Err(Error::Empty);
    }
    Ok(())
}

/// What the bytes are by their content: a workbook of either kind, or text.
pub(super) fn kind(bytes: &[u8]) -> Result<BookKind, Error> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(unreadable(
            "it is locked by a password or in the old .xls form; save it as .xlsx without a password",
        ));
    }
    if !bytes.starts_with(b"PK") {
        return Ok(BookKind::Csv);
    }
    let mut archive = open(bytes)?;
    let mut mimetype = Vec::new();
    if let Ok(part) = archive.by_name("mimetype") {
        let _ = part.take(200).read_to_end(&mut mimetype);
    }
    if mimetype.starts_with(OPEN_DOCUMENT_SHEETS) {
        return Ok(BookKind::Ods);
    }
    let has = |start: &str| {
        archive
            .file_names()
            .flatten()
            .any(|name| starts_with(&name, start))
    };
    if has("xl/workbook.bin") {
        return Err(unreadable(
            "it is a binary workbook (.xlsb); save it as .xlsx",
        ));
    }
    if has("xl/") {
        return Ok(BookKind::Xlsx);
    }
    let what = "it is a packed file but no spreadsheet; save the sheet as .xlsx, .ods or CSV";
    Err(Error::NotATable { what: what.into() })
}

const OPEN_DOCUMENT_SHEETS: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// Some writers differ in case and some write backslashes; the reader takes both.
fn starts_with(name: &str, start: &str) -> bool {
    let name = name.replace('\\', "/").to_ascii_lowercase();
    name.trim_start_matches('/').starts_with(start)
}

const WORKBOOK: Called = Called {
    name: "it",
    mend: "open it and save it again",
};

/// A packed file in memory.
pub(super) type Packed<'a> = ZipArchive<Shared<Cursor<&'a [u8]>>>;

/// Opens a packed file that has not too many parts.
pub(super) fn open(bytes: &[u8]) -> Result<Packed<'_>, Error> {
    let input = Shared::new(Cursor::new(bytes));
    let input = input.map_err(|error| refused(WORKBOOK.reading("its length", error)))?;
    zipped::open(input, &limits(usize::MAX), WORKBOOK).map_err(refused)
}

/// Limits of what a workbook unpacks to; a bomb is met by its bytes, whatever its ratio.
fn limits(unpacked: usize) -> zipped::Limits {
    zipped::Limits {
        packed: u64::MAX,
        unpacked: unpacked as u64,
        ratio: u64::MAX,
        entries: MOST_PARTS,
    }
}

fn refused(error: zipped::Error) -> Error {
    match error {
        zipped::Error::TooLarge {
            limit,
            unit: "bytes",
            ..
        } => {
            let limit = usize::try_from(limit).unwrap_or(usize::MAX);
            let found = limit.saturating_add(1);
            Error::TooLarge { limit, found }
        }
        other => unreadable(other.to_string()),
    }
}

/// Unpacks every part into nothing, so that a packed bomb is met before anything is kept.
fn measure(bytes: &[u8], limit: usize) -> Result<(), Error> {
    let mut archive = open(bytes)?;
    let meter = Meter::new(&Cost::default());
    let packed = bytes.len() as u64;
    let budget = zipped::Budget::new("the workbook", packed, &limits(limit), meter);
    for index in 0..archive.len() {
        let part = archive.by_index(index);
        let inner = part.map_err(|error| refused(WORKBOOK.entry("a part of it", error)))?;
        let budget = budget.clone();
        let measured = copy(&mut Counted { inner, budget }, &mut sink());
        measured.map_err(|error| refused(WORKBOOK.reading("a part of it", error)))?;
    }
    Ok(())
}

/// What has been read of all sheets together. A shared text counts each time a cell shows it: a small file could
/// otherwise grow without end.
pub(super) struct Budget {
    limits: Limits,
    rows: usize,
    text: usize,
    most_text: usize,
}

impl Budget {
    pub(super) fn new(limits: Limits) -> Self {
        Budget {
            limits,
            rows: 0,
            text: 0,
            most_text: limits.bytes.saturating_mul(UNFOLDING),
        }
    }

    pub(super) fn take_row(&mut self) -> Result<(), Error> {
        self.rows += 1;
        if self.rows > self.limits.rows {
            return Err(Error::TooManyRows {
                limit: self.limits.rows,
            });
        }
        Ok(())
    }

    pub(super) fn take_text(&mut self, text: &str) -> Result<(), Error> {
        self.take_bytes(text.len() + size_of::<String>())
    }

    pub(super) fn take_bytes(&mut self, bytes: usize) -> Result<(), Error> {
        self.text = self.text.saturating_add(bytes);
        if self.text > self.most_text {
            return Err(Error::TooLarge {
                limit: self.most_text,
                found: self.text,
            });
        }
        Ok(())
    }

    /// Takes bytes where that many are left, for what a book can do without.
    pub(super) fn spare_bytes(&mut self, bytes: usize) -> bool {
        let fits = self.text.saturating_add(bytes) <= self.most_text;
        if fits {
            self.text += bytes;
        }
        fits
    }
}

//! Why an archive is not read: what it is, where the fault is, and what to do.

use std::io;

use thiserror::Error;
use zip::result::ZipError;

use crate::cost::Overrun;
use crate::text;

/// What a kind of archive is called, and what whoever has a bad one does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Called {
    /// Such as `the project`.
    pub name: &'static str,
    /// Such as `export it again as .qdpx`.
    pub mend: &'static str,
}

/// Why nothing was read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// Not a ZIP at all.
    #[error("{} is not a ZIP file: it begins with {begins}; {}", .called.name, .called.mend)]
    NotZip {
        /// What was expected.
        called: Called,
        /// How it begins, in words.
        begins: String,
    },
    /// An archive that is damaged, locked or made to do harm (Q31).
    #[error("{} is refused, {place}: {why}; {}", .called.name, .called.mend)]
    Refused {
        /// What was expected.
        called: Called,
        /// The entry, or `the list of its files`.
        place: String,
        /// What is wrong.
        why: String,
    },
    /// More than the limits allow (Q31).
    #[error("{what} has more than {limit} {unit}")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// The limit.
        limit: u64,
        /// What was counted.
        unit: &'static str,
    },
    /// Reading it costs too much time or memory (Q32).
    #[error(transparent)]
    Overrun(#[from] Overrun),
    /// The file cannot be read from where it lies.
    #[error("the file cannot be read: {what}")]
    Input {
        /// What the system says.
        what: String,
    },
}

/// Where the list of entries is at fault.
const LIST: &str = "the list of its files";

impl Called {
    pub(crate) fn refused(self, place: &str, why: impl Into<String>) -> Error {
        Error::Refused {
            called: self,
            place: place.chars().take(200).collect(),
            why: why.into(),
        }
    }

    /// What is wrong with the list of entries.
    pub(super) fn list(self, why: impl Into<String>) -> Error {
        self.refused(LIST, why)
    }

    pub(super) fn not_zip(self, start: &[u8]) -> Error {
        Error::NotZip {
            called: self,
            begins: begins_with(start),
        }
    }

    /// What an error of an entry is, in our words.
    pub(crate) fn entry(self, place: &str, error: ZipError) -> Error {
        match error {
            ZipError::Io(error) => self.reading(place, error),
            other => self.refused(place, words(&other)),
        }
    }

    /// What an error of reading is: one of our limits, a damaged archive, or the system's.
    pub(crate) fn reading(self, place: &str, error: io::Error) -> Error {
        let kind = error.kind();
        let error = match error.downcast::<Error>() {
            Ok(ours) => return ours,
            Err(error) => error,
        };
        let is_damaged = matches!(
            kind,
            io::ErrorKind::InvalidData
                | io::ErrorKind::InvalidInput
                | io::ErrorKind::UnexpectedEof
                | io::ErrorKind::Other
        );
        match is_damaged {
            true => self.refused(place, "it is damaged or cut short"),
            false => Error::Input {
                what: error.to_string(),
            },
        }
    }
}

/// What the library says of an archive, in our words.
fn words(error: &ZipError) -> &'static str {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            "it is behind a password"
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            "it is packed in a way that is not read here"
        }
        _ => "it is damaged or cut short",
    }
}

/// How a file begins, for whoever wonders what it is: its first characters, and of which kind of file they are.
pub fn begins_with(start: &[u8]) -> String {
    if start.is_empty() {
        return "nothing, since it is empty".to_owned();
    }
    let first = &start[..start.len().min(16)];
    let text = String::from_utf8_lossy(first);
    let readable = |c: &char| !c.is_control() && *c != char::REPLACEMENT_CHARACTER;
    let text: String = text.chars().take_while(readable).take(12).collect();
    let shown = match text.chars().count() {
        0..3 => {
            let bytes = first.iter().take(4).map(|byte| format!("{byte:02x}"));
            format!("the bytes {}", bytes.collect::<Vec<_>>().join(" "))
        }
        _ => format!("“{text}”"),
    };
    match text::binary(start) {
        Some(kind) if kind != "binary data" => format!("{shown}, as {kind} does"),
        _ => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::begins_with;

    #[test]
    fn how_a_file_begins_is_said_in_a_few_characters() {
        for (bytes, said) in [
            (
                &b"%PDF-1.7\n%\xe2\xe3"[..],
                "“%PDF-1.7”, as a PDF file does",
            ),
            (b"", "nothing, since it is empty"),
            (b"<html><head><title>", "“<html><head>”"),
            (
                b"\x89PNG\r\n\x1a\n",
                "the bytes 89 50 4e 47, as a picture does",
            ),
            (b"\x00\x01\x02\x03\x04", "the bytes 00 01 02 03"),
        ] {
            assert_eq!(begins_with(bytes), said);
        }
    }
}

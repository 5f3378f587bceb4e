//! The archive of an office document, within the limits of an import (trust IMP-1).

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Error, Format, Limits};
use crate::cost::{Cost, Meter};
use crate::text;
use crate::zipped::{self, Budget, Called, Counted, Shared};

const WORD: Called = Called {
    name: "the docx file",
    mend: "open it in the program that wrote it, and save it again as .docx",
};
const OPEN_DOCUMENT: Called = Called {
    name: "the odt file",
    mend: "open it in the program that wrote it, and save it again as .odt",
};

/// An office document's archive.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Shared<Cursor<&'a [u8]>>>,
    called: Called,
    budget: Budget,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8], format: Format, limits: &Limits) -> Result<Self, Error> {
        if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            let what = "protected by a password, or saved in the format before 2007";
            return Err(Error::broken(format, "archive", what));
        }
        if let Some(found) = text::binary(bytes).filter(|_| !bytes.starts_with(b"PK")) {
            let what = format!(
                "the file is {found}: give it the ending of what it is, or save the document anew"
            );
            return Err(Error::broken(format, "byte 0", what));
        }
        let called = match format {
            Format::Odt => OPEN_DOCUMENT,
            _ => WORD,
        };
        let packed = bytes.len() as u64;
        let input = Shared::new(Cursor::new(bytes));
        let input = input.map_err(|error| called.reading("its length", error))?;
        // A document is read within other limits; its time and memory follow from them.
        let meter = Meter::new(&Cost {
            memory: u64::MAX,
            ..Cost::default()
        });
        let limits = limits.zip();
        Ok(Self {
            zip: zipped::open(input, &limits, called)?,
            called,
            budget: Budget::new("the unpacked archive", packed, &limits, meter),
        })
    }

    /// The bytes of an entry; `None` where the archive has no entry of this name.
    pub(super) fn entry(&mut self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let inner = match self.zip.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(self.called.entry(name, error).into()),
        };
        let budget = self.budget.clone();
        let mut bytes = Vec::new();
        let read = Counted { inner, budget }.read_to_end(&mut bytes);
        read.map_err(|error| self.called.reading(name, error))?;
        Ok(Some(bytes))
    }
}

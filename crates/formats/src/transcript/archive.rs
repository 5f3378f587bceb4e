//! ZIP archives under limits (trust IMP-1): what is unpacked is counted, whatever the archive declares.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Error, Format, Limits};
use crate::text;

/// An office document's archive.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    format: Format,
    /// Bytes that may still be unpacked.
    left: u64,
    limit: usize,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8], format: Format, limits: &Limits) -> Result<Self, Error> {
        let broken = |what: String| Error::broken(format, "archive", what);
        if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            return Err(broken(
                "protected by a password, or saved in the format before 2007".to_owned(),
            ));
        }
        if let Some(found) = text::binary(bytes).filter(|_| !bytes.starts_with(b"PK")) {
            let what = format!(
                "the file is {found}: give it the ending of what it is, or save the document anew"
            );
            return Err(Error::broken(format, "byte 0", what));
        }
        // Opening reads the whole list of entries, which takes many times its bytes in memory.
        let entries = bytes.windows(4).filter(|four| *four == b"PK\x01\x02");
        if entries.count() > limits.entries {
            return Err(Error::too_large("the archive", limits.entries, "entries"));
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?;
        if zip.len() > limits.entries {
            return Err(Error::too_large("the archive", limits.entries, "entries"));
        }
        // Two entries of one name would let another program see another document than we do.
        if zip.has_duplicate_names() {
            return Err(broken("two entries have the same name".to_owned()));
        }
        // The ratio is taken over the whole file, since an entry's packed size is a declared one.
        let limit = limits
            .unpacked
            .min(bytes.len().saturating_mul(limits.ratio));
        Ok(Self {
            zip,
            format,
            left: u64::try_from(limit).unwrap_or(u64::MAX),
            limit,
        })
    }

    /// The bytes of an entry; `None` where the archive has no entry of this name.
    pub(super) fn entry(&mut self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let format = self.format;
        let broken = |what: String| Error::broken(format, name, what);
        let entry = match self.zip.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(broken(error.to_string())),
        };
        let mut bytes = Vec::new();
        let read = entry
            .take(self.left.saturating_add(1))
            .read_to_end(&mut bytes);
        let read = read.map_err(|error| broken(error.to_string()))? as u64;
        if read > self.left {
            return Err(Error::too_large(
                "the unpacked archive",
                self.limit,
                "bytes",
            ));
        }
        self.left -= read;
        Ok(Some(bytes))
    }
}

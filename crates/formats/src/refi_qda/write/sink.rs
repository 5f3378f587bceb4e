//! Where what is written goes: an archive with files beside the XML, or the XML alone.

use std::io::{Cursor, Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::super::error::Error;

/// Bytes on their way out.
pub(super) enum Sink<W: Write + Seek> {
    /// Entries of an archive follow each other, so that the XML is packed beside them and joins them at the end.
    Archive {
        files: Box<ZipWriter<W>>,
        xml: Box<ZipWriter<Cursor<Vec<u8>>>>,
    },
    Bare(W),
}

/// Nothing of when and where: the same project gives the same bytes. The usual level takes three times as long over interviews as
/// this one, for a twelfth fewer bytes.
pub(crate) fn options(method: CompressionMethod) -> SimpleFileOptions {
    let level = (method == CompressionMethod::Deflated).then_some(4);
    SimpleFileOptions::default()
        .compression_method(method)
        .compression_level(level)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
}

impl<W: Write + Seek> Sink<W> {
    pub(super) fn archive(output: W) -> Result<Self, Error> {
        let mut xml = ZipWriter::new(Cursor::new(Vec::new()));
        xml.start_file("project.qde", options(CompressionMethod::Deflated))
            .map_err(|error| failed(&error))?;
        Ok(Self::Archive {
            files: Box::new(ZipWriter::new(output)),
            xml: Box::new(xml),
        })
    }

    pub(super) fn is_archive(&self) -> bool {
        matches!(self, Self::Archive { .. })
    }

    pub(super) fn xml(&mut self, text: &str) -> Result<(), Error> {
        let written = match self {
            Self::Archive { xml, .. } => xml.write_all(text.as_bytes()),
            Self::Bare(output) => output.write_all(text.as_bytes()),
        };
        written.map_err(|error| failed(&error))
    }

    /// A file of an archive: packed where it is text; what is not text is packed already.
    pub(super) fn file(&mut self, name: &str, bytes: &[u8], text: bool) -> Result<(), Error> {
        let Self::Archive { files, .. } = self else {
            return Ok(());
        };
        let method = match text {
            true => CompressionMethod::Deflated,
            false => CompressionMethod::Stored,
        };
        files
            .start_file(name, options(method))
            .map_err(|error| failed(&error))?;
        files.write_all(bytes).map_err(|error| failed(&error))
    }

    /// A file of an archive whose bytes come bit by bit; `None`, and no file, where `fill` has none.
    pub(super) fn stream(
        &mut self,
        name: &str,
        fill: impl FnOnce(&mut dyn Write) -> Result<Option<u64>, Error>,
    ) -> Result<Option<u64>, Error> {
        let Self::Archive { files, .. } = self else {
            return Ok(None);
        };
        files
            .start_file(name, options(CompressionMethod::Stored))
            .map_err(|error| failed(&error))?;
        let filled = fill(&mut **files)?;
        if filled.is_none() {
            files.abort_file().map_err(|error| failed(&error))?;
        }
        Ok(filled)
    }

    pub(super) fn finish(self) -> Result<W, Error> {
        match self {
            Self::Bare(mut output) => {
                output.flush().map_err(|error| failed(&error))?;
                Ok(output)
            }
            Self::Archive { mut files, xml } => {
                let mut packed = xml.finish_into_readable().map_err(|error| failed(&error))?;
                let entry = packed.by_index_raw(0).map_err(|error| failed(&error))?;
                files.raw_copy_file(entry).map_err(|error| failed(&error))?;
                let mut output = files.finish().map_err(|error| failed(&error))?;
                output.flush().map_err(|error| failed(&error))?;
                Ok(output)
            }
        }
    }
}

fn failed(error: &dyn std::error::Error) -> Error {
    Error::Output {
        what: error.to_string(),
    }
}

/// Whether bytes are a document of Word: richTextPath leads to nothing else (Q19e). Archives within are not opened (Q31); the names
/// of their entries can be seen.
pub(super) fn is_docx(bytes: &[u8]) -> bool {
    const PART: &[u8] = b"word/document.xml";
    bytes.starts_with(b"PK\x03\x04") && bytes.windows(PART.len()).any(|name| name == PART)
}

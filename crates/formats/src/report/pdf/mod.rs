//! A report as PDF, set by typst with the fonts inside the program.
//!
//! The words of a report reach the typesetter as data of `sys.inputs`, never as markup, and it is given no file, no
//! package, no font of the machine and no date: whatever a report says, nothing is read, and the same report gives
//! the same bytes.

mod data;

use super::{Error, Report};
use crate::fonts::FONTS;
use std::panic::catch_unwind;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration, Smart};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, comemo};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// Writes a report as PDF: A4, British English, tagged for screen readers, with an outline of its headings, header
/// rows repeated on each page, the footer with the page of pages, no author and no time of writing.
///
/// The file claims PDF/UA-1 where it keeps all of its rules. One with a character that none of the fonts has, such as
/// a Chinese letter, cannot: it is tagged all the same, and a box stands for the character.
///
/// # Errors
/// `Setting` when the typesetter refuses the report, as for one of more pages than it can number.
pub fn pdf(report: &Report) -> Result<Vec<u8>, Error> {
    // The typesetter is large and not ours; where a document makes it stop short, only this document fails.
    let set = catch_unwind(|| set(report));
    // What it remembers from page to page is of no use to the next report.
    comemo::evict(0);
    set.unwrap_or_else(|_| {
        Err(Error::Setting {
            what: "the typesetter stopped".to_owned(),
        })
    })
}

fn set(report: &Report) -> Result<Vec<u8>, Error> {
    let paper = Paper::new(data::inputs(report));
    let document = typst::compile::<PagedDocument>(&paper).output;
    let document = document.map_err(|errors| failed(&errors))?;
    let strict = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| Error::Setting {
        what: error.message().to_string(),
    })?;
    typst_pdf::pdf(&document, &options(strict))
        .or_else(|_| typst_pdf::pdf(&document, &options(PdfStandards::default())))
        .map_err(|errors| failed(&errors))
}

fn options(standards: PdfStandards) -> PdfOptions {
    PdfOptions {
        creator: Smart::Custom(Some("Enid".to_owned())),
        standards,
        ..PdfOptions::default()
    }
}

fn failed(errors: &[typst::diag::SourceDiagnostic]) -> Error {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    Error::Setting {
        what: messages.join("; "),
    }
}

static TEMPLATE: LazyLock<Source> = LazyLock::new(|| Source::detached(include_str!("report.typ")));

/// All that the typesetter can reach: one template, the embedded fonts and the words of one report.
struct Paper {
    library: LazyHash<Library>,
}

impl Paper {
    fn new(inputs: Dict) -> Self {
        Paper {
            library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
        }
    }
}

impl World for Paper {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        FONTS.book()
    }

    fn main(&self) -> FileId {
        TEMPLATE.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == TEMPLATE.id() {
            Ok(TEMPLATE.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

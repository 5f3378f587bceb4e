//! PDF with a text layer: the words on its pages, joined into paragraphs across lines and pages.
//!
//! A PDF knows places of letters, not lines or paragraphs; what is made of them here is a reading and not the file's
//! own word. Page headers, page feet, page numbers and numbers in the margin are left out, words split at line ends are
//! joined, and each of these is said in a warning. Text is taken in the order it was drawn, as programs that write PDF
//! draw it in reading order, columns too.
//!
//! [`file`] alone knows the crate that parses the file. It bounds nesting and unpacked sizes; pages, operations and text
//! are counted here, so that no file costs more than the limits say.

mod content;
mod file;
mod font;
mod joined;
mod layout;
mod pen;
mod running;
mod unicode;

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::document::{Document, Paragraph, Style, Within};
use super::{Error, Format, Limits, Settings, Turn, Warning};

/// The text of a file, and what was left out or mended on the way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pages {
    /// Pages of the file.
    pub pages: usize,
    /// Paragraphs in reading order.
    pub paragraphs: Vec<String>,
    /// Lines left out: page headers, page feet, page numbers, numbers in the margin.
    pub running_lines: usize,
    /// Words joined that a line end had split.
    pub joined_words: usize,
    /// Characters set aslant or against the direction of the page, which are left out.
    pub aslant: usize,
    /// Characters of which the file does not say what they are; U+FFFD in the text.
    pub unknown: usize,
}

/// Reads the text of a file.
///
/// # Errors
/// [`Error::Protected`] for a password, [`Error::NoTextLayer`] for scanned pages and for letters without characters,
/// [`Error::Broken`] for a damaged file, [`Error::TooLarge`] for a limit exceeded.
pub fn pages(bytes: &[u8], limits: &Limits) -> Result<Pages, Error> {
    // The crate underneath reads fonts and tables that somebody else made: should it stop, the file is to blame.
    let read = catch_unwind(AssertUnwindSafe(|| read(bytes, limits)));
    read.unwrap_or_else(|_| Err(broken("the structure contradicts itself")))
}

pub(super) fn turns(
    bytes: &[u8],
    settings: &Settings,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Turn>, Error> {
    let pages = pages(bytes, &settings.limits)?;
    for (count, code, what) in [
        (
            pages.running_lines,
            "running_lines_left_out",
            "page headers, page feet or numbers in the margin are left out",
        ),
        (
            pages.joined_words,
            "hyphens_joined",
            "words split at a line end were joined; a hyphen that belongs there is lost",
        ),
        (
            pages.aslant,
            "rotated_left_out",
            "characters set aslant are left out",
        ),
        (
            pages.unknown,
            "characters_lost",
            "characters of which the PDF does not say what they are became U+FFFD",
        ),
    ] {
        if count > 0 {
            warnings.push(Warning::new(code, None, format!("{count} {what}.")));
        }
    }
    let paragraphs = pages.paragraphs.into_iter().map(|text| Paragraph {
        notes: Vec::new(),
        text,
        within: Within::Body,
        style: Style::Plain,
    });
    let document = Document {
        paragraphs: paragraphs.collect(),
        ..Document::default()
    };
    Ok(document.turns(settings, warnings))
}

fn read(bytes: &[u8], limits: &Limits) -> Result<Pages, Error> {
    let file = file::File::open(bytes, limits)?;
    let mut drawn = content::Drawn::new(&file, limits);
    let ids = file.pages(limits)?;
    let mut lines = Vec::new();
    for (page, &id) in ids.iter().enumerate() {
        let pieces = drawn.page(id)?;
        lines.push(layout::lines(page, pieces, &mut drawn.aslant));
    }
    let letters: usize = drawn.characters;
    if letters == 0 || drawn.unknown * 2 > letters {
        return Err(Error::NoTextLayer);
    }
    let running_lines = running::remove(&mut lines);
    let lines: Vec<_> = lines.into_iter().flatten().collect();
    let (paragraphs, joined_words) = joined::paragraphs(&lines);
    Ok(Pages {
        pages: ids.len(),
        paragraphs,
        running_lines,
        joined_words,
        aslant: drawn.aslant,
        unknown: drawn.unknown,
    })
}

fn broken(what: &str) -> Error {
    Error::broken(Format::Pdf, "the file", what)
}

//! Manuscripts: what is printed in an article, block by block (study R62).
//!
//! The readers are those of transcripts: tracked deletions are left out, and of a PDF its page headers, page feet and line
//! numbers. What a file does not say of its paragraphs, such as which of them are headings, is told by their form.

mod form;
mod plain;
#[cfg(test)]
mod tests;

use crate::transcript::document::{Document, Paragraph, Style, Within};
use crate::transcript::{Error, Format, Limits, detect, docx, html, odt, pdf, rtf, txt};

/// A manuscript in the order in which it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manuscript {
    /// The format it was read as.
    pub format: Format,
    /// At least one block; none is empty.
    pub blocks: Vec<Block>,
    /// Whether words may have been split at the ends of lines, so that a hyphen more or less says nothing.
    pub has_line_ends: bool,
}

/// A paragraph, a cell, a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Its number among all blocks, from 1.
    pub number: u32,
    /// Its text; white space as in the file, lines that were wrapped joined.
    pub text: String,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A title or the heading of a section.
    Heading,
    /// Running text.
    Paragraph,
    /// A block quotation.
    Quotation,
    /// Running text that is set in, which may be a block quotation.
    Indented,
    /// The caption of a table or a figure.
    Caption,
    /// A cell of a table.
    Cell,
    /// A text box.
    Box,
    /// A footnote or endnote.
    Note,
}

/// Reads a manuscript; `name` is the file's name, of which only the extension matters.
///
/// # Errors
/// As of transcripts; a file without text is [`Error::Empty`]. A cue file is read as the plain text that it is.
pub fn read(name: &str, bytes: &[u8]) -> Result<Manuscript, Error> {
    let limits = Limits::default();
    if bytes.len() > limits.upload {
        return Err(Error::too_large("the file", limits.upload, "bytes"));
    }
    let format = detect(name, bytes)?;
    let mut warnings = Vec::new();
    let mut blocks = match format {
        Format::Docx => of_document(docx::document(bytes, &limits)?),
        Format::Odt => of_document(odt::document(bytes, &limits)?),
        Format::Rtf => of_document(rtf::document(bytes, &limits)?),
        Format::Html => {
            let text = html::decode(bytes, &limits, &mut warnings)?;
            of_document(html::document(&text, &limits)?)
        }
        Format::Pdf => {
            let paragraphs = pdf::pages(bytes, &limits)?.paragraphs;
            let block = |text| (Kind::Paragraph, text);
            paragraphs.into_iter().map(block).collect()
        }
        Format::WebVtt | Format::Srt | Format::Txt => {
            plain::blocks(&txt::decode(bytes, &limits, &mut warnings)?)
        }
    };
    blocks.retain(|(_, text)| !text.trim().is_empty());
    if blocks.is_empty() {
        return Err(Error::Empty);
    }
    form::settle(&mut blocks);
    let numbered = (1..).zip(blocks);
    Ok(Manuscript {
        format,
        has_line_ends: matches!(format, Format::Pdf | Format::Txt),
        blocks: numbered
            .map(|(number, (kind, text))| Block { kind, number, text })
            .collect(),
    })
}

fn of_document(document: Document) -> Vec<(Kind, String)> {
    let blocks = document.paragraphs.into_iter().flat_map(|paragraph| {
        let kind = kind_of(&paragraph);
        let notes = paragraph.notes.into_iter();
        let notes = notes.map(|note| (Kind::Note, note.text));
        std::iter::once((kind, paragraph.text)).chain(notes)
    });
    blocks.collect()
}

fn kind_of(paragraph: &Paragraph) -> Kind {
    match (paragraph.within, paragraph.style) {
        (Within::Cell, _) => Kind::Cell,
        (Within::Box, _) => Kind::Box,
        (Within::Body, Style::Heading) => Kind::Heading,
        (Within::Body, Style::Quotation) => Kind::Quotation,
        (Within::Body, Style::Indented) => Kind::Indented,
        (Within::Body, Style::Caption) => Kind::Caption,
        (Within::Body, Style::Plain) => Kind::Paragraph,
    }
}

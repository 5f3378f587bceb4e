//! OpenDocument text (OASIS OpenDocument 1.3): the text of the document body, paragraph by paragraph.
//!
//! White space is read as part 3, section 6.1.2 has it: a run of it is one space, and none begins a paragraph; `text:s`,
//! `text:tab` and `text:line-break` stand for the rest. What counts as running text is the same as for Word documents:
//! notes stand at the end of the turn that refers to them, with the number the document shows; comments and tracked
//! deletions are left out and counted.

use super::archive::Archive;
use super::document::{Document, Flow, NoteKind, Style, Within};
use super::xml::{Element, Node, Space, Xml, xml_text};
use super::{Error, Format, Limits, Settings, Turn, Warning};

const CONTENT: &str = "content.xml";
const MANIFEST: &str = "META-INF/manifest.xml";

/// Reads the text of a document.
///
/// # Errors
/// [`Error::Protected`] for a password, [`Error::Archive`] for a damaged archive, [`Error::Broken`] with the part and byte for damaged XML,
/// [`Error::TooLarge`] for a limit exceeded.
pub fn document(bytes: &[u8], limits: &Limits) -> Result<Document, Error> {
    let mut archive = Archive::open(bytes, Format::Odt, limits)?;
    if let Some(manifest) = archive.entry(MANIFEST)? {
        let text = xml_text(&manifest, Format::Odt, MANIFEST)?;
        if text.contains("encryption-data") {
            return Err(Error::Protected {
                format: Format::Odt,
            });
        }
    }
    let Some(bytes) = archive.entry(CONTENT)? else {
        return Err(Error::broken(Format::Odt, CONTENT, "the part is missing"));
    };
    let text = xml_text(&bytes, Format::Odt, CONTENT)?;
    let body = Body {
        xml: Xml::new(&text, Format::Odt, CONTENT, limits),
        open: Vec::new(),
        flow: Flow::new(limits.text),
        after_space: true,
        document: Document::default(),
    };
    body.read()
}

pub(super) fn turns(
    bytes: &[u8],
    settings: &Settings,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Turn>, Error> {
    Ok(document(bytes, &settings.limits)?.turns(settings, warnings))
}

/// What the reader stands in. Elements that carry no text of their own, such as spans, are transparent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Paragraph,
    /// A note, with what [`Body::after_space`] was before it.
    Note(NoteKind, bool),
    Cell,
    Box,
    /// Nothing below is read.
    Skipped,
    Transparent,
}

struct Body<'a> {
    xml: Xml<'a>,
    open: Vec<Open>,
    flow: Flow,
    /// Whether white space would follow white space or begin a paragraph.
    after_space: bool,
    document: Document,
}

impl Body<'_> {
    fn read(mut self) -> Result<Document, Error> {
        loop {
            match self.xml.next()? {
                Node::Open(element) => {
                    let open = self.enter(&element)?;
                    self.open.push(open);
                }
                Node::Close => match self.open.pop() {
                    Some(Open::Paragraph) => {
                        self.flow.end();
                        self.after_space = self.flow.is_in_note();
                    }
                    Some(Open::Note(kind, after_space)) => {
                        let noted = self.flow.end_note()?;
                        self.flow.refer(kind, &noted.bare, &noted.text);
                        self.after_space = after_space;
                    }
                    _ => {}
                },
                Node::Text(text) => self.write_collapsed(&text)?,
                Node::End => break,
            }
        }
        self.document.paragraphs = self.flow.finish();
        Ok(self.document)
    }

    fn enter(&mut self, element: &Element<'_>) -> Result<Open, Error> {
        let changes = self.count_change(element);
        if changes || self.open.last() == Some(&Open::Skipped) {
            return Ok(Open::Skipped);
        }
        Ok(match (element.space, element.name()) {
            (Space::OpenText, "p" | "h") => {
                self.flow.begin(self.within());
                if element.name() == "h" {
                    self.flow.set_as(Style::Heading);
                }
                self.after_space = true;
                Open::Paragraph
            }
            (Space::OpenText, "s") => {
                let count = element.attribute("c").and_then(|c| c.parse().ok());
                self.write(" ", count.unwrap_or(1))?
            }
            (Space::OpenText, "tab") => self.write("\t", 1)?,
            (Space::OpenText, "line-break") => self.write("\n", 1)?,
            (Space::OpenText, "note") => {
                let end = element.attribute("note-class").as_deref() == Some("endnote");
                let kind = if end { NoteKind::End } else { NoteKind::Foot };
                let around = std::mem::replace(&mut self.after_space, true);
                self.flow.begin_note();
                Open::Note(kind, around)
            }
            (Space::OpenOffice, "annotation") => {
                self.document.comments += 1;
                Open::Skipped
            }
            // The list of changes holds the deleted text; declarations and forms hold values that are shown elsewhere.
            (
                Space::OpenText,
                "tracked-changes" | "script" | "variable-decls" | "sequence-decls"
                | "user-field-decls",
            )
            | (
                Space::OpenOffice,
                "annotation-end" | "forms" | "automatic-styles" | "font-face-decls" | "scripts",
            ) => Open::Skipped,
            (Space::OpenTable, "table") => {
                self.document.tables += 1;
                Open::Transparent
            }
            (Space::OpenTable, "table-cell") => Open::Cell,
            (Space::OpenDrawing, "text-box") => Open::Box,
            // The title and description of a picture are not shown.
            (Space::OpenPicture, "title" | "desc") => Open::Skipped,
            _ => Open::Transparent,
        })
    }

    /// Counts deletions and insertions, which are named inside the skipped list of changes.
    fn count_change(&mut self, element: &Element<'_>) -> bool {
        if element.space != Space::OpenText {
            return false;
        }
        let is = |name: &str| element.name() == name;
        self.document.deletions += usize::from(is("deletion"));
        self.document.insertions += usize::from(is("insertion"));
        is("deletion") || is("insertion")
    }

    fn within(&self) -> Within {
        let place = self.open.iter().rev().find_map(|open| match open {
            Open::Cell => Some(Within::Cell),
            Open::Box => Some(Within::Box),
            _ => None,
        });
        place.unwrap_or(Within::Body)
    }

    fn write(&mut self, words: &str, times: usize) -> Result<Open, Error> {
        self.flow.repeat(words, times)?;
        self.after_space = false;
        Ok(Open::Transparent)
    }

    fn write_collapsed(&mut self, text: &str) -> Result<(), Error> {
        if self.open.last() == Some(&Open::Skipped) || !self.flow.is_open() {
            return Ok(());
        }
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if is_space(first) {
                if !self.after_space {
                    self.flow.write(" ")?;
                    self.after_space = true;
                }
                rest = rest.trim_start_matches(is_space);
            } else {
                let (words, after) = rest.split_at(rest.find(is_space).unwrap_or(rest.len()));
                self.flow.write(words)?;
                self.after_space = false;
                rest = after;
            }
        }
        Ok(())
    }
}

//! Word documents (ECMA-376 WordprocessingML): the text of the document body, paragraph by paragraph.
//!
//! Paragraphs of table cells stand in reading order and those of text boxes after the paragraph they are tied to.
//! Tracked insertions are read, tracked deletions are not. Footnotes, endnotes and comments are not speech: they are
//! left out of the turns and counted in a warning, and stay in the imported file. Page headers and footers are not read.

use super::archive::Archive;
use super::lines::{self, Line};
use super::xml::{Element, Node, Xml};
use super::{Error, Format, Limits, Settings, Turn, Warning};
use crate::text;

/// Where in the document a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// The running text.
    Body,
    /// A cell of a table.
    Cell,
    /// A text box.
    Box,
}

/// One paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Its text; line breaks are LF, tabs are tabs.
    pub text: String,
    /// Where it stands.
    pub within: Within,
}

/// The text of a document and what of it is no running text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Paragraphs in reading order, empty ones included.
    pub paragraphs: Vec<Paragraph>,
    /// Tables, nested ones included.
    pub tables: usize,
    /// References to footnotes and endnotes.
    pub notes: usize,
    /// References to comments.
    pub comments: usize,
    /// Tracked deletions and the old places of moved text.
    pub deletions: usize,
}

/// Reads the text of a document.
///
/// # Errors
/// [`Error::Broken`] with the part and byte for a damaged archive or XML, [`Error::TooLarge`] for a limit exceeded.
pub fn document(bytes: &[u8], limits: &Limits) -> Result<Document, Error> {
    let mut archive = Archive::open(bytes, Format::Docx, limits)?;
    let part = main_part(&mut archive, limits)?;
    let Some(bytes) = archive.entry(&part)? else {
        return Err(Error::broken(Format::Docx, part, "the part is missing"));
    };
    let xml = xml_text(&bytes, &part)?;
    let body = Body {
        xml: Xml::new(&xml, Format::Docx, &part, limits),
        open: Vec::new(),
        paragraphs: Vec::new(),
        length: 0,
        max_length: limits.text,
        document: Document::default(),
    };
    body.read()
}

pub(super) fn turns(
    bytes: &[u8],
    settings: &Settings,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Turn>, Error> {
    let document = document(bytes, &settings.limits)?;
    for (count, code, what) in [
        (
            document.notes,
            "notes_left_out",
            "footnotes or endnotes are not part of the turns",
        ),
        (
            document.comments,
            "comments_left_out",
            "comments are not part of the turns",
        ),
        (
            document.deletions,
            "deletions_ignored",
            "tracked deletions are left out",
        ),
    ] {
        if count > 0 {
            warnings.push(Warning::new(code, None, format!("{count} {what}.")));
        }
    }
    let paragraphs = document.paragraphs.iter().zip(1..);
    let lines: Vec<Line<'_>> = paragraphs
        .flat_map(|(paragraph, number)| {
            paragraph
                .text
                .split('\n')
                .map(move |text| Line { number, text })
        })
        .collect();
    Ok(lines::turns(&lines, settings, warnings))
}

/// The part the package relationships call the document; Word on the web does not always name it `document.xml`.
fn main_part(archive: &mut Archive<'_>, limits: &Limits) -> Result<String, Error> {
    const RELATIONSHIPS: &str = "_rels/.rels";
    const USUAL: &str = "word/document.xml";
    let Some(bytes) = archive.entry(RELATIONSHIPS)? else {
        return Ok(USUAL.to_owned());
    };
    let text = xml_text(&bytes, RELATIONSHIPS)?;
    let mut xml = Xml::new(&text, Format::Docx, RELATIONSHIPS, limits);
    loop {
        match xml.next()? {
            Node::Open(element) => {
                let kind = element.attribute("Type").unwrap_or_default();
                if let Some(target) = element
                    .attribute("Target")
                    .filter(|_| kind.ends_with("/officeDocument"))
                {
                    return Ok(target.trim_start_matches('/').to_owned());
                }
            }
            Node::Close | Node::Text(_) => {}
            Node::End => return Ok(USUAL.to_owned()),
        }
    }
}

/// XML is UTF-8, or UTF-16 with a byte-order mark; nothing is guessed.
fn xml_text(bytes: &[u8], part: &str) -> Result<String, Error> {
    let decoded = text::decode(bytes);
    if decoded.guessed || decoded.had_errors {
        return Err(Error::broken(
            Format::Docx,
            part,
            "the XML is not valid UTF-8",
        ));
    }
    Ok(decoded.text)
}

/// What the reader stands in. Elements that carry no text of their own, such as hyperlinks, are transparent.
enum Open {
    Paragraph {
        text: String,
        boxed: Vec<Paragraph>,
    },
    Run,
    Text,
    Cell,
    Box,
    /// Nothing below is read.
    Skipped,
    Transparent,
}

struct Body<'a> {
    xml: Xml<'a>,
    open: Vec<Open>,
    paragraphs: Vec<Paragraph>,
    length: usize,
    max_length: usize,
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
                Node::Close => self.leave(),
                Node::Text(text) if matches!(self.open.last(), Some(Open::Text)) => {
                    self.write(&text.replace('\n', " "))?;
                }
                Node::Text(_) => {}
                Node::End => break,
            }
        }
        self.document.paragraphs = self.paragraphs;
        Ok(self.document)
    }

    fn enter(&mut self, element: &Element<'_>) -> Result<Open, Error> {
        if matches!(self.open.last(), Some(Open::Skipped)) {
            return Ok(Open::Skipped);
        }
        // Of two renderings of one thing the first is read.
        if element.namespace.ends_with("/markup-compatibility/2006") && element.name() == "Fallback"
        {
            return Ok(Open::Skipped);
        }
        let word = element.namespace.ends_with("/wordprocessingml/2006/main")
            || element.namespace.ends_with("/wordprocessingml/main");
        let formula = element.namespace.ends_with("/math") && element.name() == "t";
        if !word && !formula {
            return Ok(Open::Transparent);
        }
        if matches!(self.open.last(), Some(Open::Run)) {
            self.in_run(element)?;
        }
        Ok(match element.name() {
            "p" => Open::Paragraph {
                text: String::new(),
                boxed: Vec::new(),
            },
            "r" => Open::Run,
            "t" => Open::Text,
            "tc" => Open::Cell,
            "txbxContent" => Open::Box,
            "tbl" => {
                self.document.tables += 1;
                Open::Transparent
            }
            "del" | "moveFrom" => {
                self.document.deletions += 1;
                Open::Skipped
            }
            "pPr" | "rPr" | "sectPr" | "tblPr" | "trPr" | "tcPr" | "sdtPr" => Open::Skipped,
            _ => Open::Transparent,
        })
    }

    /// Elements that stand for a character, and references to what is not running text.
    fn in_run(&mut self, element: &Element<'_>) -> Result<(), Error> {
        match element.name() {
            "tab" => self.write("\t"),
            "br" | "cr" => self.write("\n"),
            "noBreakHyphen" => self.write("\u{2011}"),
            "softHyphen" => self.write("\u{ad}"),
            "sym" => {
                let code = element
                    .attribute("char")
                    .and_then(|hex| u32::from_str_radix(&hex, 16).ok());
                let symbol = code
                    .and_then(char::from_u32)
                    .unwrap_or(char::REPLACEMENT_CHARACTER);
                self.write(symbol.encode_utf8(&mut [0; 4]))
            }
            "footnoteReference" | "endnoteReference" => {
                self.document.notes += 1;
                Ok(())
            }
            "commentReference" => {
                self.document.comments += 1;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn leave(&mut self) {
        let Some(Open::Paragraph { text, boxed }) = self.open.pop() else {
            return;
        };
        let mut read = vec![Paragraph {
            text,
            within: self.within(),
        }];
        read.extend(boxed);
        let outer = self.open.iter_mut().rev().find_map(|open| match open {
            Open::Paragraph { boxed, .. } => Some(boxed),
            _ => None,
        });
        outer.unwrap_or(&mut self.paragraphs).extend(read);
    }

    fn within(&self) -> Within {
        let place = self.open.iter().rev().find_map(|open| match open {
            Open::Cell => Some(Within::Cell),
            Open::Box => Some(Within::Box),
            _ => None,
        });
        place.unwrap_or(Within::Body)
    }

    /// Adds to the innermost paragraph; text outside any paragraph does not occur in a valid document and is dropped.
    fn write(&mut self, words: &str) -> Result<(), Error> {
        self.length += words.len();
        if self.length > self.max_length {
            return Err(Error::too_large("the text", self.max_length, "bytes"));
        }
        for open in self.open.iter_mut().rev() {
            if let Open::Paragraph { text, .. } = open {
                text.push_str(words);
                break;
            }
        }
        Ok(())
    }
}

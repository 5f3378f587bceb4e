//! Word documents (ECMA-376 WordprocessingML): the text of the document body, paragraph by paragraph.
//!
//! Paragraphs of table cells stand in reading order and those of text boxes after the paragraph they are tied to.
//! Tracked insertions are read, tracked deletions are not. Footnotes, endnotes and comments are not speech: they are
//! left out of the turns and counted in a warning, and stay in the imported file. Page headers and footers are not read.

use super::archive::Archive;
use super::document::Flow;
pub use super::document::{Document, Paragraph, Within};
use super::xml::{Element, Node, Space, Xml, xml_text};
use super::{Error, Format, Limits, Settings, Turn, Warning};

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
    let xml = xml_text(&bytes, Format::Docx, &part)?;
    let body = Body {
        xml: Xml::new(&xml, Format::Docx, &part, limits),
        open: Vec::new(),
        flow: Flow::new(limits.text),
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

/// The part the package relationships call the document; Word on the web does not always name it `document.xml`.
fn main_part(archive: &mut Archive<'_>, limits: &Limits) -> Result<String, Error> {
    const RELATIONSHIPS: &str = "_rels/.rels";
    const USUAL: &str = "word/document.xml";
    let Some(bytes) = archive.entry(RELATIONSHIPS)? else {
        return Ok(USUAL.to_owned());
    };
    let text = xml_text(&bytes, Format::Docx, RELATIONSHIPS)?;
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

/// What the reader stands in. Elements that carry no text of their own, such as hyperlinks, are transparent.
enum Open {
    Paragraph,
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
    flow: Flow,
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
                Node::Close => {
                    if let Some(Open::Paragraph) = self.open.pop() {
                        self.flow.end();
                    }
                }
                Node::Text(text) if matches!(self.open.last(), Some(Open::Text)) => {
                    self.flow.write_flat(&text)?;
                }
                Node::Text(_) => {}
                Node::End => break,
            }
        }
        self.document.paragraphs = self.flow.finish();
        Ok(self.document)
    }

    fn enter(&mut self, element: &Element<'_>) -> Result<Open, Error> {
        if matches!(self.open.last(), Some(Open::Skipped)) {
            return Ok(Open::Skipped);
        }
        let formula = element.space == Space::Math && element.name() == "t";
        match element.space {
            Space::Word => {}
            // Of two renderings of one thing the first is read.
            Space::Compatibility if element.name() == "Fallback" => return Ok(Open::Skipped),
            _ if formula => {}
            _ => return Ok(Open::Transparent),
        }
        if matches!(self.open.last(), Some(Open::Run)) {
            self.in_run(element)?;
        }
        Ok(match element.name() {
            "p" => {
                self.flow.begin(self.within());
                Open::Paragraph
            }
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
            "ins" | "moveTo" => {
                self.document.insertions += 1;
                Open::Transparent
            }
            "pPr" | "rPr" | "sectPr" | "tblPr" | "trPr" | "tcPr" | "sdtPr" => Open::Skipped,
            _ => Open::Transparent,
        })
    }

    /// Elements that stand for a character, and references to what is not running text.
    fn in_run(&mut self, element: &Element<'_>) -> Result<(), Error> {
        match element.name() {
            "tab" => self.flow.write("\t"),
            "br" | "cr" => self.flow.write("\n"),
            "noBreakHyphen" => self.flow.write("\u{2011}"),
            "softHyphen" => self.flow.write("\u{ad}"),
            "sym" => {
                let code = element
                    .attribute("char")
                    .and_then(|hex| u32::from_str_radix(&hex, 16).ok());
                let symbol = code
                    .and_then(char::from_u32)
                    .unwrap_or(char::REPLACEMENT_CHARACTER);
                self.flow.write(symbol.encode_utf8(&mut [0; 4]))
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

    fn within(&self) -> Within {
        let place = self.open.iter().rev().find_map(|open| match open {
            Open::Cell => Some(Within::Cell),
            Open::Box => Some(Within::Box),
            _ => None,
        });
        place.unwrap_or(Within::Body)
    }
}

//! Word documents (ECMA-376 WordprocessingML): the text of the document body, paragraph by paragraph.
//!
//! Paragraphs of table cells stand in reading order and those of text boxes after the paragraph they are tied to.
//! Tracked insertions are read, tracked deletions are not. Footnotes and endnotes stand at the end of the turn that refers
//! to them, numbered as Word numbers them when nobody says otherwise: each kind from 1. Comments are not speech: they are
//! left out and counted in a warning, and stay in the imported file. Page headers and footers are not read.

use std::collections::HashMap;

use super::archive::Archive;
use super::document::Flow;
pub use super::document::{Document, NoteKind, Paragraph, Style, Within};
use super::xml::{Element, Node, Space, Xml, xml_text};
use super::{Error, Format, Limits, Settings, Turn, Warning};

/// Reads the text of a document.
///
/// # Errors
/// [`Error::Archive`] for a damaged archive, [`Error::Broken`] with the part and byte for damaged XML, [`Error::TooLarge`] for a limit exceeded.
pub fn document(bytes: &[u8], limits: &Limits) -> Result<Document, Error> {
    let mut archive = Archive::open(bytes, Format::Docx, limits)?;
    let part = related(&mut archive, "_rels/.rels", "/officeDocument", limits)?;
    let part = part.unwrap_or_else(|| "word/document.xml".to_owned());
    let part = part.trim_start_matches('/');
    let mut body = Body {
        open: Vec::new(),
        flow: Flow::new(limits.text),
        document: Document::default(),
        notes: HashMap::new(),
        referred: [0; 2],
    };
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let relationships = format!("{folder}/_rels/{name}.rels");
    for (kind, usual) in [
        ("/footnotes", "footnotes.xml"),
        ("/endnotes", "endnotes.xml"),
    ] {
        let target = related(&mut archive, &relationships, kind, limits)?;
        let target = target.unwrap_or_else(|| usual.to_owned());
        let notes = match target.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => format!("{folder}/{target}"),
        };
        if let Some(bytes) = archive.entry(&notes)? {
            body.read(&bytes, &notes, limits)?;
        }
    }
    let Some(bytes) = archive.entry(part)? else {
        return Err(Error::broken(Format::Docx, part, "the part is missing"));
    };
    body.read(&bytes, part, limits)?;
    body.document.paragraphs = body.flow.finish();
    Ok(body.document)
}

pub(super) fn turns(
    bytes: &[u8],
    settings: &Settings,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Turn>, Error> {
    Ok(document(bytes, &settings.limits)?.turns(settings, warnings))
}

/// What a list of relationships calls the part of a kind; Word on the web does not always name them as usual.
fn related(
    archive: &mut Archive<'_>,
    relationships: &str,
    kind: &str,
    limits: &Limits,
) -> Result<Option<String>, Error> {
    let Some(bytes) = archive.entry(relationships)? else {
        return Ok(None);
    };
    let text = xml_text(&bytes, Format::Docx, relationships)?;
    let mut xml = Xml::new(&text, Format::Docx, relationships, limits);
    loop {
        match xml.next()? {
            Node::Open(element) => {
                let found = element.attribute("Type").unwrap_or_default();
                let target = element.attribute("Target");
                if let Some(target) = target.filter(|_| found.ends_with(kind)) {
                    return Ok(Some(target));
                }
            }
            Node::Close | Node::Text(_) => {}
            Node::End => return Ok(None),
        }
    }
}

/// What the reader stands in. Elements that carry no text of their own, such as hyperlinks, are transparent.
enum Open {
    /// A note with its number in the file, which is not the one that is shown.
    Note(NoteKind, String),
    /// Renderings of one thing, with what might still be written before the first.
    Alternatives(usize),
    Paragraph,
    Run,
    Text,
    Cell,
    Box,
    /// How a paragraph is set.
    Properties,
    /// Nothing below is read.
    Skipped,
    Transparent,
}

struct Body {
    open: Vec<Open>,
    flow: Flow,
    document: Document,
    /// The notes that were not referred to so far; each is taken once.
    notes: HashMap<(NoteKind, String), String>,
    /// How many footnotes and how many endnotes were referred to by number.
    referred: [usize; 2],
}

impl Body {
    fn read(&mut self, bytes: &[u8], part: &str, limits: &Limits) -> Result<(), Error> {
        let text = xml_text(bytes, Format::Docx, part)?;
        let mut xml = Xml::new(&text, Format::Docx, part, limits);
        loop {
            match xml.next()? {
                Node::Open(element) => {
                    let open = self.enter(&element)?;
                    self.open.push(open);
                }
                Node::Close => match self.open.pop() {
                    Some(Open::Paragraph) => self.flow.end(),
                    Some(Open::Note(kind, id)) => {
                        let text = self.flow.end_note()?.text;
                        self.notes.insert((kind, id), text);
                    }
                    _ => {}
                },
                Node::Text(text) if matches!(self.open.last(), Some(Open::Text)) => {
                    self.flow.write_flat(&text)?;
                }
                Node::Text(_) => {}
                Node::End => return Ok(()),
            }
        }
    }

    fn enter(&mut self, element: &Element<'_>) -> Result<Open, Error> {
        if matches!(self.open.last(), Some(Open::Skipped)) {
            return Ok(Open::Skipped);
        }
        if matches!(self.open.last(), Some(Open::Properties)) {
            self.style(element);
            return Ok(Open::Skipped);
        }
        let formula = element.space == Space::Math && element.name() == "t";
        match element.space {
            Space::Word => {}
            Space::Compatibility => return Ok(self.rendering(element.name())),
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
            "footnote" | "endnote" => {
                self.flow.begin_note();
                let id = element.attribute("id").unwrap_or_default();
                Open::Note(kind_of(element), id)
            }
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
            "pPr" => Open::Properties,
            "rPr" | "sectPr" | "tblPr" | "trPr" | "tcPr" | "sdtPr" => Open::Skipped,
            _ => Open::Transparent,
        })
    }

    /// Of several renderings of one thing the first that has text is read: a text box is there twice, and the first
    /// rendering of an emoji is only the number of a picture.
    fn rendering(&self, name: &str) -> Open {
        match (name, self.open.last()) {
            ("AlternateContent", _) => Open::Alternatives(self.flow.left()),
            (_, Some(Open::Alternatives(left))) if *left > self.flow.left() => Open::Skipped,
            _ => Open::Transparent,
        }
    }

    /// Elements that stand for a character, and references to what is not running text.
    fn in_run(&mut self, element: &Element<'_>) -> Result<(), Error> {
        match element.name() {
            "tab" | "ptab" => self.flow.write("\t"),
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
                self.refer(element);
                Ok(())
            }
            "commentReference" => {
                self.document.comments += 1;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// A note's own sign, where it has one, follows as text and does not count.
    fn refer(&mut self, element: &Element<'_>) {
        let kind = kind_of(element);
        let signed = element.attribute("customMarkFollows");
        let mut mark = String::new();
        if signed.is_none_or(|signed| matches!(signed.as_str(), "0" | "false" | "off")) {
            let count = &mut self.referred[kind as usize];
            *count += 1;
            mark = count.to_string();
        }
        let id = element.attribute("id").unwrap_or_default();
        match self.notes.remove(&(kind, id)) {
            Some(text) if !text.trim().is_empty() => self.flow.refer(kind, &mark, &text),
            _ => self.document.notes_left_out += 1,
        }
    }

    /// The style by its id, which Word keeps in English for its own styles or writes in the language of the program; a
    /// paragraph that is set in is no list and no entry of a bibliography, whose first line hangs.
    fn style(&mut self, element: &Element<'_>) {
        match element.name() {
            "pStyle" => {
                let id = element.attribute("val").unwrap_or_default().to_lowercase();
                let is = |words: &[&str]| words.iter().any(|word| id.contains(word));
                if is(&["heading", "title", "berschrift", "titre", "titel"]) {
                    self.flow.set_as(Style::Heading);
                } else if is(&["quote", "blocktext", "zitat", "citation"]) {
                    self.flow.set_as(Style::Quotation);
                } else if is(&["caption", "beschriftung", "lgende"]) {
                    self.flow.set_as(Style::Caption);
                }
            }
            "ind" if self.flow.is_plain() => {
                let twips = |name| element.attribute(name).and_then(|text| text.parse().ok());
                let left: i32 = twips("left").or_else(|| twips("start")).unwrap_or(0);
                let hangs = twips("hanging").is_some_and(|by: i32| by > 0);
                if left >= 280 && !hangs {
                    self.flow.set_as(Style::Indented);
                }
            }
            _ => {}
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

fn kind_of(element: &Element<'_>) -> NoteKind {
    if element.name().starts_with("end") {
        NoteKind::End
    } else {
        NoteKind::Foot
    }
}

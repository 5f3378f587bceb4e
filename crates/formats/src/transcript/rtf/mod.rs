//! Rich Text Format 1.9: the text of the document, paragraph by paragraph.
//!
//! What counts as running text is the same as for Word documents: notes stand at the end of the turn that refers to them,
//! footnotes and endnotes numbered as one; comments and tracked deletions are left out and counted; page headers, styles,
//! pictures and destinations marked as ignorable are not read.

mod destinations;
mod pages;
mod tokens;

use std::collections::HashMap;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

use self::destinations::{SHOWN, SKIPPED};
use self::tokens::{Token, Tokens};
use super::document::{Document, Flow, NoteKind, Within};
use super::{Error, Format, Limits, Settings, Turn, Warning};

/// Reads the text of a document.
///
/// # Errors
/// [`Error::Broken`] with the byte where the file is no RTF or ends early, [`Error::TooLarge`] for a limit exceeded.
pub fn document(bytes: &[u8], limits: &Limits) -> Result<Document, Error> {
    if !signed(bytes) {
        let what = "the file does not begin with {\\rtf";
        return Err(Error::broken(Format::Rtf, "byte 0", what));
    }
    let mut body = Body {
        groups: Vec::new(),
        max_depth: limits.depth,
        page: WINDOWS_1252,
        fonts: HashMap::new(),
        bytes: Vec::new(),
        high: None,
        flow: Flow::new(limits.text),
        document: Document::default(),
        notes: 0,
    };
    for token in Tokens::new(bytes) {
        body.take(token)?;
        if body.groups.is_empty() {
            return body.finish();
        }
    }
    let place = format!("byte {}", bytes.len());
    Err(Error::broken(Format::Rtf, place, "the end is missing"))
}

/// Whether the bytes begin as every RTF file does.
pub(super) fn signed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"{\\rtf")
}

pub(super) fn turns(
    bytes: &[u8],
    settings: &Settings,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Turn>, Error> {
    let document = document(bytes, &settings.limits)?;
    let lost = |text: &str| text.contains(char::REPLACEMENT_CHARACTER);
    if document
        .paragraphs
        .iter()
        .any(|paragraph| lost(&paragraph.text))
    {
        let message = "Some bytes fit no character of the code page the file names and were replaced by U+FFFD.";
        warnings.push(Warning::new("characters_lost", None, message));
    }
    Ok(document.turns(settings, warnings))
}

/// What holds within a group; a group begins with what holds around it.
#[derive(Debug, Clone, Copy)]
struct Group {
    destination: Destination,
    /// The code page of the font, where it has one of its own.
    page: Option<&'static Encoding>,
    /// How many characters stand in for one of Unicode.
    fallbacks: usize,
    /// How many of those are still to be passed over.
    passing: usize,
    deleted: bool,
    hidden: bool,
    in_table: bool,
    /// `\*` was met: the next word names a destination that may be ignored.
    ignorable: bool,
    /// The font being described in the table of fonts.
    font: i32,
    /// The group is a note and ends with it.
    is_note: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Destination {
    Text,
    Fonts,
    Skipped,
}

const OUTERMOST: Group = Group {
    destination: Destination::Text,
    page: None,
    fallbacks: 1,
    passing: 0,
    deleted: false,
    hidden: false,
    in_table: false,
    ignorable: false,
    font: 0,
    is_note: false,
};

struct Body {
    groups: Vec<Group>,
    max_depth: usize,
    page: &'static Encoding,
    fonts: HashMap<i32, &'static Encoding>,
    /// Bytes not yet decoded, since a character may take two of them.
    bytes: Vec<u8>,
    /// The first half of a surrogate pair.
    high: Option<u16>,
    flow: Flow,
    document: Document,
    notes: usize,
}

impl Body {
    fn take(&mut self, token: Token<'_>) -> Result<(), Error> {
        match token {
            Token::Open => self.open(),
            Token::Close => {
                self.decode()?;
                match self.groups.pop() {
                    Some(group) if group.is_note => self.end_note(),
                    _ => Ok(()),
                }
            }
            Token::Byte(byte) => {
                if self.shows() {
                    self.bytes.push(byte);
                }
                Ok(())
            }
            Token::Word(word, number) => self.word(word, number),
            Token::Symbol(symbol) => self.symbol(symbol),
        }
    }

    fn finish(mut self) -> Result<Document, Error> {
        self.decode()?;
        self.document.paragraphs = self.flow.finish();
        Ok(self.document)
    }

    fn open(&mut self) -> Result<(), Error> {
        self.decode()?;
        if self.groups.len() >= self.max_depth {
            return Err(Error::too_large(
                "the nesting of groups",
                self.max_depth,
                "levels",
            ));
        }
        let around = self.groups.last().copied().unwrap_or(OUTERMOST);
        self.groups.push(Group {
            ignorable: false,
            passing: 0,
            is_note: false,
            ..around
        });
        Ok(())
    }

    /// Whether the next character is text to be kept; one that stands in for a character of Unicode is not.
    fn shows(&mut self) -> bool {
        let Some(group) = self.groups.last_mut() else {
            return false;
        };
        if group.passing > 0 {
            group.passing -= 1;
            return false;
        }
        group.destination == Destination::Text && !group.deleted && !group.hidden
    }

    fn symbol(&mut self, symbol: u8) -> Result<(), Error> {
        match symbol {
            b'*' => {
                if let Some(group) = self.groups.last_mut() {
                    group.ignorable = true;
                }
                Ok(())
            }
            b'{' | b'}' | b'\\' => self.take(Token::Byte(symbol)),
            b'~' => self.say("\u{a0}"),
            b'_' => self.say("\u{2011}"),
            b'-' => self.say("\u{ad}"),
            b'\r' | b'\n' => self.end_paragraph(),
            _ => Ok(()),
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) -> Result<(), Error> {
        let Some(group) = self.groups.last_mut() else {
            return Ok(());
        };
        let ignorable = std::mem::take(&mut group.ignorable);
        if word == "u" {
            return self.unicode(number.unwrap_or_default());
        }
        // A destination stands at the start of its group; within a skipped one nothing is shown again.
        if group.destination == Destination::Skipped {
            return Ok(());
        }
        if word == "fonttbl" {
            group.destination = Destination::Fonts;
        } else if SKIPPED.contains(&word) || (ignorable && !SHOWN.contains(&word)) {
            group.destination = Destination::Skipped;
            self.document.comments += usize::from(word == "annotation");
        } else if word == "footnote" {
            return self.begin_note();
        } else if let Some(text) = stands_for(word) {
            return self.say(text);
        } else {
            return self.property(word, number);
        }
        Ok(())
    }

    fn property(&mut self, word: &str, number: Option<i32>) -> Result<(), Error> {
        if matches!(word, "par" | "sect" | "page" | "cell" | "nestcell" | "row") {
            // A row ends with its last cell, which has ended the paragraph.
            let anything = word != "row" || self.flow.is_open();
            return if anything {
                self.end_paragraph()
            } else {
                Ok(())
            };
        }
        self.decode()?;
        let Some(group) = self.groups.last_mut() else {
            return Ok(());
        };
        let on = number != Some(0);
        let number = number.unwrap_or_default();
        match word {
            "uc" => group.fallbacks = usize::try_from(number).unwrap_or(0),
            "ansicpg" => self.page = pages::code_page(number).unwrap_or(self.page),
            "mac" => self.page = MACINTOSH,
            "f" if group.destination == Destination::Fonts => group.font = number,
            "f" => group.page = self.fonts.get(&number).copied(),
            "fcharset" => {
                let page = pages::charset(number);
                self.fonts.extend(page.map(|page| (group.font, page)));
            }
            "plain" => (group.page, group.deleted, group.hidden) = (None, false, false),
            "deleted" => {
                self.document.deletions += usize::from(on && !group.deleted);
                group.deleted = on;
            }
            "revised" => self.document.insertions += usize::from(on),
            "v" => group.hidden = on,
            "pard" => group.in_table = false,
            "intbl" => group.in_table = true,
            // Each row defines itself; the first row after running text begins a table.
            "trowd" => {
                self.document.tables += usize::from(!group.in_table);
                group.in_table = true;
            }
            _ => {}
        }
        Ok(())
    }

    /// A code unit of UTF-16, written as a signed number, and after it the characters that stand in for it.
    fn unicode(&mut self, number: i32) -> Result<(), Error> {
        let shows = self.shows();
        if let Some(group) = self.groups.last_mut() {
            group.passing = group.fallbacks;
        }
        if !shows {
            return Ok(());
        }
        let high = self.high;
        self.decode()?;
        let unit = u16::try_from(number & 0xffff).unwrap_or_default();
        if (0xd800..0xdc00).contains(&unit) {
            self.high = Some(unit);
            return Ok(());
        }
        match high {
            Some(high) => self.write(&String::from_utf16_lossy(&[high, unit])),
            None => self.write(&String::from_utf16_lossy(&[unit])),
        }
    }

    fn say(&mut self, text: &str) -> Result<(), Error> {
        if !self.shows() {
            return Ok(());
        }
        self.decode()?;
        self.write(text)
    }

    fn end_paragraph(&mut self) -> Result<(), Error> {
        let shows = |group: &Group| group.destination == Destination::Text && !group.deleted;
        if self.groups.last().is_some_and(shows) {
            self.decode()?;
            if self.flow.is_in_note() {
                return self.write(" ");
            }
            self.write("")?;
            self.flow.end();
        }
        Ok(())
    }

    fn begin_note(&mut self) -> Result<(), Error> {
        self.decode()?;
        let nested = self.flow.is_in_note();
        self.write("")?;
        let Some(group) = self.groups.last_mut() else {
            return Ok(());
        };
        if nested || group.deleted || group.hidden {
            group.destination = Destination::Skipped;
            self.document.notes_left_out += usize::from(nested);
        } else {
            group.is_note = true;
            self.flow.begin_note();
        }
        Ok(())
    }

    fn end_note(&mut self) -> Result<(), Error> {
        self.notes += 1;
        let text = self.flow.end_note()?.bare;
        let mark = self.notes.to_string();
        self.flow.refer(NoteKind::Foot, &mark, &text);
        Ok(())
    }

    /// Writes the bytes gathered in the code page that holds for them.
    fn decode(&mut self) -> Result<(), Error> {
        self.high = None;
        if self.bytes.is_empty() {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.bytes);
        let page = self.groups.last().and_then(|group| group.page);
        let (text, _) = page
            .unwrap_or(self.page)
            .decode_without_bom_handling(&bytes);
        self.write(&text)
    }

    fn write(&mut self, text: &str) -> Result<(), Error> {
        if !self.flow.is_open() {
            let in_table = self.groups.last().is_some_and(|group| group.in_table);
            let within = if in_table { Within::Cell } else { Within::Body };
            self.flow.begin(within);
        }
        self.flow.write(text)
    }
}

/// Words that stand for a character.
fn stands_for(word: &str) -> Option<&'static str> {
    Some(match word {
        "line" => "\n",
        "tab" => "\t",
        "emdash" => "\u{2014}",
        "endash" => "\u{2013}",
        "lquote" => "\u{2018}",
        "rquote" => "\u{2019}",
        "ldblquote" => "\u{201c}",
        "rdblquote" => "\u{201d}",
        "bullet" => "\u{2022}",
        "emspace" => "\u{2003}",
        "enspace" => "\u{2002}",
        "qmspace" => "\u{2005}",
        _ => return None,
    })
}

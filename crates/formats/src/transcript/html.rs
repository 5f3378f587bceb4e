//! HTML pages: what a browser shows as text, paragraph by paragraph.
//!
//! Read like a browser reads what is broken: no nesting is asked for, an unknown tag is passed over, a bracket that opens
//! no tag is text. Nothing is fetched and no script is run. Block elements, cells and `br` part the text; white space is
//! collapsed outside `pre`. The `cite` and `time` of podcast transcripts become `Name   0:05`, as Teams writes it.

use encoding_rs::Encoding;

use super::document::{Document, Flow, Style, Within};
use super::{Error, Format, Limits, Settings, Turn, Warning, txt};
use crate::html::{BLOCKS, Markup, Tag, behind, markup, skip_hidden, unescape};
use crate::text;

pub(super) fn turns(
    bytes: &[u8],
    settings: &Settings,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Turn>, Error> {
    let text = decode(bytes, &settings.limits, warnings)?;
    Ok(document(&text, &settings.limits)?.turns(settings, warnings))
}

/// The text of a page in the encoding that it names, where it is no UTF-8.
pub(crate) fn decode(
    bytes: &[u8],
    limits: &Limits,
    warnings: &mut Vec<Warning>,
) -> Result<String, Error> {
    let declared = declared_encoding(bytes);
    match declared.filter(|_| std::str::from_utf8(bytes).is_err()) {
        Some(encoding) => txt::judge(text::decode_as(bytes, encoding), limits, warnings),
        None => txt::decode(bytes, limits, warnings),
    }
}

/// Reads the text of a page; `text` has LF line ends.
///
/// # Errors
/// [`Error::Broken`] for text without a single tag, [`Error::TooLarge`] for a limit exceeded.
pub fn document(text: &str, limits: &Limits) -> Result<Document, Error> {
    let mut page = Page {
        flow: Flow::new(limits.text),
        space: false,
        preformatted: false,
        in_cell: false,
        style: Style::Plain,
        document: Document::default(),
    };
    let mut tags = 0_usize;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        page.write(&rest[..at])?;
        rest = match markup(&rest[at..]) {
            Markup::Tag(tag, after) => {
                tags += 1;
                page.tag(&tag)?;
                match !tag.closing && tag.is("del") {
                    true => {
                        page.document.deletions += 1;
                        behind(&tag, after)
                    }
                    false => skip_hidden(&tag, after),
                }
            }
            Markup::Aside(after) => after,
            Markup::Words => {
                page.write("<")?;
                &rest[at + 1..]
            }
        };
    }
    page.write(rest)?;
    if tags == 0 {
        return Err(Error::broken(
            Format::Html,
            "line 1",
            "the file holds no HTML tag",
        ));
    }
    page.document.paragraphs = page.flow.finish();
    page.document
        .paragraphs
        .retain(|paragraph| !paragraph.text.is_empty());
    Ok(page.document)
}

struct Page {
    flow: Flow,
    /// White space was met and is written before the next word.
    space: bool,
    preformatted: bool,
    in_cell: bool,
    style: Style,
    document: Document,
}

impl Page {
    fn tag(&mut self, tag: &Tag<'_>) -> Result<(), Error> {
        if tag.is("br") {
            self.space = false;
            self.open();
            self.flow.write("\n")?;
        } else if tag.is("q") {
            // A browser sets the marks.
            self.write(if tag.closing { "\u{201d}" } else { "\u{201c}" })?;
        } else if tag.is("pre") {
            self.break_paragraph();
            self.preformatted = !tag.closing;
        } else if tag.is("td") || tag.is("th") {
            self.break_paragraph();
            self.in_cell = !tag.closing;
        } else if tag.is("cite") && !tag.closing {
            self.break_paragraph();
        } else if tag.is("time") && !tag.closing && !self.flow.is_blank() {
            self.space = false;
            self.flow.write("   ")?;
        } else if tag.is_one_of(&BLOCKS) {
            self.break_paragraph();
            self.begin_style(tag);
            if tag.is("table") {
                self.in_cell = false;
                self.document.tables += usize::from(!tag.closing);
            }
        }
        Ok(())
    }

    /// As what the text below a tag is set. Paragraphs within a block quotation belong to it.
    fn begin_style(&mut self, tag: &Tag<'_>) {
        let style = if tag.is_one_of(&["h1", "h2", "h3", "h4", "h5", "h6"]) {
            Style::Heading
        } else if tag.is("blockquote") {
            Style::Quotation
        } else if tag.is_one_of(&["caption", "figcaption"]) {
            Style::Caption
        } else {
            return;
        };
        self.style = if tag.closing { Style::Plain } else { style };
    }

    fn break_paragraph(&mut self) {
        self.space = false;
        self.flow.end();
    }

    fn open(&mut self) {
        if !self.flow.is_open() {
            let within = if self.in_cell {
                Within::Cell
            } else {
                Within::Body
            };
            self.flow.begin(within);
            self.flow.set_as(self.style);
        }
    }

    fn write(&mut self, raw: &str) -> Result<(), Error> {
        if self.preformatted && !raw.is_empty() {
            self.open();
            return self.flow.write(&unescape(raw));
        }
        let is_space = |c: char| c.is_ascii_whitespace();
        for piece in raw.split_inclusive(is_space) {
            let word = piece.trim_end_matches(is_space);
            if !word.is_empty() {
                let spaced = self.space
                    && self
                        .flow
                        .innermost()
                        .is_some_and(|text| !text.is_empty() && !text.ends_with('\n'));
                self.open();
                if spaced {
                    self.flow.write(" ")?;
                }
                self.flow.write(&unescape(word))?;
                self.space = false;
            }
            self.space |= word.len() < piece.len();
        }
        Ok(())
    }
}

/// The encoding a page names within its first 1,024 bytes, as browsers look for it.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1_024)]).to_ascii_lowercase();
    let (_, after) = head.split_once("charset=")?;
    let label = after.trim_start_matches(['"', '\'']);
    let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c));
    let encoding = Encoding::for_label(&label.as_bytes()[..end.unwrap_or(label.len())])?;
    // A page that says UTF-16 in single bytes is wrong about itself.
    (encoding.is_ascii_compatible()).then_some(encoding)
}

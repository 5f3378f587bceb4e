//! HTML pages: what a browser shows as text, paragraph by paragraph.
//!
//! Read like a browser reads what is broken: no nesting is asked for, an unknown tag is passed over, a bracket that opens
//! no tag is text. Nothing is fetched and no script is run. Block elements, cells and `br` part the text; white space is
//! collapsed outside `pre`. The `cite` and `time` of podcast transcripts become `Name   0:05`, as Teams writes it.

use encoding_rs::Encoding;

use super::document::{Document, Flow, Style, Within};
use super::{Error, Format, Limits, Settings, Turn, Warning, txt};
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
                page.document.deletions += usize::from(!tag.closing && tag.is("del"));
                skip_hidden(&tag, after)
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

struct Tag<'a> {
    /// As written; compared without case.
    name: &'a str,
    closing: bool,
}

impl Tag<'_> {
    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    fn is_one_of(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(name))
    }
}

enum Markup<'a> {
    Tag(Tag<'a>, &'a str),
    /// A comment, a document type or an instruction.
    Aside(&'a str),
    Words,
}

/// What the bracket at the start of `from` opens.
fn markup(from: &str) -> Markup<'_> {
    let inner = &from[1..];
    if let Some(comment) = inner.strip_prefix("!--") {
        let end = comment.find("-->").map_or(comment.len(), |end| end + 3);
        return Markup::Aside(&comment[end..]);
    }
    if inner.starts_with(['!', '?']) {
        let end = inner.find('>').map_or(inner.len(), |end| end + 1);
        return Markup::Aside(&inner[end..]);
    }
    let (closing, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Markup::Words;
    }
    let length = inner.find(|c: char| c.is_whitespace() || c == '/' || c == '>');
    let (name, attributes) = inner.split_at(length.unwrap_or(inner.len()));
    Markup::Tag(Tag { name, closing }, after_attributes(attributes))
}

/// The text behind the `>` that stands in no quoted value; an unclosed tag takes the rest of the page, as in a browser.
fn after_attributes(attributes: &str) -> &str {
    let mut quote = None;
    let mut after_equals = false;
    for (at, byte) in attributes.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return &attributes[at + 1..],
            (None, b'"' | b'\'') if after_equals => quote = Some(byte),
            (None, _) => {}
        }
        after_equals = byte == b'=' || (after_equals && byte.is_ascii_whitespace());
    }
    ""
}

/// Elements of which nothing is shown in the page.
const HIDDEN: [&str; 10] = [
    "del", "script", "style", "template", "noscript", "title", "textarea", "select", "svg",
    "iframe",
];

/// The text behind the end tag of an element that shows nothing; the text itself for any other tag.
fn skip_hidden<'a>(tag: &Tag<'_>, after: &'a str) -> &'a str {
    if tag.closing || !tag.is_one_of(&HIDDEN) {
        return after;
    }
    let mut from = 0;
    while let Some(at) = after[from..].find("</") {
        let name = &after[from + at + 2..];
        let found = name.get(..tag.name.len());
        if found.is_some_and(|found| found.eq_ignore_ascii_case(tag.name)) {
            return &after[from + at..];
        }
        from += at + 2;
    }
    ""
}

/// Elements that begin and end a paragraph of their own.
const BLOCKS: [&str; 36] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "option",
    "p",
    "section",
    "summary",
    "table",
    "tr",
    "ul",
];

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

/// Decodes the entities of HTML and numbers; any other ampersand stays.
fn unescape(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        // The longest name has 31 letters; looking further would be quadratic in a row of ampersands.
        let end = rest.bytes().take(34).position(|byte| byte == b';');
        let found = end.and_then(|end| Some((end, entity(&rest[..end])?)));
        match found {
            Some((end, decoded)) => {
                text.push_str(&decoded);
                rest = &rest[end + 1..];
            }
            None => text.push('&'),
        }
    }
    text.push_str(rest);
    text
}

fn entity(name: &str) -> Option<String> {
    let Some(number) = name.strip_prefix('#') else {
        return quick_xml::escape::resolve_html5_entity(name).map(str::to_owned);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    let code = code.ok()?;
    if let Ok(byte @ 0x80..=0x9f) = u8::try_from(code) {
        // As browsers do: these numbers are those of windows-1252.
        return Some(encoding_rs::WINDOWS_1252.decode(&[byte]).0.into_owned());
    }
    char::from_u32(code)
        .filter(|&c| c != '\0')
        .map(String::from)
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

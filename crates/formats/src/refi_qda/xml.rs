//! XML of projects under limits: no document type, no entities of the file's own, bounded depth and size (Q31).

use std::io::{self, BufRead};

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::PrefixDeclaration;
use quick_xml::reader::Reader;

use super::archive::reading_error;
use super::error::{Fault, too_large};
use super::limits::Limits;
use super::meter::Metered;
use super::names::{Attribute, Element, Space};
use super::tag::Tag;
use crate::cost::Meter;

/// What comes next. Comments and processing instructions are passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Node {
    /// A start tag, held in [`Xml::tag`]; `None` for a name that no schema has.
    Open(Option<Element>),
    Close,
    /// Text, held in [`Xml::text`].
    Text,
    End,
}

/// Namespaces in force at one place; programs declare one or three.
const MAX_PREFIXES: usize = 1_000;
/// The schema has eleven for one element.
const MAX_ATTRIBUTES: usize = 200;

/// Reads one XML file from its beginning to its end.
pub(super) struct Xml<'a> {
    reader: Reader<Metered<'a>>,
    buffer: Vec<u8>,
    pub tag: Tag,
    pub text: String,
    /// Half surrogates that were spelt as characters (Q19n).
    pub surrogates: u64,
    /// Prefixes with their namespaces and the depth of the element that declares them, outermost first.
    prefixes: Vec<(usize, String, Space)>,
    pub file: String,
    depth: usize,
    elements: u64,
    limits: Limits,
    meter: Meter,
    ended: bool,
    /// Where what was read last begins, without the byte-order mark, which the reader does not count.
    began: u64,
    mark: u64,
}

impl<'a> Xml<'a> {
    pub(super) fn new(
        mut input: Box<dyn BufRead + 'a>,
        file: &str,
        (limits, meter): (&Limits, &Meter),
    ) -> Result<Self, Fault> {
        let start = input
            .fill_buf()
            .map_err(|error| reading_error(file, error))?;
        let wide = start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]);
        if wide || start.iter().take(4).any(|byte| *byte == 0) {
            return Err(Fault::Xml {
                offset: 0,
                what: "the XML is UTF-16 or UTF-32; REFI-QDA is UTF-8 (save it in that encoding)"
                    .to_owned(),
            });
        }
        let mark = if start.starts_with(b"\xef\xbb\xbf") {
            3
        } else {
            0
        };
        let limit = limits.text.saturating_add(limits.attribute);
        let mut reader = Reader::from_reader(Metered::new(input, limit));
        reader.config_mut().expand_empty_elements = true;
        Ok(Self {
            reader,
            buffer: Vec::new(),
            tag: Tag::default(),
            text: String::new(),
            surrogates: 0,
            prefixes: Vec::new(),
            file: file.to_owned(),
            depth: 0,
            elements: 0,
            limits: limits.clone(),
            meter: meter.clone(),
            ended: false,
            began: 0,
            mark,
        })
    }

    pub(super) fn next(&mut self) -> Result<Node, Fault> {
        loop {
            self.meter.look()?;
            self.buffer.clear();
            self.began = self.reader.buffer_position();
            self.reader.get_mut().start();
            // The buffer is moved out for the length of the event, which borrows it.
            let mut buffer = std::mem::take(&mut self.buffer);
            let node = match self.reader.read_event_into(&mut buffer) {
                Ok(event) => self.take(event),
                Err(error) => Err(self.damaged(error)),
            };
            self.buffer = buffer;
            if let Some(node) = node? {
                return Ok(node);
            }
        }
    }

    fn take(&mut self, event: Event<'_>) -> Result<Option<Node>, Fault> {
        match event {
            Event::Start(start) | Event::Empty(start) => self.open(&start).map(Some),
            Event::End(_) => {
                while self.prefixes.pop_if(|last| last.0 == self.depth).is_some() {}
                self.depth -= 1;
                self.ended = self.depth == 0;
                Ok(Some(Node::Close))
            }
            Event::Text(text) => {
                self.text.clear();
                lines(&mut self.text, &text.into_inner());
                self.outside()
            }
            Event::CData(text) => {
                self.text.clear();
                lines(&mut self.text, &text.into_inner());
                self.outside()
            }
            Event::GeneralRef(reference) => {
                self.text.clear();
                let character = self.reference(&reference)?;
                self.text.push(character);
                self.outside()
            }
            Event::Decl(declaration) => self.encoding(declaration.encoding()).map(|()| None),
            Event::DocType(_) => Err(self.broken("a DOCTYPE is refused")),
            Event::Comment(_) | Event::PI(_) => Ok(None),
            Event::Eof if self.depth > 0 => Err(self.broken("the end is missing")),
            Event::Eof => Ok(Some(Node::End)),
        }
    }

    /// Text beside the root is nobody's; only white space may stand there.
    fn outside(&self) -> Result<Option<Node>, Fault> {
        let blank = || {
            self.text
                .chars()
                .all(|c| c.is_ascii_whitespace() || c == '\u{feff}')
        };
        match self.depth {
            0 if blank() => Ok(None),
            0 => Err(self.broken("text outside of the first element")),
            _ => Ok(Some(Node::Text)),
        }
    }

    fn encoding<E>(
        &self,
        named: Option<Result<std::borrow::Cow<'_, str>, E>>,
    ) -> Result<(), Fault> {
        let Some(Ok(name)) = named else {
            return Ok(());
        };
        // Some programs declare UTF-16 over UTF-8; the bytes have been looked at.
        let lower = name.to_ascii_lowercase();
        if ["utf-8", "utf8", "utf-16", "us-ascii", "ascii"].contains(&lower.as_str()) {
            return Ok(());
        }
        Err(self.broken(format!("the XML says it is {name}; REFI-QDA is UTF-8")))
    }

    fn open(&mut self, start: &BytesStart<'_>) -> Result<Node, Fault> {
        if self.ended {
            return Err(self.broken("a second element beside the first"));
        }
        self.depth += 1;
        self.elements += 1;
        if self.depth > self.limits.depth {
            let what = format!("the nesting of elements in {}", self.file);
            return Err(too_large(what, self.limits.depth as u64, "levels").into());
        }
        if self.elements > self.limits.elements {
            return Err(too_large(&*self.file, self.limits.elements, "elements").into());
        }
        self.attributes(start)?;
        let name = start.name();
        let prefix = name.prefix();
        let prefix = prefix.as_ref().map_or("", |prefix| prefix.as_ref());
        let mut declared = self.prefixes.iter().rev();
        let space = declared.find(|(_, known, _)| known == prefix);
        let space = space.map_or(Space::Missing, |(_, _, space)| *space);
        let local = start.local_name();
        self.tag.name.clear();
        self.tag.name.push_str(local.as_ref());
        self.tag.space = Some(space);
        let known = space != Space::Foreign;
        Ok(Node::Open(Element::read(&self.tag.name).filter(|_| known)))
    }

    fn attributes(&mut self, start: &BytesStart<'_>) -> Result<(), Fault> {
        self.tag.clear();
        // The reader's own search for doubles takes time with the square of their number.
        for (at, attribute) in start.attributes().with_checks(false).enumerate() {
            let attribute = attribute.map_err(|error| self.broken(error.to_string()))?;
            if at >= MAX_ATTRIBUTES {
                let what = format!("an element of {}", self.file);
                return Err(too_large(what, MAX_ATTRIBUTES as u64, "attributes").into());
            }
            if attribute.value.len() > self.limits.attribute {
                let what = format!("an attribute in {}", self.file);
                return Err(too_large(what, self.limits.attribute as u64, "bytes").into());
            }
            let declared = match attribute.key.as_namespace_binding() {
                Some(PrefixDeclaration::Named(prefix)) => Some(prefix.to_owned()),
                Some(PrefixDeclaration::Default) => Some(String::new()),
                None => None,
            };
            if let Some(prefix) = declared {
                let space = Space::of(&attribute.value);
                self.prefixes.push((self.depth, prefix, space));
                if self.prefixes.len() > MAX_PREFIXES {
                    let what = format!("{} within one element", self.file);
                    return Err(too_large(what, MAX_PREFIXES as u64, "namespaces").into());
                }
                continue;
            }
            // Attributes of a namespace, such as `xsi:schemaLocation`, are no part of the schema and mean nothing to us.
            if attribute.key.prefix().is_some() {
                continue;
            }
            let Some(name) = Attribute::read(attribute.key.as_ref()) else {
                self.tag
                    .unknown
                    .push(attribute.key.as_ref().chars().take(60).collect());
                continue;
            };
            if self.tag.get(name).is_some() {
                return Err(self.broken(format!("the attribute {} stands twice", name.word())));
            }
            let from = self.tag.values.len();
            self.value(&attribute.value)?;
            if !self.tag.keep(name, from) {
                return Err(too_large("a tag", u64::from(u32::MAX), "bytes").into());
            }
        }
        Ok(())
    }

    /// Adds an attribute's value: references are resolved, and line ends and tabs that stand there are blanks.
    fn value(&mut self, raw: &str) -> Result<(), Fault> {
        let mut rest = raw;
        while let Some(at) = rest.find(['&', '\t', '\n', '\r']) {
            self.tag.values.push_str(&rest[..at]);
            let found = &rest[at..];
            if let Some(reference) = found.strip_prefix('&') {
                let end = reference.find(';');
                let end = end.ok_or_else(|| self.broken("a reference without its end"))?;
                let character = self.resolve(&reference[..end])?;
                self.tag.values.push(character);
                rest = &reference[end + 1..];
            } else {
                self.tag.values.push(' ');
                rest = found.strip_prefix("\r\n").unwrap_or(&found[1..]);
            }
        }
        self.tag.values.push_str(rest);
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<char, Fault> {
        let name = reference.borrow().into_inner().into_owned();
        self.resolve(&name)
    }

    fn resolve(&mut self, name: &str) -> Result<char, Fault> {
        if let Some(number) = name.strip_prefix('#') {
            let code = match number.strip_prefix('x') {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            return match code.ok().map(|code| (code, char::from_u32(code))) {
                Some((_, Some(character))) if character != '\0' => Ok(character),
                Some((0xd800..=0xdfff, None)) => {
                    self.surrogates += 1;
                    Ok(char::REPLACEMENT_CHARACTER)
                }
                _ => Err(self.broken("a number that is no character")),
            };
        }
        match quick_xml::escape::resolve_xml_entity(name) {
            Some(text) => Ok(text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)),
            None => Err(self.broken("an entity that XML does not define")),
        }
    }

    /// Refuses text that has grown too long.
    pub(super) fn check_text(&self, length: usize) -> Result<(), Fault> {
        if length > self.limits.text {
            let what = format!("a text in {}", self.file);
            return Err(too_large(what, self.limits.text as u64, "bytes").into());
        }
        Ok(())
    }

    /// The byte at which what was read last begins.
    pub(super) fn offset(&self) -> u64 {
        self.mark + self.began
    }

    pub(super) fn broken(&self, what: impl Into<String>) -> Fault {
        Fault::Xml {
            offset: self.mark + self.reader.buffer_position(),
            what: what.into(),
        }
    }

    fn damaged(&self, error: quick_xml::Error) -> Fault {
        if let quick_xml::Error::Io(error) = error {
            let kind = error.kind();
            let text = error.to_string();
            let ours = match std::sync::Arc::try_unwrap(error) {
                Ok(error) => error,
                Err(_) => io::Error::new(kind, text),
            };
            return reading_error(&self.file, ours).into();
        }
        let offset = match self.reader.error_position() {
            0 => self.reader.buffer_position(),
            place => place,
        };
        Fault::Xml {
            offset: self.mark + offset,
            what: error.to_string(),
        }
    }
}

/// Adds text with its line ends as LF, as every parser of XML hands them over.
fn lines(text: &mut String, raw: &str) {
    let mut rest = raw;
    while let Some(at) = rest.find('\r') {
        text.push_str(&rest[..at]);
        text.push('\n');
        rest = rest[at + 1..].strip_prefix('\n').unwrap_or(&rest[at + 1..]);
    }
    text.push_str(rest);
}

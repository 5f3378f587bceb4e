//! XML of office documents under limits (trust IMP-1): no DOCTYPE, no entities of the file's own, bounded depth.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::PrefixDeclaration;
use quick_xml::reader::Reader;

use super::{Error, Format, Limits};
use crate::text;

/// XML is UTF-8, or UTF-16 with a byte-order mark; nothing is guessed.
pub(super) fn xml_text(bytes: &[u8], format: Format, part: &str) -> Result<String, Error> {
    let decoded = text::decode(bytes);
    if decoded.guessed || decoded.had_errors {
        return Err(Error::broken(format, part, "the XML is not valid UTF-8"));
    }
    Ok(decoded.text)
}

/// What comes next in a document. Comments and processing instructions are passed over.
pub(super) enum Node<'a> {
    Open(Element<'a>),
    Close,
    Text(Cow<'a, str>),
    End,
}

/// A start tag. An empty element is an `Open` followed by a `Close`.
pub(super) struct Element<'a> {
    pub space: Space,
    start: BytesStart<'a>,
}

/// The namespaces that are read; prefixes are each file's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// WordprocessingML, transitional or strict.
    Word,
    /// Formulas within Word documents.
    Math,
    /// Two renderings of one thing.
    Compatibility,
    OpenText,
    OpenOffice,
    OpenTable,
    OpenDrawing,
    OpenPicture,
    Other,
}

impl Space {
    fn of(namespace: &str) -> Self {
        const ENDS: [(&str, Space); 9] = [
            ("/wordprocessingml/2006/main", Space::Word),
            ("xmlns:text:1.0", Space::OpenText),
            ("xmlns:office:1.0", Space::OpenOffice),
            ("xmlns:table:1.0", Space::OpenTable),
            ("xmlns:drawing:1.0", Space::OpenDrawing),
            ("xmlns:svg-compatible:1.0", Space::OpenPicture),
            ("/wordprocessingml/main", Space::Word),
            ("/math", Space::Math),
            ("/markup-compatibility/2006", Space::Compatibility),
        ];
        let found = ENDS.iter().find(|(end, _)| namespace.ends_with(end));
        found.map_or(Self::Other, |(_, space)| *space)
    }
}

impl Element<'_> {
    pub(super) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// An attribute's value by its name without prefix; absent where it is malformed.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes();
        let mut readable = attributes.with_checks(false).flatten();
        let found = readable.find(|attribute| attribute.key.local_name().as_ref() == name)?;
        quick_xml::escape::unescape(&found.value)
            .ok()
            .map(Cow::into_owned)
    }
}

/// Namespaces in force at one place. Word declares about 30; each element is looked up among them.
const MAX_PREFIXES: usize = 1_000;

/// Reads one XML part of an archive.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    /// Prefixes with their namespaces and the depth of the element that declares them, outermost first. Looked up here,
    /// because a document has one list at its root and ten thousand elements, each of which would be searched for more.
    prefixes: Vec<(usize, String, Space)>,
    format: Format,
    part: &'a str,
    depth: usize,
    max_depth: usize,
}

impl<'a> Xml<'a> {
    pub(super) fn new(text: &'a str, format: Format, part: &'a str, limits: &Limits) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            prefixes: Vec::new(),
            format,
            part,
            depth: 0,
            max_depth: limits.depth,
        }
    }

    pub(super) fn next(&mut self) -> Result<Node<'a>, Error> {
        loop {
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => return Err(self.broken(error.to_string())),
            };
            match event {
                Event::Start(start) | Event::Empty(start) => {
                    self.depth += 1;
                    if self.depth > self.max_depth {
                        let what = format!("the nesting of elements in {}", self.part);
                        return Err(Error::too_large(what, self.max_depth, "levels"));
                    }
                    self.declare(&start)?;
                    let space = self.space(&start);
                    return Ok(Node::Open(Element { space, start }));
                }
                Event::End(_) => {
                    let outer = |last: &mut (usize, String, Space)| last.0 == self.depth;
                    while self.prefixes.pop_if(outer).is_some() {}
                    self.depth -= 1;
                    return Ok(Node::Close);
                }
                Event::Text(text) => return Ok(Node::Text(text.into_inner())),
                Event::CData(text) => return Ok(Node::Text(text.into_inner())),
                Event::GeneralRef(reference) => return self.reference(&reference),
                Event::DocType(_) => return Err(self.broken("a DOCTYPE is refused")),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
                Event::Eof if self.depth > 0 => return Err(self.broken("the end is missing")),
                Event::Eof => return Ok(Node::End),
            }
        }
    }

    fn declare(&mut self, start: &BytesStart<'_>) -> Result<(), Error> {
        if !start.attributes_raw().contains("xmlns") {
            return Ok(());
        }
        let mut attributes = start.attributes();
        for attribute in attributes.with_checks(false).flatten() {
            let prefix = match attribute.key.as_namespace_binding() {
                Some(PrefixDeclaration::Named(prefix)) => prefix,
                Some(PrefixDeclaration::Default) => "",
                None => continue,
            };
            let space = Space::of(&attribute.value);
            self.prefixes.push((self.depth, prefix.to_owned(), space));
        }
        if self.prefixes.len() > MAX_PREFIXES {
            let what = format!("{} within one element", self.part);
            return Err(Error::too_large(what, MAX_PREFIXES, "namespaces"));
        }
        Ok(())
    }

    fn space(&self, start: &BytesStart<'_>) -> Space {
        let name = start.name();
        let prefix = name.prefix();
        let prefix = prefix.as_ref().map_or("", |prefix| prefix.as_ref());
        let mut declared = self.prefixes.iter().rev();
        declared
            .find(|(_, known, _)| known == prefix)
            .map_or(Space::Other, |(_, _, space)| *space)
    }

    fn reference(&self, reference: &quick_xml::events::BytesRef<'_>) -> Result<Node<'a>, Error> {
        let character = reference
            .resolve_char_ref()
            .map_err(|error| self.broken(error.to_string()))?;
        if let Some(character) = character {
            return Ok(Node::Text(Cow::Owned(character.to_string())));
        }
        match quick_xml::escape::resolve_xml_entity(reference) {
            Some(text) => Ok(Node::Text(Cow::Borrowed(text))),
            None => Err(self.broken("an entity that XML does not define")),
        }
    }

    pub(super) fn broken(&self, what: impl Into<String>) -> Error {
        let place = format!("{}, byte {}", self.part, self.reader.buffer_position());
        Error::broken(self.format, place, what)
    }
}

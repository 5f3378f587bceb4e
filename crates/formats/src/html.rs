//! The marks of HTML in a text: tags, comments and entities, read as a browser reads what is broken.

/// A tag of a page.
pub(crate) struct Tag<'a> {
    /// As written; compared without case.
    name: &'a str,
    /// Whether it ends its element.
    pub(crate) closing: bool,
}

impl Tag<'_> {
    /// Whether it is of an element of this name.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Whether it is of an element of one of these names.
    pub(crate) fn is_one_of(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(name))
    }
}

/// What a bracket opens, with what stands behind it.
pub(crate) enum Markup<'a> {
    /// A tag.
    Tag(Tag<'a>, &'a str),
    /// A comment, a document type or an instruction.
    Aside(&'a str),
    /// Nothing: it is a bracket of the text.
    Words,
}

/// What the bracket at the start of `from` opens.
pub(crate) fn markup(from: &str) -> Markup<'_> {
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
const HIDDEN: [&str; 9] = [
    "script", "style", "template", "noscript", "title", "textarea", "select", "svg", "iframe",
];

/// The text behind the end tag of an element that shows nothing; the text itself for any other tag.
pub(crate) fn skip_hidden<'a>(tag: &Tag<'_>, after: &'a str) -> &'a str {
    match tag.closing || !tag.is_one_of(&HIDDEN) {
        true => after,
        false => behind(tag, after),
    }
}

/// The text from the end tag of an element on; nothing where it has none.
pub(crate) fn behind<'a>(tag: &Tag<'_>, after: &'a str) -> &'a str {
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
pub(crate) const BLOCKS: [&str; 36] = [
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

/// Decodes the entities of HTML and numbers; any other ampersand stays.
pub(crate) fn unescape(raw: &str) -> String {
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

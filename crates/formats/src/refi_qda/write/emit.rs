//! Tags on their way out: spelt, counted, and checked against the standard while they leave (Q3, Q19n, Q22).

use std::fmt::Display;

use jiff::Timestamp;
use uuid::Uuid;

use super::super::check::Checker;
use super::super::error::Error;
use super::super::lexical::is_xml;
use super::super::names::{Attribute as A, Element as E, Space};
use super::super::report::{Log, Outcome};
use super::super::tag::Tag;

/// Writes tags into a buffer, or counts them as left out.
pub(super) struct Emitter {
    /// What has not been handed on yet.
    pub buffer: String,
    pub log: Log,
    /// Whether what comes is left out of the file, and counted as such.
    muted: bool,
    space: Space,
    tag: Tag,
    /// An element whose start tag is not finished.
    begun: Option<E>,
    open: Vec<E>,
    checker: Checker,
    /// Bytes that were handed on before those of the buffer.
    passed: u64,
    /// Whether text was written since the last tag.
    leaf: bool,
}

impl Emitter {
    pub(super) fn new(space: Space, findings: usize) -> Self {
        Self {
            buffer: String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>"),
            log: Log::new(findings),
            muted: false,
            space,
            tag: Tag::default(),
            begun: None,
            open: Vec::new(),
            checker: Checker::new(1),
            passed: 0,
            leaf: false,
        }
    }

    /// From here on everything is left out and counted as such, or written again.
    pub(super) fn mute(&mut self, muted: bool) {
        if self.muted != muted {
            self.finish_tag();
            self.muted = muted;
        }
    }

    pub(super) fn is_muted(&self) -> bool {
        self.muted
    }

    pub(super) fn open(&mut self, element: E) {
        self.finish_tag();
        if self.muted {
            self.log.count(element).dropped += 1;
            return;
        }
        self.log.count(element).written += 1;
        self.tag.begin(self.space);
        self.begun = Some(element);
        self.open.push(element);
    }

    pub(super) fn attribute(&mut self, name: A, value: impl Display) {
        if !self.muted {
            self.tag.add(name, value);
        }
    }

    pub(super) fn optional(&mut self, name: A, value: Option<impl Display>) {
        if let Some(value) = value.filter(|_| !self.muted) {
            self.tag.add(name, value);
            self.tag.drop_empty();
        }
    }

    /// A time; the schema has no year before the first (Q6).
    pub(super) fn time(&mut self, name: A, time: Option<Timestamp>) {
        let Some(time) = time else { return };
        let text = time.to_string();
        if text.as_bytes().get(4) == Some(&b'-') && !text.starts_with("0000") {
            return self.attribute(name, text);
        }
        let what = format!("{} is {text}", name.word());
        self.find("Q6", Outcome::Dropped, what, "the schema has no such year");
    }

    /// Notes something about the element that is open.
    pub(super) fn find(
        &mut self,
        rule: &'static str,
        outcome: Outcome,
        what: impl Into<String>,
        why: &'static str,
    ) {
        if self.muted {
            return;
        }
        let place = match (self.begun, self.open.last()) {
            (Some(element), _) => self.tag.place(element),
            (None, Some(element)) => format!("<{}>", element.word()),
            (None, None) => "the file".to_owned(),
        };
        self.log.find(rule, outcome, place, what, why);
    }

    /// An element that holds text and nothing else.
    pub(super) fn leaf(&mut self, element: E, text: impl AsRef<str>) {
        self.open(element);
        if self.muted {
            return;
        }
        self.finish_tag();
        let text = text.as_ref();
        let replaced = escape(&mut self.buffer, text, false);
        self.replaced(replaced, || format!("<{}>", element.word()));
        self.leaf = true;
        self.checker.close(text);
        self.end();
    }

    /// A reference to something by its GUID.
    pub(super) fn reference(&mut self, element: E, name: A, target: Uuid) {
        self.open(element);
        self.attribute(name, target);
        self.close();
    }

    pub(super) fn close(&mut self) {
        if self.muted {
            return;
        }
        if self.begun.is_some() {
            self.start_tag("/>");
            self.open.pop();
            self.checker.close("");
            return;
        }
        self.checker.close("");
        self.end();
    }

    fn end(&mut self) {
        let Some(element) = self.open.pop() else {
            return;
        };
        // Each element has a line of its own; what stands within a leaf is its text.
        if !std::mem::take(&mut self.leaf) {
            self.buffer.push('\n');
        }
        self.buffer.push_str("</");
        self.buffer.push_str(element.word());
        self.buffer.push('>');
    }

    fn finish_tag(&mut self) {
        if self.begun.is_some() {
            self.start_tag(">");
        }
    }

    fn start_tag(&mut self, end: &str) {
        let Some(element) = self.begun.take() else {
            return;
        };
        let at = self.at();
        self.checker.open(Some(element), &self.tag, at);
        self.buffer.push_str("\n<");
        self.buffer.push_str(element.word());
        if self.open.len() == 1 {
            self.buffer.push_str(" xmlns=\"");
            self.buffer.push_str(self.space.word());
            self.buffer.push('"');
        }
        let mut replaced = 0;
        for (name, value) in self.tag.iter() {
            self.buffer.push(' ');
            self.buffer.push_str(name.word());
            self.buffer.push_str("=\"");
            replaced += escape(&mut self.buffer, value, true);
            self.buffer.push('"');
        }
        self.buffer.push_str(end);
        if replaced > 0 {
            let place = self.tag.place(element);
            self.replaced(replaced, || place);
        }
    }

    fn replaced(&mut self, replaced: u64, place: impl FnOnce() -> String) {
        if replaced == 0 {
            return;
        }
        let what = format!("{replaced} characters that XML cannot hold");
        let why = "each became U+FFFD, so that positions hold";
        self.log.find("Q19n", Outcome::Changed, place(), what, why);
    }

    fn at(&self) -> u64 {
        self.passed + self.buffer.len() as u64
    }

    /// Takes what was written so far.
    ///
    /// # Errors
    /// [`Error::Unsound`] where something of it breaks the standard.
    pub(super) fn take(&mut self) -> Result<String, Error> {
        self.finish_tag();
        self.sound()?;
        self.passed += self.buffer.len() as u64;
        Ok(std::mem::take(&mut self.buffer))
    }

    /// The end: whether every reference leads somewhere.
    pub(super) fn conclude(&mut self) -> Result<String, Error> {
        self.checker.finish();
        self.buffer.push('\n');
        self.take()
    }

    fn sound(&self) -> Result<(), Error> {
        let checker = &self.checker;
        match checker.errors.first().or(checker.warnings.first()) {
            None => Ok(()),
            Some(wrong) => Err(Error::Unsound {
                place: wrong.place.clone(),
                what: wrong.what.clone(),
            }),
        }
    }
}

/// Adds text as XML spells it, and tells how many characters XML cannot hold. White space that a parser would change is spelt by
/// its number.
fn escape(output: &mut String, text: &str, attribute: bool) -> u64 {
    let mut replaced = 0;
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        // U+FFFE and U+FFFF begin with EF BF and are looked at as characters.
        let steers = byte < 0x20 || matches!(byte, b'&' | b'<' | b'>' | b'"' | 0xef);
        if !steers {
            continue;
        }
        let spelt = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            // Needed after ]] alone; in an attribute never.
            b'>' if !attribute => "&gt;",
            b'"' if attribute => "&quot;",
            b'\r' => "&#13;",
            b'\n' if attribute => "&#10;",
            b'\t' if attribute => "&#9;",
            b'>' | b'"' | b'\n' | b'\t' => continue,
            _ => {
                let character = text[at..].chars().next().unwrap_or(' ');
                if is_xml(character) {
                    continue;
                }
                replaced += 1;
                output.push_str(&text[plain..at]);
                output.push(char::REPLACEMENT_CHARACTER);
                plain = at + character.len_utf8();
                continue;
            }
        };
        output.push_str(&text[plain..at]);
        output.push_str(spelt);
        plain = at + 1;
    }
    output.push_str(&text[plain..]);
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str, attribute: bool) -> (String, u64) {
        let mut output = String::new();
        let replaced = escape(&mut output, text, attribute);
        (output, replaced)
    }

    #[test]
    fn what_a_parser_would_change_or_refuse_is_spelt_so_that_it_does_not() {
        let text = "a&b<c>\"d'\t\r\n";
        let inside = "a&amp;b&lt;c&gt;\"d'\t&#13;\n".to_owned();
        assert_eq!(escaped(text, false), (inside, 0));
        let value = "a&amp;b&lt;c>&quot;d'&#9;&#13;&#10;".to_owned();
        assert_eq!(escaped(text, true), (value, 0));
    }

    #[test]
    fn each_character_that_xml_cannot_hold_becomes_one_that_says_so() {
        let text = "\u{1}a\u{ffff}b\u{fffe}\u{fffd}\u{feff}\u{10ffff}\u{b}";
        let held = "\u{fffd}a\u{fffd}b\u{fffd}\u{fffd}\u{feff}\u{10ffff}\u{fffd}".to_owned();
        assert_eq!(escaped(text, true), (held, 4));
    }
}

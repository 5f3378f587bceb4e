//! A text as paragraphs, and where each of its characters stood in the other program's text.

use crate::html::{BLOCKS, Markup, markup, unescape};

/// Paragraphs, with a map of positions.
#[derive(Debug, Default)]
pub(super) struct Paragraphs {
    /// The paragraphs joined by LF.
    text: Vec<char>,
    /// Where each character of `text` begins in the other text; an LF where the paragraph behind it begins. Never falling.
    places: Vec<u32>,
    /// The paragraph that is not finished yet, from here on.
    open: usize,
    /// How much of the other text has been read.
    read: u32,
}

impl Paragraphs {
    /// The text of HTML as Taguette counts it: tags taken out, entities decoded, in bytes of UTF-8. What a browser shows on lines
    /// of its own is a paragraph; other line breaks are white space.
    pub(super) fn of_html(html: &str) -> Self {
        let html = html.replace("\r\n", "\n").replace('\r', "\n");
        let mut found = Self::default();
        let mut rest = html.as_str();
        while let Some(at) = rest.find('<') {
            found.write(&unescape(&rest[..at]));
            rest = match markup(&rest[at..]) {
                Markup::Tag(tag, after) => {
                    if tag.is_one_of(&BLOCKS) || tag.is_one_of(&["br", "td", "th", "pre"]) {
                        found.end();
                    }
                    after
                }
                Markup::Aside(after) => after,
                Markup::Words => {
                    found.write("<");
                    &rest[at + 1..]
                }
            };
        }
        found.write(&unescape(rest));
        found.end();
        found
    }

    fn write(&mut self, text: &str) {
        for c in text.chars() {
            let shown = if c.is_whitespace() && c.is_control() {
                ' '
            } else {
                c
            };
            self.push(shown, c.len_utf8());
        }
    }

    /// Plain text as QualCoder counts it, in code points; a line is a paragraph.
    pub(super) fn of_lines(text: &str) -> Self {
        let mut found = Self::default();
        for c in text.chars() {
            if c == '\n' || c == '\r' {
                found.end();
                found.read = found.read.saturating_add(1);
            } else {
                found.push(c, 1);
            }
        }
        found.end();
        found
    }

    fn push(&mut self, c: char, length: usize) {
        self.text.push(c);
        self.places.push(self.read);
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        self.read = self.read.saturating_add(length);
    }

    /// Ends the paragraph; one of nothing but white space is none.
    fn end(&mut self) {
        if self.text[self.open..].iter().all(|c| c.is_whitespace()) {
            self.text.truncate(self.open);
            self.places.truncate(self.open);
        } else if self.open > 0 {
            self.places.insert(self.open, self.places[self.open]);
            self.text.insert(self.open, '\n');
        }
        self.open = self.text.len();
    }

    /// The paragraphs in their order.
    pub(super) fn list(&self) -> Vec<String> {
        let all = self.text.split(|c| *c == '\n');
        let all = all.map(|paragraph| paragraph.iter().collect::<String>());
        all.filter(|paragraph| !paragraph.is_empty()).collect()
    }

    /// A stretch of the other text in code points of this one; none where nothing of it stands in a paragraph.
    pub(super) fn passage(&self, start: i64, end: i64) -> Option<(usize, usize)> {
        let before = |at: i64| self.places.partition_point(|place| i64::from(*place) < at);
        let (mut first, mut last) = (before(start), before(end));
        while first < last && self.text[first] == '\n' {
            first += 1;
        }
        while first < last && self.text[last - 1] == '\n' {
            last -= 1;
        }
        (first < last).then_some((first, last))
    }

    /// The characters of all paragraphs, joined by LF.
    pub(super) fn text(&self) -> &[char] {
        &self.text
    }
}

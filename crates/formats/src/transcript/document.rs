//! What word-processor files have in common: paragraphs in reading order, and counts of what is no running text.

use super::lines::{self, Line};
use super::{Error, Settings, Turn, Warning};

/// Where in the document a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// The running text.
    Body,
    /// A cell of a table.
    Cell,
    /// A text box.
    Box,
}

/// One paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Its text; line breaks are LF, tabs are tabs.
    pub text: String,
    /// Where it stands.
    pub within: Within,
}

/// The text of a document and what of it is no running text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Paragraphs in reading order, empty ones included.
    pub paragraphs: Vec<Paragraph>,
    /// Tables, nested ones included.
    pub tables: usize,
    /// References to footnotes and endnotes.
    pub notes: usize,
    /// References to comments.
    pub comments: usize,
    /// Tracked deletions and the old places of moved text.
    pub deletions: usize,
    /// Tracked insertions and the new places of moved text.
    pub insertions: usize,
}

impl Document {
    pub(super) fn turns(&self, settings: &Settings, warnings: &mut Vec<Warning>) -> Vec<Turn> {
        for (count, code, what) in [
            (
                self.notes,
                "notes_left_out",
                "footnotes or endnotes are not part of the turns",
            ),
            (
                self.comments,
                "comments_left_out",
                "comments are not part of the turns",
            ),
            (
                self.deletions,
                "deletions_ignored",
                "tracked deletions are left out",
            ),
            (
                self.insertions,
                "insertions_kept",
                "tracked insertions are read as text",
            ),
        ] {
            if count > 0 {
                warnings.push(Warning::new(code, None, format!("{count} {what}.")));
            }
        }
        let lines: Vec<Line<'_>> = self
            .paragraphs
            .iter()
            .zip(1..)
            .flat_map(|(paragraph, number)| {
                let lines = paragraph.text.split('\n');
                lines.map(move |text| Line { number, text })
            })
            .collect();
        lines::turns(&lines, settings, warnings)
    }
}

/// Paragraphs being written, of which one may stand inside another: a text box is read after the paragraph it is tied
/// to. All text is counted against a limit before it is kept, so that a number in a file (so many spaces) costs nothing.
#[derive(Debug)]
pub(super) struct Flow {
    done: Vec<Paragraph>,
    open: Vec<(Paragraph, Vec<Paragraph>)>,
    left: usize,
    limit: usize,
}

impl Flow {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            done: Vec::new(),
            open: Vec::new(),
            left: limit,
            limit,
        }
    }

    pub(super) fn begin(&mut self, within: Within) {
        let text = String::new();
        self.open.push((Paragraph { text, within }, Vec::new()));
    }

    pub(super) fn end(&mut self) {
        let Some((paragraph, boxed)) = self.open.pop() else {
            return;
        };
        let home = match self.open.last_mut() {
            Some((_, boxed)) => boxed,
            None => &mut self.done,
        };
        home.push(paragraph);
        home.extend(boxed);
    }

    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Whether the innermost paragraph has no text yet.
    pub(super) fn is_blank(&self) -> bool {
        self.innermost().is_none_or(str::is_empty)
    }

    /// The text of the innermost paragraph so far.
    pub(super) fn innermost(&self) -> Option<&str> {
        self.open
            .last()
            .map(|(paragraph, _)| paragraph.text.as_str())
    }

    /// Adds to the innermost paragraph; text outside any paragraph does not occur in a valid document and is dropped.
    pub(super) fn write(&mut self, words: &str) -> Result<(), Error> {
        self.repeat(words, 1)
    }

    /// Adds text in which a line feed is a space, as in XML without `br`.
    pub(super) fn write_flat(&mut self, words: &str) -> Result<(), Error> {
        if words.contains('\n') {
            return self.write(&words.replace('\n', " "));
        }
        self.write(words)
    }

    pub(super) fn repeat(&mut self, words: &str, times: usize) -> Result<(), Error> {
        let bytes = words.len().saturating_mul(times);
        let Some(left) = self.left.checked_sub(bytes) else {
            return Err(Error::too_large("the text", self.limit, "bytes"));
        };
        self.left = left;
        if let Some((paragraph, _)) = self.open.last_mut() {
            for _ in 0..times {
                paragraph.text.push_str(words);
            }
        }
        Ok(())
    }

    /// All paragraphs; those that were never ended are ended.
    pub(super) fn finish(mut self) -> Vec<Paragraph> {
        while self.is_open() {
            self.end();
        }
        self.done
    }
}

//! What word-processor files have in common: paragraphs in reading order, and counts of what is no running text.

use super::lines::{self, Line};
pub use super::note::{Note, NoteKind};
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

/// As what a paragraph is set, where its file says so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Style {
    /// Running text, or not told.
    #[default]
    Plain,
    /// A title or the heading of a section.
    Heading,
    /// A block quotation.
    Quotation,
    /// Running text that is set in from the left.
    Indented,
    /// The caption of a table or a figure.
    Caption,
}

/// One paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Its text; line breaks are LF, tabs are tabs.
    pub text: String,
    /// Where it stands.
    pub within: Within,
    /// As what it is set.
    pub style: Style,
    /// The notes it refers to, in the order of its lines.
    pub notes: Vec<Note>,
}

/// The text of a document and what of it is no running text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Paragraphs in reading order, empty ones included.
    pub paragraphs: Vec<Paragraph>,
    /// Tables, nested ones included.
    pub tables: usize,
    /// References to footnotes and endnotes whose text was not found.
    pub notes_left_out: usize,
    /// References to comments.
    pub comments: usize,
    /// Tracked deletions and the old places of moved text.
    pub deletions: usize,
    /// Tracked insertions and the new places of moved text.
    pub insertions: usize,
}

impl Document {
    pub(super) fn turns(&self, settings: &Settings, warnings: &mut Vec<Warning>) -> Vec<Turn> {
        let kept = self.paragraphs.iter().map(|one| one.notes.len()).sum();
        for (count, code, what) in [
            (
                kept,
                "notes_kept",
                "footnotes or endnotes stand in square brackets at the end of the turn that refers to them",
            ),
            (
                self.notes_left_out,
                "notes_left_out",
                "footnotes or endnotes are referred to and have no text in the file",
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
                let mut notes = paragraph.notes.as_slice();
                let lines = paragraph.text.split('\n').zip(0..);
                lines.map(move |(text, line)| {
                    let here = notes.partition_point(|note| note.line <= line);
                    let (here, below) = notes.split_at(here);
                    notes = below;
                    Line {
                        number,
                        text,
                        notes: here,
                    }
                })
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
    open: Vec<Frame>,
    left: usize,
    limit: usize,
}

/// A paragraph that is not ended, or a note.
#[derive(Debug)]
struct Frame {
    paragraph: Paragraph,
    /// What stands inside it and is read after it.
    boxed: Vec<Paragraph>,
    /// Line ends so far, kept because counting them anew for every note is quadratic.
    line: usize,
    is_note: bool,
}

/// What stood in a note.
#[derive(Debug, Default)]
pub(super) struct Noted {
    /// Outside any paragraph of the note.
    pub bare: String,
    /// In its paragraphs, parted by spaces.
    pub text: String,
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
        self.push(within, false);
    }

    /// Begins a note: paragraphs that begin now are its own, until [`Flow::end_note`].
    pub(super) fn begin_note(&mut self) {
        self.push(Within::Body, true);
    }

    fn push(&mut self, within: Within, is_note: bool) {
        let paragraph = Paragraph {
            text: String::new(),
            within,
            style: Style::Plain,
            notes: Vec::new(),
        };
        self.open.push(Frame {
            paragraph,
            boxed: Vec::new(),
            line: 0,
            is_note,
        });
    }

    pub(super) fn end(&mut self) {
        let Some(frame) = self.open.pop() else {
            return;
        };
        let home = match self.open.last_mut() {
            Some(outer) => &mut outer.boxed,
            None => &mut self.done,
        };
        home.push(frame.paragraph);
        home.extend(frame.boxed);
    }

    /// Ends the innermost note with all that is open in it. What a note costs beside its text counts as text.
    pub(super) fn end_note(&mut self) -> Result<Noted, Error> {
        self.spend(size_of::<Note>())?;
        while self.open.last().is_some_and(|frame| !frame.is_note) {
            self.end();
        }
        let Some(frame) = self.open.pop() else {
            return Ok(Noted::default());
        };
        let mut text = String::new();
        for paragraph in frame.boxed {
            let own = std::iter::once(paragraph.text);
            for part in own.chain(paragraph.notes.iter().map(Note::to_string)) {
                if !text.is_empty() && !part.is_empty() {
                    text.push(' ');
                }
                text.push_str(&part);
            }
        }
        let bare = frame.paragraph.text;
        Ok(Noted { bare, text })
    }

    /// Says as what the innermost paragraph is set.
    pub(super) fn set_as(&mut self, style: Style) {
        if let Some(frame) = self.open.last_mut() {
            frame.paragraph.style = style;
        }
    }

    /// Whether the innermost paragraph is running text so far.
    pub(super) fn is_plain(&self) -> bool {
        let style = self.open.last().map(|frame| frame.paragraph.style);
        style == Some(Style::Plain)
    }

    /// Notes down that the innermost paragraph refers to a note here. A note without text is none.
    pub(super) fn refer(&mut self, kind: NoteKind, mark: &str, text: &str) {
        if let Some(frame) = self.open.last_mut() {
            let note = Note::of(frame.line, kind, mark, text);
            frame.paragraph.notes.extend(note);
        }
    }

    /// Whether what is written now belongs to a note and to no paragraph of it.
    pub(super) fn is_in_note(&self) -> bool {
        self.open.last().is_some_and(|frame| frame.is_note)
    }

    /// How much may still be written, in bytes: less than before where something was.
    pub(super) fn left(&self) -> usize {
        self.left
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
        self.open.last().map(|frame| frame.paragraph.text.as_str())
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
        self.spend(words.len().saturating_mul(times))?;
        if let Some(frame) = self.open.last_mut() {
            for _ in 0..times {
                frame.paragraph.text.push_str(words);
            }
            frame.line += times * words.bytes().filter(|byte| *byte == b'\n').count();
        }
        Ok(())
    }

    fn spend(&mut self, bytes: usize) -> Result<(), Error> {
        let Some(left) = self.left.checked_sub(bytes) else {
            return Err(Error::too_large("the text", self.limit, "bytes"));
        };
        self.left = left;
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

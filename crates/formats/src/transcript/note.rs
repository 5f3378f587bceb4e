use std::fmt;

/// A footnote or endnote. It is no speech of the place that refers to it, so it is read at the end of the turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The line of the paragraph that refers to it, from 0.
    pub line: usize,
    /// Which of the two.
    pub kind: NoteKind,
    /// What the note is called in the document, mostly its number; empty where the document gives it a sign of its own.
    pub mark: String,
    /// Its text, never empty. Paragraphs of a note are separated by one space, so that each note is one line.
    pub text: String,
}

/// Where a note stands on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoteKind {
    /// At the foot of the page.
    Foot,
    /// At the end of the document.
    End,
}

impl Note {
    /// A note as it stands in paragraphs of its own; `None` where it holds no text.
    pub(super) fn of(line: usize, kind: NoteKind, mark: &str, text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self {
            line,
            kind,
            mark: mark.trim().to_owned(),
            text: text.replace('\n', " "),
        })
    }
}

/// As it stands in a turn: `[Note 1: text]`, `[Endnote 1: text]`, and without a mark `[Note: text]`.
impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            NoteKind::Foot => "[Note",
            NoteKind::End => "[Endnote",
        })?;
        if !self.mark.is_empty() {
            write!(f, " {}", self.mark)?;
        }
        write!(f, ": {}]", self.text)
    }
}

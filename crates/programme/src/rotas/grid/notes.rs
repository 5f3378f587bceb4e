//! Notes while a sheet is read.

use std::collections::BTreeMap;

use super::{Note, NoteKind};

/// More of one kind are counted, not listed: nobody reads them one by one.
const MOST_OF_A_KIND: usize = 50;

/// The longest text of a sheet that a note repeats, in characters.
const LONGEST: usize = 40;

/// A row and a column, as far as they are known.
pub(super) type Address = (Option<usize>, Option<String>);

/// The notes so far.
#[derive(Default)]
pub(super) struct Notes {
    listed: Vec<Note>,
    counts: BTreeMap<NoteKind, usize>,
}

impl Notes {
    /// Adds one.
    pub fn add(&mut self, kind: NoteKind, (row, column): Address, text: impl Into<String>) {
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        if *count <= MOST_OF_A_KIND {
            self.listed.push(Note {
                kind,
                row,
                column,
                text: text.into(),
            });
        }
    }

    /// All of them by kind, and in the order they were met.
    pub fn finish(mut self) -> Vec<Note> {
        for (kind, count) in self.counts {
            if count > MOST_OF_A_KIND {
                let more = count - MOST_OF_A_KIND;
                self.listed.push(Note {
                    kind,
                    row: None,
                    column: None,
                    text: format!("{more} more of this kind are not listed."),
                });
            }
        }
        self.listed.sort_by_key(|note| note.kind);
        self.listed
    }
}

/// A text of the sheet as it may stand in a sentence: in quotation marks, short and in one line.
pub(super) fn quoted(text: &str) -> String {
    let clean = text.trim().chars();
    let clean = clean.map(|c| if c.is_control() { ' ' } else { c });
    let short: String = clean.take(LONGEST).collect();
    let dots = if text.trim().chars().nth(LONGEST).is_some() {
        "..."
    } else {
        ""
    };
    format!("\"{short}{dots}\"")
}

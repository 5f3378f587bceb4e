//! A piece of a turn with what was found in it.

use std::ops::Range;

/// About how many characters are shown before and after what was found first.
const AROUND: usize = 120;

/// A piece of a turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// Whether something stands before it.
    pub cut_before: bool,
    /// Its parts in their order; together they are a piece of the text, letter for letter.
    pub parts: Vec<Part>,
    /// Whether something stands after it.
    pub cut_after: bool,
}

/// A part of a snippet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Whether this is what was looked for.
    pub is_hit: bool,
    /// The words.
    pub text: String,
}

impl Snippet {
    /// The surroundings of the first of these places, which are in bytes; the beginning of the text if there is none.
    pub fn of(text: &str, hits: &[Range<usize>]) -> Self {
        let (from, to) = match hits.first() {
            None => (0, forward(text, 0, 2 * AROUND)),
            Some(hit) => (back(text, hit.start), forward(text, hit.end, AROUND)),
        };
        let mut parts = Vec::new();
        let mut part = |is_hit, range: Range<usize>| {
            if let Some(text) = text.get(range).filter(|text| !text.is_empty()) {
                let text = text.to_owned();
                parts.push(Part { is_hit, text });
            }
        };
        let mut at = from;
        for hit in hits.iter().filter(|hit| hit.start >= from && hit.end <= to) {
            if hit.start >= at {
                part(false, at..hit.start);
                part(true, hit.clone());
                at = hit.end;
            }
        }
        part(false, at..to);
        Snippet {
            cut_before: from > 0,
            parts,
            cut_after: to < text.len(),
        }
    }

    /// Its words in one line.
    pub fn line(&self) -> String {
        let text: String = self.parts.iter().map(|part| part.text.as_str()).collect();
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mark = |cut| if cut { "…" } else { "" };
        format!("{}{words}{}", mark(self.cut_before), mark(self.cut_after))
    }
}

/// The beginning of a word about [`AROUND`] characters before a place.
fn back(text: &str, place: usize) -> usize {
    let before = &text[..place];
    let Some((far, _)) = before.char_indices().rev().nth(AROUND) else {
        return 0;
    };
    let space = text[far..place].find(char::is_whitespace);
    space.map_or(far, |space| {
        let after = &text[far + space..place];
        place - after.trim_start().len()
    })
}

/// The end of a word about so many characters after a place.
fn forward(text: &str, place: usize, characters: usize) -> usize {
    let after = &text[place..];
    let Some((far, _)) = after.char_indices().nth(characters) else {
        return text.len();
    };
    let space = after[..far].rfind(char::is_whitespace);
    space.map_or(place + far, |space| place + after[..space].trim_end().len())
}

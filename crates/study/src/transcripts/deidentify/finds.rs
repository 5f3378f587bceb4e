//! What rules and lists found in one turn, and how overlaps are resolved.

use std::ops::Range;

use super::super::anchors::Span;
use super::Category;

/// A stretch of a turn that a rule or a list found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Find {
    /// Bytes of the turn's text.
    pub(super) bytes: Range<usize>,
    pub(super) category: Category,
    pub(super) kind: String,
    pub(super) reason: &'static str,
    /// A list found it, not a rule.
    pub(super) listed: bool,
}

impl Find {
    /// A find of a rule.
    pub(super) fn by_rule(
        bytes: Range<usize>,
        (category, kind): (Category, &str),
        reason: &'static str,
    ) -> Self {
        Find {
            bytes,
            category,
            kind: kind.to_owned(),
            reason,
            listed: false,
        }
    }
}

/// A text as rules and lists read it: one space for any run of white space, one form of apostrophe.
pub(super) struct Folded {
    pub(super) text: String,
    /// The byte of the text as it was, for each byte of this one, and its end.
    origins: Vec<usize>,
}

impl Folded {
    pub(super) fn of(text: &str) -> Self {
        let mut folded = Folded {
            text: String::with_capacity(text.len()),
            origins: Vec::with_capacity(text.len() + 1),
        };
        for (at, character) in text.char_indices() {
            let character = match character {
                c if c.is_whitespace() => ' ',
                '’' => '\'',
                other => other,
            };
            if character == ' ' && folded.text.ends_with(' ') {
                continue;
            }
            folded.text.push(character);
            let bytes = (0..character.len_utf8()).map(|byte| at + byte);
            folded.origins.extend(bytes);
        }
        folded.origins.push(text.len());
        folded
    }

    /// The find at its place in the text as it was.
    pub(super) fn unfold(&self, find: Find) -> Find {
        let bytes = self.origins[find.bytes.start]..self.origins[find.bytes.end];
        Find { bytes, ..find }
    }
}

/// One find for each stretch that finds cover together, in order, with its place in code points. The longest says what
/// it is; of those that are as long, one of a list, then the first.
pub(super) fn resolved(text: &str, mut finds: Vec<Find>) -> Vec<(Span, Find)> {
    finds.retain(|find| !find.bytes.is_empty());
    finds.sort_by_key(|find| find.bytes.start);
    let mut resolved: Vec<(Find, Range<usize>)> = Vec::new();
    for find in finds {
        match resolved.last_mut() {
            Some((winner, covered)) if find.bytes.start < covered.end => {
                covered.end = covered.end.max(find.bytes.end);
                let rank = |find: &Find| (find.bytes.len(), find.listed);
                if rank(&find) > rank(winner) {
                    *winner = find;
                }
            }
            _ => {
                let covered = find.bytes.clone();
                resolved.push((find, covered));
            }
        }
    }
    let (mut bytes, mut characters) = (0, 0);
    let mut place = |at: usize| {
        characters += text[bytes..at].chars().count();
        bytes = at;
        characters
    };
    let placed = resolved.into_iter().map(|(find, covered)| {
        let span = Span::new(place(covered.start), place(covered.end));
        let bytes = covered;
        (span, Find { bytes, ..find })
    });
    placed.collect()
}

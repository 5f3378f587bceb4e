//! A quotation as the pieces that must stand one after the other.

use super::words::{Word, words};
use crate::quotes::{Part, parts};

/// Words for which a bracket may stand (study R63).
pub(super) const REPLACED: usize = 8;
/// More pieces than any quotation has.
const MOST: usize = 400;

/// A quotation that is looked for.
#[derive(Debug, Clone)]
pub(super) struct Sought {
    pub pieces: Vec<Piece>,
}

/// Words that must stand together.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub words: Vec<Word>,
    /// What stands before them.
    pub gap: Gap,
}

/// What parts a piece from the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// An ellipsis, or the beginning of the quotation.
    LeftOut,
    /// Words in brackets, which may stand for a few that were said.
    Brackets,
}

impl Sought {
    /// None where no word is in it.
    pub fn of(quotation: &str) -> Option<Self> {
        let text = quotation.replace("(…)", "…").replace("(...)", "…");
        let parts = parts(&whole_words_in_brackets(&text), &|_| false);
        let mut pieces: Vec<Piece> = Vec::new();
        let mut gap = Gap::LeftOut;
        for part in parts {
            match part {
                Part::LeftOut => gap = Gap::LeftOut,
                // Beside an ellipsis a bracket stands for as much as the ellipsis does.
                Part::Put(_) if pieces.is_empty() || gap == Gap::LeftOut => {
                    gap = match pieces.is_empty() {
                        true => Gap::LeftOut,
                        false => Gap::Brackets,
                    };
                }
                Part::Put(_) => gap = Gap::Brackets,
                Part::Words(text) => {
                    let words = trimmed(words(&text));
                    if !words.is_empty() {
                        pieces.push(Piece { words, gap });
                        gap = Gap::Brackets;
                    }
                }
            }
        }
        (!pieces.is_empty() && pieces.len() <= MOST).then_some(Self { pieces })
    }

    /// How many words must have been said.
    pub fn count(&self) -> usize {
        let words = self.pieces.iter().flat_map(|piece| &piece.words);
        words.filter(|word| word.is_said()).count()
    }

    /// The same with no hyphen in any word.
    pub fn without_hyphens(&self) -> Self {
        let mut other = self.clone();
        for word in other.pieces.iter_mut().flat_map(|piece| &mut piece.words) {
            if word.is_said() {
                word.text = word.text.replace('-', "");
            }
        }
        other
    }
}

/// Without what has no letter at either end.
fn trimmed(words: Vec<Word>) -> Vec<Word> {
    let first = words.iter().position(Word::is_said);
    let last = words.iter().rposition(Word::is_said);
    match (first, last) {
        (Some(first), Some(last)) => words[first..=last].to_vec(),
        _ => Vec::new(),
    }
}

/// A bracket within a word, as in `[I]t` or `child[ren]`, stands for the whole word.
fn whole_words_in_brackets(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let Some(length) = rest[open..].find(']') else {
            break;
        };
        let (before, inside) = (&rest[..open], &rest[open..=open + length]);
        let after = &rest[open + length + 1..];
        let touching = |c: char| c.is_alphanumeric() || c == '\'' || c == '’';
        let stem = before.trim_end_matches(touching);
        let tail = after.trim_start_matches(touching);
        let is_edit = inside.chars().any(char::is_alphanumeric);
        match is_edit {
            true => {
                whole.push_str(stem);
                whole.push_str(inside);
                rest = tail;
            }
            false => {
                whole.push_str(before);
                whole.push_str(inside);
                rest = after;
            }
        }
    }
    whole.push_str(rest);
    whole
}

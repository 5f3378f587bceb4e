//! What a quote is made of: spans of a document, and the edits that it declares (study R46).

use serde::{Deserialize, Serialize};
use study::columns::fold_spaces;
use study::transcripts::anchors::{Span, Version};

/// How an omission is shown.
const LEFT_OUT: char = '…';

/// One part of a quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Piece {
    /// What was said: code points of the turns joined by LF, the end excluded.
    Said {
        /// The first.
        start: usize,
        /// The one after the last.
        end: usize,
    },
    /// Something is left out here.
    LeftOut,
    /// Words in brackets, put in or put in the place of others.
    Put(String),
}

impl Piece {
    /// A stretch that was said.
    pub fn said(span: Span) -> Self {
        Self::Said {
            start: span.start,
            end: span.end,
        }
    }

    /// The stretch that was said; none for an edit.
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Said { start, end } => Some(Span::new(*start, *end)),
            Self::LeftOut | Self::Put(_) => None,
        }
    }
}

/// A part of a text that somebody wrote as a quote, before it is known where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words that should stand in the document.
    Words(String),
    /// An ellipsis.
    LeftOut,
    /// What stands in brackets.
    Put(String),
}

/// The text of a quote: what its spans say now, with its edits. Turns are joined by a space.
pub fn shown(version: &Version, pieces: &[Piece]) -> String {
    let part = |piece: &Piece| match piece {
        Piece::Said { start, end } => fold_spaces(&version.slice(Span::new(*start, *end))),
        Piece::LeftOut => LEFT_OUT.to_string(),
        Piece::Put(words) => format!("[{words}]"),
    };
    let parts: Vec<String> = pieces.iter().map(part).collect();
    parts.join(" ")
}

/// The parts of a text: an ellipsis, three dots or an ellipsis in brackets is an omission, brackets hold what is put in, and
/// everything else are words. An omission beside another is the same one. `is_said` tells of a bracket that its words stand
/// in the document in brackets, as the name does that was put there for a place: it belongs to the words then.
pub fn parts(text: &str, is_said: &dyn Fn(&str) -> bool) -> Vec<Part> {
    let text = text.replace("...", "…");
    let mut parts = Vec::new();
    let mut words = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find([LEFT_OUT, '[']) {
        words.push_str(&rest[..at]);
        let (mark, after) = marked(&rest[at..]);
        match mark {
            Some(Part::Put(put)) if is_said(&put) => {
                words.push_str(&rest[at..rest.len() - after.len()]);
            }
            Some(mark) => {
                push_words(&mut parts, &mut words);
                if mark != Part::LeftOut || parts.last() != Some(&Part::LeftOut) {
                    parts.push(mark);
                }
            }
            None => {}
        }
        rest = after;
    }
    words.push_str(rest);
    push_words(&mut parts, &mut words);
    parts
}

/// The mark with which a text begins, and what follows it; none for a bracket that says nothing. A bracket that is never
/// closed ends with the text.
fn marked(text: &str) -> (Option<Part>, &str) {
    let Some(inside) = text.strip_prefix('[') else {
        let after = text.strip_prefix(LEFT_OUT).unwrap_or_default();
        return (Some(Part::LeftOut), after);
    };
    let mut depth = 1u32;
    let closing = inside.find(|c| {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    let (inner, after) = match closing {
        Some(at) => (&inside[..at], &inside[at + 1..]),
        None => (inside, ""),
    };
    let inner = fold_spaces(&inner.replace(['[', ']'], " "));
    match inner.as_str() {
        "" => (None, after),
        "…" => (Some(Part::LeftOut), after),
        _ => (Some(Part::Put(inner)), after),
    }
}

fn push_words(parts: &mut Vec<Part>, words: &mut String) {
    let said = fold_spaces(&std::mem::take(words));
    if has_words(&said) {
        parts.push(Part::Words(said));
    }
}

/// Whether anything but spaces, punctuation and quotation marks stands in a text.
pub(super) fn has_words(text: &str) -> bool {
    let is_mark = |c: char| c.is_ascii_punctuation() || "“”‘’„«»–—…".contains(c);
    text.chars().any(|c| !c.is_whitespace() && !is_mark(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Part> {
        parts(text, &|put| put == "hospital A")
    }

    #[test]
    fn an_ellipsis_in_any_spelling_and_brackets_are_edits_and_a_surrogate_of_the_text_is_not() {
        let words = |text: &str| Part::Words(text.to_owned());
        let put = |text: &str| Part::Put(text.to_owned());
        for text in [
            "no … never",
            "no ... never",
            "no […] never",
            "no [...]…  never",
        ] {
            assert_eq!(
                read(text),
                [words("no"), Part::LeftOut, words("never")],
                "{text}"
            );
        }
        assert_eq!(
            read("[The rota] says  no."),
            [put("The rota"), words("says no.")]
        );
        assert_eq!(
            read("at [hospital A], then"),
            [words("at [hospital A], then")]
        );
        assert_eq!(
            read("a [b [c] d] e"),
            [words("a"), put("b c d"), words("e")]
        );
        assert_eq!(read("a [] b"), [words("a b")]);
        assert_eq!(read("a [b"), [words("a"), put("b")]);
        assert_eq!(read(" . "), []);
    }

    #[test]
    fn any_text_has_parts() {
        proptest::proptest!(|(text in "[a-c \\[\\]….é🦉]{0,24}")| {
            let first = read(&text);
            let again = parts(&written(&first), &|_| false);
            proptest::prop_assert_eq!(read(&written(&first)).len(), read(&written(&again)).len());
        });
    }

    fn written(parts: &[Part]) -> String {
        let part = |part: &Part| match part {
            Part::Words(words) => words.clone(),
            Part::LeftOut => LEFT_OUT.to_string(),
            Part::Put(words) => format!("[{words}]"),
        };
        parts.iter().map(part).collect::<Vec<_>>().join(" ")
    }
}

//! Pairs of quotation marks in a paragraph.

use std::ops::Range;

/// Something between quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    /// With the marks.
    pub whole: Range<usize>,
    /// Where else it may end: behind the mark that may be an apostrophe.
    pub other_ends: Vec<usize>,
}

/// The longest quotation within one paragraph, in bytes; beyond, an opening mark was something else.
const LONGEST: usize = 6_000;

/// The outermost pairs of a text, in its order. An opening double mark that is never closed takes the rest of the paragraph
/// where it stands at its beginning, as in a quotation over several paragraphs.
pub(super) fn pairs(text: &str) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut at = 0;
    while let Some((start, mark)) = opening(text, at) {
        let inner = start + mark.len_utf8();
        let ends = closings(text, inner, mark);
        match ends.split_first() {
            Some((end, others)) => {
                pairs.push(Pair {
                    whole: start..*end,
                    other_ends: others.to_vec(),
                });
                at = *end;
            }
            None if start == 0 && matches!(mark, '“' | '"') => {
                pairs.push(Pair {
                    whole: start..text.len(),
                    other_ends: Vec::new(),
                });
                break;
            }
            None => at = inner,
        }
    }
    pairs
}

/// The next mark that opens something.
fn opening(text: &str, from: usize) -> Option<(usize, char)> {
    let mut before = text[..from].chars().next_back();
    for (at, c) in text[from..].char_indices() {
        let at = from + at;
        let next = text[at + c.len_utf8()..].chars().next();
        let apart = before.is_none_or(|c| c.is_whitespace() || "([—–-/:".contains(c));
        let goes_on = next.is_some_and(|c| !c.is_whitespace());
        let opens = match c {
            '“' | '„' | '«' | '‘' => goes_on,
            '"' => apart && goes_on,
            '\'' => apart && next.is_some_and(|c| c.is_alphanumeric() || "[…".contains(c)),
            _ => false,
        };
        // Right-hand marks that open are a mistake of many programs, and ’90s is none.
        if opens {
            return Some((at, c));
        }
        before = Some(c);
    }
    None
}

/// Where what begins at a byte may end, the best guess first.
fn closings(text: &str, inner: usize, mark: char) -> Vec<usize> {
    let limit = floor(text, inner + LONGEST);
    let inside = &text[inner..limit];
    match mark {
        '“' => nested(inside, inner, '“', '”'),
        '«' => nested(inside, inner, '«', '»'),
        '„' => first(inside, inner, |c, _| c == '“' || c == '”'),
        '"' => first(inside, inner, |c, next| {
            c == '"' && next.is_none_or(|c| !c.is_alphanumeric())
        }),
        '‘' => single(inside, inner, '‘', '’'),
        _ => single(inside, inner, '\'', '\''),
    }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn nested(inside: &str, inner: usize, open: char, close: char) -> Vec<usize> {
    let mut depth = 1;
    for (at, c) in inside.char_indices() {
        if c == close {
            depth -= 1;
        } else if c == open {
            depth += 1;
        }
        if depth == 0 {
            return vec![inner + at + c.len_utf8()];
        }
    }
    // Somebody forgot to close an inner one: the first that closes ends it.
    first(inside, inner, |c, _| c == close)
}

fn first(inside: &str, inner: usize, closes: impl Fn(char, Option<char>) -> bool) -> Vec<usize> {
    let mut letters = inside.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let next = letters.peek().map(|(_, c)| *c);
        if closes(c, next) {
            return vec![inner + at + c.len_utf8()];
        }
    }
    Vec::new()
}

/// A single mark that closes may be an apostrophe: within a word it is, and at its end (`the doctors’ rota`) it may be. What
/// stands beside punctuation is the likeliest.
fn single(inside: &str, inner: usize, open: char, close: char) -> Vec<usize> {
    let mut likely = Vec::new();
    let mut others = Vec::new();
    let mut before = None;
    let mut letters = inside.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let next = letters.peek().map(|(_, c)| *c);
        let end = inner + at + c.len_utf8();
        if c == open && open != close && at > 0 {
            break;
        }
        if c == close && before.is_some() && next.is_none_or(|c| !c.is_alphanumeric()) {
            let punctuated = before.is_some_and(|c| ".,!?…;:".contains(c))
                || next.is_none_or(|c| ".,;:)!?]".contains(c))
                || inside[at + c.len_utf8()..].starts_with(" (");
            match punctuated {
                true => likely.push(end),
                false => others.push(end),
            }
            if likely.len() + others.len() >= 6 {
                break;
            }
        }
        before = Some(c);
    }
    likely.truncate(2);
    likely.extend(others);
    likely
}

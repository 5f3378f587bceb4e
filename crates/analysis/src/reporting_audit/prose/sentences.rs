//! Where sentences begin and end.

use std::ops::Range;

/// Words before a full stop that ends no sentence, in lower case.
const ABBREVIATIONS: [&str; 22] = [
    "al", "approx", "cf", "dr", "e.g", "eg", "etc", "fig", "figs", "i.e", "ie", "mr", "mrs", "ms",
    "no", "p", "pp", "prof", "resp", "st", "vol", "vs",
];

/// The sentences of a text, as bytes of it, without the spaces between them.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        if !matches!(c, '.' | '!' | '?' | '…') {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some((next, c)) = letters.peek().copied() {
            if !matches!(
                c,
                '.' | '!' | '?' | '…' | '”' | '’' | '"' | '\'' | ')' | ']'
            ) {
                break;
            }
            end = next + c.len_utf8();
            letters.next();
        }
        if ends_sentence(text, at, end) {
            ranges.push(start..end);
            start = end;
        }
    }
    ranges.push(start..text.len());
    let ranges = ranges.into_iter().map(|range| trimmed(text, range));
    ranges
        .filter(|range| !range.is_empty())
        .collect::<Vec<_>>()
        .into_iter()
}

/// A stop ends a sentence before a space and what can begin one, and not behind an abbreviation.
fn ends_sentence(text: &str, stop: usize, end: usize) -> bool {
    let rest = &text[end..];
    if rest.trim().is_empty() {
        return true;
    }
    let next = rest.trim_start();
    if next.len() == rest.len() || next.starts_with(|c: char| c.is_lowercase()) {
        return false;
    }
    let before = text[..stop]
        .rsplit(|c: char| c.is_whitespace() || c == '(')
        .next();
    let before = before.unwrap_or_default().to_lowercase();
    let initial =
        before.chars().count() == 1 && before.chars().all(char::is_alphabetic) && before != "i";
    !(text[stop..].starts_with('.') && (initial || ABBREVIATIONS.contains(&before.as_str())))
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    let end = range.start + slice.trim_end().len();
    start..end.max(start)
}

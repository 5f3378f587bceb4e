//! Words of a text without case and accents.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A text for comparing names: without case, accents and kind of quotation mark, spaces folded.
pub fn folded(text: &str) -> String {
    let words = text.split_whitespace().map(bare);
    let one = words.collect::<Vec<_>>().join(" ");
    one.replace(['"', '“', '”'], "'")
}

/// The words of a text, each with its place in bytes: letters and digits of any script with the marks on them.
pub(super) fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while rest.next_if(|(_, c)| !is_part(*c)).is_some() {}
        let start = rest.peek()?.0;
        let mut end = start;
        while let Some((at, c)) = rest.next_if(|(_, c)| is_part(*c)) {
            end = at + c.len_utf8();
        }
        Some((start..end, &text[start..end]))
    })
}

/// A word without case and accents.
pub(super) fn bare(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let small = word.chars().flat_map(char::to_lowercase);
    small.nfd().filter(|c| !is_combining_mark(*c)).collect()
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && is_combining_mark(c))
}

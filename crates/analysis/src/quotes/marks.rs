//! The quotation marks around a quote as people type it.

const PAIRS: [(char, char); 6] = [
    ('“', '”'),
    ('‘', '’'),
    ('„', '“'),
    ('«', '»'),
    ('"', '"'),
    ('\'', '\''),
];

/// The text without one outer pair of quotation marks.
///
/// Marks that close before the end and open again, as in `“Never,” she said, “again.”`, are no
/// outer pair and stay.
pub(super) fn without_outer_marks(text: &str) -> &str {
    let text = text.trim();
    for (open, close) in PAIRS {
        let inner = text
            .strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close));
        if let Some(inner) = inner {
            let reopened = if open == close {
                closes_first(inner, open)
            } else {
                reopens(inner, open, close)
            };
            return if reopened { text } else { inner.trim() };
        }
    }
    text
}

/// The text as a file must hold it for [`without_outer_marks`] to give it back: bare where that
/// suffices, in a pair of marks of its own where its ends look like one.
pub(super) fn protected(text: &str) -> String {
    let in_marks = PAIRS
        .iter()
        .map(|(open, close)| format!("{open}{text}{close}"));
    std::iter::once(text.to_owned())
        .chain(in_marks)
        .find(|candidate| without_outer_marks(candidate) == text)
        .unwrap_or_else(|| text.to_owned())
}

/// Different marks: is there an opening mark after the outer one was closed?
fn reopens(inner: &str, open: char, close: char) -> bool {
    let mut depth = 1;
    for c in inner.chars() {
        if c == close {
            depth -= 1;
        } else if c == open {
            if depth <= 0 {
                return true;
            }
            depth += 1;
        }
    }
    false
}

/// Straight marks: does the first one inside end a quotation? It does if a further one follows and
/// no space, which would make it an opening mark, stands before it. An apostrophe within a word is
/// no mark.
fn closes_first(inner: &str, mark: char) -> bool {
    let characters: Vec<char> = inner.chars().collect();
    let letter = |index: Option<usize>| {
        index
            .and_then(|index| characters.get(index))
            .is_some_and(|c| c.is_alphanumeric())
    };
    let marks: Vec<usize> = (0..characters.len())
        .filter(|&at| characters[at] == mark)
        .filter(|&at| !(letter(at.checked_sub(1)) && letter(Some(at + 1))))
        .collect();
    match marks[..] {
        [first, _, ..] => first > 0 && !characters[first - 1].is_whitespace(),
        _ => false,
    }
}

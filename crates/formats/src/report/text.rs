//! Text into markup.

use std::borrow::Cow;

/// Escapes text for element content and double-quoted attributes, of XML as of HTML. Characters that XML cannot
/// hold, such as a bell, become U+FFFD: a word processor refuses a whole document for one of them.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    let plain = |c: char| !matches!(c, '&' | '<' | '>' | '"') && is_xml(c);
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if is_xml(c) => escaped.push(c),
            _ => escaped.push('\u{fffd}'),
        }
    }
    Cow::Owned(escaped)
}

/// The same text with U+FFFD for each character that [`escape`] would put it for, and a space for each tab.
#[cfg(feature = "pdf")]
pub(super) fn clean(text: &str) -> String {
    let letter = |c| match c {
        '\t' => ' ',
        c if is_xml(c) => c,
        _ => '\u{fffd}',
    };
    text.chars().map(letter).collect()
}

/// The characters of XML 1.0, section 2.2.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// The lines of a paragraph, whichever way they end.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n')
        .flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

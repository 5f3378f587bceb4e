//! Text into markup.

use std::borrow::Cow;

/// Escapes text for element content and double-quoted attributes, of XML as of HTML. Characters that XML cannot
/// hold, such as a bell, become U+FFFD: a word processor refuses a whole document for one of them.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if first_special(text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    escape_into(&mut escaped, text);
    Cow::Owned(escaped)
}

/// The same at the end of a page.
pub(super) fn escape_into(page: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = first_special(rest) {
        let (plain, special) = rest.split_at(at);
        page.push_str(plain);
        let mut letters = special.chars();
        match letters.next() {
            Some('&') => page.push_str("&amp;"),
            Some('<') => page.push_str("&lt;"),
            Some('>') => page.push_str("&gt;"),
            Some('"') => page.push_str("&quot;"),
            Some(letter) if is_xml(letter) => page.push(letter),
            _ => page.push('\u{fffd}'),
        }
        rest = letters.as_str();
    }
    page.push_str(rest);
}

/// The first byte that does not stand for itself. A block without one is told as a whole, which costs a fraction of looking at each.
fn first_special(text: &str) -> Option<usize> {
    const BLOCK: usize = 32;
    let has_special = |block: &[u8]| block.iter().fold(false, |any, byte| any | !is_plain(*byte));
    let mut blocks = text.as_bytes().chunks(BLOCK);
    let block = blocks.position(has_special)?;
    let start = block * BLOCK;
    let mut rest = text.as_bytes().iter().skip(start);
    Some(start + rest.position(|byte| !is_plain(*byte))?)
}

/// Whether a byte is part of a character that stands for itself. Those from U+F000 to U+FFFF, which begin with EF, are looked at one
/// by one: XML can hold all but the last two.
fn is_plain(byte: u8) -> bool {
    !matches!(byte, b'&' | b'<' | b'>' | b'"' | 0xef)
        && (byte >= 0x20 || matches!(byte, b'\t' | b'\n' | b'\r'))
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

#[cfg(test)]
mod tests {
    use super::escape;
    use proptest::prelude::*;

    const LETTERS: [char; 14] = [
        'a', '&', '<', '>', '"', '\t', '\n', '\u{7}', '\u{7f}', 'é', '\u{feff}', '\u{fffe}',
        '\u{ffff}', '😀',
    ];

    proptest! {
        #[test]
        fn escaped_text_reads_back_with_a_mark_for_each_character_that_xml_cannot_hold(
            letters in prop::collection::vec(prop::sample::select(LETTERS.to_vec()), 0..9)
        ) {
            let text: String = letters.iter().collect();
            let escaped = escape(&text);
            let is_bare = escaped.contains(['<', '>', '"', '\u{7}', '\u{fffe}', '\u{ffff}']);
            prop_assert!(!is_bare);
            let read = escaped
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
            let marked = text.replace(['\u{7}', '\u{fffe}', '\u{ffff}'], "\u{fffd}");
            prop_assert_eq!(read, marked);
        }
    }
}

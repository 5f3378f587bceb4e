//! The text of a narrative and the quotes that it names.

use uuid::Uuid;

/// How a mark begins.
const OPENS: &str = "{quote ";
/// How many digits of a quote's identifier a mark has.
const DIGITS: usize = 8;

/// A part of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Words of whoever writes.
    Words(String),
    /// The digits by which a quote is named.
    Quote(String),
}

/// The mark by which a text names a quote.
pub fn mark(quote: Uuid) -> String {
    format!("{OPENS}{}}}", digits(quote))
}

/// The digits by which a quote is named.
pub(super) fn digits(quote: Uuid) -> String {
    quote.simple().to_string().chars().take(DIGITS).collect()
}

/// The parts of a text. What only looks like a mark is words.
pub fn segments(text: &str) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut words = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(OPENS) {
        let inside = &rest[at + OPENS.len()..];
        let end = inside.find('}');
        let named = end.map(|end| &inside[..end]).filter(|named| {
            named.len() == DIGITS && named.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        match named {
            Some(named) => {
                words.push_str(&rest[..at]);
                push(&mut segments, &mut words);
                segments.push(Segment::Quote(named.to_ascii_lowercase()));
                rest = &inside[DIGITS + 1..];
            }
            None => {
                words.push_str(&rest[..at + OPENS.len()]);
                rest = inside;
            }
        }
    }
    words.push_str(rest);
    push(&mut segments, &mut words);
    segments
}

fn push(segments: &mut Vec<Segment>, words: &mut String) {
    if !words.is_empty() {
        segments.push(Segment::Words(std::mem::take(words)));
    }
}

/// The quotes that a text names, each once, in its order.
pub(super) fn named(text: &str) -> Vec<String> {
    let mut named: Vec<String> = Vec::new();
    for segment in segments(text) {
        if let Segment::Quote(digits) = segment
            && !named.contains(&digits)
        {
            named.push(digits);
        }
    }
    named
}

/// The text without a quote.
pub(super) fn without(text: &str, quote: Uuid) -> String {
    let digits = digits(quote);
    let kept = segments(text)
        .into_iter()
        .filter_map(|segment| match segment {
            Segment::Words(words) => Some(words),
            Segment::Quote(named) if named == digits => None,
            Segment::Quote(named) => Some(format!("{OPENS}{named}}}")),
        });
    kept.collect()
}

/// The text with a quote in a paragraph of its own at the end; the same where it names it already.
pub(super) fn with(text: &str, quote: Uuid) -> String {
    if named(text).contains(&digits(quote)) {
        return text.to_owned();
    }
    let mark = mark(quote);
    match text.trim_end() {
        "" => mark,
        text => format!("{text}\n\n{mark}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUOTE: Uuid = Uuid::from_u128(0xABCD_EF01 << 96);

    #[test]
    fn a_quote_stands_where_its_mark_does_and_what_only_looks_like_one_is_words() {
        let text = format!("It waits {}, they say.", mark(QUOTE));
        assert_eq!(text, "It waits {quote abcdef01}, they say.");
        let words = |text: &str| Segment::Words(text.to_owned());
        let quote = Segment::Quote("abcdef01".to_owned());
        assert_eq!(
            segments(&text),
            [words("It waits "), quote.clone(), words(", they say.")]
        );
        assert_eq!(segments("{quote ABCDEF01}"), [quote]);
        for text in [
            "{quote abcdef0}",
            "{quote abcdef0g}",
            "{quote ",
            "a {quote {quote b}",
            "é{quote éééé}",
        ] {
            assert_eq!(segments(text), [words(text)], "{text}");
        }
        assert_eq!(segments(""), []);
    }

    #[test]
    fn a_quote_leaves_a_text_and_enters_another_once() {
        let one = with("First.\n", QUOTE);
        assert_eq!(one, "First.\n\n{quote abcdef01}");
        assert_eq!(with(&one, QUOTE), one);
        assert_eq!(without(&one, QUOTE), "First.\n\n");
        assert_eq!(named(&format!("{one}{one}")), ["abcdef01"]);
        assert_eq!(with("", QUOTE), "{quote abcdef01}");
    }

    proptest::proptest! {
        #[test]
        fn no_word_of_a_text_is_lost(text in "[a-f0-9{}quote \\-é]{0,60}") {
            let whole: String = segments(&text)
                .into_iter()
                .map(|segment| match segment {
                    Segment::Words(words) => words,
                    Segment::Quote(named) => format!("{OPENS}{named}}}"),
                })
                .collect();
            proptest::prop_assert_eq!(whole, text);
        }
    }

    #[test]
    fn no_sentence_of_this_program_says_that_a_theme_came_by_itself() {
        let mut waiting = vec![std::path::PathBuf::from(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/src"
        ))];
        let word = ["emer", "ged"].concat();
        while let Some(folder) = waiting.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match path.extension().and_then(|ending| ending.to_str()) {
                    // There it is what a manuscript is told of (study A18).
                    None if path.ends_with("reporting_audit")
                        || path.ends_with("manuscript_audit") => {}
                    None => waiting.push(path),
                    Some("html" | "rs") => {
                        let text = std::fs::read_to_string(&path).unwrap();
                        assert!(!text.contains(&word), "{path:?}");
                    }
                    Some(_) => {}
                }
            }
        }
    }
}

//! Cue payloads: voices, tags and entities (study R18).
//!
//! A tag the format defines is removed, and `<font>`, which SubRip adds; whatever else stands in angle brackets is
//! kept, because a transcriber may have written `<laughs>` and because nothing spoken may be lost.

use super::clock;

/// What one cue says.
pub(super) struct Spoken {
    /// The text by voice, in order; texts without any character but white space are left out.
    pub segments: Vec<Segment>,
    /// Whether a voice is named.
    pub voiced: bool,
    /// Whether something in angle brackets was kept as text.
    pub unknown_tag: bool,
}

/// Words of one voice.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub speaker: Option<String>,
    pub text: String,
}

pub(super) fn spoken(payload: &str) -> Spoken {
    let mut segments = vec![Segment {
        speaker: None,
        text: String::new(),
    }];
    let mut unknown_tag = false;
    let mut rest = payload;
    while let Some(open) = rest.find('<') {
        let (before, from) = rest.split_at(open);
        push(&mut segments, before);
        let Some((tag, after)) = tag(from) else {
            unknown_tag = true;
            push(&mut segments, "<");
            rest = &from[1..];
            continue;
        };
        if let Tag::Voice(speaker) = tag {
            segments.push(Segment {
                speaker,
                text: String::new(),
            });
        }
        rest = after;
    }
    push(&mut segments, rest);
    let voiced = segments.iter().any(|segment| segment.speaker.is_some());
    // White space at a change of voice separates the voices and belongs to neither.
    segments.retain(|segment| !segment.text.trim().is_empty());
    if segments.len() > 1 {
        for segment in &mut segments {
            let kept = segment.text.trim();
            if kept.len() < segment.text.len() {
                segment.text = kept.to_owned();
            }
        }
    }
    Spoken {
        segments,
        voiced,
        unknown_tag,
    }
}

enum Tag {
    /// The words that follow belong to this voice, or to none after `</v>`.
    Voice(Option<String>),
    Plain,
}

/// The tag at the start of `from` and the text behind it; `None` where the bracket opens no tag of the format.
fn tag(from: &str) -> Option<(Tag, &str)> {
    let inner = from.strip_prefix('<')?;
    let (inner, rest) = inner.split_at(inner.find(['<', '>'])?);
    let after = rest.strip_prefix('>')?;
    if clock::parse(inner).is_some() {
        return Some((Tag::Plain, after));
    }
    let (closing, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    let (head, annotation) = match inner.split_once([' ', '\t', '\n']) {
        Some((head, annotation)) => (head, annotation.trim()),
        None => (inner, ""),
    };
    let name = head.split('.').next().unwrap_or(head);
    match name {
        "v" if closing => Some((Tag::Voice(None), after)),
        "v" => {
            let speaker = unescape(annotation);
            Some((Tag::Voice((!speaker.is_empty()).then_some(speaker)), after))
        }
        "b" | "c" | "font" | "i" | "lang" | "rt" | "ruby" | "u" => Some((Tag::Plain, after)),
        _ => None,
    }
}

fn push(segments: &mut [Segment], raw: &str) {
    let last = segments
        .last_mut()
        .expect("the list starts with one segment and never shrinks");
    if raw.contains('&') {
        last.text.push_str(&unescape(raw));
    } else {
        last.text.push_str(raw);
    }
}

/// Decodes the entities of WebVTT, the two other XML ones and numbers; any other ampersand stays.
fn unescape(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        match entity(rest) {
            Some((character, after)) => {
                text.push(character);
                rest = after;
            }
            None => {
                text.push('&');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    text
}

fn entity(from: &str) -> Option<(char, &str)> {
    // Looking further than the longest entity for its end would be quadratic in a row of ampersands.
    let end = from.bytes().take(10).position(|byte| byte == b';')?;
    let (name, after) = (&from[1..end], &from[end + 1..]);
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "lrm" => '\u{200e}',
        "rlm" => '\u{200f}',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            code.ok().and_then(char::from_u32)?
        }
    };
    Some((character, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(payload: &str) -> Vec<(Option<String>, String)> {
        spoken(payload)
            .segments
            .into_iter()
            .map(|s| (s.speaker, s.text))
            .collect()
    }

    fn by(speaker: &str, text: &str) -> (Option<String>, String) {
        (Some(speaker.to_owned()), text.to_owned())
    }

    fn plain(text: &str) -> (Option<String>, String) {
        (None, text.to_owned())
    }

    #[test]
    fn voices_are_split_with_and_without_closing_tag() {
        assert_eq!(
            says(
                "<v.loud Rosa Lindqvist (External)>Good &amp; bad.</v>\n<v Ivo>Yes.\n<v Rosa Lindqvist>No."
            ),
            [
                by("Rosa Lindqvist (External)", "Good & bad."),
                by("Ivo", "Yes."),
                by("Rosa Lindqvist", "No.")
            ]
        );
        assert_eq!(says("<v Ivo>In</v> out"), [by("Ivo", "In"), plain("out")]);
        assert_eq!(says("<v>Nobody named."), [plain("Nobody named.")]);
    }

    #[test]
    fn tags_and_inner_times_are_removed_and_their_text_kept() {
        assert_eq!(
            says(
                "<i.x>a</i> <b>b</b> <c.red>c</c> <lang en>d</lang> <ruby>e<rt>f</rt></ruby> <00:01.500>g"
            ),
            [plain("a b c d ef g")]
        );
    }

    #[test]
    fn brackets_that_are_no_tag_stay_in_the_text() {
        for text in [
            "<laughs> 1 < 2",
            "<c unclosed",
            "< 00:01.000>x",
            "<3 </x> >",
        ] {
            assert_eq!(says(text), [plain(text)]);
            assert!(spoken(text).unknown_tag);
        }
        assert_eq!(
            says("<c.first Well</c> then"),
            [plain("<c.first Well then")]
        );
    }

    #[test]
    fn a_payload_of_nothing_but_brackets_or_ampersands_is_read_in_linear_time() {
        for text in ["<".repeat(200_000), "&".repeat(200_000)] {
            assert_eq!(says(&text), [plain(&text)]);
        }
    }

    #[test]
    fn unknown_entities_stay() {
        assert_eq!(
            says("&am&amp; &lt;&gt;&#39;&#x2014; &nope; &"),
            [plain("&am& <>'\u{2014} &nope; &")]
        );
    }
}

//! Bytes to content lines (RFC 5545 §3.1): unfolded, decoded and parted into name, parameters and value.

use super::Error;
use crate::text::{binary, decode};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// A content line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it starts, from 1.
    pub number: u32,
    /// In upper case.
    pub name: String,
    /// Names in upper case; quotes taken away.
    parameters: Vec<(String, String)>,
    /// As written, with its escapes.
    pub value: String,
}

impl Line {
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// The lines of a file, and those that are no content lines by their number.
pub(super) struct Lines {
    pub lines: Vec<Line>,
    pub unreadable: Vec<u32>,
    /// The legacy encoding that was guessed.
    pub guessed: Option<&'static str>,
}

/// # Errors
/// `NotACalendar` for bytes that are no text.
pub(super) fn lines(bytes: &[u8]) -> Result<Lines, Error> {
    if let Some(kind) = binary(bytes) {
        let zero = bytes.iter().position(|&byte| byte == 0).unwrap_or(0);
        return Err(Error::NotACalendar {
            line: line_of(bytes, zero),
            what: format!("it is {kind}; export the calendar again as .ics"),
        });
    }
    let wide = Encoding::for_bom(bytes).filter(|(e, _)| *e == UTF_16LE || *e == UTF_16BE);
    let bytes: Cow<'_, [u8]> = match wide {
        Some(_) => Cow::Owned(decode(bytes).text.into_bytes()),
        None => Cow::Borrowed(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)),
    };
    let unfolded = unfold(&bytes);
    // A fold may part the bytes of one letter, so only whole lines tell the encoding.
    let utf8 = unfolded
        .iter()
        .all(|(_, line)| std::str::from_utf8(line).is_ok());
    let encoding = if utf8 {
        UTF_8
    } else {
        Encoding::for_label(decode(&bytes).encoding.as_bytes()).unwrap_or(UTF_8)
    };
    let mut found = Lines {
        lines: Vec::with_capacity(unfolded.len()),
        unreadable: Vec::new(),
        guessed: (!utf8).then(|| encoding.name()),
    };
    for (number, line) in unfolded {
        let (text, _) = encoding.decode_without_bom_handling(&line);
        match part(number, &text) {
            Some(line) => found.lines.push(line),
            None => found.unreadable.push(number),
        }
    }
    Ok(found)
}

fn line_of(bytes: &[u8], offset: usize) -> u32 {
    let ends = bytes[..offset].iter().filter(|&&byte| byte == b'\n');
    u32::try_from(ends.count() + 1).unwrap_or(u32::MAX)
}

/// The lines with text, joined where the next one starts with a blank, each with the number of its first.
fn unfold(bytes: &[u8]) -> Vec<(u32, Cow<'_, [u8]>)> {
    let mut unfolded: Vec<(u32, Cow<'_, [u8]>)> = Vec::new();
    let mut rest = bytes;
    let mut number = 1_u32;
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let end = end.unwrap_or(rest.len());
        let line = &rest[..end];
        match (line.first(), unfolded.last_mut()) {
            (Some(b' ' | b'\t'), Some((_, whole))) => whole.to_mut().extend_from_slice(&line[1..]),
            _ if line.trim_ascii().is_empty() => {}
            _ => unfolded.push((number, Cow::Borrowed(line))),
        }
        let pair = rest[end..].starts_with(b"\r\n");
        rest = &rest[(end + 1 + usize::from(pair)).min(rest.len())..];
        number = number.saturating_add(1);
    }
    unfolded
}

/// Values of these are dates, in which no colon stands; a zone's name may hold one that nobody quoted.
const WITHOUT_COLON: [&str; 5] = ["DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"];

fn part(number: u32, text: &str) -> Option<Line> {
    let end = text.find([':', ';'])?;
    let name = text[..end].trim().to_ascii_uppercase();
    let allowed =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    if name.is_empty() || !name.chars().all(allowed) {
        return None;
    }
    let rest = &text[end..];
    let colon = if WITHOUT_COLON.contains(&name.as_str()) {
        rest.rfind(':')?
    } else {
        unquoted(rest, ':')?
    };
    let (mut rest, value) = (&rest[..colon], rest[colon + 1..].to_owned());
    let mut parameters = Vec::new();
    while let Some(after) = rest.strip_prefix(';') {
        let end = unquoted(after, ';').unwrap_or(after.len());
        let (name, value) = after[..end].split_once('=').unwrap_or((&after[..end], ""));
        let value = value.trim().trim_matches('"').to_owned();
        parameters.push((name.trim().to_ascii_uppercase(), value));
        rest = &after[end..];
    }
    Some(Line {
        number,
        name,
        parameters,
        value,
    })
}

/// The first place of a sign outside double quotes.
fn unquoted(text: &str, sign: char) -> Option<usize> {
    let mut quoted = false;
    for (place, letter) in text.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            letter if letter == sign && !quoted => return Some(place),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<(u32, String, String)> {
        let found = lines(bytes).expect("text");
        let parts = found.lines.into_iter();
        parts
            .map(|line| (line.number, line.name, line.value))
            .collect()
    }

    #[test]
    fn folded_lines_are_joined_whatever_ends_them() {
        for end in ["\r\n", "\n", "\r"] {
            let text = ["summary:Night", " shift", "", "\tlate", "UID:1"].join(end);
            let expected = [
                (1, "SUMMARY".to_owned(), "Nightshiftlate".to_owned()),
                (5, "UID".to_owned(), "1".to_owned()),
            ];
            assert_eq!(read(text.as_bytes()), expected, "{end:?}");
        }
    }

    #[test]
    fn a_letter_parted_by_a_fold_is_whole_again() {
        let bytes = b"SUMMARY:Zo\xc3\r\n \xab";
        assert_eq!(read(bytes)[0].2, "Zoë");
    }

    #[test]
    fn a_legacy_encoding_is_read_and_named() {
        let found = lines(b"SUMMARY:Zo\xeb M\xfcller").expect("text");
        assert_eq!(found.lines[0].value, "Zoë Müller");
        assert_eq!(found.guessed, Some("windows-1252"));
    }

    #[test]
    fn parameters_may_be_quoted_and_hold_the_signs_that_part_them() {
        let found =
            lines(b"DTSTART;X-A=\"b;c:d\";tzid=\"Europe/London\":20310309T080000").expect("text");
        let line = &found.lines[0];
        assert_eq!(line.parameter("X-A"), Some("b;c:d"));
        assert_eq!(line.parameter("TZID"), Some("Europe/London"));
        assert_eq!(line.value, "20310309T080000");
    }

    #[test]
    fn a_zone_with_a_colon_that_nobody_quoted_is_still_a_zone() {
        let found = lines(b"DTSTART;TZID=(UTC+01:00) Berlin:20310309T080000").expect("text");
        assert_eq!(found.lines[0].parameter("TZID"), Some("(UTC+01:00) Berlin"));
    }

    #[test]
    fn what_is_no_content_line_is_told_by_its_number() {
        let found = lines(b"UID:1\nnonsense\n:x\n").expect("text");
        assert_eq!(found.unreadable, [2, 3]);
    }
}

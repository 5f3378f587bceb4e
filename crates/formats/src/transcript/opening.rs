//! How a line opens a turn in documents and plain text.
//!
//! | form | written by |
//! |---|---|
//! | `Name: words` | most people, Meet, Zoom's captions |
//! | `Name   0:05`, `Name:   0:05`, words below | Teams, podcast pages |
//! | `00:00:05 Name: words`, also in brackets or with tabs | Zoom's chat, transcribers |
//! | `Name (00:05): words` | transcription services |
//! | `**Name:** words` | Markdown |
//! | `Name` alone, if a person confirmed it | tools that set names as headings |

use super::{Settings, clock, label};

/// The start of a turn found in one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Opening<'a> {
    pub label: &'a str,
    pub at_ms: Option<u64>,
    pub words: &'a str,
}

pub(super) fn find<'a>(line: &'a str, settings: &Settings) -> Option<Opening<'a>> {
    if !line.contains(':') {
        return confirmed_line(line, settings);
    }
    clock_behind(line)
        .or_else(|| clock_before(line))
        .or_else(|| clock_in_brackets(line))
        .or_else(|| bold_prefix(line))
        .or_else(|| prefix(line))
}

fn confirmed_line<'a>(line: &'a str, settings: &Settings) -> Option<Opening<'a>> {
    let label = line.trim();
    let confirmed = settings.speakers.iter().any(|speaker| speaker == label);
    confirmed.then_some(Opening {
        label,
        at_ms: None,
        words: "",
    })
}

/// A name, at least two blanks or a tab, and a clock that ends the line.
fn clock_behind(line: &str) -> Option<Opening<'_>> {
    let line = line.trim();
    let (before, reading) = line.rsplit_once(char::is_whitespace)?;
    let label = before.trim_end();
    let blanks = &line[label.len()..line.len() - reading.len()];
    let wide = blanks.contains('\t') || blanks.chars().nth(1).is_some();
    let at_ms = clock::parse_whole(reading)?;
    let label = label.strip_suffix(':').unwrap_or(label).trim_end();
    (wide && label::is_name(label)).then_some(Opening {
        label,
        at_ms: Some(at_ms),
        words: "",
    })
}

/// A clock, and a prefix behind it. Hours must be named or brackets stand around: `10:30 Ilse:` may be a time of day.
fn clock_before(line: &str) -> Option<Opening<'_>> {
    let line = line.trim_start();
    let bracket = bracketed(line);
    let (reading, rest) = match bracket {
        Some(found) => found,
        None => line.split_once(char::is_whitespace)?,
    };
    let at_ms = clock::parse_whole(reading)?;
    let whole = bracket.is_some() || clock::parse_heading(reading).is_some();
    let (label, words) = label::split(rest.trim_start())?;
    whole.then_some(Opening {
        label,
        at_ms: Some(at_ms),
        words,
    })
}

/// A name, a clock in brackets, and a colon or the end of the line.
fn clock_in_brackets(line: &str) -> Option<Opening<'_>> {
    let at = line.find(['(', '['])?;
    let (label, from) = line.split_at(at);
    let (reading, after) = bracketed(from)?;
    let at_ms = clock::parse_whole(reading)?;
    let words = match after.trim_start().strip_prefix(':') {
        Some(words) => words.trim_start(),
        None if after.trim().is_empty() => "",
        None => return None,
    };
    let label = label.trim();
    label::is_name(label).then_some(Opening {
        label,
        at_ms: Some(at_ms),
        words,
    })
}

/// What stands in the bracket that opens the text, and what stands behind it.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let close = match text.chars().next()? {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    text[1..].split_once(close)
}

fn bold_prefix(line: &str) -> Option<Opening<'_>> {
    let bold = line.trim_start().strip_prefix("**")?;
    let (label, words) = bold.split_once(":**").or_else(|| bold.split_once("**:"))?;
    label::is_name(label).then_some(Opening {
        label: label.trim(),
        at_ms: None,
        words: words.trim_start(),
    })
}

fn prefix(line: &str) -> Option<Opening<'_>> {
    let (label, words) = label::split(line)?;
    Some(Opening {
        label,
        at_ms: None,
        words,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Option<(&str, Option<u64>, &str)> {
        let opening = find(line, &Settings::default())?;
        Some((opening.label, opening.at_ms, opening.words))
    }

    #[test]
    fn every_form_of_an_opening_is_found() {
        let ilse = |at_ms, words| Some(("Ilse", at_ms, words));
        for (line, expected) in [
            ("Ilse: Hello: you", ilse(None, "Hello: you")),
            ("Ilse   0:05", ilse(Some(5_000), "")),
            ("Ilse:\t1:00:05", ilse(Some(3_605_000), "")),
            ("00:13:46\tIlse:\tgm", ilse(Some(826_000), "gm")),
            ("[13:46] Ilse: gm", ilse(Some(826_000), "gm")),
            ("(00:13:46) Ilse: gm", ilse(Some(826_000), "gm")),
            ("Ilse (00:05): So", ilse(Some(5_000), "So")),
            ("Ilse [1:00:05]", ilse(Some(3_605_000), "")),
            ("**Ilse:** *So*", ilse(None, "*So*")),
            ("**Ilse**: So", ilse(None, "So")),
        ] {
            assert_eq!(found(line), expected, "{line}");
        }
    }

    #[test]
    fn a_clock_in_speech_opens_nothing() {
        for line in [
            "we met at 10:30",
            "10:30",
            "10:30 Ilse: came",
            "we met (10:30) and left",
            "(10:30)",
            "",
        ] {
            assert_eq!(found(line), None, "{line}");
        }
    }

    #[test]
    fn a_name_alone_on_its_line_opens_a_turn_once_it_is_confirmed() {
        let speakers = vec!["Interviewer 1".to_owned()];
        let settings = Settings {
            speakers,
            ..Settings::default()
        };
        assert_eq!(
            find(" Interviewer 1 ", &settings).map(|o| o.label),
            Some("Interviewer 1")
        );
        assert_eq!(find("Interviewer 2", &settings), None);
    }
}

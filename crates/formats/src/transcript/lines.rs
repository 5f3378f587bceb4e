//! Lines of a document to turns: a new turn begins at `Name: words` or, as Teams writes it, at `Name   0:05` with the
//! words below. Lines without either continue the turn.

use super::label::{Labels, Standing};
use super::{Anchor, Settings, Turn, Warning, clock, label};

/// A line and the number a warning names it by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub number: u32,
    pub text: &'a str,
}

pub(super) fn turns(
    lines: &[Line<'_>],
    settings: &Settings,
    warnings: &mut Vec<Warning>,
) -> Vec<Turn> {
    let openings = lines.iter().filter_map(|line| opening(line.text));
    let labels = Labels::count(openings.map(|opening| opening.label), settings);
    let mut speech = Speech::default();
    for line in lines {
        let standing = opening(line.text).map(|opening| (labels.standing(opening.label), opening));
        match standing {
            Some((Standing::Speaker, opening)) => {
                speech.close(warnings);
                speech.open = Some(Open::new(Some(opening.label), opening.at_ms, line.number));
                speech.say(opening.words, line.number);
            }
            Some((Standing::Unconfirmed, opening)) => {
                speech.close(warnings);
                speech.say(line.text, line.number);
                let message = label::unconfirmed(opening.label);
                warnings.push(Warning::new(
                    "unconfirmed_speaker",
                    Some(line.number),
                    message,
                ));
            }
            Some((Standing::Words, _)) | None => speech.say(line.text, line.number),
        }
    }
    speech.close(warnings);
    flag_disorder(&speech, warnings);
    speech.turns
}

/// The start of a turn found in one line.
struct Opening<'a> {
    label: &'a str,
    at_ms: Option<u64>,
    words: &'a str,
}

fn opening(line: &str) -> Option<Opening<'_>> {
    clock_line(line).or_else(|| {
        let (label, words) = label::split(line)?;
        Some(Opening {
            label,
            at_ms: None,
            words,
        })
    })
}

/// `Name   0:05` or `Name:   0:05`: a name, at least two blanks or a tab, and a clock that ends the line.
fn clock_line(line: &str) -> Option<Opening<'_>> {
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

/// Turns so far and the one being spoken.
#[derive(Default)]
struct Speech {
    turns: Vec<Turn>,
    /// The line each turn begins at.
    begins: Vec<u32>,
    open: Option<Open>,
}

struct Open {
    turn: Turn,
    number: u32,
    /// Line ends not yet written: those at the end of a turn separate it from the next and are no part of it.
    line_ends: usize,
}

impl Open {
    fn new(speaker: Option<&str>, start_ms: Option<u64>, number: u32) -> Self {
        let turn = Turn {
            speaker: speaker.map(str::to_owned),
            start_ms,
            end_ms: None,
            text: String::new(),
            anchors: start_ms
                .map(|ms| Anchor { at: 0, ms })
                .into_iter()
                .collect(),
        };
        Self {
            turn,
            number,
            line_ends: 0,
        }
    }
}

impl Speech {
    fn say(&mut self, words: &str, number: u32) {
        if words.trim().is_empty() {
            if let Some(open) = &mut self.open {
                open.line_ends += 1;
            }
            return;
        }
        let open = self
            .open
            .get_or_insert_with(|| Open::new(None, None, number));
        if !open.turn.text.is_empty() {
            open.turn
                .text
                .extend(std::iter::repeat_n('\n', open.line_ends));
        }
        open.turn.text.push_str(words);
        open.line_ends = 1;
    }

    fn close(&mut self, warnings: &mut Vec<Warning>) {
        let Some(open) = self.open.take() else { return };
        if open.turn.text.is_empty() {
            let label = open.turn.speaker.unwrap_or_default();
            let message = format!("\"{label}\" is named but says nothing.");
            warnings.push(Warning::new("empty_turn", Some(open.number), message));
            return;
        }
        self.turns.push(open.turn);
        self.begins.push(open.number);
    }
}

fn flag_disorder(speech: &Speech, warnings: &mut Vec<Warning>) {
    let mut latest = 0;
    for (turn, &line) in speech.turns.iter().zip(&speech.begins) {
        let Some(start) = turn.start_ms else { continue };
        if start < latest {
            warnings.push(Warning::new(
                "out_of_order",
                Some(line),
                "The clock is earlier than the one above it.",
            ));
        }
        latest = start;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, settings: &Settings) -> (Vec<Turn>, Vec<Warning>) {
        let numbered = text.split('\n').zip(1..);
        let lines: Vec<_> = numbered
            .map(|(text, number)| Line { number, text })
            .collect();
        let mut warnings = Vec::new();
        let turns = turns(&lines, settings, &mut warnings);
        (turns, warnings)
    }

    fn said(turns: &[Turn]) -> Vec<(Option<&str>, Option<u64>, &str)> {
        turns
            .iter()
            .map(|t| (t.speaker.as_deref(), t.start_ms, t.text.as_str()))
            .collect()
    }

    #[test]
    fn lines_without_a_name_continue_the_turn_and_blank_lines_between_turns_belong_to_none() {
        let (turns, warnings) = read(
            "Ward round, spring\n\nIlse: One\n two\n\nthree\n\nOtto:\nFour\nIlse: Five\nOtto: \n",
            &Settings::default(),
        );
        assert_eq!(
            said(&turns),
            [
                (None, None, "Ward round, spring"),
                (Some("Ilse"), None, "One\n two\n\nthree"),
                (Some("Otto"), None, "Four"),
                (Some("Ilse"), None, "Five"),
            ]
        );
        assert_eq!(
            warnings
                .iter()
                .map(|w| (w.code, w.line))
                .collect::<Vec<_>>(),
            [("empty_turn", Some(11))]
        );
    }

    #[test]
    fn a_label_that_occurs_once_stays_text_of_nobody_until_it_is_confirmed() {
        let text = "Ilse: One\nGuest: Two\nIlse: Three";
        let (turns, warnings) = read(text, &Settings::default());
        assert_eq!(said(&turns)[1], (None, None, "Guest: Two"));
        assert_eq!(
            (warnings[0].code, warnings[0].line),
            ("unconfirmed_speaker", Some(2))
        );

        let confirmed = Settings {
            speakers: vec!["Guest".to_owned()],
            ..Settings::default()
        };
        assert_eq!(
            said(&read(text, &confirmed).0)[1],
            (Some("Guest"), None, "Two")
        );

        let refused = Settings {
            not_speakers: vec!["Guest".to_owned()],
            ..Settings::default()
        };
        assert_eq!(
            said(&read(text, &refused).0)[0],
            (Some("Ilse"), None, "One\nGuest: Two")
        );
    }

    #[test]
    fn a_name_beside_a_clock_opens_a_timed_turn() {
        let text = "Ilse Brandt (Guest)   0:05\nHello.\nOtto\t1:02:03\nAt 12:30 then.\nIlse Brandt (Guest)   0:07\nYes.\nOtto:   1:00\nLate.";
        let (turns, warnings) = read(text, &Settings::default());
        assert_eq!(
            said(&turns),
            [
                (Some("Ilse Brandt (Guest)"), Some(5_000), "Hello."),
                (Some("Otto"), Some(3_723_000), "At 12:30 then."),
                (Some("Ilse Brandt (Guest)"), Some(7_000), "Yes."),
                (Some("Otto"), Some(60_000), "Late."),
            ]
        );
        assert_eq!(turns[0].anchors, [Anchor { at: 0, ms: 5_000 }]);
        assert_eq!(
            warnings
                .iter()
                .map(|w| (w.code, w.line))
                .collect::<Vec<_>>(),
            [("out_of_order", Some(5))]
        );
    }
}

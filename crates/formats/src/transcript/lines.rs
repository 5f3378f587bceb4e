//! Lines of a document to turns: a new turn begins at one of the openings of [`opening`]. Lines without one continue
//! the turn. A line that is nothing but a clock, as Meet writes it at intervals, is the time of the words below.

use super::label::{Labels, Standing};
use super::note::Note;
use super::{Anchor, Settings, Turn, Warning, clock, label, meet, opening};

/// A line and the number a warning names it by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub number: u32,
    pub text: &'a str,
    /// Notes it refers to; their text stands at the end of the turn, where it is nobody's sentence.
    pub notes: &'a [Note],
}

impl<'a> Line<'a> {
    /// A line without notes.
    pub(super) fn new(number: u32, text: &'a str) -> Self {
        let notes = &[];
        Self {
            number,
            text,
            notes,
        }
    }
}

pub(super) fn turns(
    lines: &[Line<'_>],
    settings: &Settings,
    warnings: &mut Vec<Warning>,
) -> Vec<Turn> {
    let lines = meet::speech(lines, warnings);
    let openings: Vec<_> = lines
        .iter()
        .map(|line| opening::find(line.text, settings))
        .collect();
    let labels = openings.iter().flatten().map(|opening| opening.label);
    let labels = Labels::count(labels, settings);
    let mut speech = Speech::default();
    for (line, opening) in lines.iter().zip(openings) {
        let standing = opening.map(|opening| (labels.standing(opening.label), opening));
        match standing {
            Some((Standing::Speaker, opening)) => {
                speech.close(warnings);
                let at_ms = opening.at_ms.or(speech.heading_ms.take());
                speech.open = Some(Open::new(Some(opening.label), at_ms, line.number));
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
            Some((Standing::Words, _)) => speech.say(line.text, line.number),
            None => match clock::parse_heading(line.text) {
                Some(ms) => speech.heading_ms = Some(ms),
                None => speech.say(line.text, line.number),
            },
        }
        speech.refer(line);
    }
    speech.close(warnings);
    flag_disorder(&speech, warnings);
    speech.turns
}

/// Turns so far and the one being spoken.
#[derive(Default)]
struct Speech {
    turns: Vec<Turn>,
    /// The line each turn begins at.
    begins: Vec<u32>,
    open: Option<Open>,
    /// The clock that stood alone above the words to come.
    heading_ms: Option<u64>,
}

struct Open {
    turn: Turn,
    number: u32,
    /// Notes that were referred to, not yet written.
    notes: Vec<String>,
    /// Line ends not yet written: those at the end of a turn separate it from the next and are no part of it.
    line_ends: usize,
    /// Code points of the text so far, kept because counting them anew for every clock is quadratic.
    length: usize,
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
            notes: Vec::new(),
            line_ends: 0,
            length: 0,
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
        let heading_ms = self.heading_ms.take();
        let open = self
            .open
            .get_or_insert_with(|| Open::new(None, heading_ms, number));
        if !open.turn.text.is_empty() {
            open.turn
                .text
                .extend(std::iter::repeat_n('\n', open.line_ends));
            open.length += open.line_ends;
            let at = open.length;
            let anchor = heading_ms.map(|ms| Anchor { at, ms });
            open.turn.anchors.extend(anchor);
        }
        open.turn.text.push_str(words);
        open.length += words.chars().count();
        open.line_ends = 1;
    }

    fn refer(&mut self, line: &Line<'_>) {
        if line.notes.is_empty() {
            return;
        }
        let number = line.number;
        let open = self
            .open
            .get_or_insert_with(|| Open::new(None, None, number));
        open.notes.extend(line.notes.iter().map(Note::to_string));
    }

    fn close(&mut self, warnings: &mut Vec<Warning>) {
        let Some(mut open) = self.open.take() else {
            return;
        };
        for note in open.notes {
            if !open.turn.text.is_empty() {
                open.turn.text.push('\n');
            }
            open.turn.text.push_str(&note);
        }
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
            .map(|(text, number)| Line::new(number, text))
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

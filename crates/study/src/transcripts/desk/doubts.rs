//! Lines at which a checker stops: a word that the typist or the machine did not understand, a speaker nobody knows, a
//! time that cannot be.

use crate::documents::Role;
use crate::transcripts::store::Spoken;

/// What typists and machines write in the place of words they did not understand, in lower case.
const MARKS: [&str; 12] = [
    "[inaudible",
    "(inaudible",
    "[unclear",
    "(unclear",
    "[indistinct",
    "(indistinct",
    "[crosstalk",
    "(crosstalk",
    "[?",
    "(?",
    "???",
    "\u{fffd}",
];

/// Why each turn is doubtful; nothing for one that is not.
pub(super) fn doubts(turns: &[Spoken]) -> Vec<Option<&'static str>> {
    let mut latest = i64::MIN;
    let turns = turns.iter().map(|turn| {
        let starts_before = turn.start_ms.is_some_and(|start| start < latest);
        latest = latest.max(turn.start_ms.unwrap_or(i64::MIN));
        let text = turn.text.to_lowercase();
        if MARKS.iter().any(|mark| text.contains(mark)) {
            Some("A word was not understood")
        } else if turn.role == Role::Unknown {
            Some("Nobody knows who speaks")
        } else if starts_before {
            Some("Starts before the line above")
        } else {
            None
        }
    });
    turns.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_doubtful_for_its_words_its_speaker_or_its_time() {
        let turn = |role, start_ms, text: &str| Spoken {
            role,
            label: None,
            start_ms: Some(start_ms),
            end_ms: None,
            anchors: Vec::new(),
            text: text.to_owned(),
        };
        let turns = [
            turn(Role::Participant, 0, "Plain."),
            turn(Role::Participant, 10, "So the [Inaudible 0:12] ward"),
            turn(Role::Unknown, 20, "Who?"),
            turn(Role::Interviewer, 15, "Earlier."),
            turn(Role::Interviewer, 20, "As late as one before."),
        ];
        assert_eq!(
            doubts(&turns),
            [
                None,
                Some("A word was not understood"),
                Some("Nobody knows who speaks"),
                Some("Starts before the line above"),
                None,
            ]
        );
    }
}

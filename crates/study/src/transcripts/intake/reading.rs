//! A file read as a person says it is to be read.

use std::collections::BTreeMap;

use formats::transcript::{self, Settings, Transcript};
use platform::{Error, Result};
use tokio::task::JoinHandle;

use crate::documents::Role;

/// Who a label is, as a person says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// A speaker in this part.
    Speaker(Role),
    /// No speaker at all: the words before the colon belong to the text.
    Words,
}

/// A label of a file, and how much is said under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// As written in the file; empty for turns without one.
    pub(super) label: String,
    /// How many turns have it.
    pub(super) turns: usize,
    /// How the first of them begins.
    pub(super) begins: String,
}

/// A file that is being read, beside the threads that answer requests.
pub(super) struct Reading(JoinHandle<Result<Transcript, transcript::Error>>);

impl Reading {
    /// Begins to read a file with what was said of its labels.
    pub(super) fn begin(ending: &str, bytes: Vec<u8>, settings: Settings) -> Self {
        let name = format!("file.{ending}");
        let read = move || transcript::read_with(&name, &bytes, &settings);
        Reading(tokio::task::spawn_blocking(read))
    }

    /// What was read.
    pub(super) async fn end(self) -> Result<Result<Transcript, transcript::Error>> {
        self.0.await.map_err(Error::internal)
    }
}

/// The settings that follow from what was said of labels, with labels that the file names only once.
pub(super) fn settings(said: &BTreeMap<String, Said>, once: &[String]) -> Settings {
    let of = |wanted: fn(&Said) -> bool| {
        said.iter()
            .filter(move |(label, said)| !label.is_empty() && wanted(said))
            .map(|(label, _)| label.clone())
    };
    Settings {
        speakers: of(|said| matches!(said, Said::Speaker(_)))
            .chain(once.iter().cloned())
            .collect(),
        not_speakers: of(|said| *said == Said::Words).collect(),
        ..Settings::default()
    }
}

/// The labels of a transcript in the order in which they come.
pub(super) fn labels(transcript: &Transcript) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    for turn in &transcript.turns {
        let label = turn.speaker.as_deref().unwrap_or_default();
        match labels.iter_mut().find(|known| known.label == label) {
            Some(known) => known.turns += 1,
            None => labels.push(Label {
                label: label.to_owned(),
                turns: 1,
                begins: beginning(&turn.text),
            }),
        }
    }
    labels
}

/// What labels say by themselves: an interviewer, the participant's own id, or the only other speaker.
pub(super) fn guesses(labels: &[Label], participant: Option<&str>) -> BTreeMap<String, Said> {
    let asks = |label: &str| Some(label) != participant && crate::documents::is_interviewer(label);
    let others: Vec<&str> = labels
        .iter()
        .map(|label| label.label.as_str())
        .filter(|label| !label.is_empty() && !asks(label))
        .collect();
    let mut guesses = BTreeMap::new();
    for Label { label, .. } in labels {
        let role = if label.is_empty() {
            Role::Unknown
        } else if asks(label) {
            Role::Interviewer
        } else if Some(label.as_str()) == participant || others.as_slice() == [label.as_str()] {
            Role::Participant
        } else {
            continue;
        };
        guesses.insert(label.clone(), Said::Speaker(role));
    }
    guesses
}

/// The first words of a turn.
fn beginning(text: &str) -> String {
    let line: String = text.chars().take(90).collect();
    match text.chars().nth(90) {
        Some(_) => format!("{}…", line.trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str, settings: &Settings) -> Transcript {
        transcript::read_with("file.txt", text.as_bytes(), settings).unwrap()
    }

    const TEXT: &str = "Interviewer: How was it?\nWren: Long.\nInterviewer: And then?\nWren: Then I slept.\nNote: later.\n";

    #[test]
    fn the_only_other_speaker_is_guessed_to_be_the_participant() {
        let transcript = read_text(TEXT, &Settings::default());
        let labels = labels(&transcript);
        assert_eq!(labels[0].turns, 2);
        assert_eq!(labels[1].begins, "Long.");
        let guesses = guesses(&labels, None);
        assert_eq!(
            guesses.get("Interviewer"),
            Some(&Said::Speaker(Role::Interviewer))
        );
        assert_eq!(guesses.get("Wren"), Some(&Said::Speaker(Role::Participant)));
    }

    #[test]
    fn of_two_other_speakers_nobody_is_guessed() {
        let text = "Wren: a b c\nRook: d e f\nWren: g\nRook: h\nI: so\nI: yes\n";
        let labels = labels(&read_text(text, &Settings::default()));
        let guesses = guesses(&labels, None);
        assert_eq!(guesses.len(), 1, "{guesses:?}");
    }

    #[test]
    fn what_is_said_of_a_label_changes_how_the_file_is_read() {
        let confirmed = settings(&BTreeMap::new(), &["Note".to_owned()]);
        let with = labels(&read_text(TEXT, &confirmed));
        assert!(with.iter().any(|label| label.label == "Note"));
        let said = BTreeMap::from([("Wren".to_owned(), Said::Words)]);
        let without = labels(&read_text(TEXT, &settings(&said, &[])));
        assert!(without.iter().all(|label| label.label != "Wren"));
    }
}

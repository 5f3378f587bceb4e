//! From a transcript file to a document: whose interview it is, and who speaks.

use std::collections::BTreeSet;

use formats::transcript::Transcript;
use sha2::{Digest as _, Sha256};

use super::{Document, Kind, Role, Turn};
use crate::problem::Problem;

/// Labels that mean the interviewer, in lower case.
const INTERVIEWER: [&str; 4] = ["interviewer", "int", "i", "researcher"];

/// The participant a transcript belongs to by its handle: the handle itself, or the part of it before
/// a hyphen or an underscore, as in `M1-interview`.
pub fn participant_of<'a>(handle: &str, participants: &'a BTreeSet<String>) -> Option<&'a str> {
    participants
        .iter()
        .filter(|id| {
            let rest = handle.strip_prefix(id.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
        })
        .max_by_key(|id| id.len())
        .map(String::as_str)
}

/// Makes a document of what was read from `file`. The turns of the only speaker besides the
/// interviewer are those of `participant`.
pub fn read(
    (file, bytes): (&str, &[u8]),
    transcript: &Transcript,
    handle: String,
    participant: Option<&str>,
    problems: &mut Vec<Problem>,
) -> Document {
    let speakers = Speakers::of(transcript, participant);
    if !speakers.renamed.is_empty() {
        let numbered = speakers.renamed.len();
        let message = format!(
            "{numbered} speaker(s) of this file are neither an interviewer nor an id of the study; \
             their labels are not stored, they become Speaker 1 and so on"
        );
        problems.push(Problem::notice(file, message));
    }
    let ms = |time: Option<u64>| time.and_then(|ms| i64::try_from(ms).ok());
    let turns = transcript.turns.iter().map(|turn| {
        let (role, label) = speakers.role_and_label(turn.speaker.as_deref());
        Turn {
            role,
            label,
            start_ms: ms(turn.start_ms),
            end_ms: ms(turn.end_ms),
            text: turn.text.clone(),
        }
    });
    Document {
        title: match participant {
            Some(participant) => format!("Interview with {participant}"),
            None => format!("Transcript {handle}"),
        },
        handle,
        kind: Kind::Transcript,
        participant: participant.map(str::to_owned),
        author: None,
        dated: None,
        source_hash: Sha256::digest(bytes).to_vec(),
        turns: turns.collect(),
    }
}

/// The speakers of one file, without the interviewer.
struct Speakers<'a> {
    participant: Option<&'a str>,
    /// The one label that must be the participant's.
    only: Option<String>,
    /// Labels that are replaced, in the order in which they come.
    renamed: Vec<String>,
}

impl<'a> Speakers<'a> {
    fn of(transcript: &Transcript, participant: Option<&'a str>) -> Self {
        let mut labels: Vec<String> = Vec::new();
        for label in transcript.turns.iter().filter_map(|t| t.speaker.as_deref()) {
            let label = bare(label);
            let asks = Some(label) != participant && is_interviewer(label);
            if !asks && !labels.iter().any(|known| known == label) {
                labels.push(label.to_owned());
            }
        }
        let named = labels
            .iter()
            .any(|label| Some(label.as_str()) == participant);
        let only = match labels.as_slice() {
            [only] if participant.is_some() => Some(only.clone()),
            _ => None,
        };
        let renamed = labels.into_iter().filter(|label| {
            let known = Some(label.as_str()) == participant;
            !known && (named || only.is_none())
        });
        Speakers {
            participant,
            renamed: renamed.collect(),
            only,
        }
    }

    fn role_and_label(&self, label: Option<&str>) -> (Role, Option<String>) {
        let Some(label) = label.map(bare) else {
            return (Role::Unknown, None);
        };
        if self.participant.is_some()
            && (Some(label) == self.participant || Some(label) == self.only.as_deref())
        {
            return (Role::Participant, self.participant.map(str::to_owned));
        }
        if is_interviewer(label) {
            return (Role::Interviewer, None);
        }
        let number = self.renamed.iter().position(|known| known == label);
        let role = if self.participant.is_some() {
            Role::Other
        } else {
            Role::Unknown
        };
        (role, number.map(|index| format!("Speaker {}", index + 1)))
    }
}

/// A label without a suffix such as `(External)` (study R19).
fn bare(label: &str) -> &str {
    let label = label.trim();
    match label.split_once('(') {
        Some((name, rest)) if rest.ends_with(')') && !name.trim().is_empty() => name.trim(),
        _ => label,
    }
}

pub(crate) fn is_interviewer(label: &str) -> bool {
    let lower = label.to_lowercase();
    let word = lower.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    INTERVIEWER.contains(&word)
}

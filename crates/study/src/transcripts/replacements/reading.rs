//! The turns that analysts read: ids and parts of a talk in the place of labels.

use crate::documents::{Role, Turn};
use crate::transcripts::anchors::Version;
use crate::transcripts::store::Spoken;

/// Turns with this text. Whoever is interviewed has the id of the study; others are `Speaker 1` and so on, in the order
/// in which they speak.
pub(super) fn turns(spoken: &[Spoken], text: &Version, handle: Option<&str>) -> Vec<Turn> {
    let mut others: Vec<&str> = Vec::new();
    let mut turns = Vec::with_capacity(spoken.len());
    for (index, one) in spoken.iter().enumerate() {
        let label = match (one.role, one.label.as_deref()) {
            (Role::Participant, _) => handle.map(str::to_owned),
            (Role::Interviewer, _) | (_, None) => None,
            (Role::Other | Role::Unknown, Some(label)) => {
                let known = others.iter().position(|other| *other == label.trim());
                let number = known.unwrap_or_else(|| {
                    others.push(label.trim());
                    others.len() - 1
                });
                Some(format!("Speaker {}", number + 1))
            }
        };
        turns.push(Turn {
            role: one.role,
            label,
            start_ms: one.start_ms,
            end_ms: one.end_ms,
            text: text
                .turn(index)
                .map(|span| text.slice(span))
                .unwrap_or_default(),
        });
    }
    turns
}

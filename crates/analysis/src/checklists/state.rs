//! An answer and a list that was brought in, as the trail keeps them.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::lists::shipped;
use crate::acts::Saying;
use crate::trail::{Event, Phrase, Recorded};

/// The word of answers in the trail.
pub(crate) const ANSWER: &str = "checklist_answer";
/// The word of lists in the trail.
pub(crate) const LIST: &str = "checklist";

/// The answer to an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerState {
    /// The id of the list.
    pub(super) list: String,
    /// The id of the item.
    pub(super) item: String,
    pub(super) stands: Stands,
    /// What a person says; none where the draft says it all.
    pub(super) words: Option<Phrase>,
    /// Where the manuscript answers it.
    pub(super) place: Option<Phrase>,
}

/// How an item that is not open stands (study R59).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    /// It is answered.
    Answered,
    /// It does not apply, for the reason that is given.
    NotApplicable,
}

/// A list that was brought in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListState {
    /// Its id.
    pub(super) list: String,
    /// Its name.
    pub(super) name: Phrase,
    /// Its file.
    pub(super) text: Phrase,
}

impl Recorded for AnswerState {
    const KIND: &'static str = ANSWER;
}

impl Recorded for ListState {
    const KIND: &'static str = LIST;
}

/// The subject of an item, or of a list without one: always the same in one study, and in no two.
pub(super) fn subject(study: Uuid, list: &str, item: Option<&str>) -> Uuid {
    let mut hash = Sha256::new_with_prefix("enid checklist");
    hash.update(study.as_bytes());
    for part in [Some(list), item].into_iter().flatten() {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut id = [0; 16];
    id.copy_from_slice(&hash.finalize()[..16]);
    Uuid::from_bytes(id)
}

/// What an event about a checklist did, as a sentence goes on after who did it.
pub(crate) fn said(saying: &Saying<'_>, event: &Event) -> String {
    let state = event.after.as_ref().or(event.before.as_ref());
    if event.subject.0 == LIST {
        let name = saying.name(LIST, event.subject.1);
        return format!("brought in the checklist “{name}”");
    }
    let Some(state) = state.and_then(|text| serde_json::from_str::<AnswerState>(text).ok()) else {
        return event.kind.clone();
    };
    let list = shipped().iter().find(|one| one.id == state.list);
    let list = list.map_or(state.list.as_str(), |one| one.name.as_str());
    let item = format!("item {} of {list}", state.item);
    match (&event.after, state.stands) {
        (None, _) => format!("opened {item} again"),
        (_, Stands::Answered) => format!("answered {item}"),
        (_, Stands::NotApplicable) => format!("said that {item} does not apply"),
    }
}

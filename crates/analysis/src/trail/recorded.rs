//! What stands in the trail under a kind of its own: written as JSON, and read back.

use std::collections::BTreeMap;

use platform::{Error, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::event::Event;
use super::read_store::Trail;
use super::replay::State;
use super::store::Change;

/// The state of a kind of subject.
pub trait Recorded: Serialize + DeserializeOwned {
    /// The word of this kind in the trail.
    const KIND: &'static str;
}

/// Reads a state.
///
/// # Errors
/// Another Enid has written one that this one cannot read.
pub(crate) fn read<T: Recorded>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(Error::internal)
}

/// Every subject of a kind that is there.
///
/// # Errors
/// As [`read`].
pub(crate) fn all_of<T: Recorded>(state: &State) -> Result<BTreeMap<Uuid, T>> {
    let subjects = state.iter().filter(|((kind, _), _)| kind == T::KIND);
    subjects
        .map(|((_, id), text)| Ok((*id, read(text)?)))
        .collect()
}

impl Change {
    /// A change of one subject: from what it was to what it is, none where it is not there.
    ///
    /// # Errors
    /// A state cannot be written.
    pub fn of<T: Recorded>(
        kind: &str,
        id: Uuid,
        before: Option<&T>,
        after: Option<&T>,
    ) -> Result<Self> {
        let written = |state: Option<&T>| {
            let written = state.map(serde_json::to_string).transpose();
            written.map_err(Error::internal)
        };
        Ok(Self {
            kind: kind.to_owned(),
            subject: (T::KIND.to_owned(), id),
            before: written(before)?,
            after: written(after)?,
            reverts: None,
        })
    }
}

impl Trail {
    /// What a page says of the newest event of each subject of a kind.
    pub fn newest<T: Recorded>(&self) -> BTreeMap<Uuid, i64> {
        let events = self.events.iter();
        let about = events.filter(|event| event.subject.0 == T::KIND);
        about
            .map(|event| (event.subject.1, event.token()))
            .collect()
    }

    /// What a subject was when somebody saw this event of it.
    pub fn seen<T: Recorded>(&self, id: Uuid, seen: i64) -> Option<T> {
        let about = |event: &&Event| event.subject.0 == T::KIND && event.subject.1 == id;
        let mut events = self.events.iter().filter(about);
        let state = events.find(|event| event.token() == seen)?.after.as_ref()?;
        serde_json::from_str(state).ok()
    }

    /// Whether anything of a kind was ever in the trail.
    pub fn knows<T: Recorded>(&self) -> bool {
        let mut events = self.events.iter();
        events.any(|event| event.subject.0 == T::KIND)
    }
}

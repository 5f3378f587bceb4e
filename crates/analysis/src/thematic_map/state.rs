//! What a thematic map is, as the trail keeps it (study R48).

use std::collections::BTreeMap;

use platform::{Error, Result};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::trail::{Event, Phrase, State, Trail, replay};

/// The word of maps in the trail. A study has one map; its subject is the study.
pub(crate) const MAP: &str = "map";

/// How two themes stand to each other. What stands under a theme is part of it without being said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One is part of the other.
    PartOf,
    /// One leads to the other.
    LeadsTo,
    /// They pull apart.
    InTension,
    /// One needs the other.
    DependsOn,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [
        Self::PartOf,
        Self::LeadsTo,
        Self::InTension,
        Self::DependsOn,
    ];

    /// The words between two names.
    pub fn words(self) -> &'static str {
        match self {
            Self::PartOf => "is part of",
            Self::LeadsTo => "leads to",
            Self::InTension => "is in tension with",
            Self::DependsOn => "depends on",
        }
    }

    /// The word of a form.
    pub fn word(self) -> &'static str {
        match self {
            Self::PartOf => "part_of",
            Self::LeadsTo => "leads_to",
            Self::InTension => "in_tension",
            Self::DependsOn => "depends_on",
        }
    }

    /// The kind of a form's word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// One sentence of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// The first theme.
    pub from: Uuid,
    /// How it stands to the other.
    pub kind: Kind,
    /// The other.
    pub to: Uuid,
}

/// The map at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MapState {
    /// In the order in which they were written.
    pub relations: Vec<Relation>,
    /// Where the middle of a box was put by hand, in pixels from the upper left.
    pub places: BTreeMap<Uuid, (i32, i32)>,
    /// What somebody wrote for whoever does not see the drawing.
    pub alt: Option<Phrase>,
}

/// The map in a state of the trail; empty where none was drawn.
///
/// # Errors
/// Another Enid has written a state that this one cannot read.
pub fn map_in(state: &State, study: Uuid) -> Result<MapState> {
    match state.get(&(MAP.to_owned(), study)) {
        None => Ok(MapState::default()),
        Some(map) => serde_json::from_str(map).map_err(Error::internal),
    }
}

/// The events that made a version each, the oldest first.
pub fn versions(trail: &Trail) -> Vec<&Event> {
    let events = trail.events.iter();
    events.filter(|event| event.subject.0 == MAP).collect()
}

/// What stood when a version was made, from 1; now, without one.
///
/// # Errors
/// `NotFound`: there is no such version.
pub fn state_at(trail: &Trail, version: Option<usize>) -> Result<State> {
    let Some(version) = version else {
        return Ok(replay(&trail.events));
    };
    let all = versions(trail);
    let made = version.checked_sub(1).and_then(|at| all.get(at));
    let made = made.ok_or(Error::NotFound)?.seq;
    let until = trail.events.iter().filter(|event| event.seq <= made);
    Ok(replay(until))
}

//! A plan as a file and as a column: `enid-plan/1`. People stand in it by reference (in a file) or by
//! identifier (in the database), never by name.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::wishes::Wishes;

/// The name of the format.
pub const SCHEMA: &str = "enid-plan/1";

/// When and where a group meets, as a plan and the decisions of an organiser name it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The weekday in three letters.
    pub weekday: String,
    /// The clock time it begins, such as `14:00`.
    pub start: String,
    /// The room's code.
    pub venue: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.weekday, self.start, self.venue)
    }
}

impl FromStr for Place {
    type Err = ();

    /// What [`Place`] writes; a room's code may hold spaces.
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.splitn(3, ' ').map(str::to_owned);
        let mut next = || parts.next().filter(|part| !part.is_empty()).ok_or(());
        Ok(Self {
            weekday: next()?,
            start: next()?,
            venue: next()?,
        })
    }
}

/// Another time and room that a group could have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Move {
    /// When and where.
    pub place: Place,
    /// How many of its members could come often enough.
    pub could_come: usize,
    /// Whether each of its facilitators is free on every date.
    pub leaders_free: bool,
    /// Whether the room is free on every date and no other group of the plan meets then and there.
    pub room_free: bool,
}

/// A place that somebody had before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Who.
    pub resident: String,
    /// When and where.
    pub place: Place,
}

/// A change that would place more (programme 8.3, Y3).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gain {
    /// How many more would have a place.
    pub placed: u64,
    /// The change and what it would cost, in words.
    pub sentence: String,
}

/// A whole plan with what it rests on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// The version of the program that made it.
    pub version: String,
    /// The seed of the search.
    pub seed: u64,
    /// The worth of the plan.
    pub objective: planner::Objective,
    /// Proved: no plan places more.
    pub placed_bound: u64,
    /// How many levels of the objective, from the first, are proved.
    #[serde(default)]
    pub proved: usize,
    /// Proved: no plan is better.
    pub optimal: bool,
    /// Residents who asked for a place.
    pub residents: usize,
    /// Sessions of the run.
    pub weeks: usize,
    /// Weeks that a place needs.
    pub min_weeks: usize,
    /// Least number present for a session to run as a group.
    pub quorum: usize,
    /// The groups, by weekday and time.
    pub groups: Vec<PlannedGroup>,
    /// Who has no place, and why.
    pub unplaced: Vec<Unplaced>,
    /// Options that were weighed and not used, with one reason each.
    pub unused: Vec<UnusedOption>,
    /// What was decided before the search.
    #[serde(default)]
    pub wishes: Wishes,
    /// Hundredths of a WTE times weeks of the residents of each site, by code: what fair shares rest on (programme 7.5).
    #[serde(default)]
    pub eligible: BTreeMap<String, u64>,
    /// Who had which place before: the last level of the objective keeps as many of them as it can.
    #[serde(default)]
    pub held: Vec<Held>,
    /// Decisions that contradict each other or the facts, in words; then there is no group.
    #[serde(default)]
    pub contradiction: Vec<String>,
    /// Which of [`Wishes::locks`] these are.
    #[serde(default)]
    pub contradicting: Vec<usize>,
    /// What one change would place more, the most first.
    #[serde(default)]
    pub gains: Vec<Gain>,
}

/// A group of a plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlannedGroup {
    /// From 1, in the order of the week.
    pub number: usize,
    /// The weekday in three letters.
    pub weekday: String,
    /// The clock time it begins, such as `14:00`.
    pub start: String,
    /// How long a session is.
    pub minutes: u32,
    /// The room's code.
    pub venue: String,
    /// One or two facilitators, an experienced one first.
    pub facilitators: Vec<String>,
    /// The most members that fit.
    pub seats: usize,
    /// The members.
    pub members: Vec<PlannedMember>,
    /// When each session begins.
    pub sessions: Vec<Timestamp>,
    /// For each session the chance that the quorum is reached, if every release is agreed.
    pub chances: Vec<f64>,
    /// For each session how many members are expected, if every release is agreed.
    #[serde(default)]
    pub expected: Vec<f64>,
    /// Where else it could meet, best first.
    #[serde(default)]
    pub moves: Vec<Move>,
    /// Sessions that are too unlikely to reach the quorum, each with the smallest move that mends it.
    #[serde(default)]
    pub weak: Vec<Weak>,
}

/// A member of a planned group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlannedMember {
    /// Who.
    pub resident: String,
    /// For each session whether attendance is planned.
    pub attends: Vec<bool>,
}

/// A session that may fall short (programme 8.2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weak {
    /// Which session, from 0.
    pub week: usize,
    /// Whether it is red, below 0.60; otherwise amber.
    pub red: bool,
    /// The smallest move that mends it, or comes closest, in words; people by identifier.
    pub mend: Option<String>,
}

/// Somebody without a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unplaced {
    /// Who.
    pub resident: String,
    /// The finding that comes closest to a place.
    pub best: String,
    /// For every option the first rule in the way and the finding.
    pub reasons: Vec<Reason>,
}

/// What one option says to one resident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// The hard rule, such as `H9`, if there is one.
    pub rule: Option<String>,
    /// The finding in words.
    pub sentence: String,
}

/// A time and room that no group uses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnusedOption {
    /// The weekday in three letters.
    pub weekday: String,
    /// Clock time and room, in words.
    pub label: String,
    /// How many residents could come often enough.
    pub could_come: usize,
}

impl PlannedGroup {
    /// When and where it meets.
    pub fn place(&self) -> Place {
        Place {
            weekday: self.weekday.clone(),
            start: self.start.clone(),
            venue: self.venue.clone(),
        }
    }

    /// When a session of this group ends.
    pub(crate) fn ends_at(&self, week: usize) -> Timestamp {
        self.sessions[week] + SignedDuration::from_mins(i64::from(self.minutes))
    }
}

impl Document {
    /// Who has which place.
    pub(super) fn places(&self) -> Vec<Held> {
        let of = |group: &PlannedGroup| {
            let place = group.place();
            let held = |member: &PlannedMember| Held {
                resident: member.resident.clone(),
                place: place.clone(),
            };
            group.members.iter().map(held).collect::<Vec<_>>()
        };
        self.groups.iter().flat_map(of).collect()
    }

    /// How many residents have a place.
    pub fn placed(&self) -> usize {
        self.groups.iter().map(|group| group.members.len()).sum()
    }

    /// The group of a resident.
    pub fn group_of(&self, resident: &str) -> Option<&PlannedGroup> {
        self.groups.iter().find(|group| {
            group
                .members
                .iter()
                .any(|member| member.resident == resident)
        })
    }
}

//! The independent checker (programme 8.5, K1): every hard rule and the objective, recomputed from the
//! facts. It shares no code with the search but the types.
//!
//! A [`Plan`] may come from a file, so numbers that name nothing are violations too, not panics.

mod locks;
mod members;
mod objective;
mod rooms;
mod shape;
mod team;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Plan, Problem};

pub use locks::locked_decisions;
pub use members::{attendance_only_where_available, caps_hold, enough_weeks, neutral_venues};
pub use objective::{objective, objective_as_stated};
pub use rooms::{group_sizes, rooms_free};
pub use shape::{one_place_each, well_formed};
pub use team::{facilitator_teams, facilitator_time, ties_and_keep_apart};

/// What a violation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rule {
    /// The plan names what does not exist, or states what does not follow from it.
    Form,
    /// Each resident has one place or is listed as unplaced.
    H1,
    /// Group sizes and room.
    H2,
    /// Facilitators: one or two, one experienced, free, not overloaded, not in two places.
    H3,
    /// Ties and keep-apart.
    H4,
    /// Neutral venue.
    H5,
    /// Room free on every date, one group a room.
    H6,
    /// Attendance planned only where the resident is available.
    H7,
    /// Release caps.
    H8,
    /// Enough weeks for every member.
    H9,
    /// Locked decisions.
    H10,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// A hard rule that a plan breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// Which rule.
    pub rule: Rule,
    /// What is wrong, in words, with the labels of the facts.
    pub sentence: String,
    /// By how much: people, weeks or groups too many or too few; at least 1.
    pub by: usize,
}

/// Every violation of every hard rule; empty if the plan may be published.
///
/// A plan that is not well formed is reported as that alone, since nothing else can be said about it.
pub fn check(problem: &Problem, plan: &Plan) -> Vec<Violation> {
    let malformed = well_formed(problem, plan);
    if !malformed.is_empty() {
        return malformed;
    }
    let rules = [
        one_place_each,
        group_sizes,
        facilitator_teams,
        facilitator_time,
        ties_and_keep_apart,
        neutral_venues,
        rooms_free,
        attendance_only_where_available,
        caps_hold,
        enough_weeks,
        locked_decisions,
        objective_as_stated,
    ];
    rules.iter().flat_map(|rule| rule(problem, plan)).collect()
}

fn broken(rule: Rule, by: usize, sentence: String) -> Violation {
    Violation { rule, sentence, by }
}

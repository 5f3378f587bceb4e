//! Why a resident has no place (programme 8.3, Y1): for each option the first hard rule that stands in
//! the way, with the numbers that show it. Read from facts and plan alone, never from the search. And why
//! one who has a place has it here (Y2): what the next best plan would lose.

mod here;
mod obstacle;
#[cfg(test)]
mod tests;
mod words;

use serde::{Deserialize, Serialize};

use crate::{Plan, Problem, Rule};

pub use here::{Decided, WhyHere, why_here};
use obstacle::obstacle;
use words::sentence;

/// What one option says to one resident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionReason {
    /// Which option.
    pub option: usize,
    /// The hard rule in the way, if there is one.
    pub rule: Option<Rule>,
    /// The finding, with its numbers.
    pub obstacle: Obstacle,
    /// The finding in words: "Tuesday 14:00, Quillan Library: free in 9 of 26 weeks; a place needs 16".
    pub sentence: String,
}

/// What stands between a resident and an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Obstacle {
    /// They have a place in this very group.
    PlacedHere,
    /// A locked decision: the time and room stays closed, or the resident is not to be here or is to be
    /// elsewhere (H10).
    Locked,
    /// The time and room is known, but not offered (H6).
    NotOffered,
    /// A site where they work owns the venue (H5).
    OwnSite,
    /// Available in too few weeks (H9).
    TooFewWeeks {
        /// Weeks in which they could come.
        available: usize,
        /// Weeks of the run.
        weeks: usize,
        /// Weeks a place needs.
        needed: usize,
        /// Weeks a rest rule forbids.
        rest: usize,
        /// Weeks of unknown rota.
        unknown: usize,
    },
    /// A tie or keep-apart; no more than that is said (H4, Y5).
    NotPossible,
    /// The room is not free on every date (H6).
    RoomTaken {
        /// Weeks in which it is taken.
        weeks: usize,
    },
    /// Another group of the plan meets in this room at that time (H6).
    RoomInUse {
        /// The option of that group.
        by: usize,
    },
    /// Too few people fit beside one facilitator for a group to form (H2).
    RoomTooSmall {
        /// Most members that fit.
        seats: usize,
        /// Least members of a group.
        needed: usize,
    },
    /// The group has all the members it can have (H2).
    Full {
        /// Its members.
        members: usize,
    },
    /// No group can be led here (H3).
    NoFacilitator {
        /// Experienced facilitators who are free on every date.
        free: usize,
    },
    /// The site has let as many go as its caps allow, in too many weeks (H8).
    CapUsed {
        /// Weeks still possible.
        possible: usize,
        /// Weeks a place needs.
        needed: usize,
    },
    /// Not enough residents without a place could come to form one more group (H2).
    TooFewMembers {
        /// Residents without a place who could come, this one included.
        could_come: usize,
        /// Least members of a group.
        needed: usize,
    },
    /// No rule forbids it by itself; the plan found better use for its groups.
    NotChosen,
}

impl Obstacle {
    /// The hard rule behind the finding.
    pub fn rule(&self) -> Option<Rule> {
        Some(match self {
            Obstacle::PlacedHere | Obstacle::NotChosen => return None,
            Obstacle::Locked => Rule::H10,
            Obstacle::OwnSite => Rule::H5,
            Obstacle::TooFewWeeks { .. } => Rule::H9,
            Obstacle::NotPossible => Rule::H4,
            Obstacle::NotOffered | Obstacle::RoomTaken { .. } | Obstacle::RoomInUse { .. } => {
                Rule::H6
            }
            Obstacle::Full { .. }
            | Obstacle::TooFewMembers { .. }
            | Obstacle::RoomTooSmall { .. } => Rule::H2,
            Obstacle::NoFacilitator { .. } => Rule::H3,
            Obstacle::CapUsed { .. } => Rule::H8,
        })
    }
}

/// For each option, in order, why `resident` has no place there.
///
/// `plan` must be well formed for `problem` (see [`check`](crate::check())), and `resident` be one of its
/// residents.
pub fn why_not(problem: &Problem, plan: &Plan, resident: usize) -> Vec<OptionReason> {
    let options = 0..problem.facts().options.len();
    options
        .map(|option| {
            let obstacle = obstacle(problem, plan, resident, option);
            OptionReason {
                option,
                rule: obstacle.rule(),
                obstacle,
                sentence: sentence(problem, option, &obstacle),
            }
        })
        .collect()
}

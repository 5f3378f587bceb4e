//! The answer to a [`Problem`](crate::Problem): groups with members, facilitators and planned weeks.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// Who meets where, with whom, in which weeks; and how good that is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Groups that open, in the order of their options.
    pub groups: Vec<Group>,
    /// Residents without a place, in ascending order.
    pub unplaced: Vec<usize>,
    /// Worth of this plan, by level.
    pub objective: Objective,
    /// Proved: no plan places more weight than this. Never below `objective.placed_weight`.
    pub placed_bound: u64,
    /// Proved: no plan is better at any level this planner decides.
    pub optimal: bool,
}

/// One closed set of members with their option and facilitators.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Where and when.
    pub option: usize,
    /// One or two facilitators, an experienced one first.
    pub facilitators: Vec<usize>,
    /// Members in ascending order.
    pub members: Vec<Member>,
}

/// A resident with a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub resident: usize,
    /// For each week whether attendance is planned (`e` of programme 8.1).
    pub attends: Vec<bool>,
}

/// What a plan is worth. `a > b` means that `a` is the better plan: levels are compared in order, and
/// a later one counts only where all earlier ones are equal (programme 8.1). Level 4 (burden of the
/// sites) and level 6 (changes from a published plan) are not part of it yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objective {
    /// Level 1, to maximise: weights of the residents with a place.
    pub placed_weight: u64,
    /// Level 2, to minimise: weeks of a group in which the quorum is too unlikely.
    pub weak_weeks: u64,
    /// Level 3, to maximise: expected attendances in millionths; whole numbers keep sums exact.
    pub expected_millionths: u64,
    /// Level 5, to minimise: travel minutes of the members, one way, one session.
    pub travel_minutes: u64,
}

impl Objective {
    /// Expected attendances over the run.
    pub fn expected_attendances(&self) -> f64 {
        self.expected_millionths as f64 / 1e6
    }
}

impl Ord for Objective {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.placed_weight.cmp(&other.placed_weight))
            .then(other.weak_weeks.cmp(&self.weak_weeks))
            .then(self.expected_millionths.cmp(&other.expected_millionths))
            .then(other.travel_minutes.cmp(&self.travel_minutes))
    }
}

impl PartialOrd for Objective {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

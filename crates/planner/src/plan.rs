//! The answer to a [`Problem`](crate::Problem): groups with members, facilitators and planned weeks.

use std::cmp::Ordering;
use std::fmt;

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
    /// How many levels, counted from the first, are proved: no plan is better at them.
    #[serde(default)]
    pub proved: usize,
    /// Proved: no plan is better at any level.
    pub optimal: bool,
    /// Positions in [`Facts::locks`](crate::Facts::locks) of a smallest set of locks for which no plan
    /// was found. If it is not empty, the plan is empty: decisions contradict each other or the facts. A
    /// search that is stopped before it finds a plan names every lock it could not clear of blame.
    #[serde(default)]
    pub contradiction: Vec<usize>,
}

impl Plan {
    /// How much more weight a plan could place at most, as a share of the bound: 0 if this is proved.
    pub fn gap(&self) -> f64 {
        gap(self.objective.placed_weight, self.placed_bound)
    }

    /// The group and the member's entry of a resident with a place.
    pub fn place_of(&self, resident: usize) -> Option<(&Group, &Member)> {
        self.groups.iter().find_map(|group| {
            let member = group.members.iter().find(|m| m.resident == resident)?;
            Some((group, member))
        })
    }
}

pub(crate) fn gap(placed: u64, bound: u64) -> f64 {
    match bound {
        0 => 0.0,
        bound => bound.saturating_sub(placed) as f64 / bound as f64,
    }
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
/// a later one counts only where all earlier ones are equal (programme 8.1). Plans that are equal here
/// are decided by the order of the residents' references.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objective {
    /// Level 1, to maximise: weights of the residents with a place.
    pub placed_weight: u64,
    /// Level 2, to minimise: weeks of a group in which the quorum is too unlikely.
    pub weak_weeks: u64,
    /// Level 3, to maximise: expected attendances in millionths; whole numbers keep sums exact.
    pub expected_millionths: u64,
    /// Level 4, to minimise from the worst on: what each site with eligible residents gives over its
    /// share, in millionths rounded down, the worst first (programme 7.5).
    #[serde(default)]
    pub burden_millionths: Vec<u64>,
    /// Level 5, to minimise: travel minutes of the members, one way, one session.
    pub travel_minutes: u64,
    /// Level 5 after travel, to minimise: pairs of members of one group who work at one site.
    #[serde(default)]
    pub same_site_pairs: u64,
    /// Level 6, to minimise: places of the published plan that are not kept.
    #[serde(default)]
    pub changes: u64,
}

/// The levels of the objective (programme 8.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 1: most placed.
    Placed,
    /// 2: fewest group-weeks that are too unlikely to reach the quorum.
    Quorum,
    /// 3: most expected attendance.
    Attendance,
    /// 4: fairest between sites.
    Burden,
    /// 5: least travel.
    Travel,
    /// 5, after travel: groups that mix sites.
    Mixing,
    /// 6: fewest changes from the published plan.
    Changes,
}

impl Level {
    /// All levels, first to last.
    pub const ALL: [Level; 7] = [
        Level::Placed,
        Level::Quorum,
        Level::Attendance,
        Level::Burden,
        Level::Travel,
        Level::Mixing,
        Level::Changes,
    ];
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Level::Placed => "the number of places",
            Level::Quorum => "weeks that are likely to reach the quorum",
            Level::Attendance => "expected attendance",
            Level::Burden => "fairness between hospitals",
            Level::Travel => "travel",
            Level::Mixing => "mixing of hospitals within groups",
            Level::Changes => "changes from the published plan",
        })
    }
}

impl Objective {
    /// Expected attendances over the run.
    pub fn expected_attendances(&self) -> f64 {
        self.expected_millionths as f64 / 1e6
    }

    /// Compares one level; greater is better.
    pub fn compare(&self, other: &Self, level: Level) -> Ordering {
        match level {
            Level::Placed => self.placed_weight.cmp(&other.placed_weight),
            Level::Quorum => other.weak_weeks.cmp(&self.weak_weeks),
            Level::Attendance => self.expected_millionths.cmp(&other.expected_millionths),
            Level::Burden => other.burden_millionths.cmp(&self.burden_millionths),
            Level::Travel => other.travel_minutes.cmp(&self.travel_minutes),
            Level::Mixing => other.same_site_pairs.cmp(&self.same_site_pairs),
            Level::Changes => other.changes.cmp(&self.changes),
        }
    }

    /// The first level at which two plans differ.
    pub fn decided_by(&self, other: &Self) -> Option<Level> {
        let differs = |level: &Level| self.compare(other, *level) != Ordering::Equal;
        Level::ALL.into_iter().find(differs)
    }
}

impl Ord for Objective {
    fn cmp(&self, other: &Self) -> Ordering {
        let levels = Level::ALL.into_iter();
        levels.fold(Ordering::Equal, |so_far, level| {
            so_far.then_with(|| self.compare(other, level))
        })
    }
}

impl PartialOrd for Objective {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

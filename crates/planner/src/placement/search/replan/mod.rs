//! A plan after something has changed: first everything stays that still keeps the rules, then what is
//! broken is mended with as few moves as possible, and only then, if moves are worth it, the plan gets
//! better.
//!
//! 1. [`keep`]: groups, members and facilitators that still may be.
//! 2. [`mend`]: groups that lack members, and places for those who have none.
//! 3. [`gains`]: moves that gain more than a move must be worth.

mod changes;
mod gains;
mod keep;
mod mend;
mod roll;

pub use changes::{Change, LeaderChange, Seat};

use super::super::solution::SOLUTION_SCHEMA;
use super::super::{Problem, Settings, Solution};
use super::quick_bound;
use roll::Roll;

/// What a plan may become after a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repair {
    /// Slots and venues that no longer go together, as `(slot, venue)`.
    pub lost: Vec<(usize, usize)>,
    /// What moving one resident must gain, in units of the objective. `None`: nobody moves unless a group
    /// would otherwise not hold.
    pub move_worth: Option<i64>,
}

/// A mended plan, and how it differs from the one before.
#[derive(Clone, Debug, PartialEq)]
pub struct Replanned {
    /// The plan, with its objective and a proved bound that no plan exceeds.
    pub solution: Solution,
    /// Everybody whose place is another than before, in ascending order.
    pub changes: Vec<Change>,
    /// Every group that is led by others than before, new and closed groups included.
    pub leaders: Vec<LeaderChange>,
}

/// Mends the plan `previous` so that it holds for `problem`, the problem after the change.
///
/// `previous` may come from anywhere: what names nothing is dropped. Numbers must mean the same in both;
/// [`Solution::without_resident`] helps after a resident left. Whoever can be placed without moving
/// anybody else is placed. Of the settings, `effort` and `seed` do not matter; once `should_stop` says
/// true, no further gains are looked for.
pub fn replan(
    problem: &Problem,
    previous: &Solution,
    repair: &Repair,
    settings: &Settings<'_>,
) -> Replanned {
    let mut roll = Roll::new(problem, &repair.lost);
    keep::keep(&mut roll, previous);
    mend::mend(&mut roll);
    if let Some(worth) = repair.move_worth {
        gains::look(&mut roll, worth, settings);
    }
    let objective = roll.worth();
    let groups = roll.groups();
    Replanned {
        changes: changes::residents(previous, &groups),
        leaders: changes::leaders(previous, &groups),
        solution: Solution {
            schema: SOLUTION_SCHEMA.to_owned(),
            objective: Some(objective),
            bound: Some(quick_bound(problem, settings).max(objective)),
            seconds: None,
            groups,
        },
    }
}

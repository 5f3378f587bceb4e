//! What one change would place more (programme 8.3, Y3): the problem again with one relaxation each.
//!
//! Rest rules, ties and locked decisions are never offered for relaxation.

mod apply;
#[cfg(test)]
mod tests;
mod words;

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::search::{more_placed, quick_bound};
use crate::{Plan, Problem, Settings};

use apply::{all, apply};

/// One thing that could be different. The order is the order in which equal gains are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Relaxation {
    /// One more experienced facilitator for one group, at any time or in one slot only.
    Facilitator {
        /// The caller's number for the slot.
        slot: Option<usize>,
    },
    /// A site lets one more go at once in a slot, in every week.
    Cap {
        /// The caller's number for the site.
        site: usize,
        /// The caller's number for the slot.
        slot: usize,
    },
    /// One more room, owned by no site where residents work, as large as the largest of the slot.
    Room {
        /// The caller's number for the slot.
        slot: usize,
    },
    /// A time and room that is known but not offered.
    Offer {
        /// The option.
        option: usize,
    },
    /// Groups may have one member fewer.
    MinSize,
    /// Groups may have one member more.
    MaxSize,
}

/// What one change would give, and what it would cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gain {
    /// The change.
    pub relaxation: Relaxation,
    /// How much more weight is placed: residents, where all weights are 1. At least 1.
    pub gain: u64,
    /// Further minutes of facilitators over the run, set-up and debrief included.
    pub facilitator_minutes: i64,
    /// Further minutes of release over the run, travel included.
    pub release_minutes: i64,
    /// For lists: "+1 experienced facilitator: +3".
    pub short: String,
    /// For people, with the cost.
    pub sentence: String,
}

/// Every single change that would place more, the largest gain first, then in the order of
/// [`Relaxation`].
///
/// What cannot help by its bound is not solved. Each change that might is tried from the plan as it
/// stands with its share of `settings.effort`; small problems are solved to a proof. Only what the same
/// search does not find without the change counts; on large problems a larger gain may be missed. If `should_stop` says true, the gains found so
/// far are returned.
pub fn what_would_place_more(problem: &Problem, plan: &Plan, settings: &Settings<'_>) -> Vec<Gain> {
    let residents = &problem.facts().residents;
    let everybody: u64 = residents.iter().map(|r| u64::from(r.weight)).sum();
    let placed = plan.objective.placed_weight;
    if placed >= everybody || !plan.contradiction.is_empty() {
        return Vec::new();
    }
    let relaxed = |relaxation| Some((relaxation, apply(problem, relaxation)?));
    let might: Vec<(Relaxation, Problem)> = all(problem)
        .into_iter()
        .filter_map(relaxed)
        .filter(|(_, relaxed)| quick_bound(relaxed) > placed)
        .collect();
    let brief = Settings {
        seed: settings.seed,
        effort: settings.effort / might.len().max(10) as u64,
        should_stop: settings.should_stop,
        progress: &|_| {},
        pace: &|_| {},
    };
    // What a further search finds without any change is not the doing of a change.
    let unchanged = more_placed(problem, plan, &brief).objective.placed_weight;
    let mut gains: Vec<Gain> = Vec::new();
    let mut no_leader_helps = false;
    for (relaxation, relaxed) in might {
        if (settings.should_stop)() {
            break;
        }
        // Whoever is free at any time is free in each slot.
        if no_leader_helps && matches!(relaxation, Relaxation::Facilitator { slot: Some(_) }) {
            continue;
        }
        let after = more_placed(&relaxed, plan, &brief);
        if after.objective.placed_weight > placed.max(unchanged) {
            gains.push(gain(
                problem,
                (plan, unchanged),
                relaxation,
                &relaxed,
                &after,
            ));
        } else if relaxation == (Relaxation::Facilitator { slot: None }) {
            no_leader_helps = true;
        }
    }
    gains.sort_by_key(|gain| (Reverse(gain.gain), gain.relaxation));
    gains
}

fn gain(
    problem: &Problem,
    (plan, unchanged): (&Plan, u64),
    relaxation: Relaxation,
    relaxed: &Problem,
    after: &Plan,
) -> Gain {
    let gain = after.objective.placed_weight - plan.objective.placed_weight.max(unchanged);
    let facilitators = facilitator_minutes(relaxed, after) - facilitator_minutes(problem, plan);
    let release = release_minutes(relaxed, after) - release_minutes(problem, plan);
    let what = words::what(problem, relaxation);
    Gain {
        relaxation,
        gain,
        facilitator_minutes: facilitators,
        release_minutes: release,
        short: format!("{}: +{gain}", words::short(problem, relaxation)),
        sentence: words::sentence(&what, gain, facilitators, release),
    }
}

/// Set-up before and debrief after a session (programme 3.1, P0 and P10).
const AROUND_A_SESSION: i64 = 30;

fn facilitator_minutes(problem: &Problem, plan: &Plan) -> i64 {
    let policy = &problem.facts().policy;
    let session = i64::from(policy.session_minutes) + AROUND_A_SESSION;
    let people: usize = plan.groups.iter().map(|g| g.facilitators.len()).sum();
    (people * policy.weeks) as i64 * session
}

fn release_minutes(problem: &Problem, plan: &Plan) -> i64 {
    let mut minutes = 0;
    for group in &plan.groups {
        for member in &group.members {
            for week in (0..member.attends.len()).filter(|&week| member.attends[week]) {
                let presence = problem.presence(member.resident, group.option, week);
                minutes += i64::from(presence.release_minutes());
            }
        }
    }
    minutes
}

//! Invented small problems, and what must hold for all of them.

mod check;
mod parse;
mod replan;
mod search;
mod small;

use proptest::prelude::*;

use super::problem::Venue;
use super::{Facilitator, PROBLEM_SCHEMA, Problem, Resident, Site, Slot};

/// How many there are of everything in a drawn problem.
#[derive(Clone, Copy)]
pub(super) struct Size {
    pub(super) residents: usize,
    pub(super) slots: usize,
    pub(super) venues: usize,
    pub(super) sites: usize,
    pub(super) facilitators: usize,
}

const TINY: Size = Size {
    residents: 5,
    slots: 2,
    venues: 2,
    sites: 2,
    facilitators: 2,
};

const MIDDLE: Size = Size {
    residents: 36,
    slots: 5,
    venues: 4,
    sites: 4,
    facilitators: 6,
};

fn problems(size: Size) -> impl Strategy<Value = Problem> {
    any::<u64>().prop_map(move |seed| drawn(size, seed))
}

/// A valid problem drawn from the seed, in which every rule has something to forbid.
pub(super) fn drawn(size: Size, seed: u64) -> Problem {
    let mut state = seed;
    let mut roll = |sides: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % sides as u64) as usize
    };
    let min_size = 1 + roll(if size.residents > 10 { 5 } else { 2 });
    Problem {
        schema: PROBLEM_SCHEMA.into(),
        slots: vec![
            Slot {
                day: 1,
                start: 840,
                minutes: 90
            };
            size.slots
        ],
        sites: (0..size.sites).map(|_| Site { cap: roll(5) }).collect(),
        venues: vec![Venue {}; size.venues],
        travel: (0..size.sites)
            .map(|_| {
                let venues = (0..size.venues).filter(|_| roll(4) > 0);
                venues.collect::<Vec<_>>()
            })
            .map(|venues| {
                venues
                    .into_iter()
                    .map(|venue| (venue, 3 + 4 * venue as i64))
                    .collect()
            })
            .collect(),
        travel_cost_per_km: 10,
        group_cost: 300 * roll(5) as i64,
        min_size,
        max_size: min_size + roll(4),
        max_leaders: 2,
        facilitators: (0..size.facilitators)
            .map(|_| Facilitator {
                experienced: roll(4) > 0,
                max_groups: roll(3),
                slots: (0..size.slots).filter(|_| roll(3) > 0).collect(),
            })
            .collect(),
        residents: (0..size.residents)
            .map(|_| Resident {
                site: roll(size.sites),
            })
            .collect(),
        value: (0..size.residents)
            .map(|_| (0..size.slots).map(|_| 50 * roll(40) as i64).collect())
            .collect(),
    }
}

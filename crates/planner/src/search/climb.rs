//! From a plan that is known to a better one: other open options, one opened, closed or exchanged.

use std::cmp::Reverse;

use super::Work;
use super::construct;
use super::draft::Scored;
use super::open_sets::{most_placed, possible};
use super::staffing::Staffing;
use super::table::{Aim, Table};

/// Most options tried for those who lost their group.
const REFUGES: usize = 8;

/// Opens, closes and exchanges options while that makes the plan better.
pub(super) fn climb(table: &Table<'_>, start: Scored, work: &Work<'_>) -> Scored {
    let mut best = start;
    while let Some(better) = step(table, &best, work) {
        work.found(Some(&best), &better);
        best = better;
    }
    best
}

fn step(table: &Table<'_>, best: &Scored, work: &Work<'_>) -> Option<Scored> {
    let placed = best.worth.objective.placed_weight;
    let sets = match table.aim {
        Aim::Best => neighbours(table, &best.options()),
        Aim::LeastChange => refuges(table, best),
    };
    for open in sets {
        if work.stopped() || work.left() == 0 {
            return None;
        }
        let more = most_placed(table, &open, usize::MAX) > placed;
        if !more || possible(table, &open) != Staffing::Found {
            continue;
        }
        let scored = construct::seeded(table, &open, &best.places(), work);
        if let Some(better) = scored.filter(|scored| scored.worth > best.worth) {
            return Some(better);
        }
    }
    None
}

/// One option more in which a group could form of residents who are not where they were published, where
/// somebody without a place is among them; the option that suits most of those first. To close or
/// exchange an option would give up its places, so nothing else can be less of a change.
fn refuges(table: &Table<'_>, best: &Scored) -> Vec<Vec<usize>> {
    let (open, places) = (best.options(), best.places());
    let place = |r: usize| {
        places
            .iter()
            .find(|place| place.0 == r)
            .map(|place| place.1)
    };
    let residents = 0..table.facts().residents.len();
    let unsettled =
        residents.filter(|&r| place(r).is_none() || place(r) != table.published_place(r));
    let unsettled: Vec<usize> = unsettled.collect();
    let suits = |option: usize| {
        let suited = unsettled.iter().filter(|&&r| table.eligible(r, option));
        let displaced = suited
            .clone()
            .filter(|&&r| place(r).is_none() && table.published_place(r).is_some());
        (displaced.count(), suited.count())
    };
    let closed = (0..table.facts().options.len()).filter(|option| !open.contains(option));
    let mut refuges: Vec<(usize, usize)> = closed
        .map(|option| (suits(option), option))
        .filter(|((displaced, all), _)| *displaced > 0 && *all >= table.facts().policy.min_size)
        .map(|((displaced, _), option)| (displaced, option))
        .collect();
    refuges.sort_by_key(|&(displaced, option)| (Reverse(displaced), option));
    refuges.truncate(REFUGES);
    let with = |&(_, option): &(usize, usize)| {
        let mut set = open.clone();
        set.push(option);
        set.sort_unstable();
        set
    };
    refuges.iter().map(with).collect()
}

/// One more, one fewer, one exchanged.
fn neighbours(table: &Table<'_>, open: &[usize]) -> Vec<Vec<usize>> {
    let options = table.facts().options.len();
    let closed: Vec<usize> = (0..options).filter(|o| !open.contains(o)).collect();
    let with = |base: &[usize], option: usize| {
        let mut open = base.to_vec();
        open.push(option);
        open.sort_unstable();
        open
    };
    let mut sets: Vec<Vec<usize>> = closed.iter().map(|&option| with(open, option)).collect();
    for &gone in open {
        let rest: Vec<usize> = open.iter().copied().filter(|&o| o != gone).collect();
        sets.extend(closed.iter().map(|&option| with(&rest, option)));
        sets.push(rest);
    }
    sets
}

//! From a plan that is known to a better one: other open options, one opened, closed or exchanged.

use super::Work;
use super::construct;
use super::draft::Scored;
use super::open_sets::{most_placed, possible};
use super::staffing::Staffing;
use super::table::{Aim, Table};

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
    // With nobody of the published plan displaced, there is nothing to look for.
    if table.aim == Aim::LeastChange && displaced(table, best) == 0 {
        return None;
    }
    let closed = closed(table, best);
    for open in neighbours(table, &best.options()) {
        if work.stopped() || work.left() == 0 {
            return None;
        }
        if possible(table, &open) != Staffing::Found {
            continue;
        }
        let reopens = table.aim == Aim::LeastChange && open.iter().any(|o| closed.contains(o));
        if !reopens && most_placed(table, &open, usize::MAX) <= placed {
            continue;
        }
        let scored = construct::seeded(table, &open, &best.places(), work);
        if let Some(better) = scored.filter(|scored| scored.worth > best.worth) {
            return Some(better);
        }
    }
    None
}

/// How many residents with a published place have none.
fn displaced(table: &Table<'_>, best: &Scored) -> usize {
    let places = best.places();
    let residents = 0..table.facts().residents.len();
    let displaced = residents.filter(|&r| {
        table.published_place(r).is_some() && !places.iter().any(|place| place.0 == r)
    });
    displaced.count()
}

/// Options of the published plan that are not open.
fn closed(table: &Table<'_>, best: &Scored) -> Vec<usize> {
    let open = best.options();
    let options = 0..table.facts().options.len();
    let was_open = |o: &usize| !table.published_teams[*o].is_empty() && !open.contains(o);
    options.filter(was_open).collect()
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

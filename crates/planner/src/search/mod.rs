//! The search: exhaustive on small problems, open sets with augmenting paths and local moves on larger.
//!
//! 1. [`canonical`]: everything in order of reference, so that the order of the input decides nothing.
//! 2. [`open_sets`]: which options could open together, and the most weight each set could place.
//! 3. [`construct`] and [`improve`]: members for the promising sets.
//! 4. [`exhaustive`]: if there are few enough ways to place everybody, all of them, as a proof.

mod attendance;
mod canonical;
mod construct;
mod draft;
pub(crate) mod draw;
mod exhaustive;
mod improve;
mod open_sets;
mod staffing;
mod table;
#[cfg(test)]
mod tests;

use std::cell::Cell;

use crate::{Objective, Plan, Problem, Progress, Settings};

use canonical::Canonical;
use draft::Scored;
use table::Table;

/// Most ways to place everybody for which all of them are tried.
const EXHAUSTIVE_LIMIT: f64 = 3e6;
/// How many constructed plans are worth improving.
const KEPT: usize = 4;

/// Finds a plan that breaks no hard rule (H1-H9).
///
/// Small problems (about 8 residents x 3 options) are solved to a proved optimum. For others the plan
/// is the best found within `settings.effort`, and [`Plan::placed_bound`] says what no plan can exceed.
/// If `should_stop` says true, the best plan so far is returned. A problem that nothing can be done for
/// has an empty plan.
pub fn solve(problem: &Problem, settings: &Settings<'_>) -> Plan {
    let canonical = Canonical::new(problem);
    let table = Table::new(&canonical.problem);
    let sets = open_sets::candidates(&table, settings);
    let work = Work::new(settings, sets.bound);
    let mut best = heuristic(&table, &sets.sets, settings.seed, &work);
    let mut bound = sets.bound;
    let mut optimal = false;
    if table.ways_to_place() <= EXHAUSTIVE_LIMIT {
        optimal = exhaustive::search(&table, &mut best, &work);
        if optimal {
            bound = best.objective.placed_weight;
        }
    }
    staffing::add_partners(&table, &mut best.drafts);
    canonical.restore(&table, &best, bound, optimal)
}

/// Constructs members for open sets, most promising first, then improves the best few.
fn heuristic(table: &Table<'_>, sets: &[open_sets::OpenSet], seed: u64, work: &Work<'_>) -> Scored {
    let mut kept: Vec<Scored> = vec![Scored::empty()];
    let third = work.left() / 3;
    for set in sets {
        let reachable = set.bound >= kept[0].objective.placed_weight;
        if !reachable || work.stopped() || work.left() <= 2 * third {
            break;
        }
        let Some(scored) = construct::members(table, &set.options, work) else {
            continue;
        };
        if scored.objective > kept[0].objective {
            work.report(scored.objective);
        }
        kept.push(scored);
        kept.sort_by_key(|scored| std::cmp::Reverse(scored.objective));
        kept.truncate(KEPT);
    }
    let share = work.left() / kept.len() as u64;
    let improved = kept.into_iter().enumerate().map(|(turn, start)| {
        let draw = draw::Draw::new(seed.wrapping_add(turn as u64));
        improve::improve(table, start, draw, share, work)
    });
    let mut best = Scored::empty();
    for scored in improved {
        if scored.objective > best.objective {
            work.report(scored.objective);
            best = scored;
        }
    }
    best
}

/// What is left of the effort, and the way to the caller.
struct Work<'a> {
    settings: &'a Settings<'a>,
    bound: u64,
    left: Cell<u64>,
}

impl<'a> Work<'a> {
    fn new(settings: &'a Settings<'a>, bound: u64) -> Self {
        let left = Cell::new(settings.effort);
        Work {
            settings,
            bound,
            left,
        }
    }

    fn left(&self) -> u64 {
        self.left.get()
    }

    fn spend(&self) {
        self.left.set(self.left.get().saturating_sub(1));
    }

    fn stopped(&self) -> bool {
        (self.settings.should_stop)()
    }

    fn report(&self, best: Objective) {
        let bound = self.bound;
        (self.settings.progress)(&Progress { best, bound });
    }
}

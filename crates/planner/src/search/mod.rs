//! The search: exhaustive on small problems, open sets with augmenting paths and local moves on larger.
//!
//! 1. [`canonical`]: everything in order of reference, so that the order of the input decides nothing.
//! 2. [`open_sets`]: which options could open together, and the most weight each set could place.
//! 3. [`construct`] and [`improve`]: members for the promising sets.
//! 4. [`climb`]: from a plan that is known to a better one.
//! 5. [`exhaustive`]: if there are few enough ways to place everybody, all of them, as a proof.
//! 6. [`contradiction`]: where no plan keeps every lock, the smallest set of locks to blame.

mod attendance;
mod canonical;
mod climb;
mod construct;
mod contradiction;
mod draft;
pub(crate) mod draw;
mod exhaustive;
mod improve;
mod locked;
mod open_sets;
mod staffing;
mod table;
#[cfg(test)]
mod tests;

use std::cell::Cell;

use crate::{Level, Plan, Problem, Progress, Settings};

use canonical::Canonical;
use draft::Scored;
use table::{Aim, Published, Table};

/// Most ways to place everybody for which all of them are tried.
const EXHAUSTIVE_LIMIT: f64 = 3e6;
/// How many constructed plans are worth improving.
const KEPT: usize = 4;

/// Finds a plan that breaks no hard rule (H1-H10).
///
/// Small problems (about 8 residents x 3 options) are solved to a proved optimum. For others the plan
/// is the best found within `settings.effort`; [`Plan::placed_bound`] says what no plan can exceed and
/// [`Plan::proved`] which levels are settled. If `should_stop` says true, the best plan so far is
/// returned. A problem that nothing can be done for has an empty plan; one whose locks cannot be kept
/// has an empty plan that names them ([`Plan::contradiction`]).
pub fn solve(problem: &Problem, settings: &Settings<'_>) -> Plan {
    run(&Canonical::new(problem), &Start::default(), settings)
}

/// The same from a plan that is known: quick, and never worse than it where it is still valid.
pub(crate) fn solve_from(problem: &Problem, known: &Plan, settings: &Settings<'_>) -> Plan {
    let canonical = Canonical::new(problem);
    let start = Start::from(&canonical, known);
    run(&canonical, &start, settings)
}

/// A plan that places more weight than the known one, if one is found; other levels are left aside.
pub(crate) fn more_placed(problem: &Problem, known: &Plan, settings: &Settings<'_>) -> Plan {
    let canonical = Canonical::new(problem);
    let start = Start {
        wants: Wants::MorePlaced,
        ..Start::from(&canonical, known)
    };
    run(&canonical, &start, settings)
}

/// The plan that gives up the fewest places of a published one, approved ones least of all; beyond
/// that the best. `approved` holds `(resident, week)` of every release a site has approved.
pub(crate) fn least_change(
    problem: &Problem,
    published: &Plan,
    approved: &[(usize, usize)],
    settings: &Settings<'_>,
) -> Plan {
    let canonical = Canonical::new(problem);
    let start = Start {
        wants: Wants::LeastChange,
        published: canonical.published(published, approved),
        ..Start::from(&canonical, published)
    };
    run(&canonical, &start, settings)
}

/// No plan places more weight than this: quickly, and not as low as [`solve`] would prove.
pub(crate) fn quick_bound(problem: &Problem) -> u64 {
    open_sets::bound_of_all(&Table::new(problem))
}

/// What a search that begins with a plan is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Wants {
    #[default]
    Best,
    MorePlaced,
    LeastChange,
    /// Any plan that keeps the locks.
    Any,
}

/// The plan a search begins with, in canonical numbers; empty for none.
#[derive(Default)]
struct Start {
    places: Vec<(usize, usize)>,
    teams: Vec<Vec<usize>>,
    wants: Wants,
    published: Vec<Published>,
}

impl Start {
    fn from(canonical: &Canonical, known: &Plan) -> Self {
        Start {
            places: canonical.places(known),
            teams: canonical.teams(known),
            ..Start::default()
        }
    }
}

fn run(canonical: &Canonical, start: &Start, settings: &Settings<'_>) -> Plan {
    let table = table_for(&canonical.problem, start);
    let found = core(&table, start, settings);
    let Some(mut best) = found.best else {
        let locks = contradiction::smallest(&canonical.problem, settings);
        return canonical.none(&table, &locks, found.bound);
    };
    if start.wants == Wants::LeastChange
        && let Some(near) = attendance::near(&table, &best.drafts)
    {
        best = Scored::new(&table, best.drafts, near);
    }
    staffing::add_partners(&table, &mut best.drafts);
    canonical.restore(&table, &best, found.bound, found.proved)
}

fn table_for<'a>(problem: &'a Problem, start: &Start) -> Table<'a> {
    let mut table = Table::new(problem);
    if start.wants == Wants::LeastChange {
        table.aim = Aim::LeastChange;
        table.published.clone_from(&start.published);
    }
    if !start.teams.is_empty() {
        table.published_teams.clone_from(&start.teams);
    }
    table
}

/// What the search found: nothing only if no plan that keeps the locks was found.
struct Found {
    best: Option<Scored>,
    bound: u64,
    /// Levels proved.
    proved: usize,
}

/// The search in canonical numbers.
fn core(table: &Table<'_>, start: &Start, settings: &Settings<'_>) -> Found {
    let nothing_locked = table.locked.kept(&[], |_| false);
    let mut found = Found {
        best: nothing_locked.then(|| Scored::empty(table)),
        bound: open_sets::bound_of_all(table),
        proved: 0,
    };
    if table.locked.clash() {
        return found;
    }
    let mut work = Work::new(settings, found.bound, start.wants);
    if start.places.is_empty() {
        let sets = open_sets::candidates(table, settings);
        found.bound = found.bound.min(sets.bound);
        work.bound = found.bound;
        found.best = heuristic(table, found.best, &sets.sets, settings.seed, &work);
    } else {
        found.best = from_known(table, found.best, start, &work);
    }
    let few = table.ways_to_place() <= EXHAUSTIVE_LIMIT;
    let complete = few && exhaustive::search(table, &mut found.best, &work);
    let Some(best) = &found.best else {
        return found;
    };
    let placed = best.worth.objective.placed_weight;
    if complete && start.wants == Wants::Best {
        found.bound = placed;
        found.proved = Level::ALL.len();
    } else if placed == found.bound {
        found.proved = 1 + usize::from(best.worth.objective.weak_weeks == 0);
    }
    found
}

/// Constructs members for open sets, most promising first, then improves the best few.
fn heuristic(
    table: &Table<'_>,
    empty: Option<Scored>,
    sets: &[open_sets::OpenSet],
    seed: u64,
    work: &Work<'_>,
) -> Option<Scored> {
    let mut kept: Vec<Scored> = empty.into_iter().collect();
    let third = work.left() / 3;
    for set in sets {
        let known = kept.first();
        let reachable = known.is_none_or(|k| set.bound >= k.worth.objective.placed_weight);
        if !reachable || work.stopped() || work.left() <= 2 * third {
            break;
        }
        let Some(scored) = construct::members(table, &set.options, work) else {
            continue;
        };
        work.found(kept.first(), &scored);
        kept.push(scored);
        kept.sort_by(|a, b| b.worth.cmp(&a.worth));
        kept.truncate(KEPT);
    }
    let best = improve_all(table, kept, seed, work)?;
    if best.worth.objective.placed_weight >= work.bound {
        return Some(best);
    }
    // More might be placed: other options around the best, then members again.
    let climbed = climb::climb(table, best.clone(), work);
    if climbed.worth <= best.worth {
        return Some(best);
    }
    improve_all(table, vec![climbed], seed, work)
}

/// Keeps what it can of a plan that is known, then looks around it.
fn from_known(
    table: &Table<'_>,
    empty: Option<Scored>,
    start: &Start,
    work: &Work<'_>,
) -> Option<Scored> {
    let mut places = start.places.clone();
    places.sort_by_key(|&(resident, option)| (!table.approved(resident), resident, option));
    let mut open: Vec<usize> = places.iter().map(|place| place.1).collect();
    open.extend(table.locked.required());
    open.sort_unstable();
    open.dedup();
    open.retain(|&option| !table.locked.closed(option));
    let mut known: Vec<Scored> = empty.into_iter().collect();
    for gone in 0..3 {
        let before = known.len();
        let openings = openings(&open, gone).into_iter();
        known.extend(openings.filter_map(|open| construct::seeded(table, &open, &places, work)));
        if known.len() > before || work.stopped() {
            break;
        }
    }
    let best = known
        .into_iter()
        .reduce(|a, b| if b.worth > a.worth { b } else { a })?;
    let best = climb::climb(table, best, work);
    if start.wants != Wants::Best {
        return Some(best);
    }
    improve_all(table, vec![best], work.settings.seed, work)
}

/// All options but so many of them, in every way.
fn openings(open: &[usize], gone: usize) -> Vec<Vec<usize>> {
    if gone == 0 {
        return vec![open.to_vec()];
    }
    let Some((first, rest)) = open.split_first() else {
        return Vec::new();
    };
    let mut all = openings(rest, gone - 1);
    for with in openings(rest, gone) {
        all.push([&[*first], with.as_slice()].concat());
    }
    all
}

fn improve_all(table: &Table<'_>, kept: Vec<Scored>, seed: u64, work: &Work<'_>) -> Option<Scored> {
    let share = work.left() / kept.len().max(1) as u64;
    let improved = kept.into_iter().enumerate().map(|(turn, start)| {
        let draw = draw::Draw::new(seed.wrapping_add(turn as u64));
        improve::improve(table, start, draw, share, work)
    });
    let mut best: Option<Scored> = None;
    for scored in improved {
        if best.as_ref().is_none_or(|best| scored.worth > best.worth) {
            best = Some(scored);
        }
    }
    best
}

/// What is left of the effort, and the way to the caller.
struct Work<'a> {
    settings: &'a Settings<'a>,
    bound: u64,
    left: Cell<u64>,
    wants: Wants,
    done: Cell<bool>,
    reported: std::cell::RefCell<Option<crate::Objective>>,
}

impl<'a> Work<'a> {
    fn new(settings: &'a Settings<'a>, bound: u64, wants: Wants) -> Self {
        Work {
            settings,
            bound,
            left: Cell::new(settings.effort),
            wants,
            done: Cell::new(false),
            reported: std::cell::RefCell::default(),
        }
    }

    fn left(&self) -> u64 {
        self.left.get()
    }

    fn spend(&self) {
        let left = self.left.get().saturating_sub(1);
        self.left.set(left);
        if left.is_multiple_of(64) {
            (self.settings.pace)(1.0 - left as f64 / self.settings.effort.max(1) as f64);
        }
    }

    fn stopped(&self) -> bool {
        self.done.get() || (self.settings.should_stop)()
    }

    /// Tells the caller about a plan that is better than the one before it and any told before.
    fn found(&self, before: Option<&Scored>, now: &Scored) {
        self.done.set(self.wants == Wants::Any);
        if before.is_some_and(|before| now.worth <= before.worth) {
            return;
        }
        let best = &now.worth.objective;
        let mut reported = self.reported.borrow_mut();
        if reported.as_ref().is_some_and(|known| best <= known) {
            return;
        }
        *reported = Some(best.clone());
        (self.settings.progress)(&Progress {
            best: best.clone(),
            bound: self.bound,
        });
    }
}

//! The search: prices say which groups to open, a flow finds the best members for them, and exchanges of
//! groups make it better while better prices prove what no plan exceeds.
//!
//! 1. [`prices`] and [`market`]: a proved bound, and prices of residents and sites.
//! 2. [`draft`]: the groups that these prices choose; [`flow`] fills them.
//! 3. [`exact`]: on small problems, branch and bound until the plan is proved best.
//! 4. [`exchange`]: closes one group and opens another, now and then for the worse.

mod beside;
mod draft;
mod exact;
mod exchange;
mod flow;
mod leads;
mod market;
mod net;
mod paths;
mod prices;
mod replan;
mod state;
#[cfg(test)]
mod tests;

use super::{Problem, Settings, Solution};
use beside::beside;
use exchange::Exchange;
use market::{Fate, Market};
use net::Net;
use prices::Ascent;
use state::State;

pub use replan::{Change, LeaderChange, Repair, Replanned, Seat, replan};

/// Long steps of the prices: how many, and what part of the highest value the first changes a price by.
/// From prices that know nothing, from those of a plan, and where no plan is wanted.
const COLD: (usize, i64) = (100, 50);
const WARM: (usize, i64) = (120, 200);
const QUICK: (usize, i64) = (48, 50);
/// Opened groups between two times that the potentials are made exact.
const OPENED: usize = 16;
/// Up to so many groups the plan may be proved best.
const FEW: usize = 64;
/// Parts of the proof.
const PARTS: u64 = 20_000;
/// Moves, and steps of the prices beside them.
const MOVES: u64 = 100;
const STEPS: usize = 60;

/// Finds a plan that keeps every rule, with a proved bound that no plan exceeds.
///
/// A problem that nothing can be done for has a plan without groups, worth 0. `seconds` is left to the
/// caller.
pub fn solve(problem: &Problem, settings: &Settings<'_>) -> Solution {
    let net = Net::new(problem);
    let mut state = State::new(&net, settings);
    let mut market = Market::new(&net, settings.threads);
    let fates = vec![Fate::Free; net.groups()];
    if let Some(ascent) = begin(&mut state, &mut market, &fates) {
        improve(&mut state, &mut market, &fates, ascent);
    }
    state.solution()
}

/// A bound without a plan, in a fraction of the time of [`solve`].
fn quick_bound(problem: &Problem, settings: &Settings<'_>) -> i64 {
    let net = Net::new(problem);
    let mut market = Market::new(&net, settings.threads);
    let fates = vec![Fate::Free; net.groups()];
    let Some(mut ascent) = Ascent::new(&mut market, prices::plain(&net), &fates) else {
        return 0;
    };
    let state = State::new(&net, settings);
    slide(&state, &mut market, &fates, &mut ascent, QUICK);
    ascent.bound()
}

/// A first plan with a first bound.
fn begin(state: &mut State<'_>, market: &mut Market<'_>, fates: &[Fate]) -> Option<Ascent> {
    let net = state.net;
    let mut cold = Ascent::new(market, prices::plain(net), fates)?;
    slide(state, market, fates, &mut cold, COLD);
    state.lower(cold.bound());
    open(state, &cold);
    let mut warm = Ascent::new(market, prices::suggested(net, &state.flow), fates)?;
    slide(state, market, fates, &mut warm, WARM);
    let mut best = if warm.bound() < cold.bound() {
        warm
    } else {
        cold
    };
    state.lower(best.bound());
    best.refine(market, fates);
    Some(best)
}

fn slide(
    state: &State<'_>,
    market: &mut Market<'_>,
    fates: &[Fate],
    ascent: &mut Ascent,
    (turns, part): (usize, i64),
) {
    let by = state.net.dearest * market::SCALE / part;
    let mut present = ascent.prices.clone();
    for turn in 0..turns {
        if state.stopped() {
            return;
        }
        ascent.slide(market, fates, &mut present, (turn, turns, by));
    }
}

/// Opens the groups that the prices choose, and any other that gains.
fn open(state: &mut State<'_>, ascent: &Ascent) {
    let net = state.net;
    let chosen = draft::draft(net, &ascent.prices, &|| state.stopped());
    let others = (0..net.groups()).filter(|_| net.groups() <= FEW * 8);
    for (count, group) in chosen.into_iter().chain(others).enumerate() {
        if state.stopped() {
            break;
        }
        let before = state.flow.worth;
        if state.flow.open[group] || !state.leads.add(net.place(group).0) {
            continue;
        }
        state.flow.open(group, before);
        if state.flow.short > 0 || state.flow.worth <= before {
            state.flow.undo();
            state.leads.remove(net.place(group).0);
        } else if count % OPENED == 0 {
            state.adopt();
        } else {
            state.flow.settle();
        }
    }
    state.adopt();
}

/// Better plans and better bounds, side by side, until nothing is left to gain.
fn improve<'a>(state: &mut State<'a>, market: &mut Market<'a>, fates: &[Fate], mut ascent: Ascent) {
    let few = state.net.groups() <= FEW;
    if few {
        let parts = PARTS.min(state.settings.effort);
        exact::search(state, &ascent.prices, parts);
    }
    let mut exchange = Exchange::new(state);
    let mut left = state.settings.effort;
    let mut limits = ascent.limits(market, fates);
    let threads = state.settings.threads;
    market.leave_for_others(threads, 1);
    while left > 0 && state.best < state.bound {
        let (moves, aim) = (MOVES.min(left), state.best);
        let refine = |stopped: &dyn Fn() -> bool| {
            for _ in 0..STEPS {
                if stopped() || ascent.tired() {
                    break;
                }
                ascent.step(market, fates, aim);
            }
            ascent.limits(market, fates)
        };
        let (next, go_on) = beside(state, refine, |state| exchange.run(state, &limits, moves));
        limits = next;
        state.lower(ascent.bound());
        if !go_on {
            return;
        }
        left -= moves;
    }
}

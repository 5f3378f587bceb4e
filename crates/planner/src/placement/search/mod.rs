//! The search: groups opened greedily, then exchanged; members always the best for the open groups.
//!
//! 1. [`greedy`]: opens whatever gains most.
//! 2. [`prices`]: a proved bound, and which groups cannot be part of a better plan.
//! 3. [`exchange`]: closes one group and opens another, now and then for the worse.

mod exchange;
mod flow;
mod greedy;
mod leads;
mod net;
mod paths;
mod prices;
mod state;

use super::{Problem, Settings, Solution};
use net::Net;
use state::State;

/// Finds a plan that keeps every rule, with a proved bound that no plan exceeds.
///
/// A problem that nothing can be done for has a plan without groups, worth 0. `seconds` is left to the
/// caller.
pub fn solve(problem: &Problem, settings: &Settings<'_>) -> Solution {
    let net = Net::new(problem);
    let mut state = State::new(&net, settings);
    greedy::open(&mut state);
    let proof = prices::prove(&state);
    state.bound = proof.bound();
    state.report();
    exchange::improve(&mut state, &proof);
    state.solution()
}

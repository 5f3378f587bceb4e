use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::state::State;

/// Opens the group that gains most until none gains. What a group gains seldom grows while others open,
/// so only the most promising is tried again.
pub(super) fn open(state: &mut State<'_>) {
    let mut waiting: BinaryHeap<(i64, Reverse<usize>)> = BinaryHeap::new();
    for group in 0..state.net.groups() {
        if state.stopped() {
            return;
        }
        if let Some(gain) = gain(state, group) {
            waiting.push((gain, Reverse(group)));
        }
    }
    while let Some((_, Reverse(group))) = waiting.pop() {
        if state.stopped() {
            return;
        }
        let Some(gain) = gain(state, group) else {
            continue;
        };
        let next = waiting.peek().map_or(0, |next| next.0);
        if gain < next {
            waiting.push((gain, Reverse(group)));
        } else {
            let least = state.flow.worth;
            state.attempt(None, Some(group), least);
        }
    }
}

/// What opening a group would gain now; `None` if nothing, or if it could not be filled.
fn gain(state: &mut State<'_>, group: usize) -> Option<i64> {
    let before = state.flow.worth;
    state.flow.open(group);
    let gain = state.flow.worth - before;
    let filled = state.flow.short == 0;
    state.flow.undo();
    (filled && gain > 0).then_some(gain)
}

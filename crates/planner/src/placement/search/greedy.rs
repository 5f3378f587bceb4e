use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::state::State;

/// From so many groups on time matters more than the last half per cent.
const MANY: usize = 600;

/// Opens the group that gains most until none gains. What a group gains seldom grows while others open,
/// so only the most promising is tried again.
pub(super) fn open(state: &mut State<'_>) {
    let mut waiting: BinaryHeap<(i64, Reverse<usize>)> = BinaryHeap::new();
    for group in 0..state.net.groups() {
        if state.stopped() {
            return;
        }
        let gain = opened(state, group, 0);
        if gain > 0 {
            waiting.push((gain, Reverse(group)));
        }
        state.flow.undo();
    }
    let patience = if waiting.len() > MANY { 16 } else { 128 };
    while let Some((_, Reverse(group))) = waiting.pop() {
        if state.stopped() {
            return;
        }
        let next = waiting.peek().map_or(0, |next| next.0);
        // A little less than the next is good enough: most that wait would gain less now, too.
        let enough = next - next / patience;
        let gain = opened(state, group, enough);
        if gain <= 0 {
            state.flow.undo();
        } else if gain < enough {
            state.flow.undo();
            waiting.push((gain, Reverse(group)));
        } else if state.leads.add(state.net.place(group).0) {
            state.adopt();
        } else {
            state.flow.undo();
        }
    }
}

/// Opens a group and says what that gains, or at most could gain if it is less than `enough`; 0 if
/// the group could not be filled.
fn opened(state: &mut State<'_>, group: usize, enough: i64) -> i64 {
    let before = state.flow.worth;
    let gain = state.flow.open(group, before.saturating_add(enough)) - before;
    if state.flow.short == 0 { gain } else { 0 }
}

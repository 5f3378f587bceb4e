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
        if let Some(gain) = opened(state, group) {
            waiting.push((gain, Reverse(group)));
        }
        state.flow.undo();
    }
    while let Some((_, Reverse(group))) = waiting.pop() {
        if state.stopped() {
            return;
        }
        let Some(gain) = opened(state, group) else {
            state.flow.undo();
            continue;
        };
        let next = waiting.peek().map_or(0, |next| next.0);
        // A sixteenth less than the next is good enough: most that wait would gain less now, too.
        if gain < next - next / 16 {
            state.flow.undo();
            waiting.push((gain, Reverse(group)));
        } else if state.leads.add(state.net.place(group).0) {
            state.adopt();
        } else {
            state.flow.undo();
        }
    }
}

/// Opens a group and says what that gains; `None` if nothing, or if it could not be filled.
fn opened(state: &mut State<'_>, group: usize) -> Option<i64> {
    let before = state.flow.worth;
    state.flow.open(group, i64::MIN);
    let gain = state.flow.worth - before;
    (state.flow.short == 0 && gain > 0).then_some(gain)
}

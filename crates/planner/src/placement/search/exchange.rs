use super::prices::Proof;
use super::state::State;
use crate::search::draw::Draw;

/// Moves of the first cycle for each open group.
const FIRST_CYCLE: u64 = 12;

/// The tolerance begins at this part of what a place is worth.
const WARMTH: i64 = 10;

/// Closes one group and opens another, in cycles: each begins at the best plan, accepts losses up to a
/// tolerance that falls to nothing, and is twice as long as the one before.
pub(super) fn improve(state: &mut State<'_>, proof: &Proof) {
    let mut draw = Draw::new(state.settings.seed);
    let mut left = state.settings.effort;
    let mut length = FIRST_CYCLE * (1 + state.open_groups().len() as u64);
    let mut first = true;
    while left > 0 && state.best < state.bound {
        state.return_to_best();
        let choice = Choice::new(state, proof);
        if choice.openable.is_empty() {
            return;
        }
        let placed = (state.open_groups().len() * state.net.most).max(1);
        let warmth = if first {
            0
        } else {
            state.best / (WARMTH * placed as i64)
        };
        for turn in 0..length {
            if left == 0 || state.best >= state.bound || state.stopped() {
                return;
            }
            left -= 1;
            let tolerance = warmth * (length - turn) as i64 / length as i64;
            let loss = draw.below(tolerance as usize + 1) as i64;
            let (close, open) = choice.draw(state, &mut draw);
            if close.is_some() || open.is_some() {
                state.attempt(close, open, state.flow.worth - loss);
            }
        }
        length *= 2;
        first = false;
    }
}

/// Groups worth opening.
struct Choice {
    openable: Vec<usize>,
    at_venue: Vec<Vec<usize>>,
}

impl Choice {
    fn new(state: &State<'_>, proof: &Proof) -> Self {
        let net = state.net;
        let groups = 0..net.groups();
        let openable: Vec<usize> = groups.filter(|&g| proof.may_open(g, state.best)).collect();
        let mut at_venue = vec![Vec::new(); net.venues];
        for &group in &openable {
            at_venue[net.place(group).1].push(group);
        }
        Choice { openable, at_venue }
    }

    /// A group to close and one to open; now and then only one of the two.
    fn draw(&self, state: &State<'_>, draw: &mut Draw) -> (Option<usize>, Option<usize>) {
        let one = self.openable[draw.below(self.openable.len())];
        let alone = draw.below(7) == 0;
        if state.flow.open[one] {
            let other = (!alone).then(|| self.near(one, false, state, draw));
            (Some(one), other.flatten())
        } else {
            let other = (!alone).then(|| self.near(one, true, state, draw));
            (other.flatten(), Some(one))
        }
    }

    /// An open (or closed) group at the same venue or at one that shares a site in reach, a third of the
    /// time in the same slot.
    fn near(&self, group: usize, open: bool, state: &State<'_>, draw: &mut Draw) -> Option<usize> {
        let net = state.net;
        let (slot, venue) = net.place(group);
        for _ in 0..12 {
            let turn = draw.below(3);
            let mut other = venue;
            if turn > 0 && !net.near[venue].is_empty() {
                let site = net.near[venue][draw.below(net.near[venue].len())].0;
                other = net.reach[site][draw.below(net.reach[site].len())].0;
            }
            let groups = &self.at_venue[other];
            let found = match turn {
                1 => slot * net.venues + other,
                _ if groups.is_empty() => continue,
                _ => groups[draw.below(groups.len())],
            };
            if found != group && state.flow.open[found] == open {
                return Some(found);
            }
        }
        None
    }
}

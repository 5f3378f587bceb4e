use super::prices::Proof;
use super::state::State;
use crate::search::draw::Draw;

/// Moves of the first cycle for each open group.
const FIRST_CYCLE: u64 = 12;

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
        let placed = (state.open_groups().len() * state.net.problem.max_size).max(1);
        let warmth = if first {
            0
        } else {
            2 * state.best / placed as i64
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
    /// By venue, and by slot.
    at_venue: Vec<Vec<usize>>,
    in_slot: Vec<Vec<usize>>,
}

impl Choice {
    fn new(state: &State<'_>, proof: &Proof) -> Self {
        let net = state.net;
        let groups = 0..net.groups();
        let openable: Vec<usize> = groups.filter(|&g| proof.may_open(g, state.best)).collect();
        let mut at_venue = vec![Vec::new(); net.venues];
        let mut in_slot = vec![Vec::new(); net.slots];
        for &group in &openable {
            let (slot, venue) = net.place(group);
            at_venue[venue].push(group);
            in_slot[slot].push(group);
        }
        Choice {
            openable,
            at_venue,
            in_slot,
        }
    }

    /// A group to open, and mostly one to close for it: at the same venue, in the same slot, or any.
    fn draw(&self, state: &State<'_>, draw: &mut Draw) -> (Option<usize>, Option<usize>) {
        let pick = |groups: &[usize], draw: &mut Draw| match groups.len() {
            0 => None,
            count => Some(groups[draw.below(count)]),
        };
        let Some(one) = pick(&self.openable, draw) else {
            return (None, None);
        };
        if state.flow.open[one] {
            return match draw.below(8) {
                0 => (Some(one), None),
                _ => (Some(one), self.beside(one, state, draw)),
            };
        }
        match draw.below(6) {
            0 => (None, Some(one)),
            _ => (self.open_beside(one, state, draw), Some(one)),
        }
    }

    fn beside(&self, group: usize, state: &State<'_>, draw: &mut Draw) -> Option<usize> {
        self.near(group, state, draw, false)
    }

    fn open_beside(&self, group: usize, state: &State<'_>, draw: &mut Draw) -> Option<usize> {
        self.near(group, state, draw, true)
    }

    /// An open (or closed) group that shares the venue, the slot, or a site in reach.
    fn near(&self, group: usize, state: &State<'_>, draw: &mut Draw, open: bool) -> Option<usize> {
        let net = state.net;
        let (slot, venue) = net.place(group);
        for _ in 0..12 {
            let neighbour = || -> Option<&Vec<usize>> { Some(&self.at_venue[venue]) };
            let groups = match draw.below(3) {
                0 => neighbour()?,
                turn => {
                    let sites = &net.near[venue];
                    if sites.is_empty() {
                        return None;
                    }
                    let reach = &net.reach[sites[draw.below(sites.len())].0];
                    let other = reach[draw.below(reach.len())].0;
                    let here = slot * net.venues + other;
                    if turn == 1 && state.flow.open[here] == open && here != group {
                        return Some(here);
                    }
                    &self.at_venue[other]
                }
            };
            let _ = &self.in_slot;
            if groups.is_empty() {
                continue;
            }
            let found = groups[draw.below(groups.len())];
            if state.flow.open[found] == open && found != group {
                return Some(found);
            }
        }
        None
    }
}

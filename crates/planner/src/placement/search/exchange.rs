use super::prices::Limits;
use super::state::State;
use crate::search::draw::Draw;

/// Moves of the first cycle for each open group.
const FIRST_CYCLE: u64 = 12;

/// The tolerance begins at this part of what a place is worth.
const WARMTH: i64 = 10;

/// Closes one group and opens another, in cycles: each begins at the best plan, accepts losses up to a
/// tolerance that falls to nothing, and is twice as long as the one before.
pub(super) struct Exchange {
    draw: Draw,
    /// Moves of the present cycle, and how many of them have been made.
    length: u64,
    turn: u64,
    warmth: i64,
}

impl Exchange {
    pub(super) fn new(state: &State<'_>) -> Self {
        Exchange {
            draw: Draw::new(state.settings.seed),
            length: FIRST_CYCLE * (1 + state.open_groups().len() as u64),
            turn: 0,
            warmth: 0,
        }
    }

    /// So many moves among the groups that could be part of a better plan. False if none could, or the
    /// search is to stop.
    pub(super) fn run(&mut self, state: &mut State<'_>, limits: &Limits, moves: u64) -> bool {
        let choice = Choice::new(state, limits);
        if choice.openable.is_empty() {
            return false;
        }
        for _ in 0..moves {
            if state.best >= state.bound || state.stopped() {
                return false;
            }
            if self.turn == self.length && !self.next_cycle(state) {
                return false;
            }
            let left = (self.length - self.turn) as i64;
            let tolerance = self.warmth * left / self.length as i64;
            self.turn += 1;
            let loss = self.draw.below(tolerance as usize + 1) as i64;
            let (close, open) = choice.draw(state, &mut self.draw);
            if close.is_some() || open.is_some() {
                state.attempt(close, open, state.flow.worth - loss);
            }
        }
        true
    }

    /// False if the search is to stop.
    fn next_cycle(&mut self, state: &mut State<'_>) -> bool {
        if !state.return_to_best() {
            return false;
        }
        let placed = (state.open_groups().len()
            * state.net.problem.max_size.min(state.net.residents))
        .max(1);
        self.warmth = state.best / (WARMTH * placed as i64);
        self.length *= 2;
        self.turn = 0;
        true
    }
}

/// Groups worth opening.
struct Choice<'l> {
    limits: &'l Limits,
    openable: Vec<usize>,
    at_venue: Vec<Vec<usize>>,
}

impl<'l> Choice<'l> {
    fn new(state: &State<'_>, limits: &'l Limits) -> Self {
        let net = state.net;
        let groups = 0..net.groups();
        let openable: Vec<usize> = groups.filter(|&g| limits.open[g] > state.best).collect();
        let mut at_venue = vec![Vec::new(); net.venues];
        for &group in &openable {
            at_venue[net.place(group).1].push(group);
        }
        Choice {
            limits,
            openable,
            at_venue,
        }
    }

    /// A group to close and one to open; now and then only one of the two.
    fn draw(&self, state: &State<'_>, draw: &mut Draw) -> (Option<usize>, Option<usize>) {
        let mut pick = || self.openable[draw.below(self.openable.len())];
        let (first, second) = (pick(), pick());
        let one = self.better(state, first, second);
        let open = state.flow.open[one];
        let other = if draw.below(7) == 0 {
            None
        } else {
            let first = self.near(one, !open, state, draw);
            let second = self.near(one, !open, state, draw);
            match (first, second) {
                (Some(first), Some(second)) => Some(self.better(state, first, second)),
                (found, None) | (None, found) => found,
            }
        };
        if open {
            (Some(one), other)
        } else {
            (other, Some(one))
        }
    }

    /// The one of two groups that the prices would rather see changed; the first if only one is open.
    fn better(&self, state: &State<'_>, first: usize, second: usize) -> usize {
        let open = state.flow.open[first];
        if open != state.flow.open[second] {
            return first;
        }
        let limit = if open {
            &self.limits.close
        } else {
            &self.limits.open
        };
        if limit[second] > limit[first] {
            second
        } else {
            first
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

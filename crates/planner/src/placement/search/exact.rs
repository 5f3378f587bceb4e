//! Branch and bound over which groups are open: prices bound each part, and once every group is decided
//! the flow is exact.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::market::{Fate, Market};
use super::prices::Ascent;
use super::state::State;

/// Steps of the prices in a part before it is split.
const STEPS: usize = 60;

/// Splits until no part can hold a better plan, or `most` parts have been looked at. Both the best plan
/// and the bound get better on the way.
pub(super) fn search<'a>(
    state: &mut State<'a>,
    market: &mut Market<'a>,
    root: Ascent,
    most: usize,
) {
    let fates = vec![Fate::Free; state.net.groups()];
    let mut tree = Tree {
        state,
        market,
        waiting: BinaryHeap::new(),
        parts: Vec::new(),
        tried: BTreeSet::new(),
    };
    tree.add(Part {
        ascent: root,
        fates,
    });
    for _ in 0..most {
        let Some((bound, number)) = tree.next() else {
            tree.state.lower(tree.state.best);
            return;
        };
        tree.state.lower(bound);
        if tree.state.stopped() {
            return;
        }
        tree.look(number);
    }
    if let Some((bound, _)) = tree.next() {
        tree.state.lower(bound);
    }
}

struct Part {
    ascent: Ascent,
    fates: Vec<Fate>,
}

struct Tree<'t, 'a> {
    state: &'t mut State<'a>,
    market: &'t mut Market<'a>,
    /// Bound and number; the most promising first, among equals the newest.
    waiting: BinaryHeap<(i64, usize)>,
    parts: Vec<Option<Part>>,
    /// Sets of groups that the flow has judged.
    tried: BTreeSet<Vec<usize>>,
}

impl Tree<'_, '_> {
    fn add(&mut self, part: Part) {
        self.waiting.push((part.ascent.bound(), self.parts.len()));
        self.parts.push(Some(part));
    }

    /// The part with the highest bound, if one is left that could hold a better plan.
    fn next(&mut self) -> Option<(i64, usize)> {
        let &(bound, number) = self.waiting.peek()?;
        (bound > self.state.best).then_some((bound, number))
    }

    fn look(&mut self, number: usize) {
        self.waiting.pop();
        let Some(mut part) = self.parts[number].take() else {
            return;
        };
        part.ascent.refine(self.market, &part.fates);
        for _ in 0..STEPS {
            let best = self.state.best;
            if part.ascent.tired() || part.ascent.bound() <= best {
                break;
            }
            part.ascent.step(self.market, &part.fates, best);
        }
        if part.ascent.bound() > self.state.best && self.decide(&mut part) {
            self.split(part);
        }
    }

    /// Decides what the prices decide, and tries the groups that they choose. False if nothing is left to split.
    fn decide(&mut self, part: &mut Part) -> bool {
        let choice = |market: &Market<'_>| {
            let mut chosen = market.chosen.clone();
            chosen.sort_unstable();
            chosen
        };
        if self
            .market
            .clear(&part.ascent.prices, &part.fates)
            .is_none()
        {
            return false;
        }
        self.attempt(choice(self.market));
        let (ceilings, floors) = part.ascent.limits(self.market, &part.fates);
        let best = self.state.best;
        if part.ascent.bound() <= best {
            return false;
        }
        for (group, fate) in part.fates.iter_mut().enumerate() {
            if *fate != Fate::Free {
                continue;
            }
            if ceilings[group] <= best {
                *fate = Fate::Closed;
            } else if floors[group] <= best {
                *fate = Fate::Open;
            }
        }
        if part.fates.contains(&Fate::Free) {
            return true;
        }
        let open = (0..part.fates.len()).filter(|&g| part.fates[g] == Fate::Open);
        self.attempt(open.collect());
        false
    }

    fn attempt(&mut self, open: Vec<usize>) {
        if self.tried.insert(open.clone()) {
            self.state.become_these(&open);
        }
    }

    /// Splits by the group that is least decided.
    fn split(&mut self, part: Part) {
        let undecided = |&group: &usize| {
            let open = part.ascent.openness[group];
            ((0.5 - (open - 0.5).abs()) * 1e6) as i64
        };
        let free = (0..part.fates.len()).filter(|&g| part.fates[g] == Fate::Free);
        let Some(group) = free.max_by_key(|group| (undecided(group), Reverse(*group))) else {
            return;
        };
        for fate in [Fate::Closed, Fate::Open] {
            let mut fates = part.fates.clone();
            fates[group] = fate;
            let prices = part.ascent.prices.clone();
            if let Some(mut ascent) = Ascent::new(self.market, prices, &fates) {
                ascent.openness.clone_from(&part.ascent.openness);
                if ascent.bound() > self.state.best {
                    self.add(Part { ascent, fates });
                }
            }
        }
    }
}

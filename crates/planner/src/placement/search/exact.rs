//! Branch and bound over which groups are open: prices bound each part, and once every group is decided
//! the flow is exact.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::market::{Fate, Market};
use super::prices::Ascent;
use super::state::State;

/// Steps of the prices for the whole, and for a part before it is split.
const FIRST: usize = 300;
const STEPS: usize = 24;
/// Parts that are looked at before what was learnt is used. Not the number of threads: the result must
/// not depend on that.
const BATCH: usize = 8;
/// Fewer parts are not worth a thread.
const SPARSE: usize = 3;

/// Splits until no part can hold a better plan, or `most` parts have been looked at. Both the best plan
/// and the bound get better on the way.
pub(super) fn search(state: &mut State<'_>, prices: &[i64], most: u64) {
    let net = state.net;
    let mut markets: Vec<Market<'_>> = (0..state.settings.threads.clamp(1, BATCH))
        .map(|_| Market::new(net, 1))
        .collect();
    let mut tree = Tree::new(state, prices.to_vec());
    let mut looked = 0;
    while looked < most && !tree.state.stopped() {
        let batch = tree.batch();
        if batch.is_empty() {
            tree.state.lower(tree.state.best);
            return;
        }
        let steps = if looked == 0 { FIRST } else { STEPS };
        looked += batch.len() as u64;
        let aim = tree.state.best;
        for found in look_at_all(&mut markets, &batch, aim, steps) {
            if !tree.learn(found) {
                return;
            }
        }
    }
    tree.tell();
}

/// Some of the plans: those with these fates.
struct Part {
    prices: Vec<i64>,
    fates: Vec<Fate>,
    /// None of them is worth more.
    bound: i64,
}

/// What came of looking at a part.
#[derive(Default)]
struct Found {
    /// Sets of groups that the flow should judge, in ascending order each.
    promising: Vec<Vec<usize>>,
    parts: Vec<Part>,
}

struct Tree<'t, 'a> {
    state: &'t mut State<'a>,
    /// Bound and number; the most promising first, among equals the oldest.
    waiting: BinaryHeap<(i64, Reverse<usize>)>,
    parts: Vec<Option<Part>>,
    /// Sets of groups that the flow has judged.
    tried: BTreeSet<Vec<usize>>,
}

impl<'t, 'a> Tree<'t, 'a> {
    fn new(state: &'t mut State<'a>, prices: Vec<i64>) -> Self {
        let whole = Part {
            prices,
            fates: vec![Fate::Free; state.net.groups()],
            bound: state.bound,
        };
        Tree {
            waiting: BinaryHeap::from([(whole.bound, Reverse(0))]),
            parts: vec![Some(whole)],
            tried: BTreeSet::new(),
            state,
        }
    }

    /// The most promising parts that could hold a better plan.
    fn batch(&mut self) -> Vec<Part> {
        self.tell();
        let mut batch = Vec::new();
        while batch.len() < BATCH
            && let Some((bound, Reverse(number))) = self.waiting.pop()
            && bound > self.state.best
        {
            batch.extend(self.parts[number].take());
        }
        batch
    }

    /// No plan is worth more than the most promising part could hold.
    fn tell(&mut self) {
        let bound = self.waiting.peek().map_or(i64::MIN, |next| next.0);
        self.state.lower(bound);
    }

    /// False if the search is to stop: then some parts were not looked at to the end.
    fn learn(&mut self, found: Found) -> bool {
        for open in found.promising {
            if !self.tried.contains(&open) {
                if !self.state.become_these(&open) {
                    return false;
                }
                self.tried.insert(open);
            }
        }
        for part in found.parts {
            if part.bound > self.state.best {
                self.waiting.push((part.bound, Reverse(self.parts.len())));
                self.parts.push(Some(part));
            }
        }
        true
    }
}

fn look_at_all(markets: &mut [Market<'_>], batch: &[Part], best: i64, steps: usize) -> Vec<Found> {
    let alone = markets.len() == 1 || batch.len() < SPARSE;
    let threads = if alone { 1 } else { markets.len() };
    if let [market, ..] = markets
        && threads == 1
    {
        return batch
            .iter()
            .map(|part| look_at(market, part, best, steps))
            .collect();
    }
    let mut found: Vec<Found> = batch.iter().map(|_| Found::default()).collect();
    let share = batch.len().div_ceil(threads);
    std::thread::scope(|scope| {
        let work = batch.chunks(share).zip(found.chunks_mut(share));
        for (market, (parts, found)) in markets.iter_mut().zip(work) {
            scope.spawn(move || {
                for (part, found) in parts.iter().zip(found) {
                    *found = look_at(market, part, best, steps);
                }
            });
        }
    });
    found
}

/// Betters the bound of a part, decides what that decides, and splits it by a group that is left.
fn look_at(market: &mut Market<'_>, part: &Part, best: i64, steps: usize) -> Found {
    let mut found = Found::default();
    let mut fates = part.fates.clone();
    let Some(mut ascent) = Ascent::new(market, part.prices.clone(), &fates) else {
        return found;
    };
    ascent.go_gently();
    for _ in 0..steps {
        if ascent.tired() || ascent.bound() <= best {
            break;
        }
        ascent.step(market, &fates, best);
    }
    if ascent.bound() <= best {
        return found;
    }
    let limits = ascent.limits(market, &fates);
    found.promising.push(sorted(market.chosen.clone()));
    for (group, fate) in fates
        .iter_mut()
        .enumerate()
        .filter(|(_, fate)| **fate == Fate::Free)
    {
        if limits.open[group] <= best {
            *fate = Fate::Closed;
        } else if limits.close[group] <= best {
            *fate = Fate::Open;
        }
    }
    let undecided = |&group: &usize| {
        let open = ascent.openness[group];
        (((0.5 - (open - 0.5).abs()) * 1e6) as i64, Reverse(group))
    };
    let fates = &fates;
    let of = |fate: Fate| (0..fates.len()).filter(move |&group| fates[group] == fate);
    let Some(group) = of(Fate::Free).max_by_key(undecided) else {
        found.promising.push(of(Fate::Open).collect());
        return found;
    };
    let bounds = [limits.close[group], limits.open[group]];
    for (fate, bound) in [Fate::Closed, Fate::Open].into_iter().zip(bounds) {
        let mut fates = fates.clone();
        fates[group] = fate;
        found.parts.push(Part {
            prices: ascent.prices.clone(),
            fates,
            bound: bound.min(part.bound),
        });
    }
    found
}

fn sorted(mut groups: Vec<usize>) -> Vec<usize> {
    groups.sort_unstable();
    groups
}

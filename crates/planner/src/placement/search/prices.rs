//! A bound that no plan exceeds: residents and sites in slots get prices, and every group alone takes
//! whom it likes (Lagrangean relaxation; Geoffrion 1974). Any prices give a bound. Long steps that
//! shrink find the region of good prices, the volume method (Barahona and Anbil 2000) refines them.

use super::flow::Flow;
use super::market::{Fate, Market, NEVER, SCALE};
use super::net::Net;

/// How much of the last direction a long step keeps.
const MOMENTUM: f64 = 0.3;
/// The last of the long steps, as a part of the first.
const LAST: f64 = 0.01;
/// Steps without a better bound before they get shorter.
const PATIENCE: usize = 20;
/// Steps shorter than this, as a part of the full step, are not worth taking.
const SHORTEST: f64 = 1e-3;
/// The part of the newest choice in the averages, at first and at least.
const NEWEST: (f64, f64) = (0.1, 0.01);

/// By group: what a plan is worth at most that opens it, and one that does not.
pub(super) struct Limits {
    pub(super) open: Vec<i64>,
    pub(super) close: Vec<i64>,
}

/// Length of a step and part of the newest choice close to good prices.
const GENTLE: (f64, f64) = (0.2, 0.2);

/// The best prices so far, and what the steps towards them have averaged.
#[derive(Clone)]
pub(super) struct Ascent {
    pub(super) prices: Vec<i64>,
    /// The bound at these prices, in parts of [`SCALE`].
    total: i64,
    /// How much more of each thing is taken than there is, on average.
    excess: Vec<f64>,
    /// By group: how much of it the averaged plan opens.
    pub(super) openness: Vec<f64>,
    length: f64,
    newest: f64,
    idle: usize,
}

impl Ascent {
    /// Begins at these prices. `None` if no plan keeps the fates.
    pub(super) fn new(market: &mut Market<'_>, prices: Vec<i64>, fates: &[Fate]) -> Option<Self> {
        let total = market.clear(&prices, fates)?;
        let mut ascent = Ascent {
            prices,
            total,
            excess: Vec::new(),
            openness: Vec::new(),
            length: 1.0,
            newest: NEWEST.0,
            idle: 0,
        };
        ascent.restart(market);
        Some(ascent)
    }

    /// No plan that keeps the fates is worth more.
    pub(super) fn bound(&self) -> i64 {
        self.total.div_euclid(SCALE)
    }

    /// From good prices on, shorter steps and quicker averages do better.
    pub(super) fn go_gently(&mut self) {
        (self.length, self.newest) = GENTLE;
    }

    /// Whether further refining is not worth while.
    pub(super) fn tired(&self) -> bool {
        self.length < SHORTEST
    }

    /// Step `turn` of `turns` long ones, the first of which changes a price by about `by` for each place
    /// wanted too many. `present` are the prices now, which are not always the best.
    pub(super) fn slide(
        &mut self,
        market: &mut Market<'_>,
        fates: &[Fate],
        present: &mut [i64],
        (turn, turns, by): (usize, usize, i64),
    ) {
        let by = by as f64 * LAST.powf(turn as f64 / turns as f64);
        let residents = market.net.residents;
        for (thing, mean) in self.excess.iter_mut().enumerate() {
            let excess = market.excess[thing];
            let price = &mut present[thing];
            let mut pull = excess as f64;
            if excess < 0 && *price == 0 {
                pull = 0.0;
            } else if thing >= residents {
                pull *= 0.5;
            }
            *mean = MOMENTUM * *mean + (1.0 - MOMENTUM) * pull;
            *price = market.net.price(*price + (by * *mean).round() as i64);
        }
        if let Some(total) = market.clear(present, fates)
            && total < self.total
        {
            self.total = total;
            self.prices.copy_from_slice(present);
        }
    }

    /// Gets ready to refine the best prices.
    pub(super) fn refine(&mut self, market: &mut Market<'_>, fates: &[Fate]) {
        if market.clear(&self.prices, fates).is_some() {
            self.restart(market);
        }
    }

    fn restart(&mut self, market: &Market<'_>) {
        self.excess = market.excess.iter().map(|&excess| excess as f64).collect();
        self.openness = vec![0.0; market.net.groups()];
        for &group in &market.chosen {
            self.openness[group] = 1.0;
        }
        (self.length, self.newest, self.idle) = (1.0, NEWEST.0, 0);
    }

    /// One refining step; `aim` is a worth that is thought to be reachable.
    pub(super) fn step(&mut self, market: &mut Market<'_>, fates: &[Fate], aim: i64) {
        let norm: f64 = (self.excess.iter().zip(&self.prices))
            .filter(|&(&excess, &price)| excess > 0.0 || price > 0)
            .map(|(excess, _)| excess * excess)
            .sum();
        if norm < 1e-9 {
            self.length = 0.0;
            return;
        }
        let step = self.length * (self.total - aim * SCALE).max(SCALE) as f64 / norm;
        let change = |(&price, &excess): (&i64, &f64)| {
            let to = price + (step * excess).round() as i64;
            market.net.price(to)
        };
        let prices: Vec<i64> = (self.prices.iter().zip(&self.excess)).map(change).collect();
        let Some(total) = market.clear(&prices, fates) else {
            return;
        };
        let along: f64 = (market.excess.iter().zip(&self.excess))
            .map(|(&newest, mean)| newest as f64 * mean)
            .sum();
        self.average(market);
        if total < self.total {
            self.total = total;
            self.prices = prices;
            self.idle = 0;
            if along > 0.0 {
                self.length = (self.length * 1.1).min(2.0);
            }
            return;
        }
        self.idle += 1;
        if self.idle >= PATIENCE {
            self.idle = 0;
            self.length *= 0.66;
            self.newest = (self.newest * 0.8).max(NEWEST.1);
        }
    }

    fn average(&mut self, market: &Market<'_>) {
        let new = self.newest;
        for (mean, &excess) in self.excess.iter_mut().zip(&market.excess) {
            *mean += new * (excess as f64 - *mean);
        }
        for open in &mut self.openness {
            *open *= 1.0 - new;
        }
        for &group in &market.chosen {
            self.openness[group] += new;
        }
    }

    /// What the best prices say about each group.
    pub(super) fn limits(&self, market: &mut Market<'_>, fates: &[Fate]) -> Limits {
        let mut opened = vec![NEVER; fates.len()];
        if market.clear(&self.prices, fates).is_none() {
            return Limits {
                open: opened.clone(),
                close: opened,
            };
        }
        let mut left = vec![self.total; fates.len()];
        let displaced = market.displaced(fates);
        let mut chosen = vec![false; fates.len()];
        for &group in &market.chosen {
            chosen[group] = true;
        }
        // Whoever takes the place of a group that is given up gains no more than the best not chosen.
        let mut spare = 0;
        for (group, opened) in opened.iter_mut().enumerate() {
            let (gain, displaced) = (market.gain(group), displaced[market.net.place(group).0]);
            if gain == NEVER || fates[group] == Fate::Closed {
                continue;
            }
            if chosen[group] {
                *opened = self.total;
                continue;
            }
            spare = spare.max(gain);
            if displaced != i64::MAX {
                *opened = self.total + (gain - displaced.max(0)).min(0);
            }
        }
        for &group in &market.chosen {
            left[group] = match fates[group] {
                Fate::Open => NEVER,
                _ => self.total + (spare - market.gain(group)).min(0),
            };
        }
        for limit in opened.iter_mut().chain(&mut left) {
            *limit = limit.div_euclid(SCALE);
        }
        Limits {
            open: opened,
            close: left,
        }
    }
}

/// Prices to begin with when nothing is known: a part of what each resident could bring.
pub(super) fn plain(net: &Net<'_>) -> Vec<i64> {
    let best = |&r: &usize| (0..net.slots).map(|t| net.value(r, t)).max().unwrap_or(0);
    let residents = net.staff.iter().flatten().map(|r| best(r) * SCALE * 2 / 5);
    let mut prices: Vec<i64> = residents.collect();
    prices.resize(net.residents + net.sites * net.slots, 0);
    prices
}

/// The potentials of the flow are prices already; those that only keep a group above the least size
/// are cut off.
pub(super) fn suggested(net: &Net<'_>, flow: &Flow<'_>) -> Vec<i64> {
    let mut all = Vec::new();
    for &r in net.staff.iter().flatten() {
        let site = net.site_of[r];
        let wish = |t: usize| net.value(r, t) - flow.potential[flow.before(site, t)];
        let best = (0..net.slots).map(wish).max().unwrap_or(0);
        all.push(net.price(best.clamp(0, net.dearest) * SCALE));
    }
    for s in 0..net.sites {
        for t in 0..net.slots {
            let drop = flow.potential[flow.before(s, t)] - flow.potential[flow.after(s, t)];
            all.push(net.price(drop.clamp(0, net.dearest) * SCALE));
        }
    }
    all
}

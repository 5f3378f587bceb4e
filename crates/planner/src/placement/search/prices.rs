//! A bound that no plan exceeds: residents, sites in slots and facilitators get prices, and every group
//! alone takes whom it likes (Lagrangean relaxation; Geoffrion 1974). Any prices give a bound; a
//! subgradient method looks for good ones. Everything that is summed is a whole number, so that the
//! bound is exact.

use super::net::Net;
use super::state::State;

/// Prices are whole numbers of this fraction of a unit.
const SCALE: i64 = 64;
const ITERATIONS: usize = 1_500;
/// Iterations without a better bound before steps get half as long.
const PATIENCE: usize = 12;

/// The best bound found and what it says about single groups.
pub(super) struct Proof {
    total: i64,
    reduced: Vec<i64>,
}

impl Proof {
    pub(super) fn bound(&self) -> i64 {
        self.total.div_euclid(SCALE)
    }

    /// False if no plan that opens this group is better than `best`.
    pub(super) fn may_open(&self, group: usize, best: i64) -> bool {
        let reduced = self.reduced[group];
        reduced > i64::MIN && (self.total + reduced.min(0)).div_euclid(SCALE) > best
    }
}

/// The proof, from the prices that the present members suggest.
pub(super) fn prove(state: &State<'_>) -> Proof {
    let net = state.net;
    let offers = state.leads.offers();
    let mut prices = suggested(state);
    let mut market = Market::new(net, &offers);
    let mut best = market.clear(&prices);
    let mut taken = Taken::default();
    std::mem::swap(&mut taken, &mut market.taken);
    let mut direction = vec![0.0; prices.all.len()];
    let (mut length, mut idle) = (1.0, 0);
    let mut now = best.total;
    let mut kept = prices.clone();
    for _ in 0..ITERATIONS {
        if state.stopped() || length < 0.002 || best.bound() <= state.best {
            break;
        }
        let mut norm = 0.0;
        for (index, step) in direction.iter_mut().enumerate() {
            let excess = taken.excess[index] as f64;
            let idle = excess < 0.0 && prices.all[index] == 0;
            *step = if idle { 0.0 } else { excess + 0.6 * *step };
            norm += *step * *step;
        }
        if norm == 0.0 {
            break;
        }
        let step = length * (now - state.best * SCALE) as f64 / norm;
        for (price, change) in prices.all.iter_mut().zip(&direction) {
            *price = (*price + (step * change).round() as i64).max(0);
        }
        let proof = market.clear(&prices);
        std::mem::swap(&mut taken, &mut market.taken);
        now = proof.total;
        if proof.total < best.total {
            best = proof;
            kept.clone_from(&prices);
            idle = 0;
        } else {
            idle += 1;
            if idle > PATIENCE {
                (length, idle) = (length / 2.0, 0);
                prices.clone_from(&kept);
                direction.fill(0.0);
                now = market.clear(&prices).total;
                std::mem::swap(&mut taken, &mut market.taken);
            }
        }
    }
    best
}

/// Prices of residents, then of sites in slots, then of slots (what a facilitator is worth there).
#[derive(Clone)]
struct Prices {
    all: Vec<i64>,
}

/// The potentials of the flow are prices already; those that only keep a group above the least size
/// are cut off.
fn suggested(state: &State<'_>) -> Prices {
    let (net, flow) = (state.net, &state.flow);
    let most = net.value.iter().max().copied().unwrap_or(0);
    let mut all = Vec::new();
    for r in 0..net.residents {
        let site = net.site_of[r];
        let wish = |t: usize| net.value(r, t) - flow.potential[flow.before(site, t)];
        let best = (0..net.slots).map(wish).max().unwrap_or(0);
        all.push(best.clamp(0, most) * SCALE);
    }
    for s in 0..net.sites {
        for t in 0..net.slots {
            let drop = flow.potential[flow.before(s, t)] - flow.potential[flow.after(s, t)];
            all.push(drop.clamp(0, most) * SCALE);
        }
    }
    all.extend(std::iter::repeat_n(0, net.slots));
    Prices { all }
}

/// How much more of each thing is taken than there is, in the order of [`Prices`].
#[derive(Default)]
struct Taken {
    excess: Vec<i64>,
}

struct Market<'a> {
    net: &'a Net<'a>,
    offers: &'a [(usize, Vec<usize>)],
    taken: Taken,
    /// `(worth, resident)` of the best residents of each site in the present slot.
    lists: Vec<Vec<(i64, usize)>>,
    wanted: Vec<(i64, usize)>,
}

impl<'a> Market<'a> {
    fn new(net: &'a Net<'a>, offers: &'a [(usize, Vec<usize>)]) -> Self {
        Market {
            net,
            offers,
            taken: Taken::default(),
            lists: vec![Vec::new(); net.sites],
            wanted: Vec::new(),
        }
    }

    /// Lets every group and facilitator choose at these prices.
    fn clear(&mut self, prices: &Prices) -> Proof {
        let net = self.net;
        let (residents, cells) = (net.residents, net.sites * net.slots);
        let excess = &mut self.taken.excess;
        excess.clear();
        excess.extend(std::iter::repeat_n(-1, residents));
        excess.extend((0..cells).map(|cell| -(net.cap[cell / net.slots] as i64)));
        excess.extend(std::iter::repeat_n(0, net.slots));
        let mut proof = Proof {
            total: prices.all[..residents].iter().sum(),
            reduced: vec![i64::MIN; net.groups()],
        };
        for cell in 0..cells {
            proof.total += net.cap[cell / net.slots] as i64 * prices.all[residents + cell];
        }
        self.facilitators(&prices.all[residents + cells..], &mut proof);
        for slot in 0..net.slots {
            self.list(slot, prices);
            for venue in 0..net.venues {
                self.group(slot, venue, prices, &mut proof);
            }
        }
        proof
    }

    /// Everybody experienced leads in the slots that pay most.
    fn facilitators(&mut self, pay: &[i64], proof: &mut Proof) {
        let first = self.taken.excess.len() - pay.len();
        let mut slots = Vec::new();
        for (most, free) in self.offers {
            slots.clear();
            slots.extend(free.iter().copied().filter(|&slot| pay[slot] > 0));
            slots.sort_by_key(|&slot| std::cmp::Reverse(pay[slot]));
            for &slot in slots.iter().take(*most) {
                proof.total += pay[slot];
                self.taken.excess[first + slot] -= 1;
            }
        }
    }

    fn list(&mut self, slot: usize, prices: &Prices) {
        let net = self.net;
        for (site, list) in self.lists.iter_mut().enumerate() {
            let cell = prices.all[net.residents + site * net.slots + slot];
            list.clear();
            let worth = |&r: &usize| (net.value(r, slot) * SCALE - prices.all[r] - cell, r);
            list.extend(net.staff[site].iter().map(worth));
            let most = net.cap[site];
            if most > 0 && most < list.len() {
                list.select_nth_unstable_by(most - 1, |a, b| b.cmp(a));
            }
            list.truncate(most);
        }
    }

    /// The best members at these prices, whoever else wants them.
    fn group(&mut self, slot: usize, venue: usize, prices: &Prices, proof: &mut Proof) {
        let net = self.net;
        let wanted = &mut self.wanted;
        wanted.clear();
        for &(site, _, cost) in &net.near[venue] {
            let worth = |&(worth, r): &(i64, usize)| (worth - cost * SCALE, r);
            wanted.extend(self.lists[site].iter().map(worth));
        }
        let (least, most) = (net.problem.min_size, net.problem.max_size);
        if wanted.len() < least {
            return;
        }
        if most < wanted.len() {
            wanted.select_nth_unstable_by(most - 1, |a, b| b.cmp(a));
            wanted.truncate(most);
        }
        wanted.sort_unstable_by(|a, b| b.cmp(a));
        while wanted.len() > least && wanted.last().is_some_and(|last| last.0 <= 0) {
            wanted.pop();
        }
        let first = net.residents + net.sites * net.slots;
        let price = prices.all[first + slot] + net.problem.group_cost * SCALE;
        let reduced = wanted.iter().map(|member| member.0).sum::<i64>() - price;
        proof.reduced[slot * net.venues + venue] = reduced;
        if reduced > 0 {
            proof.total += reduced;
            self.taken.excess[first + slot] += 1;
            for &(_, r) in wanted.iter() {
                self.taken.excess[r] += 1;
                self.taken.excess[net.residents + net.site_of[r] * net.slots + slot] += 1;
            }
        }
    }
}

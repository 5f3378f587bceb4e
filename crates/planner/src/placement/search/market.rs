//! What a plan is worth at most when residents and sites in slots have prices: every group alone takes
//! whom it likes, whoever else wants them, and the facilitators lead those groups that gain most.

use super::leads::Leads;
use super::net::Net;

/// Prices are whole numbers of this fraction of a unit, so that every sum is exact.
pub(super) const SCALE: i64 = 64;
/// What a group gains that cannot be filled.
pub(super) const NEVER: i64 = i64::MIN;
/// A worth and a position in one number that is compared at once: positions are below 4,194,304 and
/// worths below 2^39 (see `parse`), so that both fit.
const PLACES: u32 = 22;
/// From so many values on (residents x slots) threads are worth starting.
const MANY: usize = 60_000;

/// What has been decided about a group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fate {
    Free,
    Open,
    Closed,
}

pub(super) struct Market<'a> {
    pub(super) net: &'a Net<'a>,
    halls: Vec<Hall>,
    leads: Leads,
    /// Groups by falling gain.
    order: Vec<(i64, usize)>,
    /// The groups that are led, in the order in which they were chosen.
    pub(super) chosen: Vec<usize>,
    /// How much more of each thing is taken than there is, in the order of the prices.
    pub(super) excess: Vec<i64>,
    threads: usize,
}

/// One slot.
struct Hall {
    slot: usize,
    /// By venue: what the group gains.
    gain: Vec<i64>,
    /// By venue: the members it would take, as positions.
    members: Vec<Vec<i64>>,
    /// The best residents of each site.
    lists: Vec<Vec<i64>>,
}

impl<'a> Market<'a> {
    pub(super) fn new(net: &'a Net<'a>, threads: usize) -> Self {
        let hall = |slot| Hall {
            slot,
            gain: vec![NEVER; net.venues],
            members: vec![Vec::new(); net.venues],
            lists: vec![Vec::new(); net.sites],
        };
        let many = net.residents * net.slots >= MANY;
        Market {
            net,
            halls: (0..net.slots).map(hall).collect(),
            leads: Leads::new(net.problem),
            order: Vec::new(),
            chosen: Vec::new(),
            excess: vec![0; net.residents + net.sites * net.slots],
            threads: if many {
                threads.clamp(1, net.slots.max(1))
            } else {
                1
            },
        }
    }

    /// Lets every group choose at these prices (residents in the order of their sites, then
    /// `site * slots + slot`). What every plan with these fates is worth at most, in parts of
    /// [`SCALE`]; `None` if the groups that must be open cannot be filled or led.
    pub(super) fn clear(&mut self, prices: &[i64], fates: &[Fate]) -> Option<i64> {
        let net = self.net;
        let share = self.halls.len().div_ceil(self.threads).max(1);
        if self.threads > 1 {
            std::thread::scope(|scope| {
                for part in self.halls.chunks_mut(share) {
                    scope.spawn(move || part.iter_mut().for_each(|h| h.fill(net, prices, fates)));
                }
            });
        } else {
            self.halls
                .iter_mut()
                .for_each(|h| h.fill(net, prices, fates));
        }
        let mut total: i64 = prices[..net.residents].iter().sum();
        for (cell, price) in prices[net.residents..].iter().enumerate() {
            total += net.cap[cell] as i64 * price;
        }
        self.choose(fates)?;
        total += self.chosen.iter().map(|&g| self.gain(g)).sum::<i64>();
        self.count();
        Some(total)
    }

    /// From now on `others` of the threads have other work.
    pub(super) fn leave_for_others(&mut self, threads: usize, others: usize) {
        self.threads = self.threads.min(threads.saturating_sub(others)).max(1);
    }

    pub(super) fn gain(&self, group: usize) -> i64 {
        let (slot, venue) = self.net.place(group);
        self.halls[slot].gain[venue]
    }

    /// The best groups that can be led together: such sets are the independent sets of a matroid, so
    /// taking them one by one is exact (Edmonds 1971).
    fn choose(&mut self, fates: &[Fate]) -> Option<()> {
        self.leads.clear();
        self.chosen.clear();
        self.order.clear();
        for (group, fate) in fates.iter().enumerate() {
            let (slot, venue) = self.net.place(group);
            let gain = self.halls[slot].gain[venue];
            match fate {
                Fate::Open if gain == NEVER || !self.leads.add(slot) => return None,
                Fate::Open => self.chosen.push(group),
                Fate::Free if gain > 0 => self.order.push((gain, group)),
                _ => {}
            }
        }
        self.order.sort_unstable_by(|a, b| b.cmp(a));
        let mut full = vec![false; self.net.slots];
        for &(_, group) in &self.order {
            let slot = group / self.net.venues;
            if full[slot] {
                continue;
            }
            if self.leads.add(slot) {
                self.chosen.push(group);
            } else {
                full[slot] = true;
            }
        }
        Some(())
    }

    fn count(&mut self) {
        let net = self.net;
        self.excess[..net.residents].fill(-1);
        for (cell, excess) in self.excess[net.residents..].iter_mut().enumerate() {
            *excess = -(net.cap[cell] as i64);
        }
        for &group in &self.chosen {
            let (slot, venue) = net.place(group);
            for &member in &self.halls[slot].members[venue] {
                let position = position(member);
                let site = net.site_at[position];
                self.excess[position] += 1;
                self.excess[net.residents + site * net.slots + slot] += 1;
            }
        }
    }

    /// By slot: what another group there costs at least, because a facilitator must leave the group
    /// that gains least of those that could be given up for it.
    pub(super) fn displaced(&self, fates: &[Fate]) -> Vec<i64> {
        let net = self.net;
        let mut least = vec![i64::MAX; net.slots];
        for &group in &self.chosen {
            let slot = group / net.venues;
            if fates[group] == Fate::Free {
                least[slot] = least[slot].min(self.gain(group));
            }
        }
        let cost = |slot| match self.leads.exchangeable(slot) {
            None => 0,
            Some(slots) => slots
                .into_iter()
                .map(|s| least[s])
                .min()
                .unwrap_or(i64::MAX),
        };
        (0..net.slots).map(cost).collect()
    }
}

impl Hall {
    fn fill(&mut self, net: &Net<'_>, prices: &[i64], fates: &[Fate]) {
        let fates = &fates[self.slot * net.venues..(self.slot + 1) * net.venues];
        if fates.iter().all(|&fate| fate == Fate::Closed) {
            self.gain.fill(NEVER);
            return;
        }
        for site in 0..net.sites {
            self.list(net, site, prices);
        }
        for (venue, &fate) in fates.iter().enumerate() {
            self.gain[venue] = NEVER;
            if fate != Fate::Closed {
                self.group(net, venue);
            }
        }
    }

    fn list(&mut self, net: &Net<'_>, site: usize, prices: &[i64]) {
        let list = &mut self.lists[site];
        list.clear();
        let most = net.cap[site * net.slots + self.slot];
        if most == 0 {
            return;
        }
        let cell = prices[net.residents + site * net.slots + self.slot];
        let (first, last) = (net.first[site], net.first[site + 1]);
        let values = &net.by_slot[self.slot * net.residents..][first..last];
        let worths = values.iter().zip(&prices[first..last]).zip(first as i64..);
        list.extend(
            worths.map(|((value, price), at)| at - ((cell + price - value * SCALE) << PLACES)),
        );
        if most < list.len() {
            list.select_nth_unstable_by(most - 1, |a, b| b.cmp(a));
            list.truncate(most);
        }
    }

    /// The best members at these prices, whoever else wants them.
    fn group(&mut self, net: &Net<'_>, venue: usize) {
        let wanted = &mut self.members[venue];
        wanted.clear();
        for &(site, _, cost) in &net.near[venue] {
            let cost = (cost * SCALE) << PLACES;
            wanted.extend(self.lists[site].iter().map(|&member| member - cost));
        }
        let (least, most) = net.size[self.slot * net.venues + venue];
        if wanted.len() < least {
            return;
        }
        if most < wanted.len() {
            wanted.select_nth_unstable_by(most - 1, |a, b| b.cmp(a));
            wanted.truncate(most);
        }
        wanted.sort_unstable_by(|a, b| b.cmp(a));
        while wanted.len() > least && wanted.last().is_some_and(|last| *last >> PLACES <= 0) {
            wanted.pop();
        }
        let worth = wanted.iter().map(|member| member >> PLACES).sum::<i64>();
        self.gain[venue] = worth - net.problem.group_cost * SCALE;
    }
}

fn position(member: i64) -> usize {
    (member & ((1 << PLACES) - 1)) as usize
}

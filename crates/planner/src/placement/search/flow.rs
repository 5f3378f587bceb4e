//! The best members for a set of open groups, kept up to date while groups open and close.
//!
//! A flow of greatest gain: outside -> resident -> site in slot -> (cap) -> group -> outside. A resident
//! is in one place only, so residents need no node: they are the arcs between the slots of their site
//! and the outside. Potentials
//! keep every residual arc at a reduced cost of 0 or more, so each change is a few short searches near
//! the group (successive shortest paths; Ahuja, Magnanti and Orlin 1993, chapter 9). A journal takes
//! changes back.

use super::net::Net;
use super::paths::Paths;

pub(super) const OUTSIDE: usize = 0;
/// The slot of a resident without a place; also "nobody" on an arc that moves no resident.
pub(super) const NOWHERE: usize = usize::MAX;

/// What a node stands for.
#[derive(Clone, Copy)]
pub(super) enum Node {
    Outside,
    /// `(site, slot)` before and after the cap of the site.
    Before(usize, usize),
    After(usize, usize),
    Group(usize),
}

pub(super) struct Flow<'a> {
    pub(super) net: &'a Net<'a>,
    /// Slot of each resident, or `NOWHERE`.
    slot_of: Vec<usize>,
    /// `[site * slots + slot]`: residents away.
    pub(super) away: Vec<Vec<usize>>,
    /// `[site * slots + slot][position in reach]`: how many of them go there.
    pub(super) to: Vec<Vec<usize>>,
    pub(super) open: Vec<bool>,
    pub(super) size: Vec<usize>,
    pub(super) potential: Vec<i64>,
    /// Value less travel of the placed, less the cost of the open groups.
    pub(super) worth: i64,
    /// Open groups below the least size.
    pub(super) short: usize,
    paths: Paths,
    journal: Vec<Entry>,
}

enum Entry {
    Potential(usize, i64),
    Slot(usize, usize),
    To(usize, usize, bool),
    Open(usize),
    Close(usize),
}

impl<'a> Flow<'a> {
    pub(super) fn new(net: &'a Net<'a>) -> Self {
        let cells = net.sites * net.slots;
        let nodes = 1 + 2 * cells + net.groups();
        let mut flow = Flow {
            net,
            slot_of: vec![NOWHERE; net.residents],
            away: vec![Vec::new(); cells],
            to: (0..cells)
                .map(|cell| vec![0; net.reach[cell / net.slots].len()])
                .collect(),
            open: vec![false; net.groups()],
            size: vec![0; net.groups()],
            potential: vec![0; nodes],
            worth: 0,
            short: 0,
            paths: Paths::new(nodes),
            journal: Vec::new(),
        };
        for s in 0..net.sites {
            for t in 0..net.slots {
                let values = net.staff[s].iter().map(|&r| net.value(r, t));
                let best = values.max().unwrap_or(0);
                let (before, after) = (flow.before(s, t), flow.after(s, t));
                flow.potential[before] = best;
                flow.potential[after] = best;
            }
        }
        flow
    }

    /// Opens a group and fills it as far as that gains, exchanging others where needed. Gives up once
    /// it is filled to the least size and cannot bring the worth to `least`. Says what the worth is, or
    /// at most could have become.
    pub(super) fn open(&mut self, group: usize, least: i64) -> i64 {
        let (slot, venue) = self.net.place(group);
        let node = self.group(group);
        let reach = self.net.near[venue].iter();
        let best = reach.map(|&(s, _, cost)| self.potential[self.after(s, slot)] - cost);
        let best = best.max().unwrap_or(0);
        self.set_potential(node, best);
        self.set_open(group, true);
        let (fewest, most) = self.net.size[group];
        while self.size[group] < most {
            let mut paths = std::mem::take(&mut self.paths);
            let path = paths.best_way_in(self, group);
            self.paths = paths;
            let gain = self.potential[node] + self.next_bonus(group);
            // Every further member gains at most as much as this one.
            let left = (most - self.size[group]) as i64;
            if !path || gain <= 0 {
                break;
            }
            if self.size[group] >= fewest && self.worth + left * gain < least {
                return self.worth + left * gain;
            }
            self.apply();
        }
        self.worth
    }

    /// Empties a group, its members going where they do best, and closes it. False, with the work half
    /// done, once the worth cannot stay at `least`.
    pub(super) fn close(&mut self, group: usize, least: i64) -> bool {
        self.set_open(group, false);
        let node = self.group(group);
        while self.size[group] > 0 {
            let mut paths = std::mem::take(&mut self.paths);
            paths.best_way_out(self, group);
            self.paths = paths;
            // Every further member loses at least as much as this one.
            let loss = self.potential[node].saturating_mul(self.size[group] as i64);
            if self.short == 0 && self.worth.saturating_sub(loss) < least {
                return false;
            }
            self.apply();
        }
        true
    }

    /// Forgets the way back: what has been done stays. The potentials become exact, which keeps the
    /// searches of the next openings short.
    pub(super) fn keep(&mut self) {
        self.journal.clear();
        let mut paths = std::mem::take(&mut self.paths);
        paths.tighten(self);
        self.paths = paths;
    }

    /// Forgets the way back without making the potentials exact.
    pub(super) fn settle(&mut self) {
        self.journal.clear();
    }

    /// Takes everything back since the last [`Flow::keep`] or [`Flow::settle`].
    pub(super) fn undo(&mut self) {
        while let Some(entry) = self.journal.pop() {
            match entry {
                Entry::Potential(node, old) => self.potential[node] = old,
                Entry::Slot(resident, old) => self.seat(resident, old),
                Entry::To(cell, k, more) => self.send(cell, k, !more),
                Entry::Open(group) => self.switch(group, false),
                Entry::Close(group) => self.switch(group, true),
            }
        }
    }

    /// By group: the members by their numbers in the problem, in ascending order.
    pub(super) fn members(&self) -> Vec<Vec<usize>> {
        let net = self.net;
        let mut members = vec![Vec::new(); net.groups()];
        for cell in 0..net.sites * net.slots {
            let (site, slot) = (cell / net.slots, cell % net.slots);
            let mut away = self.away[cell].clone();
            away.sort_unstable();
            let mut away = away.into_iter().map(|r| net.who[r]);
            for (&(venue, _), &count) in net.reach[site].iter().zip(&self.to[cell]) {
                members[slot * net.venues + venue].extend(away.by_ref().take(count));
            }
        }
        members
            .iter_mut()
            .for_each(|members| members.sort_unstable());
        members
    }

    /// What another member of the group brings beyond their value.
    pub(super) fn next_bonus(&self, group: usize) -> i64 {
        let below = self.size[group] < self.net.size[group].0;
        if below { self.net.bonus } else { 0 }
    }

    /// What the last member of the group brings beyond their value.
    pub(super) fn last_bonus(&self, group: usize) -> i64 {
        let below = self.size[group] <= self.net.size[group].0;
        if below { self.net.bonus } else { 0 }
    }

    pub(super) fn slot_of(&self, resident: usize) -> usize {
        self.slot_of[resident]
    }

    pub(super) fn set_potential(&mut self, node: usize, to: i64) {
        self.journal
            .push(Entry::Potential(node, self.potential[node]));
        self.potential[node] = to;
    }

    pub(super) fn before(&self, site: usize, slot: usize) -> usize {
        1 + site * self.net.slots + slot
    }

    pub(super) fn after(&self, site: usize, slot: usize) -> usize {
        self.before(site, slot) + self.net.sites * self.net.slots
    }

    pub(super) fn group(&self, group: usize) -> usize {
        1 + 2 * self.net.sites * self.net.slots + group
    }

    pub(super) fn node(&self, node: usize) -> Node {
        let slots = self.net.slots;
        let cells = self.net.sites * slots;
        match node {
            OUTSIDE => Node::Outside,
            n if n <= cells => Node::Before((n - 1) / slots, (n - 1) % slots),
            n if n <= 2 * cells => Node::After((n - 1 - cells) / slots, (n - 1 - cells) % slots),
            n => Node::Group(n - 1 - 2 * cells),
        }
    }

    /// Sends one unit along the path that was found last.
    fn apply(&mut self) {
        let path = std::mem::take(&mut self.paths.found);
        for arc in &path {
            match (self.node(arc.from), self.node(arc.to)) {
                (_, Node::Before(_, slot)) if arc.who != NOWHERE => self.move_to(arc.who, slot),
                (_, Node::Outside) if arc.who != NOWHERE => self.move_to(arc.who, NOWHERE),
                (Node::After(s, t), Node::Group(g)) => self.pass(s, t, g, true),
                (Node::Group(g), Node::After(s, t)) => self.pass(s, t, g, false),
                _ => {}
            }
        }
        self.paths.found = path;
    }

    fn pass(&mut self, site: usize, slot: usize, group: usize, more: bool) {
        let venue = self.net.place(group).1;
        let reach = &self.net.reach[site];
        let k = reach.iter().position(|way| way.0 == venue);
        let k = k.expect("an arc leads to a venue in reach");
        let cell = site * self.net.slots + slot;
        self.journal.push(Entry::To(cell, k, more));
        self.send(cell, k, more);
    }

    fn move_to(&mut self, resident: usize, slot: usize) {
        self.journal
            .push(Entry::Slot(resident, self.slot_of[resident]));
        self.seat(resident, slot);
    }

    fn seat(&mut self, resident: usize, slot: usize) {
        let net = self.net;
        let site = net.site_of[resident] * net.slots;
        let old = std::mem::replace(&mut self.slot_of[resident], slot);
        if old != NOWHERE {
            self.away[site + old].retain(|&other| other != resident);
            self.worth -= net.value(resident, old);
        }
        if slot != NOWHERE {
            self.away[site + slot].push(resident);
            self.worth += net.value(resident, slot);
        }
    }

    fn send(&mut self, cell: usize, k: usize, more: bool) {
        let (venue, cost) = self.net.reach[cell / self.net.slots][k];
        let group = (cell % self.net.slots) * self.net.venues + venue;
        let was_short = self.is_short(group);
        if more {
            self.to[cell][k] += 1;
            self.size[group] += 1;
            self.worth -= cost;
        } else {
            self.to[cell][k] -= 1;
            self.size[group] -= 1;
            self.worth += cost;
        }
        self.recount(was_short, group);
    }

    fn set_open(&mut self, group: usize, open: bool) {
        let entry = if open { Entry::Open } else { Entry::Close };
        self.journal.push(entry(group));
        self.switch(group, open);
    }

    fn switch(&mut self, group: usize, open: bool) {
        let was_short = self.is_short(group);
        self.open[group] = open;
        let cost = self.net.problem.group_cost;
        self.worth += if open { -cost } else { cost };
        self.recount(was_short, group);
    }

    fn is_short(&self, group: usize) -> bool {
        self.open[group] && self.size[group] < self.net.size[group].0
    }

    fn recount(&mut self, was_short: bool, group: usize) {
        match (was_short, self.is_short(group)) {
            (false, true) => self.short += 1,
            (true, false) => self.short -= 1,
            _ => {}
        }
    }
}

use super::super::Problem;
use super::market::SCALE;

/// The problem, or what is left of one, as the search reads it: flat lists, costs multiplied out.
pub(super) struct Net<'a> {
    pub(super) problem: &'a Problem,
    pub(super) slots: usize,
    pub(super) venues: usize,
    pub(super) sites: usize,
    pub(super) residents: usize,
    /// By resident: their number in the problem, in ascending order.
    pub(super) who: Vec<usize>,
    /// `[resident * slots + slot]`
    pub(super) value: Vec<i64>,
    pub(super) site_of: Vec<usize>,
    /// `[slot * residents + position]`, positions in the order of the sites.
    pub(super) by_slot: Vec<i64>,
    /// By position: the site.
    pub(super) site_at: Vec<usize>,
    /// By site: the position of its first resident; one more than there are sites.
    pub(super) first: Vec<usize>,
    /// Residents by site.
    pub(super) staff: Vec<Vec<usize>>,
    /// `[site * slots + slot]`: most residents away.
    pub(super) cap: Vec<usize>,
    /// By site: `(venue, cost)`.
    pub(super) reach: Vec<Vec<(usize, i64)>>,
    /// By venue: `(site, position in the site's reach, cost)`.
    pub(super) near: Vec<Vec<(usize, usize, i64)>>,
    /// By group: least and most members, no more than could ever matter.
    pub(super) size: Vec<(usize, usize)>,
    /// The highest value of anybody anywhere.
    pub(super) dearest: i64,
    /// What a member brings beyond their value while a group is below the least size: more than any path
    /// through the network could gain or lose, so that no group stays below it that could be filled.
    pub(super) bonus: i64,
}

impl<'a> Net<'a> {
    pub(super) fn new(problem: &'a Problem) -> Self {
        let slots = problem.slots.len();
        let cap = problem.sites.iter().flat_map(|site| vec![site.cap; slots]);
        let size = (problem.min_size, problem.max_size);
        let sizes = vec![size; slots * problem.venues.len()];
        Net::left(
            problem,
            (0..problem.residents.len()).collect(),
            cap.collect(),
            sizes,
        )
    }

    /// What is left of a problem: these residents, in ascending order, caps by `site * slots + slot`, and
    /// least and most members by group.
    pub(super) fn left(
        problem: &'a Problem,
        who: Vec<usize>,
        mut cap: Vec<usize>,
        mut size: Vec<(usize, usize)>,
    ) -> Self {
        let (slots, sites) = (problem.slots.len(), problem.sites.len());
        let residents = who.len();
        let site_of: Vec<usize> = who.iter().map(|&r| problem.residents[r].site).collect();
        let mut staff = vec![Vec::new(); sites];
        for (r, &site) in site_of.iter().enumerate() {
            staff[site].push(r);
        }
        for (cell, cap) in cap.iter_mut().enumerate() {
            *cap = (*cap).min(staff[cell / slots].len());
        }
        for (least, most) in &mut size {
            *least = (*least).min(residents + 1);
            *most = (*most).min(residents);
        }
        let order = staff.concat();
        let mut first = vec![0];
        for staff in &staff {
            first.push(first[first.len() - 1] + staff.len());
        }
        let row = |r: usize| &problem.value[who[r]];
        let by_slot = (0..slots).flat_map(|t| order.iter().map(move |&r| row(r)[t]));
        let by_slot = by_slot.collect();
        let reach = reach(problem, &staff);
        let mut near = vec![Vec::new(); problem.venues.len()];
        for (s, row) in reach.iter().enumerate() {
            for (k, &(v, cost)) in row.iter().enumerate() {
                near[v].push((s, k, cost));
            }
        }
        let furthest = reach.iter().flatten().map(|way| way.1).max().unwrap_or(0);
        let best = |r: usize| row(r).iter().max().copied().unwrap_or(0);
        Net {
            slots,
            venues: problem.venues.len(),
            sites,
            residents,
            value: (0..residents)
                .flat_map(|r| row(r).iter().copied())
                .collect(),
            by_slot,
            site_at: order.iter().map(|&r| site_of[r]).collect(),
            site_of,
            first,
            staff,
            cap,
            reach,
            near,
            size,
            dearest: (0..residents).map(best).max().unwrap_or(0),
            bonus: 1 + 2 * (0..residents).map(|r| furthest + best(r)).sum::<i64>(),
            problem,
            who,
        }
    }

    pub(super) fn value(&self, resident: usize, slot: usize) -> i64 {
        self.value[resident * self.slots + slot]
    }

    /// The price nearest to this one that could make sense.
    pub(super) fn price(&self, price: i64) -> i64 {
        price.clamp(0, self.dearest * SCALE)
    }

    /// Slot and venue of a group's number.
    pub(super) fn place(&self, group: usize) -> (usize, usize) {
        (group / self.venues, group % self.venues)
    }

    pub(super) fn groups(&self) -> usize {
        self.slots * self.venues
    }
}

/// A site that can send nobody reaches nothing.
fn reach(problem: &Problem, staff: &[Vec<usize>]) -> Vec<Vec<(usize, i64)>> {
    let km = problem.travel_cost_per_km;
    let sites = problem.travel.iter().enumerate();
    let row = |(site, row): (usize, &Vec<(usize, i64)>)| {
        let sends = !staff[site].is_empty() && problem.sites[site].cap > 0;
        let ways = row.iter().filter(|_| sends);
        ways.map(|&(venue, far)| (venue, far * km)).collect()
    };
    sites.map(row).collect()
}

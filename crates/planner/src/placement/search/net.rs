use super::super::Problem;
use super::market::SCALE;

/// The problem as the search reads it: flat lists, costs multiplied out.
pub(super) struct Net<'a> {
    pub(super) problem: &'a Problem,
    pub(super) slots: usize,
    pub(super) venues: usize,
    pub(super) sites: usize,
    pub(super) residents: usize,
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
    pub(super) cap: Vec<usize>,
    /// By site: `(venue, cost)`.
    pub(super) reach: Vec<Vec<(usize, i64)>>,
    /// By venue: `(site, position in the site's reach, cost)`.
    pub(super) near: Vec<Vec<(usize, usize, i64)>>,
    /// Least and most members of a group, no more than could ever matter.
    pub(super) fewest: usize,
    pub(super) most: usize,
    /// The highest value of anybody anywhere.
    pub(super) dearest: i64,
    /// What a member brings beyond their value while a group is below the least size: more than any path
    /// through the network could gain or lose, so that no group stays below it that could be filled.
    pub(super) bonus: i64,
}

impl<'a> Net<'a> {
    pub(super) fn new(problem: &'a Problem) -> Self {
        let km = problem.travel_cost_per_km;
        let (sites, venues) = (problem.sites.len(), problem.venues.len());
        let mut staff = vec![Vec::new(); sites];
        for (r, resident) in problem.residents.iter().enumerate() {
            staff[resident.site].push(r);
        }
        let cost = |row: &Vec<(usize, i64)>| row.iter().map(|&(v, far)| (v, far * km)).collect();
        let mut reach: Vec<Vec<(usize, i64)>> = problem.travel.iter().map(cost).collect();
        // A site that can send nobody reaches nothing: every node that can be left can be reached.
        for (s, row) in reach.iter_mut().enumerate() {
            if staff[s].is_empty() || problem.sites[s].cap == 0 {
                row.clear();
            }
        }
        let mut near = vec![Vec::new(); venues];
        for (s, row) in reach.iter().enumerate() {
            for (k, &(v, cost)) in row.iter().enumerate() {
                near[v].push((s, k, cost));
            }
        }
        let dearest = reach.iter().flatten().map(|way| way.1).max().unwrap_or(0);
        let best = |row: &Vec<i64>| dearest + row.iter().max().copied().unwrap_or(0);
        let bonus = 1 + 2 * problem.value.iter().map(best).sum::<i64>();
        let order = staff.concat();
        let slots = problem.slots.len();
        let by_slot = (0..slots).flat_map(|t| order.iter().map(move |&r| problem.value[r][t]));
        let mut first = vec![0];
        for staff in &staff {
            first.push(first[first.len() - 1] + staff.len());
        }
        Net {
            by_slot: by_slot.collect(),
            site_at: order.iter().map(|&r| problem.residents[r].site).collect(),
            first,
            problem,
            slots: problem.slots.len(),
            venues,
            sites,
            residents: problem.residents.len(),
            dearest: problem.value.iter().flatten().max().copied().unwrap_or(0),
            value: problem.value.concat(),
            site_of: problem.residents.iter().map(|r| r.site).collect(),
            cap: (problem.sites.iter().zip(&staff))
                .map(|(site, staff)| site.cap.min(staff.len()))
                .collect(),
            staff,
            reach,
            near,
            fewest: problem.min_size.min(problem.residents.len() + 1),
            most: problem.max_size.min(problem.residents.len()),
            bonus,
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

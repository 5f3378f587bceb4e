use std::collections::{BTreeMap, BTreeSet};

use super::super::super::{Group, Problem};
use super::super::leads::Leads;

/// The plan while it is mended: who is where, by name.
pub(super) struct Roll<'a> {
    pub(super) problem: &'a Problem,
    /// Groups (`slot * venues + venue`) that may not be.
    lost: BTreeSet<usize>,
    /// By group: the members, for open groups.
    pub(super) teams: BTreeMap<usize, Vec<usize>>,
    /// By resident: the group.
    pub(super) place: Vec<Option<usize>>,
    /// `[site * slots + slot]`: residents away.
    pub(super) away: Vec<usize>,
    /// By group: who led it.
    pub(super) before: BTreeMap<usize, Vec<usize>>,
    /// One experienced facilitator for each open group.
    pub(super) leads: Leads,
}

impl<'a> Roll<'a> {
    pub(super) fn new(problem: &'a Problem, lost: &[(usize, usize)]) -> Self {
        let (slots, venues) = (problem.slots.len(), problem.venues.len());
        let real = lost
            .iter()
            .filter(|(slot, venue)| *slot < slots && *venue < venues);
        Roll {
            problem,
            lost: real.map(|(slot, venue)| slot * venues + venue).collect(),
            teams: BTreeMap::new(),
            before: BTreeMap::new(),
            place: vec![None; problem.residents.len()],
            away: vec![0; problem.sites.len() * slots],
            leads: Leads::new(problem),
        }
    }

    /// Whether a group may be in this slot and venue and is not yet.
    pub(super) fn may_open(&self, group: usize) -> bool {
        !self.lost.contains(&group) && !self.teams.contains_key(&group)
    }

    pub(super) fn slot(&self, group: usize) -> usize {
        group / self.problem.venues.len()
    }

    fn cell(&self, resident: usize, slot: usize) -> usize {
        self.problem.residents[resident].site * self.problem.slots.len() + slot
    }

    /// Whether the site of the resident would let another one go then.
    pub(super) fn cap_left(&self, resident: usize, slot: usize) -> bool {
        let site = self.problem.residents[resident].site;
        self.away[self.cell(resident, slot)] < self.problem.sites[site].cap
    }

    /// What the resident would bring to the group; `None` if it is out of reach.
    pub(super) fn net(&self, resident: usize, group: usize) -> Option<i64> {
        let problem = self.problem;
        let (slot, venue) = (self.slot(group), group % problem.venues.len());
        let ways = &problem.travel[problem.residents[resident].site];
        let km = ways.iter().find(|way| way.0 == venue)?.1;
        Some(problem.value[resident][slot] - km * problem.travel_cost_per_km)
    }

    pub(super) fn join(&mut self, resident: usize, group: usize) {
        let cell = self.cell(resident, self.slot(group));
        self.away[cell] += 1;
        self.place[resident] = Some(group);
        self.teams.entry(group).or_default().push(resident);
    }

    pub(super) fn leave(&mut self, resident: usize) {
        let Some(group) = self.place[resident].take() else {
            return;
        };
        let cell = self.cell(resident, self.slot(group));
        self.away[cell] -= 1;
        if let Some(team) = self.teams.get_mut(&group) {
            team.retain(|&other| other != resident);
        }
    }

    /// Closes a group; its members have no place then.
    pub(super) fn close(&mut self, group: usize) {
        for resident in self.teams.remove(&group).unwrap_or_default() {
            self.leave(resident);
        }
    }

    /// The facilitator of a closed group need not lead it.
    pub(super) fn free_leader(&mut self, group: usize) {
        let before = self.before.get(&group).map_or(&[][..], Vec::as_slice);
        self.leads
            .remove_from(group / self.problem.venues.len(), before);
    }

    pub(super) fn worth(&self) -> i64 {
        let groups = self.place.iter().enumerate();
        let placed = groups.filter_map(|(r, group)| self.net(r, (*group)?));
        placed.sum::<i64>() - self.teams.len() as i64 * self.problem.group_cost
    }

    /// The plan, each group led by whom it was led by as far as that may be.
    pub(super) fn groups(&self) -> Vec<Group> {
        let problem = self.problem;
        let before = |group| self.before.get(&group).map_or(&[][..], Vec::as_slice);
        let mut led = vec![Vec::new(); problem.facilitators.len()];
        let mut leaders: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for slot in 0..problem.slots.len() {
            let here: Vec<usize> = self.teams.keys().copied().collect();
            let here = here.into_iter().filter(|&group| self.slot(group) == slot);
            let mut people: Vec<usize> = self.leads.of(slot).collect();
            people.iter().for_each(|&person| led[person].push(slot));
            let mut without = Vec::new();
            for group in here {
                match people
                    .iter()
                    .position(|person| before(group).contains(person))
                {
                    Some(at) => drop(leaders.insert(group, vec![people.remove(at)])),
                    None => without.push(group),
                }
            }
            leaders.extend(
                without
                    .into_iter()
                    .zip(people.into_iter().map(|person| vec![person])),
            );
        }
        let mut groups = Vec::new();
        for (&group, members) in &self.teams {
            let slot = self.slot(group);
            let mut who = leaders.remove(&group).unwrap_or_default();
            self.seconds(slot, before(group), &mut who, &mut led);
            let mut members = members.clone();
            members.sort_unstable();
            groups.push(Group {
                slot,
                venue: group % problem.venues.len(),
                members,
                leaders: who,
            });
        }
        groups
    }

    /// Whoever led beside the first stays where that may be; the order stays, too.
    fn seconds(&self, slot: usize, before: &[usize], who: &mut Vec<usize>, led: &mut [Vec<usize>]) {
        for &second in before {
            let Some(person) = self.problem.facilitators.get(second) else {
                continue;
            };
            let busy = led[second].contains(&slot) || led[second].len() >= person.max_groups;
            if !busy && person.slots.contains(&slot) && who.len() < self.problem.max_leaders {
                led[second].push(slot);
                who.push(second);
            }
        }
        let rank = |person: &usize| before.iter().position(|old| old == person);
        who.sort_by_key(|person| rank(person).unwrap_or(usize::MAX));
    }
}

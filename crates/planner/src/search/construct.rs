//! Members for a set of open options, one resident at a time along augmenting paths.

use std::cmp::Reverse;
use std::collections::VecDeque;

use super::Work;
use super::attendance::{near, quick, suitable};
use super::draft::{Draft, Scored};
use super::staffing::{Staffing, staff};
use super::table::{Aim, Table};

/// Fills the open options; those that cannot reach the least size are closed again. `None` if a lock
/// cannot be kept or nobody can lead.
pub(super) fn members(table: &Table<'_>, open: &[usize], work: &Work<'_>) -> Option<Scored> {
    seeded(table, open, &[], work)
}

/// The same, with as many of these places kept as the rules allow, earlier ones first.
pub(super) fn seeded(
    table: &Table<'_>,
    open: &[usize],
    places: &[(usize, usize)],
    work: &Work<'_>,
) -> Option<Scored> {
    let mut drafts: Vec<Draft> = open.iter().copied().map(Draft::empty).collect();
    for draft in &mut drafts {
        let here = places.iter().filter(|place| place.1 == draft.option);
        draft.members = here.map(|place| place.0).collect();
    }
    // Teams that suit those who were here, if there are any; otherwise any teams.
    let suits = !places.is_empty() && staff(table, &mut drafts) == Staffing::Found;
    for draft in &mut drafts {
        draft.members.clear();
    }
    if !suits && staff(table, &mut drafts) != Staffing::Found {
        return None;
    }
    let mut filling = Filling {
        table,
        work,
        drafts,
    };
    for &(resident, option) in places {
        filling.keep(resident, option);
    }
    filling.insert_all();
    while let Some(small) = filling.smallest_below_least() {
        if !filling.fill(small, table.facts().policy.min_size) {
            if table.locked.must_open(filling.drafts[small].option) {
                return None;
            }
            filling.drafts.remove(small);
        }
        filling.insert_all();
    }
    let open: Vec<usize> = filling.drafts.iter().map(|draft| draft.option).collect();
    if !table
        .locked
        .kept(&open, |resident| filling.has_place(resident))
    {
        return None;
    }
    let attendance = suitable(table, &filling.drafts)?;
    Some(Scored::new(table, filling.drafts, attendance))
}

struct Filling<'a> {
    table: &'a Table<'a>,
    work: &'a Work<'a>,
    drafts: Vec<Draft>,
}

/// One step of a path: `resident` takes a place in `group`, where somebody may have to leave for it.
struct Step {
    resident: usize,
    group: usize,
    before: Option<usize>,
}

impl Filling<'_> {
    fn has_place(&self, resident: usize) -> bool {
        let mut drafts = self.drafts.iter();
        drafts.any(|draft| draft.members.contains(&resident))
    }

    /// Who must have a place first, then the heaviest, and among equals whoever has the fewest open
    /// options.
    fn insert_all(&mut self) {
        let everybody = 0..self.table.facts().residents.len();
        let mut waiting: Vec<usize> = everybody.filter(|&r| !self.has_place(r)).collect();
        waiting.sort_by_key(|&r| {
            let open = self
                .drafts
                .iter()
                .filter(|d| self.table.eligible(r, d.option));
            let free = !self.table.locked.placed(r);
            (free, Reverse(self.table.weight(r)), open.count())
        });
        for resident in waiting {
            if self.work.stopped() {
                return;
            }
            self.insert(resident);
        }
    }

    /// Breadth first over groups: a free seat ends the path, a full group passes one of its members on.
    /// Ties, keep-apart pairs and caps are judged when a whole path is known.
    fn insert(&mut self, resident: usize) -> bool {
        let mut steps: Vec<Step> = Vec::new();
        let mut seen = vec![false; self.drafts.len()];
        let mut queue = VecDeque::from([(resident, None)]);
        while let Some((mover, before)) = queue.pop_front() {
            for (group, seen) in seen.iter_mut().enumerate() {
                let draft = &self.drafts[group];
                if *seen || !self.table.eligible(mover, draft.option) {
                    continue;
                }
                let free = draft.members.len() < draft.seats(self.table);
                let members = draft.members.clone();
                steps.push(Step {
                    resident: mover,
                    group,
                    before,
                });
                let last = steps.len() - 1;
                if free {
                    if self.walk(&steps, last) {
                        return true;
                    }
                } else {
                    *seen = true;
                    // Nobody leaves a published place to make room.
                    let movers = members.into_iter().filter(|&member| !self.settled(member));
                    queue.extend(movers.map(|member| (member, Some(last))));
                }
            }
        }
        false
    }

    /// Moves everybody along the path that ends in `last`, unless that would break a rule.
    fn walk(&mut self, steps: &[Step], last: usize) -> bool {
        let mut drafts = self.drafts.clone();
        let mut next = Some(last);
        while let Some(step) = next.map(|index| &steps[index]) {
            for draft in &mut drafts {
                draft.members.retain(|&member| member != step.resident);
            }
            if !drafts[step.group].accepts(self.table, step.resident) {
                return false;
            }
            drafts[step.group].members.push(step.resident);
            next = step.before;
        }
        let end = &drafts[steps[last].group];
        if end.members.len() > end.seats(self.table) {
            return false;
        }
        self.work.spend();
        let holds = self.attend(&drafts, steps[0].resident);
        if holds {
            self.drafts = drafts;
        }
        holds
    }

    /// Gives somebody the place they had, if the rules still allow it.
    fn keep(&mut self, resident: usize, option: usize) {
        let Some(group) = self.drafts.iter().position(|d| d.option == option) else {
            return;
        };
        let before = None;
        let step = Step {
            resident,
            group,
            before,
        };
        self.walk(&[step], 0);
    }

    /// Whether everybody has enough weeks. Nobody new may cost others their published weeks.
    fn attend(&self, drafts: &[Draft], comer: usize) -> bool {
        match self.table.aim {
            Aim::Best => quick(self.table, drafts).is_some(),
            Aim::LeastChange if self.table.published_place(comer).is_some() => {
                suitable(self.table, drafts).is_some()
            }
            Aim::LeastChange => near(self.table, drafts).is_some(),
        }
    }

    /// Whether moving this resident would be a change from the published plan.
    fn settled(&self, resident: usize) -> bool {
        let published = self.table.published_place(resident);
        let mut drafts = self.drafts.iter();
        let here = drafts.find(|draft| draft.members.contains(&resident));
        self.table.aim == Aim::LeastChange
            && published.is_some()
            && here.map(|draft| draft.option) == published
    }

    fn smallest_below_least(&self) -> Option<usize> {
        let least = self.table.facts().policy.min_size;
        let small = (0..self.drafts.len()).filter(|&g| self.drafts[g].members.len() < least);
        small.min_by_key(|&g| self.drafts[g].members.len())
    }

    /// Tries to fill a group from groups that can spare members.
    fn fill(&mut self, group: usize, least: usize) -> bool {
        while self.drafts[group].members.len() < least {
            let spare = self
                .drafts
                .iter()
                .filter(|draft| draft.members.len() > least);
            let movers: Vec<usize> = spare.flat_map(|draft| draft.members.clone()).collect();
            let step = |resident| Step {
                resident,
                group,
                before: None,
            };
            let option = self.drafts[group].option;
            let eligible = |r: &usize| self.table.eligible(*r, option);
            let mut movers: Vec<usize> = movers.into_iter().filter(eligible).collect();
            movers.sort_by_key(|&resident| self.settled(resident));
            if !movers
                .into_iter()
                .any(|resident| self.walk(&[step(resident)], 0))
            {
                return false;
            }
        }
        true
    }
}

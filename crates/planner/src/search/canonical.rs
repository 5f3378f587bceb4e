use super::draft::Scored;
use super::table::{Published, Table};
use crate::{Facts, Group, Level, Member, Plan, Problem};

/// The problem in order of reference, and the way back. Plans that are equally good are decided by
/// reference order, never by the order of the input (programme 8.1 level 6, K4).
pub(super) struct Canonical {
    pub(super) problem: Problem,
    /// Position in the caller's list of each resident, option and facilitator.
    residents: Vec<usize>,
    options: Vec<usize>,
    facilitators: Vec<usize>,
    /// Position in the caller's list of each lock.
    locks: Vec<usize>,
}

impl Canonical {
    pub(super) fn new(problem: &Problem) -> Self {
        let given = problem.facts();
        let residents = sorted(&given.residents, |r| &r.reference);
        let options = sorted(&given.options, |o| &o.label);
        let facilitators = sorted(&given.facilitators, |f| &f.reference);
        let mut facts = permuted(given, &residents, &options, &facilitators);
        let mut locks: Vec<usize> = (0..facts.locks.len()).collect();
        locks.sort_by(|&a, &b| facts.locks[a].cmp(&facts.locks[b]));
        facts.locks = pick(&facts.locks, &locks);
        let problem = Problem::new(facts).expect("a permutation of valid facts is valid");
        Canonical {
            locks,
            problem,
            residents,
            options,
            facilitators,
        }
    }

    /// Who is where in a plan of the caller, in canonical numbers and order, as far as it names what
    /// there is.
    pub(super) fn places(&self, plan: &Plan) -> Vec<(usize, usize)> {
        let (resident, option) = (inverse(&self.residents), inverse(&self.options));
        let places = plan.groups.iter().flat_map(|group| {
            let place = |member: &Member| {
                let who = resident.get(member.resident)?;
                Some((*who, *option.get(group.option)?))
            };
            group.members.iter().filter_map(place).collect::<Vec<_>>()
        });
        let mut places: Vec<_> = places.collect();
        places.sort_unstable();
        places
    }

    /// The teams of a plan of the caller by option, in canonical numbers.
    pub(super) fn teams(&self, plan: &Plan) -> Vec<Vec<usize>> {
        let (option, facilitator) = (inverse(&self.options), inverse(&self.facilitators));
        let mut teams = vec![Vec::new(); option.len()];
        for group in &plan.groups {
            let team = group.facilitators.iter();
            let team = team.filter_map(|f| facilitator.get(*f).copied());
            if let Some(&option) = option.get(group.option) {
                teams[option] = team.collect();
            }
        }
        teams
    }

    /// What a plan of the caller gave each resident, in canonical order.
    pub(super) fn published(&self, plan: &Plan, approved: &[(usize, usize)]) -> Vec<Published> {
        let of = |&resident: &usize| {
            let attends = plan
                .place_of(resident)
                .map(|(_, member)| member.attends.clone());
            let approved = approved.iter().filter(|(who, _)| *who == resident);
            let mut approved: Vec<usize> = approved.map(|(_, week)| *week).collect();
            approved.retain(|week| {
                attends
                    .as_ref()
                    .is_some_and(|a| a.get(*week) == Some(&true))
            });
            Published {
                attends: attends.unwrap_or_default(),
                approved,
            }
        };
        self.residents.iter().map(of).collect()
    }

    /// The empty plan of a problem whose locks, at these canonical positions, leave no other.
    pub(super) fn none(&self, table: &Table<'_>, locks: &[usize], placed_bound: u64) -> Plan {
        let mut contradiction: Vec<usize> = locks.iter().map(|&lock| self.locks[lock]).collect();
        contradiction.sort_unstable();
        Plan {
            contradiction,
            ..self.restore(table, &Scored::empty(table), placed_bound, 0)
        }
    }

    /// The plan with the caller's numbers.
    pub(super) fn restore(
        &self,
        table: &Table<'_>,
        best: &Scored,
        placed_bound: u64,
        proved: usize,
    ) -> Plan {
        let mut plan = Plan {
            objective: best.worth.objective.clone(),
            placed_bound,
            proved,
            optimal: proved == Level::ALL.len(),
            ..Plan::default()
        };
        let mut placed = vec![false; self.residents.len()];
        let mut attends = best.attendance.weeks.iter();
        for draft in &best.drafts {
            let mut members = Vec::with_capacity(draft.members.len());
            for &resident in &draft.members {
                let resident = self.residents[resident];
                placed[resident] = true;
                let attends = attends.next().expect("attendance has a row a member");
                let attends = attends.clone();
                members.push(Member { resident, attends });
            }
            members.sort_by_key(|member| member.resident);
            let mut team = draft.team.clone();
            team.sort_by_key(|&f| (!table.facts().facilitators[f].experienced, f));
            plan.groups.push(Group {
                option: self.options[draft.option],
                facilitators: team.iter().map(|&f| self.facilitators[f]).collect(),
                members,
            });
        }
        plan.groups.sort_by_key(|group| group.option);
        plan.unplaced = (0..placed.len()).filter(|&r| !placed[r]).collect();
        plan
    }
}

fn sorted<T>(items: &[T], name: impl Fn(&T) -> &String) -> Vec<usize> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by(|&a, &b| name(&items[a]).cmp(name(&items[b])));
    order
}

fn permuted(
    given: &Facts,
    residents: &[usize],
    options: &[usize],
    facilitators: &[usize],
) -> Facts {
    let mut facts = given.clone();
    facts.residents = pick(&given.residents, residents);
    for resident in &mut facts.residents {
        resident.choices = pick(&resident.choices, options);
    }
    facts.options = pick(&given.options, options);
    facts.facilitators = pick(&given.facilitators, facilitators);
    for facilitator in &mut facts.facilitators {
        facilitator.available = pick(&facilitator.available, options);
    }
    let (resident, option) = (inverse(residents), inverse(options));
    let facilitator = inverse(facilitators);
    facts.ties = renumbered(&given.ties, &facilitator, &resident);
    facts.keep_apart = renumbered(&given.keep_apart, &resident, &resident);
    facts.overlaps = renumbered(&given.overlaps, &option, &option);
    facts.exclusive = renumbered(&given.exclusive, &option, &option);
    facts.published = renumbered(&given.published, &resident, &option);
    let locks = given.locks.iter();
    let lock =
        locks.map(|lock| lock.renumbered(|r| resident[r], |o| option[o], |f| facilitator[f]));
    facts.locks = lock.collect();
    facts
}

fn pick<T: Clone>(items: &[T], order: &[usize]) -> Vec<T> {
    order.iter().map(|&index| items[index].clone()).collect()
}

fn inverse(order: &[usize]) -> Vec<usize> {
    let mut inverse = vec![0; order.len()];
    for (position, &index) in order.iter().enumerate() {
        inverse[index] = position;
    }
    inverse
}

fn renumbered(pairs: &[(usize, usize)], left: &[usize], right: &[usize]) -> Vec<(usize, usize)> {
    pairs.iter().map(|&(l, r)| (left[l], right[r])).collect()
}

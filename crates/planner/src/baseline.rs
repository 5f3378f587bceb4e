//! What a programme would do without a search, to compare a plan with (programme 8.5, K5). Both plans
//! break no hard rule but locks, which they do not know.

use std::cmp::Reverse;

use crate::{Facts, Group, Member, Plan, Problem, check};

/// Opens the time and room that most of those without a place could come to, fills it in the order of
/// references, and goes on while a group can be formed.
pub fn most_popular_slot(problem: &Problem) -> Plan {
    let facts = problem.facts();
    let mut made = Made::new(problem);
    let mut options: Vec<usize> = (0..facts.options.len()).collect();
    options.sort_by_key(|&option| &facts.options[option].label);
    loop {
        let popular = |&option: &usize| {
            let asks = |r: &usize| made.could_come(*r, option);
            Reverse(made.waiting.iter().copied().filter(asks).count())
        };
        let Some(option) = options.iter().copied().min_by_key(popular) else {
            break;
        };
        options.retain(|other| *other != option);
        let asks = made.waiting.clone();
        made.open(option, &asks);
    }
    made.finished()
}

/// Everybody in the order of references takes the first time and room they could come to; groups that
/// stay too small or have nobody to lead them do not take place.
pub fn first_come(problem: &Problem) -> Plan {
    let facts = problem.facts();
    let mut made = Made::new(problem);
    let mut options: Vec<usize> = (0..facts.options.len()).collect();
    options.sort_by_key(|&option| &facts.options[option].label);
    let mut queues = vec![Vec::new(); facts.options.len()];
    for &resident in &made.waiting {
        let seats = |o: usize| {
            let room = facts.options[o].capacity.saturating_sub(1);
            room.min(facts.policy.max_size)
        };
        let fits = |&&o: &&usize| made.could_come(resident, o) && queues[o].len() < seats(o);
        if let Some(&option) = options.iter().find(fits) {
            queues[option].push(resident);
        }
    }
    for option in options {
        made.open(option, &queues[option]);
    }
    made.finished()
}

struct Made<'a> {
    problem: &'a Problem,
    facts: &'a Facts,
    plan: Plan,
    /// Without a place, in the order of references.
    waiting: Vec<usize>,
    /// Room left by cap cell.
    room: Vec<usize>,
}

impl<'a> Made<'a> {
    fn new(problem: &'a Problem) -> Self {
        let facts = problem.facts();
        let mut waiting: Vec<usize> = (0..facts.residents.len()).collect();
        waiting.sort_by_key(|&r| &facts.residents[r].reference);
        Made {
            problem,
            facts,
            plan: Plan::default(),
            waiting,
            room: facts.caps.iter().map(|cell| cell.cap).collect(),
        }
    }

    fn could_come(&self, resident: usize, option: usize) -> bool {
        let choice = &self.facts.residents[resident].choices[option];
        let weeks = choice.weeks.iter().filter(|week| week.is_available());
        choice.venue_allowed && weeks.count() >= self.facts.policy.min_weeks
    }

    /// Opens a group for those who ask, one after the other, if it can be formed and led.
    fn open(&mut self, option: usize, asks: &[usize]) {
        let Some(team) = self.team(option) else {
            return;
        };
        let (policy, before) = (&self.facts.policy, self.room.clone());
        let seats = self.facts.options[option]
            .capacity
            .saturating_sub(team.len());
        let mut group = Group {
            option,
            facilitators: team,
            members: Vec::new(),
        };
        for &resident in asks {
            if group.members.len() < policy.max_size.min(seats)
                && self.could_come(resident, option)
                && self.suits(resident, &group)
                && let Some(member) = self.member(resident, option)
            {
                group.members.push(member);
            }
        }
        group.members.sort_by_key(|member| member.resident);
        if group.members.len() < policy.min_size {
            self.room = before;
            return;
        }
        let placed = |r: &usize| group.members.iter().any(|m| m.resident == *r);
        self.waiting.retain(|r| !placed(r));
        self.plan.groups.push(group);
    }

    /// The first team that could lead this option beside the groups there are.
    fn team(&self, option: usize) -> Option<Vec<usize>> {
        let count = self.facts.facilitators.len();
        let pairs = (0..count).flat_map(|one| (0..count).map(move |two| (one, two)));
        let singles = (0..count).map(|one| vec![one]);
        let pairs = pairs
            .filter(|(one, two)| one != two)
            .map(|(one, two)| vec![one, two]);
        singles.chain(pairs).find(|team| {
            let mut plan = Plan {
                groups: self.plan.groups.clone(),
                ..Plan::default()
            };
            plan.groups.push(Group {
                option,
                facilitators: team.clone(),
                members: Vec::new(),
            });
            let rules = [
                check::facilitator_teams,
                check::facilitator_time,
                check::rooms_free,
            ];
            rules
                .iter()
                .all(|rule| rule(self.problem, &plan).is_empty())
        })
    }

    fn suits(&self, resident: usize, group: &Group) -> bool {
        let facts = self.facts;
        let tied = group
            .facilitators
            .iter()
            .any(|f| facts.ties.contains(&(*f, resident)));
        let apart = group.members.iter().any(|member| {
            let pair = (member.resident, resident);
            facts.keep_apart.contains(&pair) || facts.keep_apart.contains(&(pair.1, pair.0))
        });
        !tied && !apart
    }

    /// Takes every week that caps still allow; nothing if they are too few.
    fn member(&mut self, resident: usize, option: usize) -> Option<Member> {
        let weeks = &self.facts.residents[resident].choices[option].weeks;
        let mut room = self.room.clone();
        let mut attends = Vec::with_capacity(weeks.len());
        for presence in weeks {
            let mut after = room.clone();
            let fits = presence.caps().iter().all(|&cell| {
                let left = after[cell].checked_sub(1);
                after[cell] = left.unwrap_or(0);
                left.is_some()
            });
            let comes = presence.is_available() && fits;
            if comes {
                room = after;
            }
            attends.push(comes);
        }
        let planned = attends.iter().filter(|week| **week).count();
        if planned < self.facts.policy.min_weeks {
            return None;
        }
        self.room = room;
        Some(Member { resident, attends })
    }

    fn finished(mut self) -> Plan {
        self.plan.groups.sort_by_key(|group| group.option);
        self.waiting.sort_unstable();
        self.plan.unplaced = self.waiting;
        let everybody = self.facts.residents.iter().map(|r| u64::from(r.weight));
        self.plan.placed_bound = everybody.sum();
        self.plan.objective = check::objective(self.problem, &self.plan);
        self.plan
    }
}

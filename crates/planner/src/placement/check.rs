use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Group, Problem, Solution};

/// What the checker finds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// What the plan is worth, recomputed. Members who do not exist or are out of reach count nothing.
    pub objective: i64,
    /// How many groups there are.
    pub groups: usize,
    /// How many residents have a place.
    pub placed: usize,
    /// Every rule that is broken; empty if the plan holds.
    pub violations: Vec<Violation>,
}

/// A rule that a plan breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// Position of the group it is about, if it is about one.
    pub group: Option<usize>,
    /// What is wrong, in words.
    pub sentence: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(group) = self.group {
            write!(f, "group {group}: ")?;
        }
        f.write_str(&self.sentence)
    }
}

/// Recomputes every rule and the objective. A solution may come from anywhere, so numbers that name
/// nothing are violations too.
pub fn check(problem: &Problem, solution: &Solution) -> Verdict {
    let mut review = Review {
        problem,
        objective: 0,
        placed: BTreeSet::new(),
        rooms: BTreeSet::new(),
        led: BTreeMap::new(),
        released: BTreeMap::new(),
        found: Vec::new(),
    };
    for (position, group) in solution.groups.iter().enumerate() {
        review.group(position, group);
    }
    review.totals(solution);
    Verdict {
        objective: review.objective,
        groups: solution.groups.len(),
        placed: review.placed.len(),
        violations: review.found,
    }
}

struct Review<'a> {
    problem: &'a Problem,
    objective: i64,
    placed: BTreeSet<usize>,
    /// `(slot, venue)`
    rooms: BTreeSet<(usize, usize)>,
    /// Slots that each facilitator leads in, once for each group.
    led: BTreeMap<usize, Vec<usize>>,
    /// Residents away by `(site, slot)`.
    released: BTreeMap<(usize, usize), usize>,
    found: Vec<Violation>,
}

impl Review<'_> {
    fn group(&mut self, position: usize, group: &Group) {
        let problem = self.problem;
        let (slot, venue) = (group.slot, group.venue);
        self.objective -= problem.group_cost;
        if slot >= problem.slots.len() || venue >= problem.venues.len() {
            let sentence = format!("slot {slot} at venue {venue} does not exist");
            self.report(position, sentence);
            return;
        }
        if !self.rooms.insert((slot, venue)) {
            let sentence = format!("slot {slot} at venue {venue} is used twice");
            self.report(position, sentence);
        }
        let (size, least, most) = (group.members.len(), problem.min_size, problem.max_size);
        if size < least || size > most {
            let sentence = format!("{size} members, {least} to {most} are allowed");
            self.report(position, sentence);
        }
        for &resident in &group.members {
            self.member(position, group, resident);
        }
        self.leaders(position, group);
    }

    fn member(&mut self, position: usize, group: &Group, resident: usize) {
        let problem = self.problem;
        let Some(site) = problem.residents.get(resident).map(|r| r.site) else {
            self.report(position, format!("resident {resident} does not exist"));
            return;
        };
        if !self.placed.insert(resident) {
            self.report(position, format!("resident {resident} has a second place"));
        }
        *self.released.entry((site, group.slot)).or_default() += 1;
        let reach = &problem.travel[site];
        match reach.iter().find(|(venue, _)| *venue == group.venue) {
            Some((_, km)) => {
                let value = problem.value[resident][group.slot];
                self.objective += value - km * problem.travel_cost_per_km;
            }
            None => {
                let venue = group.venue;
                let sentence =
                    format!("resident {resident}: venue {venue} is out of reach of site {site}");
                self.report(position, sentence);
            }
        }
    }

    fn leaders(&mut self, position: usize, group: &Group) {
        let problem = self.problem;
        let (count, most, slot) = (group.leaders.len(), problem.max_leaders, group.slot);
        if count < 1 || count > most {
            let sentence = format!("{count} facilitators, 1 to {most} are allowed");
            self.report(position, sentence);
        }
        let mut experienced = false;
        for &leader in &group.leaders {
            let Some(facilitator) = problem.facilitators.get(leader) else {
                self.report(position, format!("facilitator {leader} does not exist"));
                continue;
            };
            experienced |= facilitator.experienced;
            if !facilitator.slots.contains(&slot) {
                let sentence = format!("facilitator {leader} is not free in slot {slot}");
                self.report(position, sentence);
            }
            let led = self.led.entry(leader).or_default();
            let twice = led.contains(&slot);
            led.push(slot);
            if twice {
                let sentence = format!("facilitator {leader} leads twice in slot {slot}");
                self.report(position, sentence);
            }
        }
        if !experienced {
            self.report(position, "nobody experienced".into());
        }
    }

    fn totals(&mut self, solution: &Solution) {
        let problem = self.problem;
        let mut sentences = Vec::new();
        for (&leader, led) in &self.led {
            let most = problem.facilitators[leader].max_groups;
            if led.len() > most {
                let count = led.len();
                sentences.push(format!(
                    "facilitator {leader} leads {count} groups, at most {most}"
                ));
            }
        }
        for (&(site, slot), &count) in &self.released {
            let cap = problem.sites[site].cap;
            if count > cap {
                sentences.push(format!(
                    "site {site}: {count} released in slot {slot}, at most {cap}"
                ));
            }
        }
        if let Some(stated) = solution.objective
            && stated != self.objective
        {
            let objective = self.objective;
            sentences.push(format!(
                "the objective is {objective}, not {stated} as stated"
            ));
        }
        if let Some(bound) = solution.bound
            && bound < self.objective
        {
            let objective = self.objective;
            sentences.push(format!(
                "the stated bound {bound} lies below the objective {objective}"
            ));
        }
        let whole = |sentence| Violation {
            group: None,
            sentence,
        };
        self.found.extend(sentences.into_iter().map(whole));
    }

    fn report(&mut self, position: usize, sentence: String) {
        self.found.push(Violation {
            group: Some(position),
            sentence,
        });
    }
}

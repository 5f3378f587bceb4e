use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{Plan, Problem};

/// What is different between two plans for one problem; all lists ascend.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Residents with a place in both, in different groups.
    pub moved: Vec<Move>,
    /// Residents who had a place and have none.
    pub lost: Vec<Place>,
    /// Residents who had no place and have one.
    pub gained: Vec<Place>,
    /// Weeks that changed for residents who keep their group.
    pub weeks: Vec<WeekChange>,
    /// Facilitators who no longer lead a group, or newly do.
    pub led: Vec<Led>,
    /// Options that open.
    pub opened: Vec<usize>,
    /// Options that close.
    pub closed: Vec<usize>,
    /// Whom all this concerns.
    pub tell: Tell,
}

/// From one group to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Move {
    /// Who.
    pub resident: usize,
    /// The option they had.
    pub from: usize,
    /// The option they have.
    pub to: usize,
}

/// A place in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Who.
    pub resident: usize,
    /// Where and when.
    pub option: usize,
}

/// A week that was planned and is not, or the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WeekChange {
    /// Who.
    pub resident: usize,
    /// Their group's option.
    pub option: usize,
    /// Week of the run, from 0.
    pub week: usize,
    /// Whether attendance is planned now.
    pub planned: bool,
    /// Whether a site lets them go for it, by what is known now.
    pub release: bool,
}

/// A facilitator who leads a group no longer, or newly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Led {
    /// Who.
    pub facilitator: usize,
    /// Where and when.
    pub option: usize,
    /// Whether they lead it now.
    pub leads: bool,
}

/// Who must be told before the plan is published (M4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tell {
    /// Residents with another group, another facilitator or other weeks.
    pub residents: Vec<usize>,
    /// The caller's numbers of sites whose releases change.
    pub sites: Vec<usize>,
    /// Facilitators whose groups or members change.
    pub facilitators: Vec<usize>,
}

/// Compares two plans that are well formed for `problem`.
pub fn difference(problem: &Problem, before: &Plan, after: &Plan) -> Difference {
    let mut found = Difference::default();
    let options = |plan: &Plan| {
        plan.groups
            .iter()
            .map(|g| g.option)
            .collect::<BTreeSet<_>>()
    };
    let (had, has) = (options(before), options(after));
    found.opened = has.difference(&had).copied().collect();
    found.closed = had.difference(&has).copied().collect();
    for resident in 0..problem.facts().residents.len() {
        let place = |plan: &Plan| plan.place_of(resident).map(|(group, _)| group.option);
        match (place(before), place(after)) {
            (Some(from), Some(to)) if from != to => {
                found.moved.push(Move { resident, from, to });
            }
            (Some(option), Some(_)) => {
                let changes = week_changes(problem, before, after, resident, option);
                found.weeks.extend(changes);
            }
            (Some(option), None) => found.lost.push(Place { resident, option }),
            (None, Some(option)) => found.gained.push(Place { resident, option }),
            (None, None) => {}
        }
    }
    found.led = led(problem, before, after);
    found.tell = tell(problem, before, after, &found);
    found
}

fn week_changes(
    problem: &Problem,
    before: &Plan,
    after: &Plan,
    resident: usize,
    option: usize,
) -> Vec<WeekChange> {
    let weeks = |plan: &Plan| {
        let place = plan.place_of(resident);
        place.map_or_else(Vec::new, |(_, member)| member.attends.clone())
    };
    let (had, has) = (weeks(before), weeks(after));
    let changed = (0..has.len()).filter(|&week| had.get(week) != has.get(week));
    changed
        .map(|week| WeekChange {
            resident,
            option,
            week,
            planned: has[week],
            release: !problem.presence(resident, option, week).caps().is_empty(),
        })
        .collect()
}

fn led(problem: &Problem, before: &Plan, after: &Plan) -> Vec<Led> {
    let leads = |plan: &Plan, facilitator: usize, option: usize| {
        let mut groups = plan.groups.iter();
        groups.any(|g| g.option == option && g.facilitators.contains(&facilitator))
    };
    let mut found = Vec::new();
    for facilitator in 0..problem.facts().facilitators.len() {
        for option in 0..problem.facts().options.len() {
            let now = leads(after, facilitator, option);
            if leads(before, facilitator, option) != now {
                found.push(Led {
                    facilitator,
                    option,
                    leads: now,
                });
            }
        }
    }
    found
}

fn tell(problem: &Problem, before: &Plan, after: &Plan, found: &Difference) -> Tell {
    let mut residents: BTreeSet<usize> = BTreeSet::new();
    // Groups whose members or leaders are not what they were.
    let mut groups: BTreeSet<usize> = BTreeSet::new();
    residents.extend(found.moved.iter().map(|one| one.resident));
    groups.extend(found.moved.iter().flat_map(|one| [one.from, one.to]));
    for one in found.lost.iter().chain(&found.gained) {
        residents.insert(one.resident);
        groups.insert(one.option);
    }
    residents.extend(found.weeks.iter().map(|one| one.resident));
    for one in &found.led {
        groups.insert(one.option);
        let led = after.groups.iter().filter(|g| g.option == one.option);
        residents.extend(led.flat_map(|g| &g.members).map(|m| m.resident));
    }
    let mut facilitators: BTreeSet<usize> = found.led.iter().map(|one| one.facilitator).collect();
    for group in before.groups.iter().chain(&after.groups) {
        if groups.contains(&group.option) {
            facilitators.extend(&group.facilitators);
        }
    }
    let (had, has) = (releases(problem, before), releases(problem, after));
    let changed = had.symmetric_difference(&has);
    let sites: BTreeSet<usize> = changed.map(|release| release.0).collect();
    Tell {
        residents: residents.into_iter().collect(),
        sites: sites.into_iter().collect(),
        facilitators: facilitators.into_iter().collect(),
    }
}

/// `(site, resident, option, week)` of every planned attendance that a site answers for: a release, or a
/// week in which the resident cannot come any more.
fn releases(problem: &Problem, plan: &Plan) -> BTreeSet<(usize, usize, usize, usize)> {
    let facts = problem.facts();
    let mut found = BTreeSet::new();
    for group in &plan.groups {
        for member in &group.members {
            let (resident, option) = (member.resident, group.option);
            for week in (0..member.attends.len()).filter(|&week| member.attends[week]) {
                let presence = problem.presence(resident, option, week);
                let site = match presence.caps().first() {
                    Some(&cell) => Some(facts.caps[cell].site),
                    None if presence.is_available() => None,
                    None => facts.residents[resident].site,
                };
                found.extend(site.map(|site| (site, resident, option, week)));
            }
        }
    }
    found
}

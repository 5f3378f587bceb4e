use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{Group, Plan};

/// What is different between two plans; all lists ascend.
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

/// Which site answers for a planned attendance of a resident in an option and week; `None` if nobody does.
pub type SiteOf<'a> = dyn Fn(usize, usize, usize) -> Option<usize> + 'a;

/// Compares two plans in the same numbers.
pub fn difference(before: &Plan, after: &Plan, site_of: &SiteOf<'_>) -> Difference {
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
    let (had, has) = (members(before), members(after));
    let residents: BTreeSet<usize> = had.keys().chain(has.keys()).copied().collect();
    for resident in residents {
        match (had.get(&resident), has.get(&resident)) {
            (Some(&(from, _)), Some(&(to, _))) if from != to => {
                found.moved.push(Move { resident, from, to });
            }
            (Some(&(option, old)), Some(&(_, new))) => {
                let changed = (0..new.len()).filter(|&week| old.get(week) != Some(&new[week]));
                found.weeks.extend(changed.map(|week| WeekChange {
                    resident,
                    option,
                    week,
                    planned: new[week],
                }));
            }
            (Some(&(option, _)), None) => found.lost.push(Place { resident, option }),
            (None, Some(&(option, _))) => found.gained.push(Place { resident, option }),
            (None, None) => {}
        }
    }
    let (had, has) = (leads(before), leads(after));
    let changed = had.symmetric_difference(&has);
    found.led = changed
        .map(|&(facilitator, option)| Led {
            facilitator,
            option,
            leads: has.contains(&(facilitator, option)),
        })
        .collect();
    found.tell = tell(before, after, &found, site_of);
    found
}

/// The option and the planned weeks of every member.
fn members(plan: &Plan) -> BTreeMap<usize, (usize, &[bool])> {
    let mut found = BTreeMap::new();
    for group in &plan.groups {
        for member in &group.members {
            found.insert(member.resident, (group.option, member.attends.as_slice()));
        }
    }
    found
}

/// `(facilitator, option)` of every group led.
fn leads(plan: &Plan) -> BTreeSet<(usize, usize)> {
    let of_group = |group: &Group| {
        let option = group.option;
        group
            .facilitators
            .iter()
            .map(move |one| (*one, option))
            .collect::<Vec<_>>()
    };
    plan.groups.iter().flat_map(of_group).collect()
}

fn tell(before: &Plan, after: &Plan, found: &Difference, site_of: &SiteOf<'_>) -> Tell {
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
    let (had, has) = (releases(before, site_of), releases(after, site_of));
    let changed = had.symmetric_difference(&has);
    let sites: BTreeSet<usize> = changed.map(|release| release.0).collect();
    Tell {
        residents: residents.into_iter().collect(),
        sites: sites.into_iter().collect(),
        facilitators: facilitators.into_iter().collect(),
    }
}

/// `(site, resident, option, week)` of every planned attendance that a site answers for.
fn releases(plan: &Plan, site_of: &SiteOf<'_>) -> BTreeSet<(usize, usize, usize, usize)> {
    let mut found = BTreeSet::new();
    for (resident, (option, attends)) in members(plan) {
        for week in (0..attends.len()).filter(|&week| attends[week]) {
            let site = site_of(resident, option, week);
            found.extend(site.map(|site| (site, resident, option, week)));
        }
    }
    found
}

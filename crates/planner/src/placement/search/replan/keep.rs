use super::super::super::Solution;
use super::roll::Roll;

/// Takes over from the previous plan whatever still keeps the rules.
pub(super) fn keep(roll: &mut Roll<'_>, previous: &Solution) {
    let problem = roll.problem;
    for old in &previous.groups {
        if old.slot >= problem.slots.len() || old.venue >= problem.venues.len() {
            continue;
        }
        let group = old.slot * problem.venues.len() + old.venue;
        if !roll.may_open(group) {
            continue;
        }
        roll.teams.insert(group, Vec::new());
        roll.before.insert(group, old.leaders.clone());
        for &resident in &old.members {
            let known = roll.place.get(resident).is_some_and(Option::is_none);
            if known && roll.net(resident, group).is_some() {
                roll.join(resident, group);
            }
        }
    }
    caps(roll);
    sizes(roll);
    let without = first_leaders(roll);
    other_leaders(roll, without);
}

/// Where a site lets fewer go than are away, those stay behind who bring least, first from groups that
/// can spare them.
fn caps(roll: &mut Roll<'_>) {
    let problem = roll.problem;
    let slots = problem.slots.len();
    for cell in 0..roll.away.len() {
        let cap = problem.sites[cell / slots].cap;
        while roll.away[cell] > cap {
            let here = |&resident: &usize| {
                let group = roll.place[resident]?;
                let away = problem.residents[resident].site == cell / slots
                    && roll.slot(group) == cell % slots;
                let spare = roll.teams[&group].len() > problem.min_size;
                away.then(|| (!spare, roll.net(resident, group), resident))
            };
            let least = (0..roll.place.len()).filter_map(|r| here(&r)).min();
            let Some((_, _, resident)) = least else {
                break;
            };
            roll.leave(resident);
        }
    }
}

fn sizes(roll: &mut Roll<'_>) {
    for group in roll.teams.keys().copied().collect::<Vec<_>>() {
        let mut team = roll.teams[&group].clone();
        team.sort_by_key(|&resident| (std::cmp::Reverse(roll.net(resident, group)), resident));
        for &resident in team.iter().skip(roll.problem.max_size) {
            roll.leave(resident);
        }
    }
}

/// Every group keeps the first of its facilitators who may still lead it; the groups that have none.
fn first_leaders(roll: &mut Roll<'_>) -> Vec<usize> {
    let mut without = Vec::new();
    for (&group, before) in &roll.before {
        let slot = roll.slot(group);
        if !before.iter().any(|&person| roll.leads.take(slot, person)) {
            without.push(group);
        }
    }
    without
}

/// Finds facilitators for groups without: somebody idle, or by the shortest chain of changes. If there
/// is none, the smallest group that could give its own up is closed.
fn other_leaders(roll: &mut Roll<'_>, without: Vec<usize>) {
    let slots: Vec<usize> = without.iter().map(|&group| roll.slot(group)).collect();
    let mut left = Vec::new();
    for slot in slots {
        if roll.leads.add_idle(slot).is_none() {
            left.push(slot);
        }
    }
    for slot in left {
        if roll.leads.add(slot) {
            continue;
        }
        let able = roll.leads.exchangeable(slot).unwrap_or_default();
        let groups = roll
            .teams
            .iter()
            .filter(|(group, _)| able.contains(&roll.slot(**group)));
        let smallest = groups.min_by_key(|(group, team)| (team.len(), **group));
        let Some(group) = smallest.map(|(&group, _)| group) else {
            continue;
        };
        roll.close(group);
        if roll.slot(group) != slot {
            roll.free_leader(group);
            roll.leads.add(slot);
        }
    }
}

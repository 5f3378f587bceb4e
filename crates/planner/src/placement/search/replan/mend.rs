use super::super::flow::Flow;
use super::super::net::Net;
use super::roll::Roll;

/// Fills every group to its least size or closes it, and places whoever can be placed without moving
/// anybody else.
pub(super) fn mend(roll: &mut Roll<'_>) {
    while let Some((group, lacking)) = fill(roll) {
        // Closing moves everybody who is still there.
        if lacking > roll.teams[&group].len() || !pull(roll, group, lacking) {
            roll.close(group);
            roll.free_leader(group);
        }
    }
}

/// Gives the best places that are free to those who have none. If a group lacks members even so, nothing
/// is done: the group, and how many it lacks.
fn fill(roll: &mut Roll<'_>) -> Option<(usize, usize)> {
    let problem = roll.problem;
    let (slots, venues) = (problem.slots.len(), problem.venues.len());
    let loose: Vec<usize> = (0..roll.place.len())
        .filter(|&r| roll.place[r].is_none())
        .collect();
    let cap = |cell: usize| {
        problem.sites[cell / slots]
            .cap
            .saturating_sub(roll.away[cell])
    };
    let size = |group: usize| {
        let there = roll.teams.get(&group).map_or(0, Vec::len);
        (
            problem.min_size.saturating_sub(there),
            problem.max_size - there,
        )
    };
    let net = Net::left(
        problem,
        loose,
        (0..roll.away.len()).map(cap).collect(),
        (0..slots * venues).map(size).collect(),
    );
    let mut flow = Flow::new(&net);
    for &group in roll.teams.keys() {
        flow.open(group, i64::MIN);
    }
    let lacking = |group: usize| size(group).0.saturating_sub(flow.size[group]);
    let broken = roll.teams.keys().map(|&group| (group, lacking(group)));
    if let Some(worst) = broken
        .filter(|worst| worst.1 > 0)
        .min_by_key(|worst| worst.1)
    {
        return Some(worst);
    }
    flow.keep();
    for group in 0..slots * venues {
        let before = flow.worth;
        if net.residents < problem.min_size || !roll.may_open(group) {
            continue;
        }
        let slot = roll.slot(group);
        let Some(person) = roll.leads.add_idle(slot) else {
            continue;
        };
        flow.open(group, before);
        if flow.short == 0 && flow.worth > before {
            flow.keep();
        } else {
            flow.undo();
            roll.leads.give_up(person, slot);
        }
    }
    for (group, members) in flow.members().into_iter().enumerate() {
        if flow.open[group] {
            roll.teams.entry(group).or_default();
        }
        members
            .into_iter()
            .for_each(|resident| roll.join(resident, group));
    }
    None
}

/// Moves so many residents here from groups that can spare them, those who lose least. False, with
/// nobody moved, if there are not enough.
fn pull(roll: &mut Roll<'_>, to: usize, lacking: usize) -> bool {
    let mut moved = Vec::new();
    for _ in 0..lacking {
        let gain = |resident: usize| {
            let from = roll.place[resident]?;
            let spare = from != to && roll.teams[&from].len() > roll.problem.min_size;
            let slot = roll.slot(to);
            let free = roll.slot(from) == slot || roll.cap_left(resident, slot);
            let gain = roll.net(resident, to)? - roll.net(resident, from)?;
            (spare && free).then_some((gain, std::cmp::Reverse(resident)))
        };
        let best = (0..roll.place.len())
            .filter_map(|r| Some((gain(r)?, r)))
            .max();
        let Some((_, resident)) = best else {
            for (resident, from) in moved.into_iter().rev() {
                roll.leave(resident);
                roll.join(resident, from);
            }
            return false;
        };
        moved.extend(roll.place[resident].map(|from| (resident, from)));
        roll.leave(resident);
        roll.join(resident, to);
    }
    true
}

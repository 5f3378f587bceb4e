use super::super::super::Settings;
use super::roll::Roll;

/// What one resident could do.
#[derive(Clone, Copy)]
enum Step {
    /// Go to another group, and somebody without a place takes the one that becomes free.
    Move(usize, Option<usize>),
    /// Exchange places with another resident.
    Swap(usize),
}

/// Moves one resident, or exchanges two places, while that gains more than `worth` for each resident who
/// moves.
pub(super) fn look(roll: &mut Roll<'_>, worth: i64, settings: &Settings<'_>) {
    let mut since = 0;
    for resident in (0..roll.place.len()).cycle() {
        if since > roll.place.len() || (settings.should_stop)() {
            return;
        }
        since += 1;
        let best = best_step(roll, resident, worth.max(0));
        if let Some(step) = best {
            take(roll, resident, step);
            since = 0;
        }
    }
}

fn best_step(roll: &mut Roll<'_>, resident: usize, worth: i64) -> Option<Step> {
    let from = roll.place[resident]?;
    let here = roll.net(resident, from)?;
    let mut best = (0, None);
    if roll.teams[&from].len() > roll.problem.min_size {
        let groups: Vec<usize> = roll.teams.keys().copied().collect();
        for to in groups {
            let room = to != from && roll.teams[&to].len() < roll.problem.max_size;
            let free = roll.slot(to) == roll.slot(from) || roll.cap_left(resident, roll.slot(to));
            let Some(there) = roll.net(resident, to).filter(|_| room && free) else {
                continue;
            };
            let next = after(roll, resident, from, to);
            let gain = there - here - worth + next.map_or(0, |next| next.0);
            if gain > best.0 {
                best = (gain, Some(Step::Move(to, next.map(|next| next.1))));
            }
        }
    }
    for other in 0..roll.place.len() {
        let Some(to) = roll.place[other].filter(|&to| to != from) else {
            continue;
        };
        let nets = (
            roll.net(resident, to),
            roll.net(other, from),
            roll.net(other, to),
        );
        let (Some(there), Some(back), Some(other_here)) = nets else {
            continue;
        };
        let gain = there + back - here - other_here - 2 * worth;
        if gain > best.0 && may_swap(roll, resident, other) {
            best = (gain, Some(Step::Swap(other)));
        }
    }
    best.1
}

/// Who without a place gains most from the place that becomes free.
fn after(roll: &mut Roll<'_>, resident: usize, from: usize, to: usize) -> Option<(i64, usize)> {
    if roll.place.iter().all(Option::is_some) {
        return None;
    }
    roll.leave(resident);
    roll.join(resident, to);
    let slot = roll.slot(from);
    let waiting = (0..roll.place.len()).filter(|&other| roll.place[other].is_none());
    let free = waiting.filter(|&other| roll.cap_left(other, slot));
    let gain = free.filter_map(|other| Some((roll.net(other, from)?, other)));
    let best = gain.filter(|gain| gain.0 > 0).max();
    roll.leave(resident);
    roll.join(resident, from);
    best
}

fn may_swap(roll: &Roll<'_>, one: usize, other: usize) -> bool {
    let residents = &roll.problem.residents;
    let slots = (
        roll.place[one].map(|g| roll.slot(g)),
        roll.place[other].map(|g| roll.slot(g)),
    );
    let (Some(from), Some(to)) = slots else {
        return false;
    };
    let same = from == to || residents[one].site == residents[other].site;
    same || (roll.cap_left(one, to) && roll.cap_left(other, from))
}

fn take(roll: &mut Roll<'_>, resident: usize, step: Step) {
    let Some(from) = roll.place[resident] else {
        return;
    };
    roll.leave(resident);
    match step {
        Step::Move(to, next) => {
            roll.join(resident, to);
            next.into_iter().for_each(|next| roll.join(next, from));
        }
        Step::Swap(other) => {
            let to = roll.place[other];
            roll.leave(other);
            roll.join(other, from);
            to.into_iter().for_each(|to| roll.join(resident, to));
        }
    }
}

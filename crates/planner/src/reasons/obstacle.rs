use super::Obstacle;
use crate::{Absence, Group, Lock, Plan, Presence, Problem};

/// The first obstacle, in this order: the resident's own facts, the room, the group or its absence.
pub(super) fn obstacle(problem: &Problem, plan: &Plan, resident: usize, option: usize) -> Obstacle {
    let group = plan.groups.iter().find(|group| group.option == option);
    let here = |group: &Group| group.members.iter().any(|m| m.resident == resident);
    if group.is_some_and(here) {
        return Obstacle::PlacedHere;
    }
    if locked(problem, resident, option) {
        return Obstacle::Locked;
    }
    personal(problem, resident, option)
        .or_else(|| room(problem, option))
        .or_else(|| match group {
            Some(group) => in_group(problem, plan, resident, group),
            None => not_open(problem, plan, resident, option),
        })
        .unwrap_or(Obstacle::NotChosen)
}

/// A lock that keeps this resident, or everybody, from this option.
fn locked(problem: &Problem, resident: usize, option: usize) -> bool {
    let against = |lock: &Lock| match *lock {
        Lock::Closed { option: closed } => closed == option,
        Lock::ResidentNotIn {
            resident: who,
            option: not,
        } => (who, not) == (resident, option),
        Lock::KeepGroup { option: home, .. }
        | Lock::ResidentIn { option: home, .. }
        | Lock::Attends { option: home, .. } => {
            home != option && lock.residents().contains(&resident)
        }
        Lock::AtMostGroups { .. } | Lock::FacilitatorIn { .. } => false,
    };
    problem.facts().locks.iter().any(against)
}

fn personal(problem: &Problem, resident: usize, option: usize) -> Option<Obstacle> {
    let policy = &problem.facts().policy;
    let choice = &problem.facts().residents[resident].choices[option];
    if !choice.venue_allowed {
        return Some(Obstacle::OwnSite);
    }
    let absent_for = |reason: Absence| {
        let same = choice
            .weeks
            .iter()
            .filter(|week| **week == Presence::Absent(reason));
        same.count()
    };
    let available = available_weeks(problem, resident, option);
    (available < policy.min_weeks).then(|| Obstacle::TooFewWeeks {
        available,
        weeks: policy.weeks,
        needed: policy.min_weeks,
        rest: absent_for(Absence::Rest),
        unknown: absent_for(Absence::RotaUnknown),
    })
}

fn room(problem: &Problem, option: usize) -> Option<Obstacle> {
    let policy = &problem.facts().policy;
    let option = &problem.facts().options[option];
    if !option.offered {
        return Some(Obstacle::NotOffered);
    }
    let taken = option.room_free.iter().filter(|free| !**free).count();
    let seats = option.capacity.saturating_sub(1);
    if taken > 0 {
        Some(Obstacle::RoomTaken { weeks: taken })
    } else if seats < policy.min_size {
        let needed = policy.min_size;
        Some(Obstacle::RoomTooSmall { seats, needed })
    } else {
        None
    }
}

fn in_group(problem: &Problem, plan: &Plan, resident: usize, group: &Group) -> Option<Obstacle> {
    let facts = problem.facts();
    let tied = |&facilitator: &usize| facts.ties.contains(&(facilitator, resident));
    let apart = |other: usize| {
        facts.keep_apart.contains(&(other, resident))
            || facts.keep_apart.contains(&(resident, other))
    };
    if group.facilitators.iter().any(tied) || group.members.iter().any(|m| apart(m.resident)) {
        return Some(Obstacle::NotPossible);
    }
    let members = group.members.len();
    let seats = facts.options[group.option].capacity;
    let seats = seats.saturating_sub(group.facilitators.len());
    if members >= facts.policy.max_size.min(seats) {
        return Some(Obstacle::Full { members });
    }
    caps_used(problem, plan, resident, group.option)
}

fn not_open(problem: &Problem, plan: &Plan, resident: usize, option: usize) -> Option<Obstacle> {
    let facts = problem.facts();
    let pair = |other: usize| {
        facts.exclusive.contains(&(option, other)) || facts.exclusive.contains(&(other, option))
    };
    if let Some(group) = plan.groups.iter().find(|group| pair(group.option)) {
        return Some(Obstacle::RoomInUse { by: group.option });
    }
    let tied = |facilitator: usize| facts.ties.contains(&(facilitator, resident));
    let experienced = experienced_free(problem, option);
    let spare = |&f: &usize| has_time(problem, plan, f, option);
    let left: Vec<usize> = experienced.iter().copied().filter(spare).collect();
    if left.is_empty() || !anybody_can_lead(problem, plan, &left, option) {
        let free = experienced.len();
        return Some(Obstacle::NoFacilitator { free });
    }
    if left.iter().all(|&facilitator| tied(facilitator)) {
        return Some(Obstacle::NotPossible);
    }
    if let Some(used) = caps_used(problem, plan, resident, option) {
        return Some(used);
    }
    let needed = facts.policy.min_size;
    let others = plan.unplaced.iter().filter(|&&other| {
        other == resident
            || personal(problem, other, option).is_none()
                && caps_used(problem, plan, other, option).is_none()
    });
    let could_come = others.count();
    (could_come < needed).then_some(Obstacle::TooFewMembers { could_come, needed })
}

/// Set if the caps, as this plan uses them, leave the resident too few weeks at `option`.
fn caps_used(problem: &Problem, plan: &Plan, resident: usize, option: usize) -> Option<Obstacle> {
    let facts = problem.facts();
    let weeks = &facts.residents[resident].choices[option].weeks;
    let open = |cell: usize| released(problem, plan, resident, cell) < facts.caps[cell].cap;
    let possible = weeks.iter().filter(|presence| {
        presence.is_available() && presence.caps().iter().all(|&cell| open(cell))
    });
    let possible = possible.count();
    let needed = facts.policy.min_weeks;
    (possible < needed).then_some(Obstacle::CapUsed { possible, needed })
}

/// How many others the plan releases from a cell.
fn released(problem: &Problem, plan: &Plan, except: usize, cell: usize) -> usize {
    let week = problem.facts().caps[cell].week;
    let out = |group: &Group| {
        let away = group.members.iter().filter(|member| {
            let presence = problem.presence(member.resident, group.option, week);
            member.resident != except && member.attends[week] && presence.caps().contains(&cell)
        });
        away.count()
    };
    plan.groups.iter().map(out).sum()
}

fn available_weeks(problem: &Problem, resident: usize, option: usize) -> usize {
    let weeks = &problem.facts().residents[resident].choices[option].weeks;
    weeks.iter().filter(|week| week.is_available()).count()
}

fn experienced_free(problem: &Problem, option: usize) -> Vec<usize> {
    let facilitators = problem.facts().facilitators.iter().enumerate();
    let free = facilitators.filter(|(_, f)| f.experienced && f.available[option]);
    free.map(|(index, _)| index).collect()
}

/// Someone of `left` may lead alone, or beside another who has time.
fn anybody_can_lead(problem: &Problem, plan: &Plan, left: &[usize], option: usize) -> bool {
    let facilitators = &problem.facts().facilitators;
    let partner = |alone: usize| {
        (0..facilitators.len()).any(|other| {
            other != alone
                && facilitators[other].available[option]
                && has_time(problem, plan, other, option)
        })
    };
    left.iter()
        .any(|&f| facilitators[f].supervised || partner(f))
}

fn has_time(problem: &Problem, plan: &Plan, facilitator: usize, option: usize) -> bool {
    let facts = problem.facts();
    let led = plan
        .groups
        .iter()
        .filter(|g| g.facilitators.contains(&facilitator));
    let led: Vec<usize> = led.map(|group| group.option).collect();
    let overlaps = |&other: &usize| {
        facts.overlaps.contains(&(option, other)) || facts.overlaps.contains(&(other, option))
    };
    led.len() < facts.facilitators[facilitator].max_groups && !led.iter().any(overlaps)
}

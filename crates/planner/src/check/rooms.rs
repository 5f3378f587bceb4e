use super::{Rule, Violation, broken};
use crate::{Plan, Problem};

/// H2: a group has at least the least size, and at most what policy and room allow with its
/// facilitators seated.
pub fn group_sizes(problem: &Problem, plan: &Plan) -> Vec<Violation> {
    let policy = &problem.facts().policy;
    let mut found = Vec::new();
    for group in &plan.groups {
        let option = &problem.facts().options[group.option];
        let size = group.members.len();
        let seats = option.capacity.saturating_sub(group.facilitators.len());
        let most = policy.max_size.min(seats);
        let label = &option.label;
        if size < policy.min_size {
            let least = policy.min_size;
            let sentence = format!("{label}: {size} members, at least {least} are needed");
            found.push(broken(Rule::H2, least - size, sentence));
        }
        if size > most {
            let sentence = format!("{label}: {size} members, at most {most} fit");
            found.push(broken(Rule::H2, size - most, sentence));
        }
    }
    found
}

/// H6: the time and room are offered, the room is free on every date, and no two groups need the same room at the same time.
pub fn rooms_free(problem: &Problem, plan: &Plan) -> Vec<Violation> {
    let facts = problem.facts();
    let mut found = Vec::new();
    for (position, group) in plan.groups.iter().enumerate() {
        let option = &facts.options[group.option];
        if !option.offered {
            let sentence = format!("{}: this time and room is not offered", option.label);
            found.push(broken(Rule::H6, 1, sentence));
        }
        let taken = option.room_free.iter().filter(|free| !**free).count();
        if taken > 0 {
            let sentence = format!("{}: the room is taken in {taken} weeks", option.label);
            found.push(broken(Rule::H6, taken, sentence));
        }
        for other in &plan.groups[..position] {
            let (one, two) = (group.option, other.option);
            let clash = |&(left, right): &(usize, usize)| {
                (left, right) == (one, two) || (left, right) == (two, one)
            };
            if one == two || facts.exclusive.iter().any(clash) {
                let first = &facts.options[two].label;
                let sentence = format!("{first} and {}: one room, two groups", option.label);
                found.push(broken(Rule::H6, 1, sentence));
            }
        }
    }
    found
}

use super::{Rule, Violation, broken};
use crate::{Group, Plan, Problem};

/// H3, within a group: one or two different facilitators, at least one of them experienced, and
/// nobody alone without a supervision arrangement (A1, A2).
pub fn facilitator_teams(problem: &Problem, plan: &Plan) -> Vec<Violation> {
    let facts = problem.facts();
    let mut found = Vec::new();
    for group in &plan.groups {
        let label = &facts.options[group.option].label;
        let team = &group.facilitators;
        let mut report = |by, text: String| {
            found.push(broken(Rule::H3, by, format!("{label}: {text}")));
        };
        match team.as_slice() {
            [] => report(1, "no facilitator".into()),
            [alone] if !facts.facilitators[*alone].supervised => {
                let name = &facts.facilitators[*alone].reference;
                report(
                    1,
                    format!("{name} leads alone without a supervision arrangement"),
                );
            }
            [one, two] if one == two => report(1, "the same facilitator twice".into()),
            [_] | [_, _] => {}
            more => report(more.len() - 2, format!("{} facilitators", more.len())),
        }
        if !team.is_empty() && !team.iter().any(|&f| facts.facilitators[f].experienced) {
            report(1, "nobody experienced".into());
        }
    }
    found
}

/// H3, across groups: a facilitator is free on every date, leads no more groups than agreed, and is
/// never needed in two places at once.
pub fn facilitator_time(problem: &Problem, plan: &Plan) -> Vec<Violation> {
    let facts = problem.facts();
    let mut found = Vec::new();
    for (index, facilitator) in facts.facilitators.iter().enumerate() {
        let name = &facilitator.reference;
        let led = plan
            .groups
            .iter()
            .filter(|g| g.facilitators.contains(&index));
        let led: Vec<&Group> = led.collect();
        for group in &led {
            if !facilitator.available[group.option] {
                let label = &facts.options[group.option].label;
                let sentence = format!("{label}: {name} is not free on every date");
                found.push(broken(Rule::H3, 1, sentence));
            }
        }
        let most = facilitator.max_groups;
        if led.len() > most {
            let sentence = format!("{name} leads {} groups, at most {most} agreed", led.len());
            found.push(broken(Rule::H3, led.len() - most, sentence));
        }
        for &(one, two) in &facts.overlaps {
            if led.iter().any(|g| g.option == one) && led.iter().any(|g| g.option == two) {
                let (one, two) = (&facts.options[one].label, &facts.options[two].label);
                let sentence = format!("{name} would lead {one} and {two}, which overlap");
                found.push(broken(Rule::H3, 1, sentence));
            }
        }
    }
    found
}

/// H4: no member shares a group with a facilitator they are tied to, or with somebody they are kept
/// apart from. The sentence says only "not possible" (Y5).
pub fn ties_and_keep_apart(problem: &Problem, plan: &Plan) -> Vec<Violation> {
    let facts = problem.facts();
    let mut found = Vec::new();
    for group in &plan.groups {
        let label = &facts.options[group.option].label;
        let member = |resident: usize| group.members.iter().any(|m| m.resident == resident);
        for &(facilitator, resident) in &facts.ties {
            if group.facilitators.contains(&facilitator) && member(resident) {
                let facilitator = &facts.facilitators[facilitator].reference;
                let resident = &facts.residents[resident].reference;
                let sentence = format!("{label}: {facilitator} with {resident} is not possible");
                found.push(broken(Rule::H4, 1, sentence));
            }
        }
        for &(one, two) in &facts.keep_apart {
            if member(one) && member(two) {
                let one = &facts.residents[one].reference;
                let two = &facts.residents[two].reference;
                let sentence = format!("{label}: {one} with {two} is not possible");
                found.push(broken(Rule::H4, 1, sentence));
            }
        }
    }
    found
}

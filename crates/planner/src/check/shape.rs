use super::{Rule, Violation, broken};
use crate::{Plan, Problem};

/// Every number of the plan names something, and every attendance list has an entry a week.
pub fn well_formed(problem: &Problem, plan: &Plan) -> Vec<Violation> {
    let facts = problem.facts();
    let mut found = Vec::new();
    let mut expect = |kind: &str, index: usize, count: usize| {
        if index >= count {
            let sentence = format!("the plan names {kind} {index}, but there are {count}");
            found.push(broken(Rule::Form, 1, sentence));
        }
    };
    for group in &plan.groups {
        expect("option", group.option, facts.options.len());
        for &facilitator in &group.facilitators {
            expect("facilitator", facilitator, facts.facilitators.len());
        }
        for member in &group.members {
            expect("resident", member.resident, facts.residents.len());
        }
    }
    for &resident in &plan.unplaced {
        expect("resident", resident, facts.residents.len());
    }
    let weeks = facts.policy.weeks;
    for member in plan.groups.iter().flat_map(|group| &group.members) {
        let stated = member.attends.len();
        if stated != weeks {
            let who = member.resident;
            let sentence = format!("resident {who}: {stated} weeks stated, the run has {weeks}");
            found.push(broken(Rule::Form, stated.abs_diff(weeks), sentence));
        }
    }
    found
}

/// H1: each resident is in exactly one group or listed as unplaced, once.
pub fn one_place_each(problem: &Problem, plan: &Plan) -> Vec<Violation> {
    let residents = &problem.facts().residents;
    let mut mentions = vec![0usize; residents.len()];
    let members = plan.groups.iter().flat_map(|group| &group.members);
    for resident in members
        .map(|m| m.resident)
        .chain(plan.unplaced.iter().copied())
    {
        mentions[resident] += 1;
    }
    let wrong = mentions
        .iter()
        .zip(residents)
        .filter(|(count, _)| **count != 1);
    wrong
        .map(|(&count, resident)| {
            let name = &resident.reference;
            let sentence = format!("{name} appears {count} times among places and unplaced");
            broken(Rule::H1, count.abs_diff(1), sentence)
        })
        .collect()
}

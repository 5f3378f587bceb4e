use super::{Rule, Violation, broken};
use crate::{Member, Plan, Problem};

/// H5: nobody meets at a site where they work during the run.
pub fn neutral_venues(problem: &Problem, plan: &Plan) -> Vec<Violation> {
    collect(problem, plan, |option, member| {
        let resident = &problem.facts().residents[member.resident];
        if resident.choices[option].venue_allowed {
            return None;
        }
        let text = "the venue belongs to a site where they work".into();
        Some((Rule::H5, 1, text))
    })
}

/// H7: attendance is planned only in weeks in which the resident is available.
pub fn attendance_only_where_available(problem: &Problem, plan: &Plan) -> Vec<Violation> {
    collect(problem, plan, |option, member| {
        let planned = planned_weeks(member);
        let wrong = planned
            .filter(|&week| {
                !problem
                    .presence(member.resident, option, week)
                    .is_available()
            })
            .count();
        let text = format!("planned in {wrong} weeks in which they cannot come");
        (wrong > 0).then_some((Rule::H7, wrong, text))
    })
}

/// H8: no site lets more residents go than its cap, in any week, role and time band.
pub fn caps_hold(problem: &Problem, plan: &Plan) -> Vec<Violation> {
    let caps = &problem.facts().caps;
    let mut released = vec![0usize; caps.len()];
    for group in &plan.groups {
        for member in &group.members {
            for week in planned_weeks(member) {
                let presence = problem.presence(member.resident, group.option, week);
                for &cell in presence.caps() {
                    released[cell] += 1;
                }
            }
        }
    }
    let over = released
        .iter()
        .zip(caps)
        .filter(|(out, cell)| **out > cell.cap);
    over.map(|(&out, cell)| {
        let sentence = format!("{}: {out} released, at most {}", cell.label, cell.cap);
        broken(Rule::H8, out - cell.cap, sentence)
    })
    .collect()
}

/// H9: every member is planned to attend the least number of weeks: no token places.
pub fn enough_weeks(problem: &Problem, plan: &Plan) -> Vec<Violation> {
    let least = problem.facts().policy.min_weeks;
    collect(problem, plan, |_, member| {
        let planned = planned_weeks(member).count();
        let text = format!("planned in {planned} weeks, a place needs {least}");
        (planned < least).then(|| (Rule::H9, least - planned, text))
    })
}

fn collect(
    problem: &Problem,
    plan: &Plan,
    judge: impl Fn(usize, &Member) -> Option<(Rule, usize, String)>,
) -> Vec<Violation> {
    let facts = problem.facts();
    let mut found = Vec::new();
    for group in &plan.groups {
        for member in &group.members {
            if let Some((rule, by, text)) = judge(group.option, member) {
                let label = &facts.options[group.option].label;
                let name = &facts.residents[member.resident].reference;
                found.push(broken(rule, by, format!("{label}, {name}: {text}")));
            }
        }
    }
    found
}

fn planned_weeks(member: &Member) -> impl Iterator<Item = usize> {
    let weeks = member.attends.iter().enumerate();
    weeks.filter(|(_, attends)| **attends).map(|(week, _)| week)
}

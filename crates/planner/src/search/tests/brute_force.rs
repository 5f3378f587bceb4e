//! K2: every plan there is, judged by the checker alone, agrees with the planner.

use proptest::prelude::*;

use crate::check::objective;
use crate::sample::{SMALL, Size, problems};
use crate::{Group, Member, Objective, Plan, Problem, Rule, Settings, check, solve};

/// With several weeks the ways to attend multiply, so fewer residents have to do.
const TINY: Size = Size {
    residents: 4,
    options: 2,
    facilitators: 2,
    weeks: 3,
};

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn brute_force_agrees_on_eight_residents_and_three_options(
        problem in problems(Size { weeks: 1, ..SMALL }),
    ) {
        let plan = solve(&problem, &Settings::default());
        prop_assert_eq!(plan.objective, best_of_all(&problem));
    }

    #[test]
    fn brute_force_agrees_over_several_weeks(problem in problems(TINY)) {
        let plan = solve(&problem, &Settings::default());
        prop_assert_eq!(plan.objective, best_of_all(&problem));
    }
}

/// The best objective over all memberships, teams and attendances.
fn best_of_all(problem: &Problem) -> Objective {
    let facts = problem.facts();
    let choices = facts.options.len() + 1;
    let mut best = Objective::default();
    for mut code in 0..choices.pow(facts.residents.len() as u32) {
        let mut plan = Plan::default();
        let mut members = vec![Vec::new(); facts.options.len()];
        for resident in 0..facts.residents.len() {
            match members.get_mut(code % choices) {
                Some(group) => group.push(resident),
                None => plan.unplaced.push(resident),
            }
            code /= choices;
        }
        let sized = |m: &Vec<usize>| m.is_empty() || m.len() >= facts.policy.min_size;
        if !members.iter().all(sized) {
            continue;
        }
        let open = members.iter().enumerate().filter(|(_, m)| !m.is_empty());
        plan.groups = open.map(|(option, m)| group(problem, option, m)).collect();
        if objective(problem, &plan) > best && staffed(problem, &mut plan, 0) {
            best = best.max(best_attendance(problem, &mut plan));
        }
    }
    best
}

/// The group with everybody attending whenever they could: an optimistic start.
fn group(problem: &Problem, option: usize, members: &[usize]) -> Group {
    let weeks = problem.facts().policy.weeks;
    let member = |&resident: &usize| Member {
        resident,
        attends: (0..weeks)
            .map(|week| problem.presence(resident, option, week).is_available())
            .collect(),
    };
    Group {
        option,
        facilitators: Vec::new(),
        members: members.iter().map(member).collect(),
    }
}

/// Tries every team for every group until no rule but caps and weeks is broken.
fn staffed(problem: &Problem, plan: &mut Plan, from: usize) -> bool {
    if from == plan.groups.len() {
        let later = [Rule::Form, Rule::H8, Rule::H9];
        return check(problem, plan).iter().all(|v| later.contains(&v.rule));
    }
    let count = problem.facts().facilitators.len();
    for one in 0..count {
        for two in one..count {
            let team = if one == two {
                vec![one]
            } else {
                vec![one, two]
            };
            plan.groups[from].facilitators = team;
            if staffed(problem, plan, from + 1) {
                return true;
            }
        }
    }
    false
}

/// Tries every subset of the weeks in which somebody needs release.
fn best_attendance(problem: &Problem, plan: &mut Plan) -> Objective {
    let mut released = Vec::new();
    for (g, group) in plan.groups.iter().enumerate() {
        for (m, member) in group.members.iter().enumerate() {
            for week in 0..member.attends.len() {
                let presence = problem.presence(member.resident, group.option, week);
                if !presence.caps().is_empty() {
                    released.push((g, m, week));
                }
            }
        }
    }
    let mut best = Objective::default();
    for code in 0u32..1 << released.len() {
        for (bit, &(g, m, week)) in released.iter().enumerate() {
            plan.groups[g].members[m].attends[week] = code >> bit & 1 == 1;
        }
        let worth = objective(problem, plan);
        let broken = |plan: &Plan| check(problem, plan).iter().any(|v| v.rule != Rule::Form);
        if worth > best && !broken(plan) {
            best = worth;
        }
    }
    best
}

//! K2: every plan there is, judged by the checker alone, agrees with the planner at every level.

use crate::check::{
    caps_hold, enough_weeks, facilitator_teams, facilitator_time, objective, rooms_free,
};
use crate::sample::{Size, drawn, drawn_lock};
use crate::{Group, Member, Objective, Plan, Problem, Rule, Settings, check, solve};

#[test]
fn brute_force_agrees_in_a_thousand_cases_of_eight_residents_and_three_options() {
    for seed in 0..1000 {
        agree(seed, [9, 4, 4, 1]);
    }
}

#[test]
fn brute_force_agrees_in_six_hundred_cases_with_locks() {
    for seed in 1000..1600 {
        agree(seed, [7, 4, 4, 1]);
    }
}

#[test]
fn brute_force_agrees_in_four_hundred_cases_over_several_weeks() {
    for seed in 1600..2000 {
        agree(seed, [5, 3, 3, 3]);
    }
}

/// Draws a problem below these sizes; from seed 1000 on with up to two locks.
fn agree(seed: u64, below: [usize; 4]) {
    let part = |position: usize| {
        let spread = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (16 * position as u32);
        (spread & 0xffff) as usize % below[position]
    };
    let size = Size {
        residents: part(0),
        options: part(1),
        facilitators: part(2),
        weeks: 1 + part(3),
    };
    let mut facts = drawn(size, seed);
    let locks = if seed < 1000 { 0 } else { seed % 3 };
    facts.locks = (0..locks)
        .filter_map(|turn| drawn_lock(&facts, seed * 7 + turn))
        .collect();
    let problem = Problem::new(facts).expect("drawn facts are valid");
    let plan = solve(&problem, &Settings::default());
    let Some((best, places)) = best_of_all(&problem) else {
        assert!(!plan.contradiction.is_empty(), "seed {seed}");
        return;
    };
    assert_eq!(plan.contradiction, [0; 0], "seed {seed}");
    assert_eq!(check(&problem, &plan), [], "seed {seed}");
    assert_eq!(plan.objective, best, "seed {seed}");
    assert!(plan.optimal, "seed {seed}");
    assert_eq!(places_by_reference(&problem, &plan), places, "seed {seed}");
}

/// The label of each resident's option, in the order of their references; nowhere comes last.
type Places = Vec<(bool, String)>;

fn places_by_reference(problem: &Problem, plan: &Plan) -> Places {
    let facts = problem.facts();
    let mut residents: Vec<usize> = (0..facts.residents.len()).collect();
    residents.sort_by_key(|&r| &facts.residents[r].reference);
    let place = |&resident: &usize| match plan.place_of(resident) {
        Some((group, _)) => (false, facts.options[group.option].label.clone()),
        None => (true, String::new()),
    };
    residents.iter().map(place).collect()
}

/// The best objective over all memberships, teams and attendances, and the first places that have it.
fn best_of_all(problem: &Problem) -> Option<(Objective, Places)> {
    let facts = problem.facts();
    let choices = facts.options.len() + 1;
    let could_open = could_open(problem);
    let mut best: Option<(Objective, Places)> = None;
    for mut code in 0..choices.pow(facts.residents.len() as u32) {
        let mut plan = Plan::default();
        let mut members = vec![Vec::new(); facts.options.len()];
        let mut possible = true;
        for resident in 0..facts.residents.len() {
            match members.get_mut(code % choices) {
                Some(group) => {
                    possible &= could_join(problem, resident, code % choices);
                    group.push(resident);
                }
                None => plan.unplaced.push(resident),
            }
            code /= choices;
        }
        let sized = |m: &Vec<usize>| m.is_empty() || m.len() >= facts.policy.min_size;
        let weight = |&r: &usize| u64::from(facts.residents[r].weight);
        let placed: u64 = members.iter().flatten().map(weight).sum();
        let fewer = |known: &(Objective, Places)| placed < known.0.placed_weight;
        let open = (0..members.len()).filter(|&option| !members[option].is_empty());
        possible &= could_open[open.map(|option| 1 << option).sum::<usize>()];
        if !possible || best.as_ref().is_some_and(fewer) || !members.iter().all(sized) {
            continue;
        }
        let open = members.iter().enumerate().filter(|(_, m)| !m.is_empty());
        plan.groups = open.map(|(option, m)| group(problem, option, m)).collect();
        let hope = objective(problem, &plan);
        let first_levels = |o: &Objective| (o.placed_weight, !o.weak_weeks, o.expected_millionths);
        let hopeless = |known: &(Objective, Places)| first_levels(&hope) < first_levels(&known.0);
        // Caps, weeks and locked weeks come with the attendance.
        let later = [Rule::Form, Rule::H8, Rule::H9];
        let holds = |plan: &Plan| check(problem, plan).iter().all(|v| later.contains(&v.rule));
        if best.as_ref().is_some_and(hopeless) || !staffed(problem, &mut plan, 0, &holds) {
            continue;
        }
        let Some(worth) = best_attendance(problem, &mut plan) else {
            continue;
        };
        let places = places_by_reference(problem, &plan);
        let better = |(known, first): &(Objective, Places)| {
            worth > *known || worth == *known && places < *first
        };
        if best.as_ref().is_none_or(better) {
            best = Some((worth, places));
        }
    }
    best
}

/// For each set of options whether rooms and facilitators allow it, members left aside.
fn could_open(problem: &Problem) -> Vec<bool> {
    let options = problem.facts().options.len();
    let led = |set: usize| {
        let open = (0..options).filter(|option| set >> option & 1 == 1);
        let mut plan = Plan {
            groups: open.map(|option| group(problem, option, &[])).collect(),
            ..Plan::default()
        };
        let rules = [facilitator_teams, facilitator_time, rooms_free];
        let holds = |plan: &Plan| rules.iter().all(|rule| rule(problem, plan).is_empty());
        staffed(problem, &mut plan, 0, &holds)
    };
    (0..1 << options).map(led).collect()
}

/// Nobody else considered.
fn could_join(problem: &Problem, resident: usize, option: usize) -> bool {
    let facts = problem.facts();
    let choice = &facts.residents[resident].choices[option];
    let weeks = choice.weeks.iter().filter(|week| week.is_available());
    choice.venue_allowed && weeks.count() >= facts.policy.min_weeks
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

/// Tries every team for every group until the plan holds.
fn staffed(problem: &Problem, plan: &mut Plan, from: usize, holds: &dyn Fn(&Plan) -> bool) -> bool {
    if from == plan.groups.len() {
        return holds(plan);
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
            if staffed(problem, plan, from + 1, holds) {
                return true;
            }
        }
    }
    false
}

/// Tries every subset of the weeks in which somebody needs release.
fn best_attendance(problem: &Problem, plan: &mut Plan) -> Option<Objective> {
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
    let mut best: Option<Objective> = None;
    for code in 0u32..1 << released.len() {
        for (bit, &(g, m, week)) in released.iter().enumerate() {
            plan.groups[g].members[m].attends[week] = code >> bit & 1 == 1;
        }
        if !caps_hold(problem, plan).is_empty() || !enough_weeks(problem, plan).is_empty() {
            continue;
        }
        let worth = objective(problem, plan);
        let broken = |plan: &Plan| check(problem, plan).iter().any(|v| v.rule != Rule::Form);
        if best.as_ref().is_none_or(|best| worth > *best) && !broken(plan) {
            best = Some(worth);
        }
    }
    best
}

use super::super::problem::Venue;
use super::super::{
    Facilitator, Group, PROBLEM_SCHEMA, Problem, Resident, SOLUTION_SCHEMA, Site, Slot, Solution,
    check,
};

/// Two slots, two venues of which site 1 reaches only the first, five residents, three facilitators.
fn problem() -> Problem {
    let slot = Slot {
        day: 2,
        start: 840,
        minutes: 90,
    };
    let facilitator = |experienced, max_groups, slots: &[usize]| Facilitator {
        experienced,
        max_groups,
        slots: slots.to_vec(),
    };
    Problem {
        schema: PROBLEM_SCHEMA.into(),
        slots: vec![slot.clone(), slot],
        sites: vec![Site { cap: 2 }, Site { cap: 3 }],
        venues: vec![Venue {}, Venue {}],
        travel: vec![vec![(0, 1), (1, 2)], vec![(0, 3)]],
        travel_cost_per_km: 10,
        group_cost: 500,
        min_size: 2,
        max_size: 3,
        max_leaders: 2,
        facilitators: vec![
            facilitator(true, 1, &[0, 1]),
            facilitator(true, 2, &[1]),
            facilitator(false, 2, &[0, 1]),
        ],
        residents: [0, 0, 0, 1, 1].map(|site| Resident { site }).to_vec(),
        value: vec![vec![1000, 900]; 5],
    }
}

fn group(slot: usize, venue: usize, members: &[usize], leaders: &[usize]) -> Group {
    Group {
        slot,
        venue,
        members: members.to_vec(),
        leaders: leaders.to_vec(),
    }
}

fn solution(groups: Vec<Group>) -> Solution {
    Solution {
        schema: SOLUTION_SCHEMA.into(),
        objective: None,
        bound: None,
        seconds: None,
        groups,
    }
}

fn sentences(groups: Vec<Group>) -> Vec<String> {
    let verdict = check(&problem(), &solution(groups));
    verdict.violations.iter().map(ToString::to_string).collect()
}

#[test]
fn a_plan_that_holds_is_worth_its_members_less_groups_and_travel() {
    let groups = vec![group(0, 0, &[0, 3, 4], &[0]), group(1, 1, &[1, 2], &[1, 2])];
    let verdict = check(&problem(), &solution(groups));
    assert_eq!(verdict.violations, []);
    let first = 3 * 1000 - 10 - 30 - 30 - 500;
    let second = 2 * 900 - 20 - 20 - 500;
    assert_eq!(verdict.objective, first + second);
    assert_eq!((verdict.groups, verdict.placed), (2, 5));
}

#[test]
fn every_rule_that_is_broken_is_named() {
    let fine = || group(0, 0, &[0, 3], &[0]);
    let cases: [(Vec<Group>, &str); 15] = [
        (
            vec![group(0, 0, &[0], &[0])],
            "group 0: 1 members, 2 to 3 are allowed",
        ),
        (
            vec![group(0, 0, &[0, 1, 3, 4], &[0])],
            "group 0: 4 members, 2 to 3 are allowed",
        ),
        (
            vec![group(0, 0, &[0, 1, 2], &[0])],
            "site 0: 3 released in slot 0, at most 2",
        ),
        (
            vec![group(0, 1, &[0, 3], &[0])],
            "group 0: resident 3: venue 1 is out of reach of site 1",
        ),
        (
            vec![group(0, 0, &[0, 3], &[])],
            "group 0: 0 facilitators, 1 to 2 are allowed",
        ),
        (
            vec![group(0, 0, &[0, 3], &[2])],
            "group 0: nobody experienced",
        ),
        (
            vec![group(0, 0, &[0, 3], &[1])],
            "group 0: facilitator 1 is not free in slot 0",
        ),
        (
            vec![group(1, 0, &[0, 3], &[0, 1, 2])],
            "group 0: 3 facilitators, 1 to 2 are allowed",
        ),
        (
            vec![fine(), group(1, 1, &[1, 2], &[0])],
            "facilitator 0 leads 2 groups, at most 1",
        ),
        (
            vec![group(1, 0, &[0, 3], &[1]), group(1, 1, &[1, 2], &[1])],
            "group 1: facilitator 1 leads twice in slot 1",
        ),
        (
            vec![fine(), group(0, 0, &[1, 4], &[0])],
            "group 1: slot 0 at venue 0 is used twice",
        ),
        (
            vec![fine(), group(1, 0, &[0, 4], &[1])],
            "group 1: resident 0 has a second place",
        ),
        (
            vec![group(0, 0, &[0, 9], &[0])],
            "group 0: resident 9 does not exist",
        ),
        (
            vec![group(0, 0, &[0, 3], &[0, 9])],
            "group 0: facilitator 9 does not exist",
        ),
        (
            vec![group(4, 0, &[0, 3], &[0])],
            "group 0: slot 4 at venue 0 does not exist",
        ),
    ];
    assert_eq!(sentences(vec![fine()]), Vec::<String>::new());
    for (groups, expected) in cases {
        let found = sentences(groups);
        assert!(found.iter().any(|s| s == expected), "{expected}: {found:?}");
    }
}

#[test]
fn a_stated_objective_or_bound_that_does_not_follow_is_named() {
    let plan = solution(vec![group(0, 0, &[0, 3], &[0])]);
    let stated = Solution {
        objective: Some(7),
        bound: Some(9),
        ..plan
    };
    let found: Vec<String> = check(&problem(), &stated)
        .violations
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        found,
        [
            "the objective is 1460, not 7 as stated",
            "the stated bound 9 lies below the objective 1460"
        ]
    );
}

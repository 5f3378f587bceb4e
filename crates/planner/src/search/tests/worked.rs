//! The worked instance K3.

use crate::sample::worked_instance;
use crate::{Facts, Plan, Problem, Settings, check, solve};

fn solved(facts: Facts) -> Plan {
    let problem = Problem::new(facts).expect("the worked instance is valid");
    let plan = solve(&problem, &Settings::default());
    assert_eq!(check(&problem, &plan), Vec::new());
    assert!(plan.optimal);
    plan
}

#[test]
fn one_facilitator_places_three() {
    assert_eq!(solved(worked_instance(1, 1)).objective.placed_weight, 3);
}

#[test]
fn one_facilitator_and_a_cap_of_two_place_four() {
    assert_eq!(solved(worked_instance(1, 2)).objective.placed_weight, 4);
}

#[test]
fn two_facilitators_place_all_on_tuesday_and_thursday() {
    let plan = solved(worked_instance(2, 1));
    let members = |group: &crate::Group| -> Vec<usize> {
        group.members.iter().map(|member| member.resident).collect()
    };
    let groups: Vec<_> = plan.groups.iter().map(|g| (g.option, members(g))).collect();
    assert_eq!(groups, [(0, vec![0, 1, 2]), (2, vec![3, 4, 5])]);
    assert_eq!(plan.unplaced, Vec::<usize>::new());
}

#[test]
fn no_facilitator_places_nobody_and_says_so() {
    let plan = solved(worked_instance(0, 1));
    assert_eq!(plan.objective.placed_weight, 0);
    assert_eq!(plan.unplaced, [0, 1, 2, 3, 4, 5]);
}

#[test]
fn a_problem_without_anything_has_an_empty_plan() {
    let plan = solved(Facts::default());
    assert_eq!((plan.groups, plan.unplaced), (vec![], vec![]));
}

#[test]
fn a_second_facilitator_joins_where_one_is_left() {
    let mut facts = worked_instance(2, 1);
    facts.facilitators[1].experienced = false;
    let plan = solved(facts);
    assert_eq!(plan.groups.len(), 1);
    assert_eq!(plan.groups[0].facilitators, [0, 1]);
}

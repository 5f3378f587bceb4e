//! Decisions that stay (H10), and what happens where they cannot (K6).

use crate::sample::worked_instance;
use crate::{Facts, Lock, Plan, Problem, Settings, check, solve};

fn locked(facilitators: usize, locks: Vec<Lock>) -> (Problem, Plan) {
    let facts = Facts {
        locks,
        ..worked_instance(facilitators, 1)
    };
    let problem = Problem::new(facts).expect("valid");
    let plan = solve(&problem, &Settings::default());
    (problem, plan)
}

fn options(plan: &Plan) -> Vec<usize> {
    plan.groups.iter().map(|group| group.option).collect()
}

#[test]
fn a_group_that_is_kept_opens_with_its_people_though_another_would_be_better() {
    let lock = Lock::KeepGroup {
        option: 1,
        facilitators: vec![1],
        members: vec![2],
    };
    let (problem, plan) = locked(2, vec![lock]);
    assert_eq!(check(&problem, &plan), []);
    assert_eq!(options(&plan), [1]);
    assert_eq!(plan.place_of(2).map(|(group, _)| group.option), Some(1));
    assert!(plan.groups[0].facilitators.contains(&1));
}

#[test]
fn a_closed_option_stays_closed_and_the_number_of_groups_is_kept() {
    let (_, plan) = locked(2, vec![Lock::Closed { option: 0 }]);
    assert!(!options(&plan).contains(&0));
    let (problem, plan) = locked(2, vec![Lock::AtMostGroups { groups: 1 }]);
    assert_eq!(check(&problem, &plan), []);
    assert_eq!(plan.groups.len(), 1);
}

#[test]
fn one_lock_that_the_facts_forbid_is_named_alone() {
    let locks = vec![
        Lock::Closed { option: 1 },
        // F can only come on Thursday.
        Lock::ResidentIn {
            resident: 5,
            option: 0,
        },
    ];
    let (_, plan) = locked(2, locks);
    assert_eq!(
        (plan.contradiction.as_slice(), plan.groups.len()),
        (&[1][..], 0)
    );
    assert_eq!(plan.unplaced.len(), 6);
}

#[test]
fn two_locks_that_contradict_each_other_are_named_and_no_third() {
    let resident_in = |resident, option| Lock::ResidentIn { resident, option };
    let locks = vec![
        resident_in(5, 2),
        resident_in(0, 0),
        Lock::Closed { option: 1 },
        resident_in(0, 1),
    ];
    let (problem, plan) = locked(2, locks);
    assert_eq!(plan.contradiction.len(), 2);
    assert!(plan.contradiction.contains(&3));
    assert!(!check(&problem, &plan).is_empty());
}

#[test]
fn three_locks_that_only_together_go_too_far_are_all_named() {
    let leads = |facilitator, option| Lock::FacilitatorIn {
        facilitator,
        option,
    };
    let locks = vec![
        leads(0, 0),
        leads(1, 2),
        Lock::ResidentNotIn {
            resident: 5,
            option: 2,
        },
    ];
    // Tuesday has its A, B and C; without F Thursday has only D and E.
    let (_, plan) = locked(2, locks);
    assert_eq!(plan.contradiction, [1, 2]);
    let locks = vec![leads(0, 0), leads(1, 2), Lock::AtMostGroups { groups: 1 }];
    let (_, plan) = locked(2, locks);
    assert_eq!(plan.contradiction, [0, 1, 2]);
}

#[test]
fn a_release_that_is_locked_in_takes_the_cap_before_others() {
    let attends = |resident| Lock::Attends {
        resident,
        option: 1,
        week: 0,
    };
    let (problem, plan) = locked(1, vec![attends(2)]);
    assert_eq!(check(&problem, &plan), []);
    assert_eq!(plan.place_of(2).map(|(group, _)| group.option), Some(1));
    assert_eq!(plan.place_of(0), None);
    let (_, plan) = locked(1, vec![attends(0), attends(2)]);
    assert_eq!(plan.contradiction, [0, 1]);
}

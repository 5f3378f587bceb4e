use super::{Obstacle, why_not};
use crate::sample::worked_instance;
use crate::{Absence, Facts, Lock, Presence, Problem, Rule, Settings, solve};

/// What each option says to a resident of the worked instance.
fn says(resident: usize, change: impl Fn(&mut Facts)) -> Vec<(Obstacle, String)> {
    let mut facts = worked_instance(1, 1);
    change(&mut facts);
    let problem = Problem::new(facts).expect("valid");
    let plan = solve(&problem, &Settings::default());
    let reasons = why_not(&problem, &plan, resident);
    assert!(
        reasons
            .iter()
            .all(|reason| reason.rule == reason.obstacle.rule())
    );
    reasons
        .into_iter()
        .map(|reason| (reason.obstacle, reason.sentence))
        .collect()
}

#[test]
fn too_few_weeks_say_how_many_and_what_stood_against_them() {
    let said = says(1, |facts| {
        facts.residents[1].choices[2].weeks[0] = Presence::Absent(Absence::RotaUnknown);
    });
    assert_eq!(
        said[1].1,
        "Wed: free in 0 of 1 weeks; a place needs 1; 1 blocked by rest rules"
    );
    assert_eq!(
        said[2].1,
        "Thu: free in 0 of 1 weeks; a place needs 1; rota unknown in 1"
    );
}

#[test]
fn a_tie_is_told_as_not_possible() {
    let said = says(1, |facts| {
        facts.ties = vec![(0, 1)];
        facts.locks = vec![Lock::Closed { option: 1 }, Lock::Closed { option: 2 }];
    });
    assert_eq!(said[0], (Obstacle::NotPossible, "Tue: not possible".into()));
}

#[test]
fn locked_decisions_and_times_not_offered_are_named_as_such() {
    let said = says(1, |facts| {
        facts.locks = vec![Lock::Closed { option: 0 }];
        facts.options[2].offered = false;
        facts.residents[1].choices[2].weeks = facts.residents[1].choices[0].weeks.clone();
    });
    assert_eq!(said[0].1, "Tue: a locked decision stands against it");
    assert_eq!(
        (said[2].0, said[2].0.rule()),
        (Obstacle::NotOffered, Some(Rule::H6))
    );
}

#[test]
fn a_cap_that_is_used_up_says_how_many_weeks_it_leaves() {
    let said = says(0, |facts| {
        facts.locks = vec![Lock::ResidentIn {
            resident: 2,
            option: 1,
        }];
    });
    let words = "Wed: the site's release cap leaves 0 weeks; a place needs 1";
    assert_eq!(said[1].1, words);
}

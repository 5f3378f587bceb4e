use proptest::prelude::*;

use super::{Approval, difference, replan};
use crate::sample::{ABSENT, SMALL, Size, problems, programme_sized, worked_instance};
use crate::{Plan, Problem, Settings, check, solve};

fn planned(problem: &Problem) -> Plan {
    solve(problem, &Settings::default())
}

fn brief() -> Settings<'static> {
    Settings {
        effort: 300,
        ..Settings::default()
    }
}

const TINY: Size = Size {
    residents: 5,
    weeks: 1,
    ..SMALL
};

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn nothing_changes_where_the_facts_have_not(problem in problems(SMALL)) {
        let published = planned(&problem);
        let again = replan(&problem, &published, &[], &Settings::default());
        prop_assert_eq!(&again.difference.moved, &vec![]);
        prop_assert_eq!(&again.difference.lost, &vec![]);
        prop_assert_eq!(&again.difference.gained, &vec![]);
        prop_assert_eq!(&again.difference.weeks, &vec![]);
        prop_assert_eq!(&again.freed, &vec![]);
    }

    #[test]
    fn a_replanned_plan_breaks_no_rule_and_gives_up_the_fewest_places(
        problem in problems(TINY),
        gone in 0usize..6,
        night in 0usize..6,
    ) {
        let published = planned(&problem);
        let mut facts = problem.facts().clone();
        if let Some(facilitator) = facts.facilitators.get_mut(gone) {
            facilitator.available.fill(false);
        }
        if let Some(resident) = facts.residents.get_mut(night) {
            for choice in &mut resident.choices {
                choice.weeks[0] = ABSENT;
            }
        }
        facts.published = places(&published);
        let changed = Problem::new(facts).expect("still valid");
        let after = replan(&changed, &published, &[], &Settings::default());
        prop_assert_eq!(check(&changed, &after.plan), vec![]);
        let given_up = after.difference.moved.len() + after.difference.lost.len();
        prop_assert_eq!(after.plan.objective.changes, given_up as u64);
        prop_assert_eq!(given_up, fewest_given_up(&changed, &published));
    }
}

fn places(plan: &Plan) -> Vec<(usize, usize)> {
    let groups = plan.groups.iter();
    let places = groups.flat_map(|g| g.members.iter().map(|m| (m.resident, g.option)));
    places.collect()
}

/// The most published places that can stand together, by locking every set of them.
fn fewest_given_up(problem: &Problem, published: &Plan) -> usize {
    let places = places(published);
    let kept = (0u32..1 << places.len()).filter(|set| {
        let mut facts = problem.facts().clone();
        let chosen = (0..places.len()).filter(|bit| set >> bit & 1 == 1);
        facts.locks = chosen
            .map(|bit| crate::Lock::ResidentIn {
                resident: places[bit].0,
                option: places[bit].1,
            })
            .collect();
        let locked = Problem::new(facts).expect("still valid");
        solve(&locked, &Settings::default())
            .contradiction
            .is_empty()
    });
    places.len() - kept.map(|set| set.count_ones() as usize).max().unwrap_or(0)
}

#[test]
fn who_loses_a_facilitator_is_moved_and_everybody_concerned_is_told() {
    let problem = Problem::new(worked_instance(2, 1)).expect("valid");
    let published = planned(&problem);
    let mut facts = problem.facts().clone();
    let leads_thursday = published.groups[1].facilitators[0];
    facts.facilitators[leads_thursday].available[2] = false;
    let changed = Problem::new(facts).expect("valid");
    let after = replan(&changed, &published, &[], &Settings::default());
    // The other facilitator is free on Thursday: they change places and nobody moves.
    assert_eq!(after.difference.moved, []);
    assert_eq!(after.difference.led.len(), 4);
    assert_eq!(after.difference.tell.facilitators, [0, 1]);
    assert_eq!(after.difference.tell.residents, [0, 1, 2, 3, 4, 5]);
}

#[test]
fn a_week_that_is_refused_costs_that_week_and_at_most_one_other_to_make_up_for_it() {
    let problem = Problem::new(programme_sized(1)).expect("valid");
    let published = solve(&problem, &brief());
    let group = &published.groups[0];
    let (member, option) = (&group.members[0], group.option);
    let week = member.attends.iter().position(|w| *w).expect("attends");
    let mut facts = problem.facts().clone();
    facts.residents[member.resident].choices[option].weeks[week] = ABSENT;
    let changed = Problem::new(facts).expect("valid");
    let approved = [Approval {
        resident: member.resident,
        week,
    }];
    let after = replan(&changed, &published, &approved, &brief());
    assert_eq!(check(&changed, &after.plan), []);
    assert_eq!(
        (after.difference.moved.len(), after.difference.lost.len()),
        (0, 0)
    );
    let dropped = after
        .difference
        .weeks
        .iter()
        .filter(|change| !change.planned);
    let dropped: Vec<_> = dropped
        .map(|change| (change.resident, change.week))
        .collect();
    assert!(
        dropped.contains(&(member.resident, week)) && dropped.len() <= 2,
        "{dropped:?}"
    );
    assert!(
        after.difference.weeks.len() <= 3,
        "{:?}",
        after.difference.weeks
    );
    assert_eq!(after.freed, approved);
    assert!(after.difference.tell.sites.len() <= 1);
}

#[test]
fn an_approved_week_outlasts_one_that_is_not() {
    let mut facts = worked_instance(1, 2);
    facts.policy.min_weeks = 0;
    let problem = Problem::new(facts).expect("valid");
    let published = planned(&problem);
    assert_eq!(published.groups[0].option, 1);
    for approved in [0, 2] {
        let mut facts = problem.facts().clone();
        facts.caps[0].cap = 1;
        let changed = Problem::new(facts).expect("valid");
        let approval = Approval {
            resident: approved,
            week: 0,
        };
        let after = replan(&changed, &published, &[approval], &Settings::default());
        assert_eq!(after.freed, []);
        let lost = after.difference.weeks.iter().map(|change| change.resident);
        assert_eq!(lost.collect::<Vec<_>>(), [2 - approved]);
    }
}

#[test]
fn a_plan_differs_in_nothing_from_itself() {
    let problem = Problem::new(worked_instance(2, 1)).expect("valid");
    let plan = planned(&problem);
    assert_eq!(
        difference(&plan, &plan, &|_, _, _| Some(0)),
        Default::default()
    );
}

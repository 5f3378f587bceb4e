//! K4: what a change of the facts must or must not do.

use proptest::prelude::*;

use crate::sample::{ABSENT, SMALL, drawn_lock, facilitator, option, problems};
use crate::{Facts, Plan, Problem, Settings, solve};

type Change = fn(&mut Facts);

fn solved(facts: Facts) -> Plan {
    let problem = Problem::new(facts).expect("still valid");
    solve(&problem, &Settings::default())
}

fn placed(facts: &Facts, change: impl Fn(&mut Facts)) -> u64 {
    let mut facts = facts.clone();
    change(&mut facts);
    solved(facts).objective.placed_weight
}

/// One more option, a copy of the first in a room of its own.
fn another_option(facts: &mut Facts) {
    let weeks = facts.policy.weeks;
    facts.options.push(option("another", weeks));
    for resident in &mut facts.residents {
        let choice = resident.choices.first().cloned();
        resident.choices.extend(choice);
    }
    if facts.options.len() == 1 {
        for resident in &mut facts.residents {
            resident.choices = vec![crate::Choice {
                venue_allowed: true,
                travel_minutes: 0,
                weeks: vec![ABSENT; weeks],
            }];
        }
    }
    for facilitator in &mut facts.facilitators {
        let free = facilitator.available.first().copied().unwrap_or(true);
        facilitator.available.push(free);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    #[test]
    fn another_option_seat_cap_or_facilitator_never_places_fewer(problem in problems(SMALL)) {
        let before = placed(problem.facts(), |_| {});
        let relaxations: [Change; 6] = [
            |facts| facts.options.iter_mut().for_each(|option| option.capacity += 1),
            |facts| facts.caps.iter_mut().for_each(|cell| cell.cap += 1),
            |facts| facts.caps.iter_mut().take(1).for_each(|cell| cell.cap += 1),
            |facts| facts.policy.max_size += 1,
            |facts| {
                let options = facts.options.len();
                facts.facilitators.push(facilitator("new", 1, options));
            },
            another_option,
        ];
        for (number, relax) in relaxations.into_iter().enumerate() {
            let after = placed(problem.facts(), relax);
            prop_assert!(after >= before, "{after} after {before}, change {number}");
        }
    }

    #[test]
    fn a_tighter_cap_a_night_or_a_tie_never_places_more(
        problem in problems(SMALL),
        pick in any::<usize>(),
    ) {
        let before = placed(problem.facts(), |_| {});
        let tighter = placed(problem.facts(), |facts| {
            facts.caps.iter_mut().for_each(|cell| cell.cap = cell.cap.saturating_sub(1));
        });
        let night = placed(problem.facts(), |facts| {
            let week = pick % facts.policy.weeks;
            let count = facts.residents.len().max(1);
            if let Some(resident) = facts.residents.get_mut(pick % count) {
                for choice in &mut resident.choices {
                    choice.weeks[week] = ABSENT;
                }
            }
        });
        let tie = placed(problem.facts(), |facts| {
            if !facts.residents.is_empty() && !facts.facilitators.is_empty() {
                let tie = (pick % facts.facilitators.len(), pick % facts.residents.len());
                facts.ties.push(tie);
            }
        });
        prop_assert!(tighter.max(night).max(tie) <= before, "{tighter} {night} {tie} {before}");
    }

    #[test]
    fn a_lock_never_makes_a_plan_better(problem in problems(SMALL), pick in any::<u64>()) {
        let before = solved(problem.facts().clone()).objective;
        let mut facts = problem.facts().clone();
        facts.locks.extend(drawn_lock(&facts, pick));
        let after = solved(facts);
        prop_assert!(!after.contradiction.is_empty() || after.objective <= before);
    }

    #[test]
    fn weights_scaled_alike_change_nothing_but_the_weight(problem in problems(SMALL)) {
        let plan = solved(problem.facts().clone());
        let mut facts = problem.facts().clone();
        facts.residents.iter_mut().for_each(|resident| resident.weight *= 3);
        let scaled = solved(facts);
        prop_assert_eq!(scaled.objective.placed_weight, 3 * plan.objective.placed_weight);
        prop_assert_eq!(scaled.groups, plan.groups);
    }

    #[test]
    fn other_names_in_the_same_order_change_nothing(problem in problems(SMALL)) {
        let plan = solved(problem.facts().clone());
        let mut facts = problem.facts().clone();
        facts.residents.iter_mut().for_each(|r| r.reference.insert_str(0, "Dr "));
        facts.options.iter_mut().for_each(|o| o.label.insert_str(0, "On "));
        facts.facilitators.iter_mut().for_each(|f| f.reference.push('x'));
        facts.caps.iter_mut().for_each(|c| c.label.clear());
        prop_assert_eq!(solved(facts), plan);
    }

    #[test]
    fn the_order_of_the_input_decides_nothing(problem in problems(SMALL)) {
        let plan = solved(problem.facts().clone());
        let mut facts = problem.facts().clone();
        let last = facts.residents.len().saturating_sub(1);
        facts.residents.reverse();
        facts.sites.reverse();
        facts.published.reverse();
        for place in &mut facts.published {
            place.0 = last - place.0;
        }
        for tie in &mut facts.ties {
            tie.1 = last - tie.1;
        }
        for pair in &mut facts.keep_apart {
            *pair = (last - pair.0, last - pair.1);
        }
        let mut reversed = solved(facts);
        for group in &mut reversed.groups {
            group.members.iter_mut().for_each(|member| member.resident = last - member.resident);
            group.members.reverse();
        }
        reversed.unplaced = reversed.unplaced.iter().rev().map(|r| last - r).collect();
        prop_assert_eq!(reversed, plan);
    }
}

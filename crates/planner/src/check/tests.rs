//! Given these facts, this rule is broken by that much: one test a rule and one a level.

use super::*;
use crate::sample::{ABSENT, FREE, facilitator, option, resident};
use crate::{CapCell, Facts, Group, Lock, Member, Objective, Policy, Presence, Problem, Site};

/// A to D at two options, two facilitators, two weeks; sizes 2 to 3; A and B need release in week 1 at
/// option 0 from site 7, which lets two go.
fn facts() -> Facts {
    let released = Presence::Released {
        chance: 0.5,
        minutes: 100,
        caps: vec![0],
    };
    let mut facts = Facts {
        policy: Policy {
            min_size: 2,
            max_size: 3,
            min_weeks: 1,
            quorum: 2,
            ..Policy::for_weeks(2)
        },
        residents: ["A", "B", "C", "D"]
            .map(|name| resident(name, 2, vec![FREE, FREE]))
            .to_vec(),
        options: vec![option("Tue", 2), option("Wed", 2)],
        facilitators: vec![facilitator("F", 2, 2), facilitator("G", 2, 2)],
        caps: vec![CapCell {
            label: "Harrow Down, week 1".into(),
            site: 7,
            week: 0,
            cap: 2,
        }],
        ..Facts::default()
    };
    for resident in 0..2 {
        facts.residents[resident].choices[0].weeks[0] = released.clone();
    }
    facts
}

/// A and B at option 0 with F, C and D at option 1 with G.
fn plan() -> Plan {
    let group = |option, facilitator, members: [usize; 2]| Group {
        option,
        facilitators: vec![facilitator],
        members: members
            .map(|resident| Member {
                resident,
                attends: vec![true; 2],
            })
            .to_vec(),
    };
    Plan {
        groups: vec![group(0, 0, [0, 1]), group(1, 1, [2, 3])],
        ..Plan::default()
    }
}

type Named = fn(&Problem, &Plan) -> Vec<Violation>;

/// By how much the one violation of a rule breaks it; the facts and plan above break nothing.
fn broken_by(rule: Named, change: impl Fn(&mut Facts, &mut Plan)) -> (Rule, usize) {
    let (mut facts, mut plan) = (facts(), plan());
    let problem = Problem::new(facts.clone()).expect("valid");
    assert_eq!(rule(&problem, &plan), []);
    change(&mut facts, &mut plan);
    let problem = Problem::new(facts).expect("still valid");
    let found = rule(&problem, &plan);
    assert_eq!(found.len(), 1, "{found:?}");
    (found[0].rule, found[0].by)
}

#[test]
fn a_number_that_names_nothing_breaks_the_form() {
    let found = broken_by(well_formed, |_, plan| plan.unplaced = vec![9]);
    assert_eq!(found, (Rule::Form, 1));
}

#[test]
fn a_resident_with_a_place_and_without_breaks_h1_by_one() {
    let found = broken_by(one_place_each, |_, plan| plan.unplaced = vec![3]);
    assert_eq!(found, (Rule::H1, 1));
}

#[test]
fn a_group_one_short_or_one_over_breaks_h2_by_one() {
    let short = broken_by(group_sizes, |_, plan| {
        plan.groups[0].members.pop();
    });
    assert_eq!(short, (Rule::H2, 1));
    let over = broken_by(group_sizes, |facts, _| facts.options[1].capacity = 2);
    assert_eq!(over, (Rule::H2, 1));
}

#[test]
fn a_novice_alone_and_three_leaders_break_h3_by_one() {
    let alone = broken_by(facilitator_teams, |facts, _| {
        facts.facilitators[0].experienced = false
    });
    assert_eq!(alone, (Rule::H3, 1));
    let three = broken_by(facilitator_teams, |_, plan| {
        plan.groups[0].facilitators = vec![0, 1, 0]
    });
    assert_eq!(three, (Rule::H3, 1));
    let lonely = broken_by(facilitator_teams, |facts, _| {
        facts.facilitators[1].supervised = false
    });
    assert_eq!(lonely, (Rule::H3, 1));
}

#[test]
fn one_group_too_many_one_absence_and_one_overlap_break_h3_by_one() {
    let load = broken_by(facilitator_time, |facts, plan| {
        facts.facilitators[0].max_groups = 1;
        plan.groups[1].facilitators = vec![0];
    });
    assert_eq!(load, (Rule::H3, 1));
    let away = broken_by(facilitator_time, |facts, _| {
        facts.facilitators[0].available[0] = false
    });
    assert_eq!(away, (Rule::H3, 1));
    let twice = broken_by(facilitator_time, |facts, plan| {
        facts.overlaps = vec![(1, 0)];
        plan.groups[1].facilitators = vec![0];
    });
    assert_eq!(twice, (Rule::H3, 1));
}

#[test]
fn a_tie_and_a_pair_kept_apart_break_h4_by_one() {
    let tie = broken_by(ties_and_keep_apart, |facts, _| facts.ties = vec![(0, 1)]);
    assert_eq!(tie, (Rule::H4, 1));
    let apart = broken_by(ties_and_keep_apart, |facts, _| {
        facts.keep_apart = vec![(3, 2)]
    });
    assert_eq!(apart, (Rule::H4, 1));
}

#[test]
fn a_tie_is_told_as_not_possible_and_no_more() {
    let mut facts = facts();
    facts.ties = vec![(0, 1)];
    let found = ties_and_keep_apart(&Problem::new(facts).expect("valid"), &plan());
    assert_eq!(found[0].sentence, "Tue: F with B is not possible");
}

#[test]
fn a_venue_of_their_own_site_breaks_h5_by_one() {
    let found = broken_by(neutral_venues, |facts, _| {
        facts.residents[2].choices[1].venue_allowed = false;
    });
    assert_eq!(found, (Rule::H5, 1));
}

#[test]
fn a_room_taken_once_shared_or_not_offered_breaks_h6_by_one() {
    let taken = broken_by(rooms_free, |facts, _| facts.options[0].room_free[1] = false);
    assert_eq!(taken, (Rule::H6, 1));
    let shared = broken_by(rooms_free, |facts, _| facts.exclusive = vec![(0, 1)]);
    assert_eq!(shared, (Rule::H6, 1));
    let closed = broken_by(rooms_free, |facts, _| facts.options[1].offered = false);
    assert_eq!(closed, (Rule::H6, 1));
}

#[test]
fn a_week_planned_during_rest_breaks_h7_by_one() {
    let found = broken_by(attendance_only_where_available, |facts, _| {
        facts.residents[2].choices[1].weeks[0] = ABSENT;
    });
    assert_eq!(found, (Rule::H7, 1));
}

#[test]
fn a_cap_exceeded_by_one_breaks_h8_by_one() {
    let found = broken_by(caps_hold, |facts, _| facts.caps[0].cap = 1);
    assert_eq!(found, (Rule::H8, 1));
}

#[test]
fn a_week_too_few_breaks_h9_by_one() {
    let found = broken_by(enough_weeks, |_, plan| {
        plan.groups[0].members[0].attends = vec![false; 2];
    });
    assert_eq!(found, (Rule::H9, 1));
}

#[test]
fn every_kind_of_lock_breaks_h10_by_one() {
    let locks = [
        Lock::KeepGroup {
            option: 0,
            facilitators: vec![0, 1],
            members: vec![0],
        },
        Lock::KeepGroup {
            option: 0,
            facilitators: vec![0],
            members: vec![0, 2],
        },
        Lock::Closed { option: 1 },
        Lock::AtMostGroups { groups: 1 },
        Lock::ResidentIn {
            resident: 0,
            option: 1,
        },
        Lock::ResidentNotIn {
            resident: 0,
            option: 0,
        },
        Lock::FacilitatorIn {
            facilitator: 1,
            option: 0,
        },
        Lock::Attends {
            resident: 2,
            option: 0,
            week: 1,
        },
    ];
    for lock in locks {
        let found = broken_by(locked_decisions, |facts, _| {
            facts.locks = vec![lock.clone()]
        });
        assert_eq!(found, (Rule::H10, 1), "{lock:?}");
    }
}

#[test]
fn a_stated_objective_that_does_not_follow_breaks_the_form() {
    let problem = Problem::new(facts()).expect("valid");
    let mut plan = plan();
    plan.objective = objective(&problem, &plan);
    plan.placed_bound = plan.objective.placed_weight;
    assert_eq!(check(&problem, &plan), []);
    plan.objective.changes += 1;
    assert_eq!(check(&problem, &plan).len(), 1);
}

fn worth(change: impl Fn(&mut Facts, &mut Plan)) -> Objective {
    let (mut facts, mut plan) = (facts(), plan());
    change(&mut facts, &mut plan);
    objective(&Problem::new(facts).expect("valid"), &plan)
}

#[test]
fn level_1_counts_the_weights_of_those_placed() {
    let found = worth(|facts, _| facts.residents[3].weight = 5);
    assert_eq!(found.placed_weight, 8);
}

#[test]
fn level_2_counts_sessions_below_the_chance_of_a_quorum() {
    // A and B come to the first session with a half each: both with a quarter.
    assert_eq!(worth(|_, _| {}).weak_weeks, 1);
    assert_eq!(worth(|facts, _| facts.policy.quorum = 0).weak_weeks, 0);
}

#[test]
fn level_3_sums_the_chances_of_all_planned() {
    assert_eq!(worth(|_, _| {}).expected_millionths, 7_000_000);
}

#[test]
fn level_4_is_the_vector_of_the_fairness_ledger() {
    // Eligible 3, 1, 2; given 12, 4, 0: ratios 1.5, 1.5, 0 (programme 7.5); a site without eligible
    // doctors is left out.
    let found = worth(|facts, _| {
        let site = |number, eligible| Site {
            number,
            name: format!("S{number}"),
            eligible,
        };
        facts.sites = vec![site(0, 3), site(7, 1), site(2, 2), site(3, 0)];
        facts.caps[0].site = 0;
        facts.caps.push(CapCell {
            site: 7,
            ..facts.caps[0].clone()
        });
        for (resident, cap, minutes) in [(0, 0, 12), (1, 1, 4)] {
            facts.residents[resident].choices[0].weeks[0] = Presence::Released {
                chance: 0.5,
                minutes,
                caps: vec![cap],
            };
        }
    });
    assert_eq!(found.burden_millionths, [1_500_000, 1_500_000, 0]);
}

#[test]
fn level_5_sums_travel_and_counts_pairs_of_one_site_in_a_group() {
    let found = worth(|facts, _| {
        facts.residents[0].choices[0].travel_minutes = 20;
        facts.residents[3].choices[1].travel_minutes = 5;
        for resident in 0..3 {
            facts.residents[resident].site = Some(7);
        }
    });
    assert_eq!((found.travel_minutes, found.same_site_pairs), (25, 1));
}

#[test]
fn level_6_counts_published_places_that_are_not_kept() {
    let found = worth(|facts, _| facts.published = vec![(0, 0), (2, 0)]);
    assert_eq!(found.changes, 1);
}

#[test]
fn a_later_level_never_outweighs_an_earlier_one() {
    let best = Objective {
        placed_weight: 2,
        weak_weeks: 9,
        ..Objective::default()
    };
    let other = Objective {
        placed_weight: 1,
        expected_millionths: 9_000_000,
        ..Objective::default()
    };
    assert!(best > other);
    assert_eq!(best.decided_by(&other), Some(crate::Level::Placed));
    let fair = |burden_millionths| Objective {
        burden_millionths,
        ..Objective::default()
    };
    assert!(fair(vec![1_500_000, 0]) > fair(vec![1_500_000, 1]));
    assert!(fair(vec![1_500_000, 9]) > fair(vec![1_500_001, 0]));
}

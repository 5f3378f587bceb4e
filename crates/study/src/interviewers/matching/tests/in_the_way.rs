//! What stands in the way of a full matching, and what frees it (study R14).

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::blocking::Sides;
use super::brute_force::any_problem;
use super::*;

fn in_the_way(problem: &Problem) -> String {
    solve(problem)
        .blocking
        .map_or("nothing".to_owned(), |set| set.to_string())
}

#[test]
fn it_is_said_in_plain_words_who_can_only_be_seen_by_whom() {
    assert_eq!(in_the_way(&problem(&[9], &[("a", ".")])), "nothing");
    assert_eq!(
        in_the_way(&problem(&[9], &[("a", "k")])),
        "K1 can be seen by no interviewer"
    );
    assert_eq!(
        in_the_way(&problem(&[0, 9], &[("a", ".k")])),
        "K1 can only be seen by I1, who has no room"
    );
    assert_eq!(
        in_the_way(&problem(
            &[1, 1, 1],
            &[("a", "..k"), ("a", "..k"), ("a", "..k")]
        )),
        "these 3 participants (K1, K2 and K3) can only be seen by I1 and I2, who together have room for 2"
    );
}

#[test]
fn the_smallest_of_several_sets_is_named() {
    let two = problem(
        &[1, 1, 1],
        &[
            ("a", "..k"),
            ("a", "..k"),
            ("a", "..k"),
            ("a", "kk."),
            ("a", "kk."),
        ],
    );
    assert_eq!(
        in_the_way(&two),
        "these 2 participants (K4 and K5) can only be seen by I3, who has room for 1"
    );
}

#[test]
fn a_pair_that_lacks_only_a_time_is_named() {
    let blocking = solve(&problem(&[1, 1], &[("a", ".x"), ("a", ".k")]))
        .blocking
        .unwrap();
    let find = Way::FindTime {
        participant: "K1".into(),
        interviewer: "I2".into(),
    };
    assert!(blocking.ways.contains(&find), "{:?}", blocking.ways);
}

/// Participants who are not ordered to anybody and can be seen by nobody outside `set`.
fn held_by(problem: &Problem, set: &[usize]) -> Vec<usize> {
    let free = (0..problem.participants.len()).filter(|p| !problem.overrides.contains_key(p));
    free.filter(|p| {
        (0..problem.interviewers.len()).all(|i| set.contains(&i) || !problem.possible(*p, i))
    })
    .collect()
}

fn room_of(problem: &Problem, set: &[usize]) -> usize {
    let ordered = problem.ordered_loads();
    let room = |i: &usize| {
        problem.interviewers[*i]
            .capacity
            .saturating_sub(ordered[*i]) as usize
    };
    set.iter().map(room).sum()
}

/// The smallest size of a blocking set, by trying every set of interviewers.
fn smallest(problem: &Problem) -> Option<(usize, usize)> {
    let interviewers = problem.interviewers.len();
    let sets = (0u32..1 << interviewers).map(|bits| {
        (0..interviewers)
            .filter(|i| bits & (1 << i) != 0)
            .collect::<Vec<_>>()
    });
    sets.filter_map(|set| {
        let held = held_by(problem, &set).len();
        let room = room_of(problem, &set);
        (held > room).then_some((set.len(), held))
    })
    .min()
}

/// The problem in which a way was taken.
fn taken(problem: &Problem, way: &Way, held: &[usize]) -> Problem {
    let mut changed = problem.clone();
    let interviewer = |id: &str| {
        problem
            .interviewers
            .iter()
            .position(|i| i.id == id)
            .unwrap()
    };
    let participant = |id: &str| {
        problem
            .participants
            .iter()
            .position(|p| p.id == id)
            .unwrap()
    };
    let possible = Tie {
        relation: Acquaintance::None,
        available: true,
        confirmed: false,
    };
    match way {
        Way::MoreRoom {
            interviewer: id,
            more,
        } => {
            changed.interviewers[interviewer(id)].capacity += more;
        }
        Way::Ask {
            participant: p,
            interviewer: i,
        }
        | Way::FindTime {
            participant: p,
            interviewer: i,
        } => {
            changed
                .ties
                .insert((participant(p), interviewer(i)), possible);
        }
        Way::AnotherInterviewer { room } => {
            let index = changed.interviewers.len();
            changed.interviewers.push(Interviewer {
                id: "new".into(),
                capacity: *room,
            });
            for p in held {
                changed.ties.insert((*p, index), possible);
            }
        }
    }
    changed
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_set_is_named_exactly_when_somebody_is_unmatched_and_it_is_the_smallest(problem in any_problem()) {
        let matching = solve(&problem);
        prop_assert_eq!(matching.blocking.is_some(), !matching.unmatched.is_empty());
        let size = matching.blocking.map(|set| (set.interviewers.len(), set.participants.len()));
        prop_assert_eq!(size, smallest(&problem));
    }

    #[test]
    fn each_way_that_is_named_lets_more_participants_be_seen(problem in any_problem()) {
        let before = solve(&problem);
        let Some(set) = before.blocking else { return Ok(()) };
        let index = |id: &String| problem.participants.iter().position(|p| p.id == *id).unwrap();
        let held: Vec<usize> = set.participants.iter().map(index).collect();
        let short = set.participants.len() - set.room as usize;
        for way in &set.ways {
            let after = solve(&taken(&problem, way, &held)).pairs.len() - before.pairs.len();
            match way {
                Way::MoreRoom { .. } | Way::AnotherInterviewer { .. } => prop_assert_eq!(after, short),
                Way::Ask { .. } | Way::FindTime { .. } => prop_assert_eq!(after, 1, "{}", way),
            }
        }
    }

    #[test]
    fn where_not_all_sets_can_be_tried_nobody_can_be_left_out_of_the_one_that_is_named(problem in any_problem()) {
        let sides = Sides::of(&problem);
        let all = (0..problem.interviewers.len()).collect();
        let Some(within) = sides.blocking(&all) else {
            prop_assert_eq!(smallest(&problem), None);
            return Ok(());
        };
        let set = sides.shrunk(within);
        let blocks = |set: &BTreeSet<usize>| {
            let set: Vec<usize> = set.iter().copied().collect();
            held_by(&problem, &set).len() > room_of(&problem, &set)
        };
        prop_assert!(blocks(&set));
        for interviewer in &set {
            let mut rest = set.clone();
            rest.remove(interviewer);
            prop_assert_eq!(sides.blocking(&rest), None);
        }
    }
}

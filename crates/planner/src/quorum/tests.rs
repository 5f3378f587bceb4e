use super::{Move, chance_of_quorum, is_weak, weak_sessions};
use crate::sample::{FREE, facilitator, option, resident};
use crate::{CapCell, Facts, Group, Member, Plan, Policy, Presence, Problem};

fn close(chances: &[f64], expected: f64) {
    let found = chance_of_quorum(chances, 6);
    assert!((found - expected).abs() < 1e-6, "{found} is not {expected}");
}

#[test]
fn vectors_of_the_specification_hold_to_a_millionth() {
    close(&[0.6; 12], 0.841788);
    close(&[0.6; 8], 0.315395);
    close(&[0.8; 8], 0.796918);
    close(&[0.5; 12], 0.612793);
    close(&[&[0.9; 4][..], &[0.5; 8]].concat(), 0.914755);
    close(&[0.9; 6], 0.531441);
    close(&[0.75; 10], 0.921873);
    close(&[0.95, 0.90, 0.85, 0.80, 0.75, 0.70, 0.65, 0.60], 0.744967);
    close(&[1.0; 5], 0.0);
    close(&[1.0; 12], 1.0);
}

#[test]
fn a_quorum_of_nobody_is_always_reached() {
    assert_eq!(chance_of_quorum(&[], 0), 1.0);
    assert!(!is_weak(&[], 0, 0.8));
}

#[test]
fn reaching_the_threshold_exactly_is_not_weak() {
    assert!(!is_weak(&[0.8], 1, 0.8));
    assert!(is_weak(&[0.799], 1, 0.8));
}

proptest::proptest! {
    #[test]
    fn convolution_agrees_with_every_outcome_counted(
        chances in proptest::collection::vec(0.0..=1.0f64, 0..=12),
        quorum in 0usize..8,
    ) {
        let mut counted = 0.0;
        for outcome in 0u32..1 << chances.len() {
            if outcome.count_ones() as usize >= quorum {
                counted += chances.iter().enumerate().fold(1.0, |product, (i, p)| {
                    product * if outcome >> i & 1 == 1 { *p } else { 1.0 - p }
                });
            }
        }
        proptest::prop_assert!((counted - chance_of_quorum(&chances, quorum)).abs() < 1e-12);
    }
}

/// A group of two with an uncertain release each, a third resident without a place, quorum 2.
fn weak() -> (Problem, Plan) {
    let released = |chance| Presence::Released {
        chance,
        minutes: 120,
        caps: vec![0],
    };
    let facts = Facts {
        policy: Policy {
            min_size: 2,
            max_size: 4,
            min_weeks: 0,
            quorum: 2,
            ..Policy::for_weeks(1)
        },
        residents: vec![
            resident("A", 1, vec![released(0.5)]),
            resident("B", 1, vec![FREE]),
            resident("C", 1, vec![released(0.9)]),
            resident("D", 1, vec![released(0.6)]),
        ],
        options: vec![option("Tue, Library", 1)],
        facilitators: vec![facilitator("F", 1, 1)],
        caps: vec![CapCell {
            label: "cap".into(),
            site: 0,
            week: 0,
            cap: 2,
        }],
        ..Facts::default()
    };
    let member = |resident, attends| Member {
        resident,
        attends: vec![attends],
    };
    let plan = Plan {
        groups: vec![Group {
            option: 0,
            facilitators: vec![0],
            members: vec![member(0, true), member(1, true), member(3, false)],
        }],
        unplaced: vec![2],
        ..Plan::default()
    };
    (Problem::new(facts).expect("valid"), plan)
}

#[test]
fn a_weak_session_names_the_smallest_move_that_mends_it_first() {
    let (problem, plan) = weak();
    let sessions = weak_sessions(&problem, &plan);
    assert_eq!(sessions.len(), 1);
    let session = &sessions[0];
    assert!(session.red && (session.chance - 0.5).abs() < 1e-9);
    let moves: Vec<Move> = session.moves.iter().map(|mend| mend.action).collect();
    let expected = [
        Move::Confirm { resident: 0 },
        Move::Ask { resident: 3 },
        Move::Offer { resident: 2 },
    ];
    assert_eq!(moves, expected);
    assert!(session.moves.iter().all(|mend| mend.enough));
    let first =
        "Tue, Library, week 1: have the release of A locked; the quorum is then 85 % likely";
    assert_eq!(session.moves[0].sentence, first);
}

#[test]
fn no_move_is_named_that_the_cap_has_no_room_for() {
    let (problem, plan) = weak();
    let mut facts = problem.facts().clone();
    facts.caps[0].cap = 1;
    let tight = Problem::new(facts).expect("valid");
    let session = &weak_sessions(&tight, &plan)[0];
    let moves: Vec<Move> = session.moves.iter().map(|mend| mend.action).collect();
    assert_eq!(moves, [Move::Confirm { resident: 0 }]);
}

#[test]
fn a_session_that_is_likely_enough_is_not_weak() {
    let (problem, plan) = weak();
    let mut facts = problem.facts().clone();
    facts.policy.quorum = 1;
    let likely = Problem::new(facts).expect("valid");
    assert_eq!(weak_sessions(&likely, &plan), []);
}

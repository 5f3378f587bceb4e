//! Promises of the figures of agreement.

use std::collections::BTreeMap;

use measures::agreement::Problem;
use study::documents::{Kind, Role};
use uuid::Uuid;

use super::turns::double_coded;
use crate::codings::{Coded, Coding, Material, Stretch};

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// A document of four turns of ten signs, the first of the interviewer; codings as analyst, code, first and last turn.
fn document(handle: &str, codings: &[(u128, u128, u32, u32)]) -> Coded {
    let stretch = |place: u32| Stretch {
        role: match place {
            0 => Role::Interviewer,
            _ => Role::Participant,
        },
        start: place * 10,
        end: place * 10 + 9,
    };
    let coding = |(member, code, first, last): &(u128, u128, u32, u32)| Coding {
        start: first * 10,
        end: last * 10 + 9,
        code: id(*code),
        member: id(*member),
        id: id(99),
        first: *first,
        last: *last,
    };
    Coded {
        id: id(5),
        handle: handle.to_owned(),
        kind: Kind::Transcript,
        cohort: None,
        participant: None,
        turns: (0..4).map(stretch).collect(),
        codings: codings.iter().map(coding).collect(),
    }
}

fn material(documents: Vec<Coded>) -> Material {
    Material::new(documents, BTreeMap::new())
}

/// Turns 1 to 3: both, the first alone, neither. Observed 2 of 3; chance 2/3 x 1/3 + 1/3 x 2/3.
#[test]
fn a_rating_is_whether_a_code_touches_a_turn_that_is_not_the_interviewers() {
    let found = double_coded(&material(vec![document(
        "M1",
        &[(1, 7, 0, 2), (2, 7, 1, 1)],
    )]));
    assert_eq!((found.turns, found.codes.len()), (3, 1));
    let figures = &found.codes[0].1;
    let near = |one: f64, other: f64| (one - other).abs() < 1e-9;
    assert!(near(figures.percent.as_ref().unwrap().value, 2.0 / 3.0));
    let kappa = figures.kappa.as_ref().unwrap().as_ref().unwrap();
    assert!(near(
        kappa.value,
        (2.0 / 3.0 - 4.0 / 9.0) / (1.0 - 4.0 / 9.0)
    ));
    assert_eq!(kappa.units, 3);
}

#[test]
fn documents_that_one_analyst_coded_are_in_no_figure() {
    let both = || document("M1", &[(1, 7, 1, 2), (2, 7, 1, 1)]);
    let one = document("M2", &[(1, 8, 1, 3)]);
    let found = double_coded(&material(vec![both(), one]));
    assert_eq!(found, double_coded(&material(vec![both()])));
    assert_eq!(found.documents, [("M1".to_owned(), 2)]);
    let none = double_coded(&material(vec![document("M2", &[(1, 8, 1, 3)])]));
    assert!(none.codes.is_empty() && none.documents.is_empty());
    assert!(none.together.percent.is_err());
}

#[test]
fn with_three_analysts_there_is_no_kappa_and_who_did_not_code_a_document_rated_nothing() {
    let first = document("M1", &[(1, 7, 1, 1), (2, 7, 1, 2)]);
    let second = document("M2", &[(2, 7, 1, 1), (3, 7, 1, 1)]);
    let found = double_coded(&material(vec![first, second]));
    assert_eq!(found.analysts.len(), 3);
    let figures = &found.codes[0].1;
    assert_eq!(figures.kappa, None);
    let percent = figures.percent.as_ref().unwrap();
    assert_eq!((percent.units, percent.ratings), (6, 12));
    assert!((percent.value - 5.0 / 6.0).abs() < 1e-9);
}

#[test]
fn where_both_code_every_turn_alike_there_is_no_figure_beyond_chance() {
    let found = double_coded(&material(vec![document(
        "M1",
        &[(1, 7, 1, 3), (2, 7, 1, 3)],
    )]));
    let figures = &found.codes[0].1;
    assert_eq!(figures.kappa, Some(Err(Problem::AllAlike)));
    assert_eq!(figures.alpha, Err(Problem::AllAlike));
    assert!(figures.percent.is_ok());
}

#[test]
fn all_codes_together_count_each_turn_once_for_each_code() {
    let found = double_coded(&material(vec![document(
        "M1",
        &[(1, 7, 1, 1), (2, 8, 1, 1)],
    )]));
    assert_eq!(found.codes.len(), 2);
    let together = found.together.percent.as_ref().unwrap();
    assert_eq!(together.units, 6);
    assert!((together.value - 4.0 / 6.0).abs() < 1e-9);
}

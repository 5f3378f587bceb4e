//! Promises of the comparison.

use std::collections::BTreeSet;

use proptest::prelude::*;
use uuid::Uuid;

use super::compare::{Difference, Passage, compare};
use crate::codings::Coding;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// Codings as analyst, code, start and end.
fn codings(all: &[(u128, u128, u32, u32)]) -> Vec<Coding> {
    let numbered = (1000..).zip(all);
    let coding = |(number, (member, code, start, end)): (u128, &(u128, u128, u32, u32))| Coding {
        start: *start,
        end: *end,
        code: id(*code),
        member: id(*member),
        id: id(number),
        first: 0,
        last: 0,
    };
    numbered.map(coding).collect()
}

fn of(analysts: &[u128], all: &[(u128, u128, u32, u32)]) -> Vec<Passage> {
    let analysts = analysts.iter().map(|number| id(*number)).collect();
    compare(&codings(all), &analysts)
}

/// How each passage differs, where, and whose codings are in it.
fn told(passages: &[Passage]) -> Vec<(Difference, u32, u32, Vec<u128>)> {
    let passages = passages.iter();
    passages
        .map(|one| {
            let who = one.codings.iter().map(|one| one.member.as_u128());
            (one.difference, one.start, one.end, who.collect())
        })
        .collect()
}

#[test]
fn what_all_coded_alike_is_nothing_to_talk_about() {
    let all = [(1, 7, 0, 9), (2, 7, 0, 9), (1, 8, 3, 5), (2, 8, 3, 5)];
    assert_eq!(of(&[1, 2], &all), []);
}

#[test]
fn where_only_one_coded_the_other_is_named_as_silent() {
    let found = of(&[1, 2], &[(1, 7, 0, 9), (2, 8, 9, 12)]);
    assert_eq!(
        told(&found),
        [
            (Difference::OnlySome, 0, 9, vec![1]),
            (Difference::OnlySome, 9, 12, vec![2])
        ]
    );
    assert_eq!(found[0].silent, [id(2)]);
    assert_eq!(found[1].silent, [id(1)]);
}

#[test]
fn other_codes_on_one_passage_are_one_passage_with_both() {
    let found = of(&[1, 2], &[(1, 7, 0, 9), (2, 8, 2, 12)]);
    assert_eq!(told(&found), [(Difference::Codes, 0, 12, vec![1, 2])]);
    assert_eq!(found[0].silent, Vec::<Uuid>::new());
}

#[test]
fn one_code_with_other_boundaries_is_told_apart_from_other_codes() {
    let found = of(&[1, 2], &[(1, 7, 0, 9), (2, 7, 2, 12)]);
    assert_eq!(told(&found), [(Difference::Boundaries, 0, 12, vec![1, 2])]);
}

#[test]
fn a_further_code_of_one_stands_beside_what_both_coded_alike() {
    let found = of(&[1, 2], &[(1, 7, 0, 9), (2, 7, 0, 9), (1, 8, 2, 5)]);
    assert_eq!(told(&found), [(Difference::Codes, 2, 5, vec![1])]);
    let beside: Vec<Uuid> = found[0].beside.iter().map(|one| one.member).collect();
    assert_eq!(beside, [id(2)]);
}

#[test]
fn of_three_analysts_who_lacks_what_the_others_have_is_seen() {
    let found = of(&[1, 2, 3], &[(1, 7, 0, 9), (2, 7, 0, 9)]);
    assert_eq!(told(&found), [(Difference::OnlySome, 0, 9, vec![1, 2])]);
    assert_eq!(found[0].silent, [id(3)]);
    // The two of them alone have nothing to talk about.
    assert_eq!(of(&[1, 2], &[(1, 7, 0, 9), (2, 7, 0, 9)]), []);
}

#[test]
fn codings_like_tiles_do_not_make_one_passage_of_an_interview() {
    let tile = |number: u32| {
        let (member, code) = (u128::from(number % 2) + 1, u128::from(number) + 10);
        (member, code, number * 8, number * 8 + 10)
    };
    let tiles: Vec<_> = (0..20).map(tile).collect();
    let longest = of(&[1, 2], &tiles)
        .iter()
        .map(|one| one.end - one.start)
        .max();
    assert!(longest.is_some_and(|length| length < 30), "{longest:?}");
}

#[test]
fn who_is_not_compared_is_in_nothing() {
    let found = of(&[1, 2], &[(1, 7, 0, 9), (3, 8, 2, 12)]);
    assert_eq!(told(&found), [(Difference::OnlySome, 0, 9, vec![1])]);
}

fn some() -> impl Strategy<Value = Vec<(u128, u128, u32, u32)>> {
    let one = (1..4_u128, 7..10_u128, 0..20_u32, 1..8_u32);
    let one = one.prop_map(|(member, code, start, length)| (member, code, start, start + length));
    prop::collection::vec(one, 0..14)
}

proptest! {
    #[test]
    fn each_coding_is_in_one_passage_unless_everybody_has_the_same(all in some()) {
        let analysts: BTreeSet<Uuid> = [id(1), id(2), id(3)].into();
        let codings = codings(&all);
        let found = compare(&codings, &analysts);
        for coding in &codings {
            let times = found.iter().filter(|one| one.codings.contains(coding)).count();
            prop_assert!(times < 2);
            let same = |member: &Uuid| codings.iter().any(|other| {
                (other.member, other.code, other.start, other.end)
                    == (*member, coding.code, coding.start, coding.end)
            });
            if times == 0 {
                prop_assert!(analysts.iter().all(same), "{coding:?}");
            }
        }
        for one in &found {
            prop_assert!(one.codings.iter().all(|coding| one.start <= coding.start && coding.end <= one.end));
            let others_have_none = one.difference != Difference::OnlySome
                || (one.beside.is_empty() && !one.silent.is_empty());
            prop_assert!(others_have_none, "{one:?}");
        }
    }

    #[test]
    fn neither_the_order_of_codings_nor_who_is_who_changes_the_passages(all in some()) {
        let turned: Vec<_> = all.iter().rev().map(|(member, code, start, end)| (4 - member, *code, *start, *end)).collect();
        let places = |found: Vec<Passage>| -> Vec<(Difference, u32, u32)> {
            found.iter().map(|one| (one.difference, one.start, one.end)).collect()
        };
        prop_assert_eq!(places(of(&[1, 2, 3], &all)), places(of(&[1, 2, 3], &turned)));
    }
}

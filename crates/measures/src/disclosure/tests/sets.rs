//! Sets of files, each with all before it.

use std::collections::{BTreeMap, BTreeSet};

use super::super::*;
use proptest::prelude::*;

fn rows(all: &[(u32, &[&str])]) -> Told<u32> {
    let row = |(person, cells): &(u32, &[&str])| {
        (
            *person,
            cells.iter().map(|cell| (*cell).to_owned()).collect(),
        )
    };
    Told {
        rows: all.iter().map(row).collect(),
        ..Told::default()
    }
}

/// So many people in each cell, numbered from the first.
fn totals(first: u32, cells: &[(&str, u32)]) -> Told<u32> {
    let each = cells
        .iter()
        .flat_map(|(cell, count)| (0..*count).map(|_| (*cell).to_owned()));
    Told {
        totals: (first..).zip(each).collect(),
        ..Told::default()
    }
}

#[test]
fn a12_a_set_in_which_somebody_has_a_row_of_their_own_is_not_released() {
    let told = rows(&[(1, &["w", "May"]), (2, &["w", "May"]), (3, &["m", "May"])]);
    let refused = release_set(Vec::new(), &told, &[]).unwrap_err();
    assert_eq!(refused, [Refusal::Alone(vec![3])]);
    let coarser = rows(&[(1, &["May"]), (2, &["May"]), (3, &["May"])]);
    assert!(release_set(Vec::new(), &coarser, &[]).is_ok());
}

#[test]
fn p3_two_tables_that_are_each_shared_may_not_single_out_somebody_together() {
    let first = rows(&[(1, &["w"]), (2, &["w"]), (3, &["m"]), (4, &["m"])]);
    let second = rows(&[(1, &["May"]), (2, &["June"]), (3, &["May"]), (4, &["June"])]);
    assert!(second.refusals(&[]).is_empty());
    assert_eq!(
        second.refusals(std::slice::from_ref(&first)),
        [Refusal::AloneWithEarlier(vec![1, 2, 3, 4])]
    );
    assert!(first.refusals(std::slice::from_ref(&first)).is_empty());
}

#[test]
fn p3_whoever_came_in_since_is_not_singled_out_by_there_being_one_row_more() {
    let first = rows(&[(1, &["w"]), (2, &["w"])]);
    let second = rows(&[(1, &["w"]), (2, &["w"]), (3, &["w"])]);
    let refused = second.refusals(std::slice::from_ref(&first));
    assert_eq!(refused, [Refusal::AloneWithEarlier(vec![3])]);
}

#[test]
fn p3_whoever_went_since_is_not_singled_out_by_there_being_one_row_less() {
    let first = rows(&[(1, &["w"]), (2, &["w"]), (3, &["w"])]);
    let second = rows(&[(1, &["w"]), (2, &["w"])]);
    let refused = second.refusals(std::slice::from_ref(&first));
    assert_eq!(refused, [Refusal::AloneWithEarlier(vec![3])]);
    let without = Told::default();
    assert!(
        without.refusals(&[first]).is_empty(),
        "no table, no difference"
    );
}

#[test]
fn pri4_totals_need_five_in_each_cell_and_beside_it() {
    assert!(totals(0, &[("w", 5), ("m", 5)]).refusals(&[]).is_empty());
    for few in [&[("w", 6), ("m", 4)][..], &[("w", 13)]] {
        assert_eq!(totals(0, few).refusals(&[]), [Refusal::FewInTotals]);
    }
}

#[test]
fn pri6_totals_of_one_person_more_are_not_released_after_those_before() {
    let first = totals(0, &[("w", 8), ("m", 7)]);
    let mut second = first.clone();
    second.totals.insert(99, "w".to_owned());
    let before = [Told::default(), first.clone()];
    assert_eq!(second.refusals(&before), [Refusal::FewSince(1)]);
    assert!(
        first.refusals(&before).is_empty(),
        "the same again tells nothing"
    );
    let more = totals(50, &[("w", 5), ("m", 6)]).totals;
    second.totals = first.totals.into_iter().chain(more).collect();
    assert!(second.refusals(&before).is_empty(), "eleven came in");
}

fn cells(all: &[(&str, &str, u32)], first: u32) -> Cells<u32> {
    let each = all.iter().flat_map(|(row, column, count)| {
        (0..*count).map(|_| ((*row).to_owned(), (*column).to_owned()))
    });
    (first..).zip(each).collect()
}

#[test]
fn p9_a_small_cell_takes_its_complements_with_it() {
    let table = [
        ("a", "m", 12),
        ("a", "w", 14),
        ("b", "m", 4),
        ("b", "w", 15),
    ];
    let shown = release_crossed(&cells(&table, 0), &[], &[]).unwrap();
    let shown = shown.get();
    assert_eq!(
        (&shown.rows[..], &shown.columns[..]),
        (
            &["a", "b"].map(String::from)[..],
            &["m", "w"].map(String::from)[..]
        )
    );
    let figures: Vec<_> = (0..3)
        .flat_map(|row| (0..3).map(move |at| shown.at(row, at)))
        .collect();
    assert_eq!(figures[3], None, "four people");
    assert_eq!(figures[8], Some(45));
    // What is left of row, column and whole tells it no closer than five apart.
    assert_eq!(
        figures[..2]
            .iter()
            .filter(|figure| figure.is_none())
            .count()
            + usize::from(figures[4].is_none()),
        3
    );
}

#[test]
fn p9_what_is_told_of_cohorts_without_a_threshold_finds_no_hidden_figure() {
    // Nobody of the small row is in the second column, so that its number is the figure that is hidden.
    let table = cells(&[("a", "m", 20), ("a", "w", 20), ("b", "m", 3)], 0);
    let of = |row: &str| -> BTreeSet<&u32> {
        table
            .iter()
            .filter(|(_, cell)| cell.0 == row)
            .map(|(person, _)| person)
            .collect()
    };
    let facts = [of("a"), of("b")];
    let told = release_crossed(&table, &[], &facts);
    assert!(told.is_err(), "{told:?}");
}

#[test]
fn p9_a_table_of_one_person_more_is_not_released_after_the_one_before() {
    let before = cells(
        &[
            ("a", "m", 20),
            ("a", "w", 20),
            ("b", "m", 20),
            ("b", "w", 20),
        ],
        0,
    );
    let mut now = before.clone();
    now.insert(500, ("b".to_owned(), "w".to_owned()));
    assert!(release_crossed(&now, &[], &[]).is_ok());
    assert!(release_crossed(&before, &[&before], &[]).is_ok());
    let told = release_crossed(&now, &[&before], &[]);
    let shows_both =
        told.is_ok_and(|told| told.get().at(1, 1) == Some(21) || told.get().at(2, 2) == Some(81));
    assert!(!shows_both);
}

proptest! {
    #[test]
    fn a12_what_is_released_has_no_row_that_nobody_shares(
        cells in prop::collection::vec((0u8..3, 0u8..3), 0..12),
        then in prop::collection::vec(0u8..2, 0..12),
    ) {
        let told = |all: Vec<Vec<String>>| Told { rows: (0u32..).zip(all).collect(), ..Told::default() };
        let now = told(cells.iter().map(|(a, b)| vec![a.to_string(), b.to_string()]).collect());
        let before = told(then.iter().map(|a| vec![a.to_string()]).collect());
        if release_set(Vec::new(), &now, std::slice::from_ref(&before)).is_ok() {
            let mut joined: BTreeMap<_, usize> = BTreeMap::new();
            for (person, row) in &now.rows {
                *joined.entry((before.rows.get(person), row)).or_default() += 1;
            }
            prop_assert!(joined.values().all(|count| *count > 1));
        }
    }
}

//! What holds for every table (trust P9, P10).

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// A wave of the groups of a grid, and some tables over it: both ways, by rows, by columns, with rows joined, and parts of it.
fn tables(rows: usize, columns: usize, order: &[usize]) -> Vec<Table> {
    let group = |row: usize, column: usize| row * columns + column;
    let row = |row: usize| (0..columns).map(|at| group(row, at)).collect::<Vec<_>>();
    let column = |column: usize| (0..rows).map(|at| group(at, column)).collect::<Vec<_>>();
    let single = |row: usize| {
        (0..columns)
            .map(|at| vec![group(row, at)])
            .collect::<Vec<_>>()
    };
    let all = [
        Table::two_way((0..rows).map(single).collect()).unwrap(),
        Table::one_way((0..rows).map(row).collect()).unwrap(),
        Table::one_way((0..columns).map(column).collect()).unwrap(),
        Table::one_way(vec![[row(0), row(1)].concat()])
            .unwrap()
            .of_no_sensitive_item(),
        Table::one_way(single(1)).unwrap(),
        Table::one_way((1..columns).map(column).collect()).unwrap(),
    ];
    order.iter().map(|at| all[at % all.len()].clone()).collect()
}

fn people() -> impl Strategy<Value = (usize, usize, Vec<u32>)> {
    (2..=4usize, 2..=4usize).prop_flat_map(|(rows, columns)| {
        let count = prop_oneof![Just(0u32), 1..10u32, 8..14u32, 10..60u32];
        (
            Just(rows),
            Just(columns),
            prop::collection::vec(count, rows * columns),
        )
    })
}

/// What somebody knows who has seen everything that was published.
fn known(wave: &Wave, people: &[u32]) -> Vec<Sum> {
    let sum = |groups: &BTreeSet<usize>| Sum {
        people: groups.iter().map(|group| u64::from(people[*group])).sum(),
        groups: groups.clone(),
    };
    wave.published().iter().map(sum).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn p9_no_hidden_cell_of_any_release_can_be_narrowed_by_all_of_them_together(
        (rows, columns, people) in people(), order in prop::collection::vec(0..6usize, 1..5)
    ) {
        let mut wave = Wave::new(people.clone());
        for table in tables(rows, columns, &order) {
            let _ = wave.release(&table);
            let known = known(&wave, &people);
            for groups in wave.hidden() {
                let found = interval(&known, groups).unwrap();
                prop_assert!(found.width().is_none_or(|width| width >= LEAST_WIDTH), "{:?} of {:?}", found, groups);
            }
        }
    }

    #[test]
    fn t7_no_figure_and_no_difference_of_two_is_about_fewer_than_ten(
        (rows, columns, people) in people(), order in prop::collection::vec(0..6usize, 1..5)
    ) {
        let mut wave = Wave::new(people.clone());
        for table in tables(rows, columns, &order) {
            let _ = wave.release(&table);
        }
        let known = known(&wave, &people);
        for whole in &known {
            // Nobody at all may be told where the item is not sensitive.
            prop_assert!(whole.people >= 10 || whole.people == 0);
            for part in known.iter().filter(|part| *part != whole && part.groups.is_subset(&whole.groups)) {
                let rest = whole.people - part.people;
                prop_assert!(rest >= 10 || rest == 0, "{:?} and {:?}", whole, part);
            }
        }
    }

    #[test]
    fn p10_one_person_more_or_fewer_in_a_small_cell_makes_no_number_appear_or_change(
        (rows, columns, people) in people(), at in any::<prop::sample::Index>(), other in 0..10u32, order in prop::collection::vec(0..6usize, 0..4)
    ) {
        let small: Vec<usize> = (0..people.len()).filter(|group| people[*group] < 10).collect();
        prop_assume!(!small.is_empty());
        let group = small[at.index(small.len())];
        let mut changed = people.clone();
        changed[group] = other;
        let (mut one, mut two) = (Wave::new(people.clone()), Wave::new(changed.clone()));
        // The table in which the group is a cell comes first; what follows must not tell either.
        // That nobody is in a cell may be told where the item is not sensitive, as in one of these tables.
        let is_empty = people[group] == 0 || other == 0;
        let order = order.into_iter().filter(|table| !is_empty || *table != 3);
        let order: Vec<usize> = std::iter::once(0).chain(order).collect();
        let all = tables(rows, columns, &order);
        // A larger group that comes to the threshold by one person is not below it any more.
        let is_small = |people: &[u32], cell: &BTreeSet<usize>| cell.iter().map(|group| people[*group]).sum::<u32>() < 10;
        let mut cells = all.iter().flat_map(|table| &table.cells);
        prop_assume!(cells.all(|cell| is_small(&people, cell) == is_small(&changed, cell)));
        for table in all {
            let (first, second) = (one.release(&table), two.release(&table));
            prop_assert_eq!(first.is_ok(), second.is_ok());
            // Of a table that is withheld nothing was told, so that its cells are no groups of which somebody knows.
            if one.published().is_empty() {
                prop_assert!(two.published().is_empty());
                return Ok(());
            }
            if let (Ok(first), Ok(second)) = (first, second) {
                for (cell, groups) in table.cells.iter().enumerate() {
                    let (first, second) = (first.get().figure(cell), second.get().figure(cell));
                    prop_assert_eq!(first.is_some(), second.is_some());
                    prop_assert!(first == second || groups.contains(&group));
                }
            }
        }
        prop_assert_eq!(one.published(), two.published());
    }

    #[test]
    fn a_working_table_shows_nothing_below_the_floor((rows, columns, people) in people()) {
        let wave = Wave::new(people);
        let before = wave.clone();
        if let Ok(shown) = wave.working(&tables(rows, columns, &[0])[0]) {
            let figures = (0..(rows + 1) * (columns + 1)).filter_map(|cell| shown.figure(cell));
            prop_assert!(figures.min().is_none_or(|least| least >= 5));
        }
        prop_assert_eq!(wave, before);
    }
}

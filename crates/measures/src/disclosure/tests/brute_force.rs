//! The proof against every table that fits, one by one (trust P9).

use std::collections::BTreeSet;

use super::*;

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// Tables that are written down before a case is given up as too large.
const MOST: usize = 300_000;

/// Every table of so many groups that has these sums; none where there are too many.
fn every(known: &[Sum], groups: usize) -> Option<Vec<Vec<u64>>> {
    let mut found = Vec::new();
    let mut open = vec![Vec::new()];
    let mut steps = 0;
    while let Some(begun) = open.pop() {
        steps += 1;
        if steps > MOST {
            return None;
        }
        let so_far = |sum: &Sum| -> u64 {
            let there = sum.groups.iter().filter(|group| **group < begun.len());
            there.map(|group| begun[*group]).sum()
        };
        let fits = known.iter().all(|sum| {
            let is_whole = sum.groups.iter().all(|group| *group < begun.len());
            if is_whole {
                so_far(sum) == sum.people
            } else {
                so_far(sum) <= sum.people
            }
        });
        if !fits {
            continue;
        }
        if begun.len() == groups {
            found.push(begun);
            continue;
        }
        let in_sums = known.iter().filter(|sum| sum.groups.contains(&begun.len()));
        // A group that stands in no sum can be anything; what else fits does not depend on it.
        let most = in_sums.map(|sum| sum.people).min().unwrap_or(0);
        for people in 0..=most {
            let mut next: Vec<u64> = begun.clone();
            next.push(people);
            open.push(next);
        }
    }
    Some(found)
}

/// A table of random size with the sums of some of its cells, rows, columns and all.
fn case(dice: &mut Dice) -> (Vec<u64>, Vec<Sum>) {
    let (rows, columns) = (1 + dice.below(4) as usize, 1 + dice.below(4) as usize);
    let largest = 1 + dice.below(3);
    let people: Vec<u64> = (0..rows * columns)
        .map(|_| dice.below(largest + 1))
        .collect();
    let row = |row: usize| (0..columns).map(|at| row * columns + at).collect();
    let column = |column: usize| (0..rows).map(|at| at * columns + column).collect();
    let all = (0..rows * columns).collect();
    let cells = (0..rows * columns).map(|cell| BTreeSet::from([cell]));
    let cells: Vec<BTreeSet<usize>> = cells.filter(|_| dice.below(4) == 0).collect();
    let lines = (0..rows)
        .map(row)
        .chain((0..columns).map(column))
        .chain([all]);
    let lines: Vec<BTreeSet<usize>> = lines.filter(|_| dice.below(5) > 0).collect();
    let sums = cells.into_iter().chain(lines).map(|groups| Sum {
        people: groups.iter().map(|group| people[*group]).sum(),
        groups,
    });
    (people.clone(), sums.collect())
}

#[test]
fn p9_the_ends_of_every_cell_are_those_of_all_tables_up_to_four_by_four() {
    let mut dice = Dice(20_310_304);
    let (mut compared, mut four_by_four) = (0, 0);
    for _ in 0..600 {
        let (people, known) = case(&mut dice);
        let Some(all) = every(&known, people.len()) else {
            continue;
        };
        assert!(all.contains(&people) || known.iter().all(|sum| sum.groups.len() < people.len()));
        for cell in 0..people.len() {
            let of = BTreeSet::from([cell]);
            let found = interval(&known, &of).unwrap();
            let values = || all.iter().map(|table| table[cell]);
            let is_bounded = known.iter().any(|sum| sum.groups.contains(&cell));
            let expected = Interval {
                least: values().min().unwrap(),
                most: values().max().filter(|_| is_bounded),
            };
            assert_eq!(found, expected, "cell {cell} of {people:?} with {known:?}");
            assert_eq!(is_hidden(&known, &of), expected.hides());
            compared += 1;
        }
        four_by_four += usize::from(people.len() == 16);
    }
    assert!(
        compared > 2_000 && four_by_four > 5,
        "{compared}, {four_by_four}"
    );
}

#[test]
fn p9_the_ends_of_sums_of_cells_are_those_of_all_tables() {
    let mut dice = Dice(7);
    let mut compared = 0;
    for _ in 0..300 {
        let (people, known) = case(&mut dice);
        let of: BTreeSet<usize> = (0..people.len()).filter(|_| dice.below(2) == 0).collect();
        let Some(all) = every(&known, people.len()) else {
            continue;
        };
        let found = interval(&known, &of).unwrap();
        let values = || {
            all.iter()
                .map(|table| of.iter().map(|cell| table[*cell]).sum::<u64>())
        };
        let is_bounded = of
            .iter()
            .all(|cell| known.iter().any(|sum| sum.groups.contains(cell)));
        let most = values().max().filter(|_| is_bounded);
        assert_eq!((found.least, found.most), (values().min().unwrap(), most));
        compared += 1;
    }
    assert!(compared > 150, "{compared}");
}

#[test]
fn p9_the_ends_are_those_of_all_tables_where_sums_are_tied_together_in_any_way() {
    let mut dice = Dice(11);
    let (mut compared, mut narrowed) = (0, 0);
    for _ in 0..2_000 {
        let people: Vec<u64> = (0..3 + dice.below(4)).map(|_| dice.below(4)).collect();
        let groups = people.len();
        let known = (0..2 + dice.below(5)).map(|_| {
            let of: BTreeSet<usize> = (0..groups).filter(|_| dice.below(2) == 0).collect();
            Sum {
                people: of.iter().map(|group| people[*group]).sum(),
                groups: of,
            }
        });
        let known: Vec<Sum> = known.filter(|sum| !sum.groups.is_empty()).collect();
        let all = every(&known, groups).unwrap();
        for group in (0..groups).filter(|group| known.iter().any(|sum| sum.groups.contains(group)))
        {
            let found = interval(&known, &[group].into()).unwrap();
            let values = || all.iter().map(|table| table[group]);
            let ends = (values().min().unwrap(), values().max());
            assert_eq!(
                (found.least, found.most),
                ends,
                "{group} of {people:?} with {known:?}"
            );
            compared += 1;
            narrowed += usize::from(found.width() < Some(5));
        }
    }
    assert!(
        compared > 5_000 && narrowed > 1_000,
        "{compared}, {narrowed}"
    );
}

#[test]
fn halves_of_people_are_nobody() {
    let sum = |groups: &[usize], people| Sum {
        groups: groups.iter().copied().collect(),
        people,
    };
    // Each two of three groups have one person together: that would be a half in each.
    let known = [sum(&[0, 1], 1), sum(&[1, 2], 1), sum(&[0, 2], 1)];
    assert_eq!(interval(&known, &[0].into()), Err(Unproved::Contradiction));
    // With a fourth group in each of the sums there is one way.
    let known = [sum(&[0, 1, 3], 1), sum(&[1, 2, 3], 1), sum(&[0, 2, 3], 1)];
    let only = Interval {
        least: 1,
        most: Some(1),
    };
    assert_eq!(interval(&known, &[3].into()), Ok(only));
}

#[test]
fn a_figure_is_hidden_where_its_ends_are_five_apart() {
    let ends = |least, most| Interval { least, most };
    assert!(!ends(3, Some(7)).hides() && ends(3, Some(8)).hides() && ends(3, None).hides());
}

#[test]
fn sums_that_contradict_each_other_prove_nothing() {
    let sum = |groups: &[usize], people| Sum {
        groups: groups.iter().copied().collect(),
        people,
    };
    let known = [sum(&[0, 1], 3), sum(&[0], 4)];
    assert_eq!(interval(&known, &[1].into()), Err(Unproved::Contradiction));
    assert!(!is_hidden(&known, &[1].into()) && !is_hidden(&known, &[9].into()));
    assert_eq!(interval(&[], &[9].into()).unwrap().most, None);
}

//! What holds for any ratings: a slow computation by the letter of the definitions finds the same.

use proptest::prelude::*;

use super::*;

type Measure = fn(&Ratings) -> Result<Figure, Problem>;
type Rows = Vec<Vec<Option<u8>>>;

fn rows() -> impl Strategy<Value = Rows> {
    (2..5_usize).prop_flat_map(|raters| {
        let cell = prop_oneof![1 => Just(None), 4 => (0..5_u8).prop_map(Some)];
        prop::collection::vec(prop::collection::vec(cell, raters), 0..12)
    })
}

fn numbered(rows: &Rows) -> Ratings {
    let number = |cell: &Option<u8>| cell.map(f64::from);
    let rows: Vec<Vec<Option<f64>>> = rows
        .iter()
        .map(|row| row.iter().map(number).collect())
        .collect();
    Ratings::numbers(&rows).unwrap()
}

/// Alpha from every pair of ratings there is, one by one.
fn slow_alpha(rows: &Rows, level: Level) -> Option<f64> {
    let units: Vec<Vec<u8>> = rows
        .iter()
        .map(|row| row.iter().flatten().copied().collect())
        .filter(|unit: &Vec<u8>| unit.len() > 1)
        .collect();
    let all: Vec<u8> = units.iter().flatten().copied().collect();
    let difference = |one: u8, other: u8| {
        let (low, high) = (one.min(other), one.max(other));
        let (a, b) = (f64::from(low), f64::from(high));
        match level {
            Level::Nominal => f64::from(u8::from(low != high)),
            Level::Interval => (a - b) * (a - b),
            Level::Ratio if low == high => 0.0,
            Level::Ratio => ((a - b) / (a + b)).powi(2),
            Level::Ordinal if low == high => 0.0,
            Level::Ordinal => {
                let times = |value: u8| all.iter().filter(|one| **one == value).count() as f64;
                let between: f64 = (low..=high).map(times).sum();
                (between - (times(low) + times(high)) / 2.0).powi(2)
            }
        }
    };
    let mut observed = 0.0;
    for unit in &units {
        for (place, one) in unit.iter().enumerate() {
            for (other_place, other) in unit.iter().enumerate() {
                if place != other_place {
                    observed += difference(*one, *other) / (unit.len() as f64 - 1.0);
                }
            }
        }
    }
    let mut expected = 0.0;
    for one in &all {
        for other in &all {
            expected += difference(*one, *other);
        }
    }
    let n = all.len() as f64;
    (expected > 0.0).then(|| 1.0 - (observed / n) / (expected / (n * (n - 1.0))))
}

/// Kappa from a table of counts; chance of each rater alone, or of both together.
fn slow_kappa(rows: &[(u8, u8)], together: bool) -> Option<f64> {
    let n = rows.len() as f64;
    let share = |count: usize| count as f64 / n;
    let observed = share(rows.iter().filter(|(one, other)| one == other).count());
    let chance: f64 = (0..5)
        .map(|value| {
            let one = share(rows.iter().filter(|row| row.0 == value).count());
            let other = share(rows.iter().filter(|row| row.1 == value).count());
            if together {
                ((one + other) / 2.0).powi(2)
            } else {
                one * other
            }
        })
        .sum();
    (chance < 1.0 - 1e-9).then(|| (observed - chance) / (1.0 - chance))
}

fn same(found: Result<Figure, Problem>, expected: Option<f64>) -> Result<(), TestCaseError> {
    match (found, expected) {
        (Ok(found), Some(expected)) => {
            prop_assert!(
                (found.value - expected).abs() < 1e-9,
                "{found:?} {expected}"
            );
        }
        (Err(_), None) => {}
        (found, expected) => prop_assert!(false, "{found:?} {expected:?}"),
    }
    Ok(())
}

proptest! {
    #[test]
    fn alpha_is_what_every_pair_gives_at_every_level(rows in rows()) {
        for level in [Level::Nominal, Level::Ordinal, Level::Interval, Level::Ratio] {
            same(alpha(&numbered(&rows), level), slow_alpha(&rows, level))?;
        }
    }

    #[test]
    fn the_kappas_of_two_are_what_their_tables_give(pairs in prop::collection::vec((0..5_u8, 0..5_u8), 1..20)) {
        let rows: Rows = pairs.iter().map(|(one, other)| vec![Some(*one), Some(*other)]).collect();
        same(cohen(&numbered(&rows)), slow_kappa(&pairs, false))?;
        same(fleiss(&numbered(&rows)), slow_kappa(&pairs, true))?;
    }

    #[test]
    fn neither_the_order_of_units_nor_that_of_raters_changes_a_figure(rows in rows()) {
        let turned: Rows = rows.iter().rev().map(|row| row.iter().rev().copied().collect()).collect();
        let (one, other) = (numbered(&rows), numbered(&turned));
        let measures: [Measure; 4] = [percent, cohen, fleiss, |ratings| alpha(ratings, Level::Nominal)];
        for measure in measures {
            same(measure(&one), measure(&other).ok().map(|figure| figure.value))?;
        }
    }

    #[test]
    fn words_and_numbers_are_one_at_the_nominal_level(rows in rows()) {
        let one = alpha(&numbered(&rows), Level::Nominal);
        let other = alpha(&Ratings::words(&rows).unwrap(), Level::Nominal);
        prop_assert_eq!(one, other);
    }
}

//! Small vectors, worked by hand beside each.

use super::*;

#[test]
fn percent_agreement_of_two_is_the_share_of_units_alike() {
    let found = percent(&words(&["a a", "a b", "b b", "c c"])).unwrap();
    near(found.value, 3.0 / 4.0);
    assert_eq!((found.units, found.left_out, found.expected), (4, 0, None));
}

#[test]
fn percent_agreement_of_three_is_the_mean_share_of_pairs() {
    // All three alike: 3 pairs of 3. Two alike: 1 of 3. None alike: 0 of 3.
    near(
        percent(&words(&["a a a", "a a b", "a b c"])).unwrap().value,
        4.0 / 9.0,
    );
}

#[test]
fn a_unit_with_one_rating_says_nothing_and_is_counted_as_left_out() {
    let found = percent(&words(&["a a", "a .", ". ."])).unwrap();
    near(found.value, 1.0);
    assert_eq!((found.units, found.left_out, found.ratings), (1, 2, 2));
}

/// Both say yes 20 times, only the first 5, only the second 10, both no 15: observed 35 of 50; chance .5 x .6 + .5 x .4.
#[test]
fn cohens_kappa_takes_off_what_the_habits_of_both_would_give() {
    let rows = [
        vec!["yes yes"; 20],
        vec!["yes no"; 5],
        vec!["no yes"; 10],
        vec!["no no"; 15],
    ]
    .concat();
    let found = cohen(&words(&rows)).unwrap();
    near(found.observed, 0.7);
    near(found.expected.unwrap(), 0.5);
    near(found.value, 0.4);
}

#[test]
fn raters_who_never_agree_are_below_chance() {
    near(cohen(&words(&["a b", "b a"])).unwrap().value, -1.0);
}

#[test]
fn cohens_kappa_refuses_three_raters() {
    assert_eq!(
        cohen(&words(&["a a a", "a b b"])),
        Err(Problem::NotTwo { found: 3 })
    );
}

/// Shares of the categories: a 5 of 8, b 3 of 8; chance 34 of 64; observed 3 of 4.
#[test]
fn fleiss_kappa_of_two_takes_chance_from_both_together() {
    let found = fleiss(&words(&["a a", "a a", "b b", "a b"])).unwrap();
    near(found.expected.unwrap(), 34.0 / 64.0);
    near(found.value, (0.75 - 34.0 / 64.0) / (1.0 - 34.0 / 64.0));
}

#[test]
fn fleiss_kappa_leaves_out_units_that_not_everybody_rated() {
    let with = fleiss(&words(&["a a b", "b b b", "a . b", "a a a"])).unwrap();
    let without = fleiss(&words(&["a a b", "b b b", "a a a"])).unwrap();
    near(with.value, without.value);
    assert_eq!((with.units, with.left_out), (3, 1));
}

/// Values a a, a b, b b: the pairs of one unit differ in 2 of 6 ratings; 3 a and 3 b differ in 18 of 30 pairs.
#[test]
fn alpha_of_two_is_one_less_observed_over_expected() {
    let found = alpha(&words(&["a a", "a b", "b b"]), Level::Nominal).unwrap();
    near(found.observed, 2.0 / 6.0);
    near(found.expected.unwrap(), 18.0 / 30.0);
    near(found.value, 1.0 - (2.0 / 6.0) / (18.0 / 30.0));
}

/// Values 1 1, 1 3, 3 3: as above with each difference 4, which cancels out. A value 2 in a unit of its own is not used.
#[test]
fn alpha_does_not_look_at_units_with_one_rating() {
    let found = alpha(&numbers(&["1 1", "1 3", "3 3", "2 ."]), Level::Interval).unwrap();
    near(found.value, 1.0 - (2.0 / 6.0) / (18.0 / 30.0));
    assert_eq!((found.ratings, found.left_out, found.categories), (6, 1, 2));
}

/// Values 1 1, 1 2, 3 3: ranks in the middle 1.5, 3.5, 5; only 1 2 differs, by 2 squared.
/// Chance: 1-2 four, 3 x 1 pairs; 1-3 by 3.5 squared, 3 x 2; 2-3 by 1.5 squared, 1 x 2; each twice, over 6 x 5.
#[test]
fn the_ordinal_level_counts_the_ratings_that_lie_between() {
    let found = alpha(&numbers(&["1 1", "1 2", "3 3"]), Level::Ordinal).unwrap();
    let (observed, among) = (8.0 / 6.0, 2.0 * (3.0 * 4.0 + 6.0 * 12.25 + 2.0 * 2.25));
    near(found.value, 1.0 - observed / (among / 30.0));
}

/// Values 1 1, 1 3: the ratio of 1 and 3 is (2/4) squared; one unit of two differs.
#[test]
fn the_ratio_level_takes_a_difference_by_its_sum() {
    let found = alpha(&numbers(&["1 1", "1 3"]), Level::Ratio).unwrap();
    near(found.observed, 2.0 * 0.25 / 4.0);
    near(found.expected.unwrap(), 2.0 * 3.0 * 0.25 / 12.0);
}

#[test]
fn levels_with_distances_refuse_words_and_ratio_refuses_less_than_zero() {
    assert_eq!(
        alpha(&words(&["a b", "a a"]), Level::Ordinal),
        Err(Problem::Words)
    );
    let below = alpha(&numbers(&["1 2", "3 -1"]), Level::Ratio);
    assert_eq!(below, Err(Problem::BelowZero { row: 2, column: 2 }));
}

#[test]
fn where_every_rating_is_the_same_there_is_no_figure_beyond_chance() {
    let ratings = words(&["a a", "a a"]);
    near(percent(&ratings).unwrap().value, 1.0);
    assert_eq!(cohen(&ratings), Err(Problem::AllAlike));
    assert_eq!(fleiss(&ratings), Err(Problem::AllAlike));
    assert_eq!(alpha(&ratings, Level::Nominal), Err(Problem::AllAlike));
}

#[test]
fn nothing_to_compare_is_said_and_is_no_agreement() {
    let ratings = words(&["a .", ". b"]);
    for found in [
        percent(&ratings),
        cohen(&ratings),
        fleiss(&ratings),
        alpha(&ratings, Level::Nominal),
    ] {
        assert!(
            matches!(found, Err(Problem::NothingToCompare { .. })),
            "{found:?}"
        );
    }
    assert!(percent(&Ratings::words::<&str>(&[]).unwrap()).is_err());
}

#[test]
fn rows_of_unequal_length_and_numbers_without_end_are_refused_with_their_place() {
    let ragged = Ratings::words(&[vec![Some("a"), None], vec![Some("a")]]);
    let problem = Problem::Ragged {
        row: 2,
        expected: 2,
        found: 1,
    };
    assert_eq!(ragged, Err(problem));
    let endless = Ratings::numbers(&[vec![Some(1.0), Some(f64::NAN)]]);
    assert_eq!(endless, Err(Problem::NotFinite { row: 1, column: 2 }));
}

#[test]
fn numbers_that_cannot_be_squared_are_refused() {
    let far = numbers(&["1e300 -1e300", "1e300 1e300"]);
    assert_eq!(alpha(&far, Level::Interval), Err(Problem::OutOfRange));
    let close = numbers(&["1e-300 2e-300", "1e-300 1e-300"]);
    assert_eq!(alpha(&close, Level::Interval), Err(Problem::OutOfRange));
}

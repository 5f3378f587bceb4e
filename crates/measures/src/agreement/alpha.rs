//! Krippendorff's alpha.

use super::kappa::figure;
use super::{Figure, Problem, Ratings};

/// Most different values that are compared with each other: chance looks at every pair of them.
pub const MOST_CATEGORIES: usize = 10_000;

/// How two values differ (Krippendorff 2011, Computing Krippendorff's alpha-reliability).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Alike or not.
    Nominal,
    /// By the square of how many ratings lie between two values, each of the two counted by half. Needs numbers, of which
    /// only the order is looked at.
    Ordinal,
    /// By the square of their difference.
    Interval,
    /// By the square of their difference over their sum. Values start at zero.
    Ratio,
}

/// Krippendorff's alpha for any number of raters, with cells missing (Hayes and Krippendorff 2007, Answering the call for a
/// standard reliability measure for coding data): 1 less the difference within units over the difference among all ratings.
///
/// Raters are taken as exchangeable: chance is what all of them gave together. Units with one rating or none are left out;
/// every other rating counts, and a unit with `m` ratings weighs as `m` ratings do.
///
/// # Errors
/// [`Problem::Words`] and [`Problem::BelowZero`] where the level asks for other values; [`Problem::NothingToCompare`];
/// [`Problem::AllAlike`]; [`Problem::OutOfRange`]; [`Problem::TooManyCategories`].
pub fn alpha(ratings: &Ratings, level: Level) -> Result<Figure, Problem> {
    let numbers = numbers(ratings, level)?;
    let units = ratings.rated(2);
    if units.is_empty() {
        return Err(Problem::NothingToCompare {
            needed: "two or more",
        });
    }
    if ratings.categories > MOST_CATEGORIES {
        return Err(Problem::TooManyCategories {
            found: ratings.categories,
        });
    }
    let counts = ratings.counts(&units);
    if counts.iter().filter(|count| **count > 0).count() < 2 {
        return Err(Problem::AllAlike);
    }
    let scale = Scale {
        level,
        numbers,
        below: below(&counts),
        counts: &counts,
    };
    let all: usize = counts.iter().sum();
    let all = all as f64;
    let observed = units.iter().map(|unit| scale.within(unit)).sum::<f64>() / all;
    let expected = scale.among() / (all * (all - 1.0));
    let value = 1.0 - observed / expected;
    if !value.is_finite() {
        return Err(Problem::OutOfRange);
    }
    Ok(figure(ratings, &units, (value, observed, Some(expected))))
}

/// The numbers of a level that needs them.
fn numbers(ratings: &Ratings, level: Level) -> Result<&[f64], Problem> {
    if level == Level::Nominal {
        return Ok(&[]);
    }
    let numbers = ratings.numbers.as_deref().ok_or(Problem::Words)?;
    if level == Level::Ratio {
        let low = |cell: &Option<usize>| cell.is_some_and(|value| numbers[value] < 0.0);
        let cells = (1..).zip(&ratings.rows);
        let mut cells = cells.filter_map(|(row, cells)| Some((row, cells.iter().position(low)?)));
        if let Some((row, column)) = cells.next() {
            return Err(Problem::BelowZero {
                row,
                column: column + 1,
            });
        }
    }
    Ok(numbers)
}

/// The rank of each value in the middle of its own ratings: two of them differ by what lies between, and half of each.
fn below(counts: &[usize]) -> Vec<f64> {
    let mut sum = 0;
    let places = counts.iter().map(|count| {
        let place = sum as f64 + *count as f64 / 2.0;
        sum += count;
        place
    });
    places.collect()
}

struct Scale<'a> {
    level: Level,
    numbers: &'a [f64],
    below: Vec<f64>,
    counts: &'a [usize],
}

impl Scale<'_> {
    /// The difference of two values, squared.
    fn difference(&self, one: usize, other: usize) -> f64 {
        if one == other {
            return 0.0;
        }
        match self.level {
            Level::Nominal => 1.0,
            Level::Ordinal => (self.below[one] - self.below[other]).powi(2),
            Level::Interval => (self.numbers[one] - self.numbers[other]).powi(2),
            Level::Ratio => {
                let (one, other) = (self.numbers[one], self.numbers[other]);
                ((one - other) / (one + other)).powi(2)
            }
        }
    }

    /// The sum of differences between the ratings of a unit, over their number less 1.
    fn within(&self, unit: &[usize]) -> f64 {
        let pairs = unit.iter().enumerate();
        let sum: f64 = pairs
            .flat_map(|(place, one)| {
                let later = unit[place + 1..].iter();
                later.map(move |other| self.difference(*one, *other))
            })
            .sum();
        2.0 * sum / (unit.len() as f64 - 1.0)
    }

    /// The sum of differences between all ratings.
    fn among(&self) -> f64 {
        let mut sum = 0.0;
        for one in 0..self.counts.len() {
            for other in one + 1..self.counts.len() {
                let pairs = self.counts[one] as f64 * self.counts[other] as f64;
                if pairs > 0.0 {
                    sum += 2.0 * pairs * self.difference(one, other);
                }
            }
        }
        sum
    }
}

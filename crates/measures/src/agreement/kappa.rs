//! Percent agreement, and what is left of it when chance is taken off.

use super::{Figure, Problem, Ratings};

/// The share of pairs of ratings of one unit that are alike, as the mean over units.
///
/// With two raters it is the share of units on which both agree; with more it is the observed agreement of Fleiss (1971).
/// Units with one rating or none are left out. Chance is not taken into account: with few categories, or one that is much
/// more frequent, it is high for people who guess.
///
/// # Errors
/// [`Problem::NothingToCompare`].
pub fn percent(ratings: &Ratings) -> Result<Figure, Problem> {
    let units = ratings.rated(2);
    if units.is_empty() {
        return Err(Problem::NothingToCompare {
            needed: "two or more",
        });
    }
    let observed = mean_agreement(&units);
    Ok(figure(ratings, &units, (observed, observed, None)))
}

/// Cohen's kappa for two raters and categories without order, unweighted (Cohen 1960, A coefficient of agreement for
/// nominal scales).
///
/// Chance is the product of how often each of the two used a category: each keeps habits of their own. The two must be the
/// same two throughout. Units which one of them did not rate are left out.
///
/// # Errors
/// [`Problem::NotTwo`], [`Problem::NothingToCompare`]; [`Problem::AllAlike`] where both put all units into one category.
pub fn cohen(ratings: &Ratings) -> Result<Figure, Problem> {
    if ratings.raters() != 2 {
        return Err(Problem::NotTwo {
            found: ratings.raters(),
        });
    }
    let units = ratings.rated(2);
    if units.is_empty() {
        return Err(Problem::NothingToCompare { needed: "both" });
    }
    let all = units.len() as f64;
    let mut used = vec![(0_usize, 0_usize); ratings.categories];
    for unit in &units {
        used[unit[0]].0 += 1;
        used[unit[1]].1 += 1;
    }
    let chance = used
        .iter()
        .map(|(one, other)| (*one as f64 / all) * (*other as f64 / all));
    let observed = mean_agreement(&units);
    beyond_chance(ratings, &units, observed, chance.sum())
}

/// Fleiss' kappa for any number of raters and categories without order (Fleiss 1971, Measuring nominal scale agreement
/// among many raters).
///
/// Chance is how often a category was used by all raters together, so the raters of one unit need not be those of the next;
/// what they share is their number. Units which not every rater rated are left out: where many are, take
/// [`alpha`](super::alpha), which uses them.
///
/// # Errors
/// [`Problem::NothingToCompare`]; [`Problem::AllAlike`] where all ratings are the same.
pub fn fleiss(ratings: &Ratings) -> Result<Figure, Problem> {
    let units = ratings.rated(ratings.raters().max(2));
    if units.is_empty() {
        return Err(Problem::NothingToCompare {
            needed: "all raters', and two or more",
        });
    }
    let all: usize = units.iter().map(Vec::len).sum();
    let shares = ratings.counts(&units).into_iter();
    let chance = shares
        .map(|count| (count as f64 / all as f64).powi(2))
        .sum();
    let observed = mean_agreement(&units);
    beyond_chance(ratings, &units, observed, chance)
}

/// The mean over units of the share of pairs that are alike; every unit has two ratings or more.
fn mean_agreement(units: &[Vec<usize>]) -> f64 {
    let shares = units.iter().map(|unit| {
        let mut sorted = unit.clone();
        sorted.sort_unstable();
        let runs = sorted.chunk_by(|one, other| one == other);
        let alike: usize = runs.map(|run| run.len() * (run.len() - 1)).sum();
        alike as f64 / (unit.len() * (unit.len() - 1)) as f64
    });
    shares.sum::<f64>() / units.len() as f64
}

fn beyond_chance(
    ratings: &Ratings,
    units: &[Vec<usize>],
    observed: f64,
    chance: f64,
) -> Result<Figure, Problem> {
    let used = ratings.counts(units);
    if used.iter().filter(|count| **count > 0).count() < 2 {
        return Err(Problem::AllAlike);
    }
    let value = (observed - chance) / (1.0 - chance);
    Ok(figure(ratings, units, (value, observed, Some(chance))))
}

/// A figure over these units: its value, what was observed, what chance would give.
pub(super) fn figure(
    ratings: &Ratings,
    units: &[Vec<usize>],
    (value, observed, expected): (f64, f64, Option<f64>),
) -> Figure {
    let used = ratings.counts(units);
    Figure {
        value,
        observed,
        expected,
        units: units.len(),
        left_out: ratings.units() - units.len(),
        ratings: units.iter().map(Vec::len).sum(),
        categories: used.iter().filter(|count| **count > 0).count(),
    }
}

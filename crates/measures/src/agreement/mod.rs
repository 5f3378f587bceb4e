//! How far raters agree about the same units: percent agreement, Cohen's kappa, Fleiss' kappa, Krippendorff's alpha.
//!
//! All of them start from a table of units and raters ([`Ratings`]) and give a [`Figure`], which says what it rests on: how
//! many units were used and how many were left out. None of them says whether agreement is good, and none is a measure of
//! truth. They take for granted that raters worked without knowing of each other and that the units were there before
//! anybody rated. [`code_uses`] is for two coders who may give a unit several codes. Whether such a figure is wanted at all is a matter of the design of a study (study R51).

mod alpha;
mod kappa;
mod ratings;
mod uses;

#[cfg(test)]
mod tests;

pub use alpha::{Level, MOST_CATEGORIES, alpha};
pub use kappa::{cohen, fleiss, percent};
pub use ratings::Ratings;
pub use uses::{Uses, code_uses};

/// An agreement, and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The measure itself: for [`percent`] a share from 0 to 1; for the others 1 where all agree, 0 where they agree as
    /// often as chance would, below 0 where less often.
    pub value: f64,
    /// What was observed: a share of agreement; for [`alpha`] the mean difference within units, from 0.
    pub observed: f64,
    /// The same as chance would have it; none for [`percent`], which knows no chance.
    pub expected: Option<f64>,
    /// Units that were used.
    pub units: usize,
    /// Units that have too few ratings for this measure.
    pub left_out: usize,
    /// Ratings that were used.
    pub ratings: usize,
    /// Different values among them.
    pub categories: usize,
}

/// Why there is no figure. Rows and columns count from 1, without a header and without a column of names.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A unit has another number of cells than the first.
    #[error("row {row} has {found} cells where the first has {expected}")]
    Ragged {
        /// Which unit.
        row: usize,
        /// Cells of the first unit.
        expected: usize,
        /// Its cells.
        found: usize,
    },
    /// A number that is infinite or none.
    #[error("row {row}, column {column} is no finite number")]
    NotFinite {
        /// Which unit.
        row: usize,
        /// Which rater.
        column: usize,
    },
    /// Numbers below zero have no ratio to each other that this level could use.
    #[error("row {row}, column {column} is below zero, and level ratio starts at zero")]
    BelowZero {
        /// Which unit.
        row: usize,
        /// Which rater.
        column: usize,
    },
    /// The level needs numbers, and these are words.
    #[error("this level needs numbers; words have no order and no distance")]
    Words,
    /// Cohen's kappa is for two.
    #[error("Cohen's kappa is for two raters, and there are {found}; take fleiss or alpha")]
    NotTwo {
        /// How many there are.
        found: usize,
    },
    /// No unit has the ratings that the measure needs.
    #[error("no unit has the ratings this measure needs: {needed}")]
    NothingToCompare {
        /// What it needs, such as "two or more".
        needed: &'static str,
    },
    /// All ratings are alike, so that chance agrees always and nothing can be said beyond it.
    #[error("every rating is the same, so nothing tells agreement from chance")]
    AllAlike,
    /// Squares of the differences are no numbers of this program any more.
    #[error("the numbers are too far apart, or too close together, to be squared")]
    OutOfRange,
    /// Too many different values.
    #[error("{found} different values are more than {MOST_CATEGORIES}")]
    TooManyCategories {
        /// How many.
        found: usize,
    },
}

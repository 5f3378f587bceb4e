//! What somebody can compute who knows some sums: the least and the most that another sum can be.
//!
//! People are counted in whole numbers from 0, and nothing else is taken for known. The answer is exact; where it would take too
//! long it is none, and what is not proved counts as not safe.

use std::collections::{BTreeMap, BTreeSet};

use super::LEAST_WIDTH;
use super::program::{Equation, greatest};

/// A sum of groups that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The groups, by their numbers.
    pub groups: BTreeSet<usize>,
    /// How many people are in them together.
    pub people: u64,
}

/// What a sum can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The least.
    pub least: u64,
    /// The most; none where nothing that is known ends it.
    pub most: Option<u64>,
}

impl Interval {
    /// How far apart both ends are; none where there is no end.
    pub fn width(&self) -> Option<u64> {
        self.most.map(|most| most - self.least)
    }

    /// Whether a hidden figure that can be this is hidden well enough (trust PRI-6): the ends are two of its possible values.
    pub fn hides(&self) -> bool {
        self.width().is_none_or(|width| width >= LEAST_WIDTH)
    }
}

/// Why nothing is proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unproved {
    /// No table has all of these sums.
    #[error("no table has all of the sums that are known")]
    Contradiction,
    /// It would take too long.
    #[error("the sums leave too many tables to look at")]
    TooHard,
}

/// The least and the most that the sum of these groups can be for somebody who knows these sums.
///
/// # Errors
/// The sums contradict each other, or the search would take too long.
pub fn interval(known: &[Sum], of: &BTreeSet<usize>) -> Result<Interval, Unproved> {
    let mut in_sums: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, sum) in known.iter().enumerate() {
        for group in &sum.groups {
            in_sums.entry(*group).or_default().push(place);
        }
    }
    let is_open = of.iter().any(|group| !in_sums.contains_key(group));
    // Groups that stand in the same sums are one unknown.
    let alike = in_sums
        .into_iter()
        .map(|(group, places)| (places, of.contains(&group)));
    let alike: BTreeSet<(Vec<usize>, bool)> = alike.collect();
    let equation = |(place, sum): (usize, &Sum)| -> Equation {
        let factors = alike
            .iter()
            .map(|(places, _)| i64::from(places.contains(&place)));
        (factors.collect(), sum.people)
    };
    let equations: Vec<Equation> = known.iter().enumerate().map(equation).collect();
    let asked: Vec<i64> = alike
        .iter()
        .map(|(_, is_asked)| i64::from(*is_asked))
        .collect();
    let less: Vec<i64> = asked.iter().map(|factor| -factor).collect();
    // Each unknown stands in a sum, so that what is asked about has an end.
    let end = |sum: &[i64]| -> Result<u64, Unproved> {
        let found = greatest(&equations, sum)?.ok_or(Unproved::TooHard)?;
        u64::try_from(found.abs()).map_err(|_| Unproved::TooHard)
    };
    Ok(Interval {
        least: end(&less)?,
        most: if is_open { None } else { Some(end(&asked)?) },
    })
}

/// Whether the sum of these groups is hidden well enough from somebody who knows these sums ([`Interval::hides`]); what is not
/// proved is not hidden.
pub fn is_hidden(known: &[Sum], of: &BTreeSet<usize>) -> bool {
    interval(known, of).is_ok_and(|found| found.hides())
}

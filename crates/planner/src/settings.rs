//! How hard to search, when to stop, and whom to tell.

use crate::Objective;

/// How a search is run. An engine has no clock, so the caller says when to stop.
///
/// The result is the same, byte for byte, for the same problem, seed and effort, unless
/// `should_stop` cuts the search short.
pub struct Settings<'a> {
    /// Seed of the draws the search makes on large problems.
    pub seed: u64,
    /// Amount of work, in steps of the search; the default takes a few seconds for 60 residents x 30
    /// options x 26 weeks, and a fiftieth of it already places as many. Proofs on small problems need
    /// far less.
    pub effort: u64,
    /// Asked often; once it says true, the best plan so far is returned.
    pub should_stop: &'a dyn Fn() -> bool,
    /// Told about every better plan.
    pub progress: &'a dyn Fn(&Progress<Objective>),
    /// Told now and then which share of the effort is spent, from 0 to 1. A proof may end the search long before 1.
    pub pace: &'a dyn Fn(f64),
}

impl Default for Settings<'_> {
    fn default() -> Self {
        Settings {
            seed: 1,
            effort: 20_000,
            should_stop: &|| false,
            progress: &|_| {},
            pace: &|_| {},
        }
    }
}

/// The best found so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress<O> {
    /// Worth of the best plan.
    pub best: O,
    /// Proved: no plan places more weight (or, for `balint-plan/1`, has a higher objective).
    pub bound: u64,
}

impl Progress<Objective> {
    /// How much more weight a plan could place at most, as a share of the bound.
    pub fn gap(&self) -> f64 {
        crate::plan::gap(self.best.placed_weight, self.bound)
    }
}

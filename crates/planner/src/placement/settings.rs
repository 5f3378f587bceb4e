use crate::Progress;

/// How a placement search is run. An engine has no clock, so the caller says when to stop.
///
/// The result is the same, byte for byte, for the same problem, seed and effort, unless `should_stop`
/// cuts the search short.
pub struct Settings<'a> {
    /// Seed of the draws of the search.
    pub seed: u64,
    /// Most moves tried. The search ends earlier once the plan is proved best.
    pub effort: u64,
    /// Most threads, from 1. The result does not depend on it.
    pub threads: usize,
    /// Asked before every move; once it says true, the best plan so far is returned.
    pub should_stop: &'a dyn Fn() -> bool,
    /// Told about every better plan.
    pub progress: &'a dyn Fn(&Progress<i64>),
}

impl Default for Settings<'_> {
    fn default() -> Self {
        Settings {
            seed: 1,
            effort: 60_000,
            threads: 2,
            should_stop: &|| false,
            progress: &|_| {},
        }
    }
}

use crate::Progress;

/// How a placement search is run. An engine has no clock, so the caller says when to stop.
///
/// The result is the same, byte for byte, for the same problem, seed and effort, however many threads
/// there are, unless `should_stop` cuts the search short.
pub struct Settings<'a> {
    /// Seed of the draws of the search.
    pub seed: u64,
    /// Most moves tried after the first plan, and on small problems most parts of the proof. The search
    /// ends earlier once the plan is proved best; 0 gives the first plan with its bound.
    pub effort: u64,
    /// Most threads, from 1. The result does not depend on it.
    pub threads: usize,
    /// Asked often, on the calling thread; once it says true, the best plan so far is returned.
    pub should_stop: &'a dyn Fn() -> bool,
    /// Told about every better plan and every better bound, on the calling thread.
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

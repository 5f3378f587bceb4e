//! The chance that enough members come (programme 8.2), what each chance rests on, and what mends a
//! session that is too unlikely.

mod mend;
mod prior;
#[cfg(test)]
mod tests;

pub use mend::{Mend, Move, WeakSession, weak_sessions};
pub use prior::{Prior, ReleaseState};

/// Chance that at least `quorum` of independent members come, each with their own chance.
///
/// Exact: the distribution of the number present (Poisson-binomial) is built up one member at a
/// time. A quorum of 0 is always reached.
pub fn chance_of_quorum(chances: &[f64], quorum: usize) -> f64 {
    if quorum == 0 {
        return 1.0;
    }
    // present[k] = chance that exactly k come; whoever takes the number to the quorum is out of
    // the table for good, so it never needs more than `quorum` entries.
    let mut present = vec![0.0; quorum];
    present[0] = 1.0;
    let mut reached = 0.0;
    for &chance in chances {
        reached += present[quorum - 1] * chance;
        for k in (1..quorum).rev() {
            present[k] = present[k] * (1.0 - chance) + present[k - 1] * chance;
        }
        present[0] *= 1.0 - chance;
    }
    reached
}

/// True if the chance of a quorum falls short of `threshold` (a group-week of level 2). Reaching the
/// threshold exactly is enough, so the last digits of the sum must not decide.
pub fn is_weak(chances: &[f64], quorum: usize, threshold: f64) -> bool {
    chance_of_quorum(chances, quorum) < threshold - 1e-9
}

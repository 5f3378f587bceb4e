//! New codes per interview.

use std::collections::BTreeSet;

/// What one interview brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step<'a, C> {
    /// How many different codes are in it.
    pub codes: usize,
    /// Those that are in no interview before it, in their order.
    pub new: Vec<&'a C>,
    /// How many different codes are in it and in those before it.
    pub cumulative: usize,
}

/// A step for each interview, in the order given. How often a code is used in an interview makes no difference.
pub fn curve<'a, C: Ord>(
    interviews: impl IntoIterator<Item = &'a BTreeSet<C>>,
) -> Vec<Step<'a, C>> {
    let mut met: BTreeSet<&C> = BTreeSet::new();
    let mut steps = Vec::new();
    for codes in interviews {
        let new: Vec<&C> = codes.iter().filter(|code| !met.contains(code)).collect();
        met.extend(new.iter().copied());
        steps.push(Step {
            codes: codes.len(),
            new,
            cumulative: met.len(),
        });
    }
    steps
}

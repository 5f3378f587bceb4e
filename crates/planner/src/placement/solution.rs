use serde::{Deserialize, Serialize};

/// What the `schema` field of a solution says.
pub const SOLUTION_SCHEMA: &str = "balint-plan-solution/1";

/// An answer to a placement [`Problem`](super::Problem).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Solution {
    /// Always [`SOLUTION_SCHEMA`].
    pub schema: String,
    /// What the plan is worth, as stated by whoever wrote it; [`check`](super::check) recomputes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objective: Option<i64>,
    /// Proved: no plan is worth more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<i64>,
    /// Time the search took. An engine has no clock, so the caller fills it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
    /// Groups in the order of slot, then venue.
    pub groups: Vec<Group>,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// When.
    pub slot: usize,
    /// Where.
    pub venue: usize,
    /// Residents, in ascending order.
    pub members: Vec<usize>,
    /// Facilitators.
    pub leaders: Vec<usize>,
}

impl Solution {
    /// How many residents have a place.
    pub fn placed(&self) -> usize {
        self.groups.iter().map(|group| group.members.len()).sum()
    }

    /// How far the objective lies below the bound, as a share of the bound; `None` if either is
    /// missing or the bound is 0.
    pub fn gap(&self) -> Option<f64> {
        let (objective, bound) = (self.objective?, self.bound?);
        (bound != 0).then(|| (bound - objective) as f64 / bound as f64)
    }

    /// The same plan after a resident left and everybody with a higher number moved up.
    #[must_use]
    pub fn without_resident(&self, number: usize) -> Solution {
        let mut left = self.clone();
        for group in &mut left.groups {
            group.members.retain(|&member| member != number);
            let later = group.members.iter_mut().filter(|member| **member > number);
            later.for_each(|member| *member -= 1);
        }
        left
    }
}

use serde::{Deserialize, Serialize};

/// What the `schema` field of a problem must say.
pub const PROBLEM_SCHEMA: &str = "balint-plan/1";

/// A placement problem that has been checked: every index names something, every row is complete.
///
/// Fields of the file that neither the rules nor the objective read (coordinates, rosters, chances) are
/// not kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// Always [`PROBLEM_SCHEMA`].
    pub schema: String,
    /// Times at which groups could meet.
    pub slots: Vec<Slot>,
    /// Hospitals that let residents go.
    pub sites: Vec<Site>,
    /// Places where groups could meet; only their number matters.
    pub venues: Vec<Venue>,
    /// For each site the venues in reach with their distance in kilometres; others are forbidden.
    pub travel: Vec<Vec<(usize, i64)>>,
    /// What one kilometre of one placed resident costs.
    pub travel_cost_per_km: i64,
    /// What one group costs.
    pub group_cost: i64,
    /// Least members of a group.
    pub min_size: usize,
    /// Most members of a group.
    pub max_size: usize,
    /// Most facilitators of a group.
    pub max_leaders: usize,
    /// Who could lead.
    pub facilitators: Vec<Facilitator>,
    /// Who asks for a place.
    pub residents: Vec<Resident>,
    /// `[resident][slot]`: expected attendances over all weeks.
    pub value: Vec<Vec<i64>>,
}

/// A weekly time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slot {
    /// Day of the week; Monday is 0.
    pub day: u8,
    /// Minutes after midnight.
    pub start: u16,
    /// Length.
    pub minutes: u16,
}

/// A hospital.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// Most residents of the site in one slot.
    pub cap: usize,
}

/// A place; nothing about it is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Venue {}

/// Somebody who may lead groups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facilitator {
    /// Every group needs somebody experienced.
    pub experienced: bool,
    /// Most groups in all; at most one in a slot.
    pub max_groups: usize,
    /// Slots in which they are free.
    pub slots: Vec<usize>,
}

/// Somebody who asks for a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resident {
    /// Where they work.
    pub site: usize,
}

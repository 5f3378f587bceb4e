//! What may be shown about few people (trust PRI-2, PRI-3, PRI-4, PRI-6, P9, P10; study P4, P5, A12).
//!
//! The thresholds are constants: a study may raise them in its own rules, never lower them.
//!
//! A [`Wave`] holds how many people are in each of the finest groups that its tables are made of, and which sums of them were
//! published. [`Wave::release`] hides what is about too few, and so much more that nobody can compute it, alone or with everything
//! that was published before; [`interval`] is the proof. What it gives is [`Released`], which nothing else can make.
//!
//! Which cells are hidden depends on which groups are below the threshold, never on how far below (P10): the proof is made on a
//! table in which nobody is in these groups. Whoever is there only widens what is possible, since each possible table of that kind
//! with those people added is a possible table of the true kind.

mod audit;
mod crossed;
mod mean;
mod program;
mod released;
mod sample;
mod set;
mod shared_by;
mod table;
mod wave;

pub use audit::{Interval, Sum, Unproved, interval, is_hidden};
pub use crossed::{Cells, Crossed, release_crossed};
pub use mean::{Mean, MeanOf};
pub use released::Released;
pub use sample::{OneWayTotals, one_way_totals, range_outward_5_minutes};
pub use set::{File, Refusal, Told, release_set};
pub use shared_by::{KReport, Subset, k_report, may_be_named};
pub use table::{Faulty, Shape, ShownTable, Table};
pub use wave::{Rules, Wave, Withheld};

/// Fewest people a figure may be about once it leaves the study team (trust PRI-3).
pub const RELEASE_THRESHOLD: u32 = 10;

/// Fewest people a figure may be about in a working table of the study team, and in the sample
/// description of trust PRI-4 (a).
pub const TEAM_FLOOR: u32 = 5;

/// How far apart the least and the most must be that a hidden figure can be (trust PRI-6).
pub const LEAST_WIDTH: u64 = 5;

#[cfg(test)]
mod tests;

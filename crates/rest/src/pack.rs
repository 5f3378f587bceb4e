use jiff::civil::{Date, Time};
use serde::Deserialize;

/// The working-time limits of one nation from a date on (programme 5.2). Hours are elapsed hours.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Its name, such as `england-2019`.
    pub id: String,
    /// The nation's three letters.
    pub nation: String,
    /// The first day on which it holds.
    pub valid_from: Date,
    /// Where its numbers come from.
    pub source: String,
    /// The longest shift.
    pub shift_most_hours: i64,
    /// Least rest between two shifts.
    pub rest_between_hours: i64,
    /// The clock time at which night work begins to count.
    pub night_from: Time,
    /// The clock time at which it ends.
    pub night_to: Time,
    /// So many hours of it make a duty a night.
    pub night_least_hours: i64,
    /// Rest after any night, a single one too.
    pub rest_after_night_hours: i64,
    /// Whether a long night counts towards a run of long shifts.
    pub nights_count_as_long: bool,
    /// Whether somebody may be released from a night.
    pub release_from_night: bool,
    /// A duty of more hours is long.
    pub long_over_hours: i64,
    /// So many long ones on consecutive dates need the rest after a run.
    pub long_run: usize,
    /// A long duty that is no night and ends after this clock time is late.
    pub late_long_after: Time,
    /// So many late ones on consecutive dates need the rest after a run.
    pub late_long_run: usize,
    /// So many duties of any kind on consecutive dates need the rest after a run.
    pub duties_run: usize,
    /// The rest after a run.
    pub rest_after_run_hours: i64,
    /// The sliding window of hours worked.
    pub window_hours: i64,
    /// Most hours in such a window.
    pub window_most_hours: i64,
    /// Most hours a week on average.
    pub average_hours: i64,
    /// The same for somebody who opted out.
    pub average_opt_out_hours: i64,
    /// The longest period over which the average is taken.
    pub reference_most_weeks: i64,
    /// Whether the limits of on call from home are known.
    pub nroc_known: bool,
    /// The fields that nobody has confirmed.
    pub to_confirm: Vec<String>,
}

/// A rule pack that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the rule pack cannot be read: {0}")]
pub struct PackError(#[from] toml::de::Error);

impl Pack {
    /// The names of the packs that are shipped.
    pub const NAMES: [&'static str; 1] = ["england-2019"];

    /// A shipped pack. A site that names another has no rules here, and every verdict on it is unknown.
    pub fn named(name: &str) -> Option<Self> {
        let text = match name {
            "england-2019" => include_str!("../packs/england-2019.toml"),
            _ => return None,
        };
        Some(Self::parse(text).expect("a test reads every shipped pack"))
    }

    /// Reads a pack.
    ///
    /// # Errors
    /// A value is missing, unknown or of the wrong type.
    pub fn parse(text: &str) -> Result<Self, PackError> {
        Ok(toml::from_str(text)?)
    }
}

use jiff::civil::{Date, Time};
use serde::Deserialize;
use serde::de::Error as _;

/// The working-time limits of one nation from a date on (programme 5.2). Hours are elapsed hours. A limit that
/// nobody has written down is none: it is not judged, and without it no verdict is kind.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Its name, such as `england-2019`.
    pub id: String,
    /// Which version of it: another number gets another version (programme R8).
    pub version: String,
    /// The nation's three letters.
    pub nation: String,
    /// The first day on which it holds.
    pub valid_from: Option<Date>,
    /// Where its numbers come from.
    pub source: String,
    /// Under which licence its numbers and words stand here (programme R8).
    pub licence: String,
    /// The longest shift.
    pub shift_most_hours: Option<i64>,
    /// Least rest between two shifts.
    pub rest_between_hours: Option<i64>,
    /// The clock time at which night work begins to count.
    pub night_from: Option<Time>,
    /// The clock time at which it ends.
    pub night_to: Option<Time>,
    /// So many hours of it make a duty a night.
    pub night_least_hours: Option<i64>,
    /// Rest after any night, a single one too.
    pub rest_after_night_hours: Option<i64>,
    /// Whether a long night counts towards a run of long shifts.
    pub nights_count_as_long: Option<bool>,
    /// Whether somebody may be released from a night.
    pub release_from_night: Option<bool>,
    /// Most nights on consecutive dates.
    pub nights_run: Option<usize>,
    /// A duty of more hours is long.
    pub long_over_hours: Option<i64>,
    /// So many long ones on consecutive dates need the rest after a run.
    pub long_run: Option<usize>,
    /// A long duty that is no night and ends after this clock time is late.
    pub late_long_after: Option<Time>,
    /// So many late ones on consecutive dates need the rest after a run.
    pub late_long_run: Option<usize>,
    /// So many duties of any kind on consecutive dates need the rest after a run.
    pub duties_run: Option<usize>,
    /// The rest after a run.
    pub rest_after_run_hours: Option<i64>,
    /// The sliding window of hours worked.
    pub window_hours: Option<i64>,
    /// Most hours in such a window.
    pub window_most_hours: Option<i64>,
    /// Most hours a week on average.
    pub average_hours: Option<i64>,
    /// The same for somebody who opted out.
    pub average_opt_out_hours: Option<i64>,
    /// The longest period over which the average is taken.
    pub reference_most_weeks: Option<i64>,
    /// Whether the limits of on call from home are known.
    pub nroc_known: bool,
    /// The fields that nobody has confirmed.
    pub to_confirm: Vec<String>,
}

/// A rule pack that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the rule pack cannot be read: {0}")]
pub struct PackError(#[from] toml::de::Error);

/// A field of a pack, what it is in words, and its number: hours, days, weeks, 0 or 1.
type Limit = (&'static str, &'static str, Option<i64>);

/// No limit of working time is larger than a year in hours.
const LARGEST: i64 = 366 * 24;

impl Pack {
    /// The names of the packs that are shipped.
    pub const NAMES: [&'static str; 2] = ["england-2019", "scotland-new-deal"];

    /// A shipped pack. A site that names another has no rules here, and every verdict on it is unknown.
    pub fn named(name: &str) -> Option<Self> {
        let text = match name {
            "england-2019" => include_str!("../packs/england-2019.toml"),
            "scotland-new-deal" => include_str!("../packs/scotland-new-deal.toml"),
            _ => return None,
        };
        Some(Self::parse(text).expect("a test reads every shipped pack"))
    }

    /// Reads a pack.
    ///
    /// # Errors
    /// A value is unknown, of the wrong type, below nought or larger than a year; a name or source is missing.
    pub fn parse(text: &str) -> Result<Self, PackError> {
        let pack: Self = toml::from_str(text)?;
        let beyond = |number: i64| !(0..=LARGEST).contains(&number);
        match pack
            .limits()
            .into_iter()
            .find(|limit| limit.2.is_some_and(beyond))
        {
            Some((field, ..)) => {
                let reason = format!("{field} is not between 0 and {LARGEST}");
                Err(toml::de::Error::custom(reason).into())
            }
            None => Ok(pack),
        }
    }

    /// The limits that nobody has written down, in words for a page. While there are any, what is not
    /// forbidden is unknown (F09).
    pub fn missing(&self) -> Vec<&'static str> {
        let absent = |limit: &Limit| limit.2.is_none();
        self.limits()
            .into_iter()
            .filter(absent)
            .map(|limit| limit.1)
            .collect()
    }

    /// Whether a field has a value and somebody has confirmed it.
    pub fn confirmed(&self, field: &str) -> bool {
        let has = |limit: &Limit| limit.0 == field && limit.2.is_some();
        self.limits().iter().any(has) && self.to_confirm.iter().all(|other| other != field)
    }

    /// Every limit but the switch of on call from home, whose absence has a rule of its own (F10).
    fn limits(&self) -> [Limit; 20] {
        let clock = |time: Option<Time>| time.map(|time| i64::from(time.hour()));
        let count = |number: Option<usize>| number.map(|n| i64::try_from(n).unwrap_or(i64::MAX));
        let switch = |on: Option<bool>| on.map(i64::from);
        [
            ("shift_most_hours", "longest shift", self.shift_most_hours),
            (
                "rest_between_hours",
                "rest between two shifts",
                self.rest_between_hours,
            ),
            ("night_from", "when a night begins", clock(self.night_from)),
            ("night_to", "when a night ends", clock(self.night_to)),
            (
                "night_least_hours",
                "what makes a shift a night",
                self.night_least_hours,
            ),
            (
                "rest_after_night_hours",
                "rest after nights",
                self.rest_after_night_hours,
            ),
            (
                "nights_count_as_long",
                "whether nights count as long shifts",
                switch(self.nights_count_as_long),
            ),
            (
                "release_from_night",
                "whether somebody may be released from a night",
                switch(self.release_from_night),
            ),
            ("nights_run", "most nights in a row", count(self.nights_run)),
            (
                "long_over_hours",
                "what makes a shift long",
                self.long_over_hours,
            ),
            (
                "long_run",
                "most long shifts in a row",
                count(self.long_run),
            ),
            (
                "late_long_after",
                "what makes a long shift late",
                clock(self.late_long_after),
            ),
            (
                "late_long_run",
                "most late long shifts in a row",
                count(self.late_long_run),
            ),
            (
                "duties_run",
                "most days of work in a row",
                count(self.duties_run),
            ),
            (
                "rest_after_run_hours",
                "rest after such a row",
                self.rest_after_run_hours,
            ),
            (
                "window_hours",
                "the hours over which work is counted",
                self.window_hours,
            ),
            (
                "window_most_hours",
                "most hours of work in them",
                self.window_most_hours,
            ),
            (
                "average_hours",
                "most hours a week on average",
                self.average_hours,
            ),
            (
                "average_opt_out_hours",
                "most hours a week of somebody who opted out",
                self.average_opt_out_hours,
            ),
            (
                "reference_most_weeks",
                "the weeks over which the average is taken",
                self.reference_most_weeks,
            ),
        ]
    }
}

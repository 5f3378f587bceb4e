use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Whether somebody can come. The order is from the unkindest to the kindest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Not lawful or not safe; nothing passes it.
    Never,
    /// Not enough is known; not free.
    Unknown,
    /// In their own time; never expected.
    OwnChoice,
    /// On duty; the site has to let them go.
    NeedsRelease,
    /// In rostered educational time.
    MayAttend,
}

impl Verdict {
    /// The word of files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Unknown => "unknown",
            Self::OwnChoice => "own_choice",
            Self::NeedsRelease => "needs_release",
            Self::MayAttend => "may_attend",
        }
    }
}

/// The rule that gave a verdict (programme 5.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rule {
    /// Leave, strike, out of programme or imposed rest.
    F01,
    /// Rest after a night.
    F02,
    /// The day of a first night, between nights, inside a night.
    F03,
    /// Rest after a run.
    F04,
    /// Too long a block, too little rest between.
    F05,
    /// Too many hours in a week.
    F06,
    /// Too many days in a row.
    F07,
    /// Too many hours a week on average.
    F08,
    /// Something about the rota is not known.
    F09,
    /// On call from home.
    F10,
    /// Wholly inside a clinical shift.
    F11,
    /// Partly inside a shift.
    F12,
    /// Wholly inside educational time.
    F13,
    /// A non-working day.
    F14,
    /// Before or after a shift.
    F15,
    /// A day off.
    F16,
}

/// A verdict with what decided it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether they can come.
    pub verdict: Verdict,
    /// By which rule.
    pub rule: Rule,
    /// How far from the limit in minutes, negative beyond it, rounded half away from zero. For a kind verdict
    /// the smallest distance to a rest rule; none where no rest rule is near. F07 counts a day as an hour.
    pub margin: Option<i64>,
    /// The two instants that decided.
    pub between: Option<[Timestamp; 2]>,
    /// The limit: an earliest start or a latest end.
    pub bound: Option<Timestamp>,
    /// The limit where it is an earliest start.
    pub earliest: Option<Timestamp>,
    /// Other rules that forbid it.
    pub also: Vec<Rule>,
    /// The way was not known and taken as an hour each direction.
    pub travel_assumed: bool,
    /// The site has no pack, or one that lacks a limit: what is not forbidden is unknown (F09).
    pub rules_missing: bool,
    /// The average over the reference period could not be proved (F08).
    pub average_not_proven: bool,
}

use super::rule::Rule;
use super::value::{Length, Moment};
use super::zone::Zone;
use jiff::Timestamp;
use jiff::civil::Date;

/// The events of a file and what was odd about it.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    /// Each VEVENT that could be read, in the order of the file. To-dos, journals and alarms are passed over.
    pub events: Vec<Event>,
    /// What was met and what was done about it, in the order of the lines.
    pub warnings: Vec<Warning>,
}

/// A doubtful place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The line of the file, from 1.
    pub line: u32,
    /// What was met, and what was done about it.
    pub message: String,
}

/// One VEVENT: a single event, a series, or a change to one occurrence of a series.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its UID; empty where the file gives none.
    pub uid: String,
    /// Its SUMMARY without escapes; empty where the file gives none.
    pub summary: String,
    /// The line of its `BEGIN:VEVENT`, from 1.
    pub line: u32,
    /// Whether it has days and no times (`VALUE=DATE`).
    pub all_day: bool,
    /// Whether a rule repeats it.
    pub repeats: bool,
    /// Whether a rule repeats it without an end.
    pub endless: bool,
    /// Whether it is called off (`STATUS:CANCELLED`); it then has no occurrences.
    pub cancelled: bool,
    pub(super) sequence: i64,
    pub(super) start: Stamp,
    pub(super) stretch: Stretch,
    pub(super) rules: Vec<Rule>,
    pub(super) excluded_rules: Vec<Rule>,
    pub(super) dates: Vec<(Stamp, Option<Stretch>)>,
    pub(super) excluded: Vec<Stamp>,
    pub(super) replaces: Option<Replaces>,
}

/// A date or time with its zone.
#[derive(Debug, Clone)]
pub(super) struct Stamp {
    pub moment: Moment,
    pub zone: Zone,
}

/// How long an event lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch {
    /// Seconds of the wall clock: a night shift ends at 08:30 also when the clocks change.
    Wall(i64),
    /// To an end in another zone than the start's, in real seconds; worked out from the first occurrence.
    Real(i64),
    /// As DURATION says: days by the calendar, then real seconds.
    Length(Length),
}

/// Which occurrence of its series an event stands for.
#[derive(Debug, Clone)]
pub(super) struct Replaces {
    pub at: Stamp,
    /// Whether those after it change alike (`RANGE=THISANDFUTURE`).
    pub following: bool,
}

/// One time at which an event takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The UID of its event.
    pub uid: String,
    /// What it is called.
    pub summary: String,
    /// The line of the `BEGIN:VEVENT` it comes from.
    pub line: u32,
    /// When it starts; for an all-day event, midnight in the zone asked for.
    pub start: Timestamp,
    /// When it ends; the end does not belong to it.
    pub end: Timestamp,
    /// The day of the start in the zone asked for.
    pub date: Date,
    /// Whether the event has days and no times.
    pub all_day: bool,
}

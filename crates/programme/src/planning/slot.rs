//! When groups could meet.

use jiff::civil::{Date, Time, Weekday};

/// A weekday, a time and how it recurs, fixed for a run (programme glossary "Slot").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The day of the week, on which the first date falls.
    pub weekday: Weekday,
    /// The local start.
    pub start: Time,
    /// The length of a session in minutes.
    pub minutes: u32,
    /// The date of the first session.
    pub first_date: Date,
    /// How many calendar weeks the run covers, from the first date on.
    pub weeks: u32,
    /// How many weeks lie between sessions; 1 means every week.
    pub every_weeks: u32,
}

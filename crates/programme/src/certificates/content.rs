//! What a certificate says, and how it is counted.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// What members of every group practise; the same for all, whatever was talked about.
pub const OUTCOMES: [&str; 4] = [
    "Listening to a colleague without advising or solving",
    "Noticing what a patient stirs up in the doctor, and what that may tell",
    "Looking at the relationship of doctor and patient from several sides",
    "Keeping the times, the roles and the confidences of a group",
];

/// A session counts as attended from this share of its minutes, in hundredths (programme 2.5).
const ATTENDED: i64 = 75;

/// A session that was held, and how long somebody was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// When it was to begin.
    pub starts: Timestamp,
    /// When it was to end.
    pub ends: Timestamp,
    /// For how many minutes they were there.
    pub minutes: i64,
}

/// Attendance as a certificate counts it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Sessions attended.
    pub sessions: u32,
    /// Minutes present, also in sessions that do not count as attended; never more than were scheduled.
    pub minutes: i64,
    /// The days of the first and the last session with a minute present.
    pub days: Option<(Date, Date)>,
}

impl Tally {
    /// Counts held sessions.
    pub fn of(meetings: &[Meeting], zone: &TimeZone) -> Self {
        let mut tally = Self::default();
        for meeting in meetings {
            let scheduled = meeting.ends.duration_since(meeting.starts);
            let scheduled = scheduled.max(SignedDuration::ZERO).as_mins();
            let present = meeting.minutes.clamp(0, scheduled);
            if present == 0 {
                continue;
            }
            tally.minutes += present;
            tally.sessions += u32::from(present * 100 >= scheduled * ATTENDED);
            let day = meeting.starts.to_zoned_datetime(zone.clone()).date();
            tally.days = Some(match tally.days {
                Some((first, last)) => (first.min(day), last.max(day)),
                None => (day, day),
            });
        }
        tally
    }

    /// "13 h 30 min"
    pub(super) fn hours(&self) -> String {
        match (self.minutes / 60, self.minutes % 60) {
            (0, minutes) => format!("{minutes} min"),
            (hours, 0) => format!("{hours} h"),
            (hours, minutes) => format!("{hours} h {minutes} min"),
        }
    }
}

/// All that a certificate says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Whose it is.
    pub name: String,
    /// The programme.
    pub programme: String,
    /// What was attended.
    pub tally: Tally,
    /// The generic learning outcomes, as they were worded then.
    pub outcomes: Vec<String>,
    /// The code it is checked by, as it is shown.
    pub code: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meeting(scheduled: i64, minutes: i64) -> Meeting {
        let starts: Timestamp = "2026-12-01T14:00:00Z".parse().expect("a time");
        Meeting {
            starts,
            ends: starts + SignedDuration::from_mins(scheduled),
            minutes,
        }
    }

    #[test]
    fn a_session_counts_from_three_quarters_of_its_minutes_and_every_minute_counts() {
        for (scheduled, minutes, sessions, counted) in [
            (100, 0, 0, 0),
            (100, 74, 0, 74),
            (100, 75, 1, 75),
            (100, 100, 1, 100),
            (100, 130, 1, 100),
            (90, 67, 0, 67),
            (90, 68, 1, 68),
            (60, 44, 0, 44),
            (60, 45, 1, 45),
            (60, -5, 0, 0),
            (0, 30, 0, 0),
        ] {
            let tally = Tally::of(&[meeting(scheduled, minutes)], &TimeZone::UTC);
            let found = (tally.sessions, tally.minutes);
            assert_eq!(found, (sessions, counted), "{minutes} of {scheduled}");
            assert_eq!(tally.days.is_some(), counted > 0);
        }
    }
}

//! Verdicts and breaches in plain words: for a site, for the doctor's own page, and as a short form.

mod breach;
mod own;
mod site;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::{Finding, Rule, Verdict};

pub use breach::breach_sentence;
pub use own::own_answer;
pub use site::sentence;

/// The short form of a verdict, in the fixed words of the design (look section 4).
pub fn chip(finding: &Finding) -> &'static str {
    match finding.verdict {
        Verdict::MayAttend => "Free to attend",
        Verdict::NeedsRelease => "Needs release",
        Verdict::OwnChoice => "Own choice",
        Verdict::Unknown => "Not known",
        Verdict::Never if finding.rule == Rule::F01 => "Cannot attend",
        Verdict::Never => "Rest comes first",
    }
}

/// An instant in the local words of a format of jiff's.
fn local(at: Timestamp, zone: &TimeZone, format: &str) -> String {
    at.to_zoned_datetime(zone.clone())
        .strftime(format)
        .to_string()
}

/// `07:00 on Thursday 12 November`.
fn moment(at: Timestamp, zone: &TimeZone) -> String {
    local(at, zone, "%H:%M on %A %-d %B")
}

/// `9 hours`, `1 hour`, `45 min`, `14 h 30 min`.
fn length(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (1, 0) => "1 hour".to_owned(),
        (hours, 0) => format!("{hours} hours"),
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

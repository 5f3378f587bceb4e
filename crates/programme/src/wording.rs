//! Dates, times and counts as pages say them (look section 6).

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
pub(crate) use platform::words::{capital, count, count_first};

/// A weekday in full.
pub(crate) fn day_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// A date such as "Tuesday 24 November 2026".
pub(crate) fn full_date(date: Date) -> String {
    date.strftime("%A %-d %B %Y").to_string()
}

/// A date such as "24 November 2026".
pub(crate) fn dated(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// A date such as "24 November".
pub(crate) fn short_date(date: Date) -> String {
    date.strftime("%-d %B").to_string()
}

/// A moment such as "Tuesday 24 November, 14:00".
pub(crate) fn moment(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone())
        .strftime("%A %-d %B, %H:%M")
        .to_string()
}

/// A clock time such as "14:00".
pub(crate) fn clock(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone())
        .strftime("%H:%M")
        .to_string()
}

/// The texts as a sentence lists them: "A, B and C"; of many, the first few and how many more.
pub(crate) fn listed(texts: &[String]) -> String {
    const MOST: usize = 5;
    let shown = &texts[..texts.len().min(MOST)];
    let more = texts.len() - shown.len();
    match (shown, more) {
        ([], _) => String::new(),
        ([one], 0) => one.clone(),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
        (shown, more) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Minutes as a sentence says them: "45 min", "3 h", "3 h 15 min".
pub(crate) fn hours(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest} min"),
    }
}

/// A share in hundredths as "0.80".
pub(crate) fn hundredths(number: u16) -> String {
    format!("{}.{:02}", number / 100, number % 100)
}

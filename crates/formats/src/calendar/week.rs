//! Weeks that start on any day.

use jiff::civil::{Date, Weekday};

/// Days from one weekday forward to another, 0 to 6.
pub(super) fn days_between(from: Weekday, to: Weekday) -> i64 {
    let offset = |day: Weekday| i64::from(day.to_monday_zero_offset());
    (offset(to) - offset(from)).rem_euclid(7)
}

/// The week of the year in which a day lies and how many weeks that year has (ISO 8601, for weeks that start on any
/// day). A week belongs to the year in which its fourth day lies.
pub(super) fn week_of_year(date: Date, week_start: Weekday) -> (i16, i16) {
    let since = i16::try_from(days_between(week_start, date.weekday())).expect("at most 6");
    let fourth = date.day_of_year() - 1 - since + 3;
    let length = date.days_in_year();
    let (fourth, length) = if fourth < 0 {
        let before = date.first_of_year().yesterday();
        let before = before.map_or(365, |day| day.days_in_year());
        (fourth + before, before)
    } else if fourth >= length {
        let after = date.last_of_year().tomorrow();
        (fourth - length, after.map_or(365, |day| day.days_in_year()))
    } else {
        (fourth, length)
    };
    (fourth / 7 + 1, (length - 1 - fourth % 7) / 7 + 1)
}

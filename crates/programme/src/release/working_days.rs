//! Working days: Monday to Friday without the bank holidays of England and Wales.
//!
//! Reminders count in them (programme 7.1, RE8 and RE9). The dates are those that the government publishes at
//! gov.uk/bank-holidays. After the last year listed only weekends count, so that a reminder comes a day early at most.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use platform::Result;
use platform::clock::Instant;

use crate::planning;

/// Bank holidays as month and day, by year.
const HOLIDAYS: &[(i16, &[(i8, i8)])] = &[
    (
        2026,
        &[
            (1, 1),
            (4, 3),
            (4, 6),
            (5, 4),
            (5, 25),
            (8, 31),
            (12, 25),
            (12, 28),
        ],
    ),
    (
        2027,
        &[
            (1, 1),
            (3, 26),
            (3, 29),
            (5, 3),
            (5, 31),
            (8, 30),
            (12, 27),
            (12, 28),
        ],
    ),
    (
        2028,
        &[
            (1, 3),
            (4, 14),
            (4, 17),
            (5, 1),
            (5, 29),
            (8, 28),
            (12, 25),
            (12, 26),
        ],
    ),
];

/// When a desk can be expected to read a letter.
const MORNING: Time = Time::constant(8, 0, 0, 0);

/// Whether offices are open.
pub(super) fn is_working(date: Date) -> bool {
    let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
    let holiday = HOLIDAYS
        .iter()
        .find(|(year, _)| *year == date.year())
        .is_some_and(|(_, days)| days.contains(&(date.month(), date.day())));
    !weekend && !holiday
}

/// The date so many working days after another, which itself does not count.
pub(super) fn after(date: Date, days: u32) -> Date {
    let mut date = date;
    let mut left = days;
    while left > 0 {
        let Ok(next) = date.tomorrow() else {
            return date;
        };
        date = next;
        left -= u32::from(is_working(date));
    }
    date
}

/// Eight in the morning of the date so many working days after a moment.
pub(super) fn morning_after(at: Instant, days: u32, zone: &TimeZone) -> Result<Instant> {
    let date = after(at.to_jiff().to_zoned_datetime(zone.clone()).date(), days);
    planning::instant(date, MORNING, zone).map(Instant::from_jiff)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn weekends_and_bank_holidays_are_not_counted() {
        // Thursday 24 December 2026: Friday is Christmas Day, Monday a holiday in lieu of Saturday.
        for (days, expected) in [
            (0, date(2026, 12, 24)),
            (1, date(2026, 12, 29)),
            (3, date(2026, 12, 31)),
            (4, date(2027, 1, 4)),
        ] {
            assert_eq!(after(date(2026, 12, 24), days), expected, "{days}");
        }
        assert_eq!(after(date(2026, 11, 24), 10), date(2026, 12, 8));
    }

    #[test]
    fn a_reminder_comes_at_eight_by_the_clock_on_both_sides_of_a_clock_change() {
        let zone = TimeZone::get("Europe/London").unwrap();
        for (from, utc) in [
            ("2026-10-23T10:00:00Z", "2026-10-26T08:00:00Z"),
            ("2026-03-27T10:00:00Z", "2026-03-30T07:00:00Z"),
        ] {
            let from = Instant::from_jiff(from.parse().unwrap());
            let at = morning_after(from, 1, &zone).unwrap();
            assert_eq!(at.to_jiff(), utc.parse::<jiff::Timestamp>().unwrap());
        }
    }
}

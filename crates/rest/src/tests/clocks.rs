//! Kept offsets are those of the zone.

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan as _};
use proptest::prelude::*;

use super::vectors::{london, now};
use crate::clock::Clock;
use crate::fact::day_number;
use crate::span::DAY;

/// Seconds within two years of now, some of them within hours of a change of the clock.
fn seconds() -> impl Strategy<Value = i64> {
    let change = |text: &str| text.parse::<Timestamp>().unwrap().as_second();
    let spring = change("2026-03-29T01:00:00Z");
    let autumn = change("2026-10-25T01:00:00Z");
    let now = now().as_second();
    prop_oneof![
        2 => now - 700 * DAY..now + 700 * DAY,
        1 => spring - 2 * DAY..spring + 2 * DAY,
        1 => autumn - 2 * DAY..autumn + 2 * DAY,
    ]
}

#[test]
fn every_date_of_two_eras_has_the_number_that_subtraction_gives() {
    let epoch = Date::constant(1970, 1, 1);
    let days = |date: Date| date.duration_since(epoch).as_hours() / 24;
    let first = Date::constant(1600, 1, 1);
    let dates = first.series(1.day()).take(2 * 146_097);
    for date in dates.chain([Date::MIN, Date::MAX]) {
        assert_eq!(i64::from(day_number(date)), days(date), "{date}");
    }
}

proptest! {
    #[test]
    fn clock_times_are_those_of_the_zone_inside_and_outside_of_what_is_kept(at in seconds(), days in 0i64..400) {
        let zone = london();
        let clock = Clock::over(&zone, now().as_second() - days * DAY, now().as_second());
        let instant = Timestamp::from_second(at).unwrap();
        let wall = zone.to_datetime(instant);
        prop_assert_eq!(clock.wall(at), Offset::UTC.to_timestamp(wall).unwrap().as_second());
        let epoch = jiff::civil::date(1970, 1, 1);
        prop_assert_eq!(epoch + i64::from(clock.day_of(at)).days(), wall.date());
    }

    #[test]
    fn instants_of_clock_times_are_those_of_the_zone_at_changes_too(at in seconds(), days in 0i64..400) {
        let zone = london();
        let clock = Clock::over(&zone, now().as_second() - days * DAY, now().as_second());
        let wall = Offset::UTC.to_datetime(Timestamp::from_second(at).unwrap());
        let expected = zone.to_ambiguous_timestamp(wall).compatible().unwrap();
        prop_assert_eq!(clock.instant(at), Some(expected.as_second()));
    }
}

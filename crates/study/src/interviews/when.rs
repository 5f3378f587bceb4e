//! A day, a time and a zone as somebody writes them, and a moment in words.

use jiff::ToSpan as _;
use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use platform::clock::Instant;

/// The zone a form begins with.
pub const ZONE: &str = "Europe/London";

/// What needs another look: the field, and what to write there.
pub type Fault = (&'static str, String);

/// The moment at which the clocks of a zone show a time on a day. Of a time that comes twice it is the first.
///
/// # Errors
/// Everything that cannot be read, or a time that does not come on that day, each with the field `date`, `time` or `zone`.
pub fn moment(date: &str, time: &str, zone: &str) -> Result<Instant, Vec<Fault>> {
    let mut faults = Vec::new();
    let date: Option<Date> = date.trim().parse().ok();
    if date.is_none() {
        faults.push(("date", "Write the day, such as 2031-03-09.".to_owned()));
    }
    let time = read_time(time.trim());
    if time.is_none() {
        faults.push(("time", "Write the time, such as 14:30.".to_owned()));
    }
    let zone = TimeZone::get(zone.trim()).ok();
    if zone.is_none() {
        faults.push(("zone", "Write a zone such as Europe/London.".to_owned()));
    }
    let (Some(date), Some(time), Some(zone)) = (date, time, zone) else {
        return Err(faults);
    };
    let found = zone.to_ambiguous_timestamp(date.to_datetime(time));
    if let AmbiguousOffset::Gap { .. } = found.offset() {
        let text = "The clocks go forward over this time on that day. Write another.";
        return Err(vec![("time", text.to_owned())]);
    }
    found
        .earlier()
        .map(Instant::from_jiff)
        .map_err(|_| vec![("date", "Write a day of this century.".to_owned())])
}

/// `14:30`, and nothing finer than a minute.
fn read_time(text: &str) -> Option<Time> {
    let (hours, minutes) = text.split_once(':')?;
    let digits = |text: &str| -> Option<i8> {
        let two = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        two.then(|| text.parse().ok()).flatten()
    };
    Time::new(digits(hours)?, digits(minutes)?, 0, 0).ok()
}

/// Such as `Tuesday 8 December 2026, 14:00 to 15:00`, with the zone where it is not that of the house.
pub fn in_words(start: Instant, minutes: i64, zone: &str) -> String {
    let clock = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let start = start.to_jiff().to_zoned_datetime(clock);
    let end = start
        .checked_add(minutes.minutes())
        .unwrap_or_else(|_| start.clone());
    let span = format!(
        "{}, {} to {}",
        start.strftime("%A %-d %B %Y"),
        start.strftime("%H:%M"),
        end.strftime("%H:%M")
    );
    match zone {
        ZONE => span,
        other => format!("{span} ({other})"),
    }
}

/// The day and the time as the fields of a form hold them.
pub fn in_fields(start: Instant, zone: &str) -> (String, String) {
    let clock = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let start = start.to_jiff().to_zoned_datetime(clock);
    (
        start.date().to_string(),
        start.strftime("%H:%M").to_string(),
    )
}

/// The day of a moment by the clocks of a zone.
pub fn day(start: Instant, zone: &str) -> Date {
    let clock = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    start.to_jiff().to_zoned_datetime(clock).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_in_its_zone_and_said_in_words() {
        let at = moment("2026-12-08", "14:00", ZONE).unwrap();
        assert_eq!(at.to_jiff().to_string(), "2026-12-08T14:00:00Z");
        assert_eq!(
            in_words(at, 60, ZONE),
            "Tuesday 8 December 2026, 14:00 to 15:00"
        );
        assert_eq!(
            in_words(at, 45, "Asia/Tokyo"),
            "Tuesday 8 December 2026, 23:00 to 23:45 (Asia/Tokyo)"
        );
        let far = moment("2026-07-01", "09:05", "America/New_York").unwrap();
        assert_eq!(far.to_jiff().to_string(), "2026-07-01T13:05:00Z");
        let (date, time) = in_fields(far, "America/New_York");
        assert_eq!(moment(&date, &time, "America/New_York"), Ok(far));
        assert_eq!(day(far, "Asia/Tokyo").to_string(), "2026-07-01");
    }

    #[test]
    fn a_time_that_does_not_come_is_refused_and_of_one_that_comes_twice_the_first_is_meant() {
        let gap = moment("2027-03-28", "01:30", ZONE).unwrap_err();
        assert_eq!(gap[0].0, "time");
        let twice = moment("2026-10-25", "01:30", ZONE).unwrap();
        assert_eq!(twice.to_jiff().to_string(), "2026-10-25T00:30:00Z");
    }

    #[test]
    fn every_field_that_cannot_be_read_is_named() {
        for (date, time, zone, fields) in [
            ("soon", "14:00", ZONE, vec!["date"]),
            ("2026-12-08", "2 pm", ZONE, vec!["time"]),
            ("2026-12-08", "24:00", ZONE, vec!["time"]),
            ("2026-12-08", "+1:00", ZONE, vec!["time"]),
            ("2026-12-08", "14:00", "Nowhere/Else", vec!["zone"]),
            ("", "", "", vec!["date", "time", "zone"]),
        ] {
            let faults = moment(date, time, zone).unwrap_err();
            let named: Vec<&str> = faults.iter().map(|(field, _)| *field).collect();
            assert_eq!(named, fields, "{date} {time} {zone}");
        }
    }
}

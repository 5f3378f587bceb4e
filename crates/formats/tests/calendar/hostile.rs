//! What a stranger may send: an error or a calendar within bounds, never a panic and never without end.

use crate::{calendar, corpus, said, within};
use formats::calendar::read;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use proptest::collection::vec;
use proptest::prelude::*;

fn unroll(bytes: &[u8]) {
    let Ok(calendar) = read(bytes) else { return };
    let zone = TimeZone::get("Europe/London").expect("bundled");
    let (found, _) = calendar.occurrences(date(2026, 1, 1), date(2026, 12, 31), &zone, 1_000);
    assert!(found.len() <= 1_000);
    assert!(found.iter().all(|one| one.start <= one.end));
    let _ = calendar.extent(&zone);
}

#[test]
fn rules_that_never_match_or_never_end_stop() {
    for rule in [
        "FREQ=SECONDLY;INTERVAL=1",
        "FREQ=SECONDLY;COUNT=4000000000",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MINUTELY;BYSETPOS=366;BYHOUR=1",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2",
        "FREQ=DAILY;BYSETPOS=-366",
        "FREQ=SECONDLY;BYHOUR=1;BYMINUTE=1;BYSECOND=1;BYDAY=MO;BYYEARDAY=366",
        "FREQ=HOURLY;INTERVAL=1000000;BYMONTH=1;BYMONTHDAY=1;BYHOUR=0",
    ] {
        let calendar = calendar(&[&format!(
            "DTSTART:19700101T000000Z\nDURATION:PT0S\nRRULE:{rule}"
        )]);
        let (found, _) = within(&calendar, date(2026, 1, 1), date(2026, 12, 31));
        assert!(found.len() <= 10_000, "{rule}");
        let _ = calendar.extent(&TimeZone::UTC);
    }
}

#[test]
fn a_rule_that_asks_for_too_much_is_said() {
    let calendar = calendar(&[
        "DTSTART:19700101T000000Z\nDURATION:PT0S\nRRULE:FREQ=SECONDLY;COUNT=4000000000",
    ]);
    assert!(
        said(&calendar)[0].contains("more work than is allowed"),
        "{:?}",
        said(&calendar)
    );
}

#[test]
fn the_ends_of_time_are_no_trap() {
    for start in [
        "00010101T000000Z",
        "99991231T235959Z",
        "99991231",
        "00000101",
    ] {
        for rule in [
            "FREQ=YEARLY",
            "FREQ=WEEKLY;BYWEEKNO=1",
            "FREQ=YEARLY;BYWEEKNO=-1;BYDAY=SU",
            "FREQ=DAILY;INTERVAL=1000000",
        ] {
            let calendar = calendar(&[&format!(
                "DTSTART:{start}\nRRULE:{rule}\nRDATE:99991231T235959Z"
            )]);
            for (from, to) in [
                (Date::MIN, Date::MIN),
                (Date::MAX, Date::MAX),
                (Date::MIN, Date::MAX),
            ] {
                let _ = calendar.occurrences(from, to, &TimeZone::UTC, 50);
            }
            let _ = calendar.extent(&TimeZone::UTC);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..400)) {
        unroll(&bytes);
    }

    #[test]
    fn any_lines_are_read_or_refused(lines in vec("(BEGIN|END|DTSTART|RRULE|TZID|[A-Z;:=\",]{0,4})[:;=](VEVENT|VCALENDAR|VTIMEZONE|STANDARD|2026010[0-9]T?[0-9]{0,6}Z?|[ -~]{0,12})", 0..30)) {
        let text = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{}", lines.join("\n"));
        unroll(text.as_bytes());
    }

    #[test]
    fn any_rule_ends(
        frequency in "(SECOND|MINUTE|HOUR|WEEK|MONTH|YEAR)LY|DAILY|MINUTELY",
        parts in vec("(INTERVAL=[0-9]{1,4}|COUNT=[0-9]{1,6}|UNTIL=20[0-9]{2}0[1-9]1[0-9]|BYMONTH=[1-9]|BYMONTHDAY=-?[1-3][0-9]?|BYDAY=(-?[1-5])?(MO|TU|SU)|BYYEARDAY=-?[1-9]{1,3}|BYWEEKNO=-?[1-5][0-9]?|BYHOUR=[0-9],1[0-9]|BYMINUTE=[0-5][0-9]|BYSECOND=[0-6]|BYSETPOS=-?[1-9]|WKST=(SU|WE))", 0..6),
        start in "(19|20)[0-9]{2}0[1-9][12][0-9](T[01][0-9]3000Z?)?",
    ) {
        let rule = format!("FREQ={frequency};{}", parts.join(";"));
        let text = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:{start}\nRRULE:{rule}\nEND:VEVENT\nEND:VCALENDAR\n");
        unroll(text.as_bytes());
    }
}

#[test]
fn damaged_calendars_of_other_programs_are_read_or_refused() {
    for (index, (_, bytes)) in corpus::files().into_iter().enumerate() {
        for step in 1..6 {
            let mut damaged = bytes.clone();
            let length = damaged.len().max(1);
            for place in (index * 37 + step * 101..length).step_by(length / step + 1) {
                damaged[place] = b"\n:;0Z\xff"[(place + step) % 6];
            }
            unroll(&damaged);
            unroll(&bytes[..bytes.len() * step / 6]);
        }
    }
}

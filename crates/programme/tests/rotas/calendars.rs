//! Calendars of doctors, from their bytes to facts.

use programme::rotas::ShiftCode;
use programme::rotas::reading::{RotaReading, calendar_entries, calendar_span, read_calendar};

use super::site::{TODAY, at, codes, codes_with_empty, places, said, with_known, zone};

/// A calendar of events, each its lines after `SUMMARY`.
fn calendar(events: &[(&str, &str)]) -> Vec<u8> {
    let mut text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\n".to_owned();
    for (at, (summary, lines)) in events.iter().enumerate() {
        text += &format!(
            "BEGIN:VEVENT\r\nUID:{at}@example.org\r\nDTSTAMP:20261101T000000Z\r\nSUMMARY:{summary}\r\n{}\r\nEND:VEVENT\r\n",
            lines.replace(' ', "\r\n")
        );
    }
    (text + "END:VCALENDAR\r\n").into_bytes()
}

fn read_with(codes: &[ShiftCode], events: &[(&str, &str)]) -> RotaReading {
    let bytes = calendar(events);
    let span = calendar_span(&bytes, &zone(), TODAY).unwrap();
    let (entries, remarks) = calendar_entries(&bytes, "R1", &zone(), span).unwrap();
    let mut read = with_known(codes, |known| read_calendar(entries, known));
    read.remarks.extend(remarks);
    read
}

fn read(events: &[(&str, &str)]) -> Vec<String> {
    said(&read_with(&codes(), events).shifts)
}

const LONDON: &str = "TZID=Europe/London";

#[test]
fn an_event_with_hours_keeps_its_hours_and_takes_its_kind_from_its_summary() {
    let lines = format!("DTSTART;{LONDON}:20261111T090000 DTEND;{LONDON}:20261111T170000");
    assert_eq!(
        read(&[("LD", &lines)]),
        ["2026-11-11 LD clinical 09:00-17:00"]
    );
    assert_eq!(
        read(&[("  ld\\n ", &lines)]),
        ["2026-11-11 ld clinical 09:00-17:00"]
    );
    assert_eq!(
        read(&[("Dentist", &lines)]),
        ["2026-11-11 Dentist unknown 09:00-17:00"]
    );
}

#[test]
fn leave_over_several_days_is_leave_on_each_to_the_last_and_not_beyond() {
    let lines = "DTSTART;VALUE=DATE:20261111 DTEND;VALUE=DATE:20261114";
    let leave = |day| format!("2026-11-{day} AL annual_leave all day");
    assert_eq!(read(&[("AL", lines)]), [leave(11), leave(12), leave(13)]);
    let one = "DTSTART;VALUE=DATE:20261111";
    assert_eq!(read(&[("AL", one)]), [leave(11)]);
}

#[test]
fn leave_with_hours_over_several_days_is_leave_on_each() {
    let lines = format!("DTSTART;{LONDON}:20261111T090000 DTEND;{LONDON}:20261113T170000");
    let leave = |day| format!("2026-11-{day} AL annual_leave all day");
    let found = read_with(&codes_with_empty(), &[("AL", &lines)]);
    assert_eq!(said(&found.shifts), [leave(11), leave(12), leave(13)]);
}

#[test]
fn no_day_inside_an_event_of_several_days_is_off() {
    let lines = format!("DTSTART;{LONDON}:20261111T090000 DTEND;{LONDON}:20261113T170000");
    let after = "DTSTART;VALUE=DATE:20261115";
    let found = read_with(
        &codes_with_empty(),
        &[("Conference", &lines), ("AL", after)],
    );
    let off: Vec<_> = said(&found.shifts)
        .into_iter()
        .filter(|one| one.contains(" off "))
        .collect();
    assert_eq!(off, ["2026-11-14  off all day"]);
}

#[test]
fn a_night_lasts_as_long_as_the_clock_says_when_the_clocks_change() {
    for (start, end, hours) in [
        (
            "20261024T203000",
            "20261025T090000",
            ("2026-10-24T19:30Z", "2026-10-25T09:00Z"),
        ),
        (
            "20260328T203000",
            "20260329T090000",
            ("2026-03-28T20:30Z", "2026-03-29T08:00Z"),
        ),
    ] {
        let lines = format!("DTSTART;{LONDON}:{start} DTEND;{LONDON}:{end}");
        let found = read_with(&codes(), &[("N", &lines)]);
        let night = &found.shifts[0];
        assert_eq!(
            (night.start, night.end),
            (Some(at(hours.0)), Some(at(hours.1)))
        );
        assert!(found.remarks.is_empty());
    }
}

#[test]
fn a_whole_day_is_as_long_as_its_day_when_the_clocks_change() {
    let long = read_with(
        &codes(),
        &[(
            "AL",
            "DTSTART;VALUE=DATE:20261024 DTEND;VALUE=DATE:20261027",
        )],
    );
    let hours: Vec<i64> = long
        .shifts
        .iter()
        .map(|one| {
            one.start
                .unwrap()
                .duration_until(one.end.unwrap())
                .as_hours()
        })
        .collect();
    assert_eq!(hours, [24, 25, 24]);
    let short = read_with(&codes(), &[("AL", "DTSTART;VALUE=DATE:20260329")]);
    assert_eq!(short.shifts[0].end, Some(at("2026-03-29T23:00Z")));
}

#[test]
fn a_shift_for_whole_days_takes_the_hours_of_its_code() {
    let lines = "DTSTART;VALUE=DATE:20261024 DTEND;VALUE=DATE:20261026";
    assert_eq!(
        read(&[("N", lines)]),
        [
            "2026-10-24 N clinical 20:30-09:00",
            "2026-10-25 N clinical 20:30-09:00"
        ]
    );
}

#[test]
fn a_series_is_a_fact_on_each_of_its_days_but_those_called_off() {
    let lines = format!(
        "DTSTART;{LONDON}:20261019T080000 DTEND;{LONDON}:20261019T203000 RRULE:FREQ=WEEKLY;COUNT=4 \
         EXDATE;{LONDON}:20261102T080000"
    );
    let ld = |day| format!("2026-{day} LD clinical 08:00-20:30");
    assert_eq!(
        read(&[("LD", &lines)]),
        [ld("10-19"), ld("10-26"), ld("11-09")]
    );
}

#[test]
fn days_without_an_event_are_off_only_where_the_hospital_says_that_empty_means_off() {
    let events = [
        ("AL", "DTSTART;VALUE=DATE:20261111"),
        ("AL", "DTSTART;VALUE=DATE:20261114"),
    ];
    assert_eq!(read(&events).len(), 2);
    let found = read_with(&codes_with_empty(), &events);
    assert_eq!(
        said(&found.shifts),
        [
            "2026-11-11 AL annual_leave all day",
            "2026-11-12  off all day",
            "2026-11-13  off all day",
            "2026-11-14 AL annual_leave all day",
        ]
    );
}

#[test]
fn two_shifts_on_a_day_are_both_kept_and_duty_on_a_day_off_is_duty() {
    let early = format!("DTSTART;{LONDON}:20261111T080000 DTEND;{LONDON}:20261111T120000");
    let late = format!("DTSTART;{LONDON}:20261111T130000 DTEND;{LONDON}:20261111T170000");
    let both = read_with(&codes(), &[("E", &early), ("T", &late)]);
    assert_eq!((both.shifts.len(), both.contradictions.len()), (2, 0));
    let free = read_with(
        &codes(),
        &[("E", &early), ("off", "DTSTART;VALUE=DATE:20261111")],
    );
    assert_eq!(said(&free.shifts), ["2026-11-11 E clinical 08:00-12:00"]);
    assert_eq!(free.contradictions.len(), 1);
}

#[test]
fn an_event_whose_start_does_not_exist_is_no_free_day() {
    let lines = format!("DTSTART;{LONDON}:20260329T013000 DTEND;{LONDON}:20260329T093000");
    let found = read_with(&codes(), &[("LD", &lines)]);
    assert!(
        found.shifts.iter().all(|one| !one.kind.is_free()),
        "{:?}",
        places(&found.remarks)
    );
}

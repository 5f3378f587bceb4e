use crate::{calendar, days, said, times};
use formats::calendar::{Error, read};

#[test]
fn an_end_before_the_start_leaves_the_event_out() {
    for end in ["DTEND:20260105T080000Z", "DURATION:-PT1H"] {
        let calendar = calendar(&[&format!("DTSTART:20260105T090000Z\n{end}")]);
        assert!(calendar.events.is_empty());
        assert!(
            said(&calendar)[0].starts_with("5: The event ends before it starts"),
            "{:?}",
            said(&calendar)
        );
    }
}

#[test]
fn an_event_without_an_end_is_one_day_or_a_moment() {
    assert_eq!(
        times(&calendar(&["DTSTART;VALUE=DATE:20260105"])),
        ["01-05 00:00/01-06 00:00"]
    );
    let moment = calendar(&["DTSTART:20260105T090000Z"]);
    assert_eq!(times(&moment), ["01-05 09:00/01-05 09:00"]);
    assert!(
        said(&moment)[0].contains("has no end"),
        "{:?}",
        said(&moment)
    );
}

#[test]
fn a_day_that_ends_on_itself_is_that_day() {
    let same = calendar(&["DTSTART;VALUE=DATE:20260105\nDTEND;VALUE=DATE:20260105"]);
    assert_eq!(times(&same), ["01-05 00:00/01-06 00:00"]);
    assert_eq!(said(&same).len(), 1);
}

#[test]
fn a_day_until_a_midnight_is_read_as_days_and_until_another_time_it_is_left_out() {
    let midnight = calendar(&["DTSTART;VALUE=DATE:20260105\nDTEND:20260107T000000Z"]);
    assert_eq!(times(&midnight), ["01-05 00:00/01-07 00:00"]);
    let noon = calendar(&["DTSTART;VALUE=DATE:20260105\nDTEND:20260107T120000Z"]);
    assert!(noon.events.is_empty());
    assert_eq!((said(&midnight).len(), said(&noon).len()), (1, 1));
}

#[test]
fn what_cannot_be_read_is_said_and_the_rest_is_kept() {
    for (event, kept, warning) in [
        (
            "DTSTART:2026-01-05",
            0,
            "4: DTSTART: \"2026-01-05\" is no date or time",
        ),
        ("SUMMARY:x", 0, "3: The event has no DTSTART"),
        (
            "DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=FORTNIGHTLY",
            1,
            "5: The RRULE of the event cannot be read: \"FREQ=FORTNIGHTLY\" is not understood; only its first time is kept.",
        ),
        (
            "DTSTART;VALUE=DATE:20260105\nRRULE:INTERVAL=2",
            1,
            "FREQ is missing",
        ),
        (
            "DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=DAILY;INTERVAL=0",
            1,
            "\"INTERVAL=0\"",
        ),
        (
            "DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=DAILY;COUNT=2;UNTIL=20260106",
            1,
            "both a COUNT and an UNTIL",
        ),
        (
            "DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=DAILY;UNTIL=20260101",
            0,
            "ends before the event starts",
        ),
        (
            "DTSTART;VALUE=DATE:20260105\nEXDATE:nonsense",
            1,
            "5: EXDATE: \"nonsense\" is no date or time",
        ),
        (
            "DTSTART;VALUE=DATE:20260105\nRDATE:nonsense",
            1,
            "5: RDATE: \"nonsense\" is no date or time",
        ),
        (
            "DTSTART:20260105T090000Z\nDURATION:forever",
            0,
            "5: The DURATION cannot be read",
        ),
        (
            "DTSTART;VALUE=DATE:20260105\nthis is nonsense",
            1,
            "5: This is no line of a calendar",
        ),
    ] {
        let calendar = calendar(&[event]);
        assert_eq!(days(&calendar).len(), kept, "{event}");
        let said = said(&calendar);
        assert!(
            said.iter().any(|said| said.contains(warning)),
            "{event}: {said:?}"
        );
    }
}

#[test]
fn alarms_and_to_dos_are_no_events() {
    let alarm = "SUMMARY:Clinic\nDTSTART:20260105T090000Z\nDTEND:20260105T100000Z\nBEGIN:VALARM\nSUMMARY:Ring\n\
                 DURATION:PT9H\nEND:VALARM";
    let with_alarm = calendar(&[alarm]);
    assert_eq!(with_alarm.events[0].summary, "Clinic");
    assert_eq!(times(&with_alarm), ["01-05 09:00/01-05 10:00"]);
    let todo = read(b"BEGIN:VCALENDAR\nBEGIN:VTODO\nDTSTART:20260105\nEND:VTODO\nEND:VCALENDAR")
        .expect("a calendar");
    assert!(todo.events.is_empty() && todo.warnings.is_empty());
}

#[test]
fn an_event_without_its_end_is_left_out_and_said() {
    let text = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260105\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:20260106\n";
    let calendar = read(text).expect("a calendar");
    assert_eq!(days(&calendar), ["01-05"]);
    assert!(
        said(&calendar)[1].starts_with("5: The VEVENT that begins here has no end"),
        "{:?}",
        said(&calendar)
    );
}

#[test]
fn a_file_of_several_calendars_and_of_loose_events_is_read_whole() {
    let text = "BEGIN:VCALENDAR\nX-WR-TIMEZONE:Europe/Paris\nBEGIN:VEVENT\nDTSTART:20260105T100000\nEND:VEVENT\n\
                END:VCALENDAR\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260106T100000\nEND:VEVENT\nEND:VCALENDAR\n\
                BEGIN:VEVENT\nDTSTART:20260107T100000\nEND:VEVENT\n";
    let calendar = read(text.as_bytes()).expect("calendars");
    let expected = [
        "01-05 09:00/01-05 09:00",
        "01-06 10:00/01-06 10:00",
        "01-07 10:00/01-07 10:00",
    ];
    assert_eq!(times(&calendar), expected);
}

#[test]
fn texts_lose_their_escapes_and_what_is_too_long() {
    let long = "x".repeat(600);
    let calendar = calendar(&[&format!(
        "DTSTART:20260105\nSUMMARY:Night\\, ward 7\\; {long}"
    )]);
    assert!(calendar.events[0].summary.starts_with("Night, ward 7; xxx"));
    assert_eq!(calendar.events[0].summary.chars().count(), 500);
    assert!(said(&calendar)[0].contains("more than 500 letters"));
}

#[test]
fn what_is_no_calendar_is_refused_with_its_place() {
    for (bytes, line, reason) in [
        (&b""[..], 1, "BEGIN:VCALENDAR"),
        (b"\n\nName,Mon,Tue\n", 1, "BEGIN:VCALENDAR"),
        (b"BEGIN:VCALENDAR\nX:\0\n", 2, "binary data"),
        (b"PK\x03\x04", 1, "a ZIP archive"),
    ] {
        let error = read(bytes).expect_err(reason);
        assert!(
            matches!(error, Error::NotACalendar { line: at, .. } if at == line),
            "{error}"
        );
        assert!(error.to_string().contains(reason), "{error}");
    }
}

#[test]
fn size_and_depth_have_limits() {
    let large = vec![b'x'; 20_000_001];
    assert!(matches!(read(&large), Err(Error::TooLarge { .. })));
    let deep = "BEGIN:VCALENDAR\n".to_owned() + &"BEGIN:X-A\n".repeat(100);
    assert!(matches!(
        read(deep.as_bytes()),
        Err(Error::TooDeep { line: 33, .. })
    ));
}

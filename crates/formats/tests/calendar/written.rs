//! What the writer promises: our own reader finds again what went in, and no byte comes by chance.

use crate::{london, said};
use formats::calendar::{Entry, Method, Organiser, Status, read, write};
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;

fn instant(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// A session of invented people in summer.
fn session() -> Entry {
    Entry {
        uid: "rel-0198f1c2-7d1e-7c44-9f1b-2f6c1de30a11@enid.example.org".into(),
        sequence: 2,
        stamp: instant("2026-05-04T09:30:00Z"),
        starts: instant("2026-07-07T13:00:00Z"),
        ends: instant("2026-07-07T14:30:00Z"),
        status: Status::Confirmed,
        summary: "Protected teaching".into(),
        location: Some("Harrow Building, room 2.14; second floor".into()),
        description: Some(
            "Released from clinical work.\nThis is clinical time, not study leave. \
            Ärzte \\ doctors"
                .into(),
        ),
        organiser: Some(Organiser {
            name: "Balint \"pilot\" 2026".into(),
            address: "programme@example.org".into(),
        }),
        attendee: Some("sam.o'example+rota@example.org".into()),
    }
}

const GOLDEN: &str = r#"BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Enid//Programme//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
NAME:Release\, spring
X-WR-CALNAME:Release\, spring
X-WR-TIMEZONE:Europe/London
REFRESH-INTERVAL;VALUE=DURATION:PT12H
X-PUBLISHED-TTL:PT12H
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19810329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:rel-0198f1c2-7d1e-7c44-9f1b-2f6c1de30a11@enid.example.org
SEQUENCE:2
DTSTAMP:20260504T093000Z
DTSTART;TZID=Europe/London:20260707T140000
DTEND;TZID=Europe/London:20260707T153000
STATUS:CONFIRMED
SUMMARY:Protected teaching
LOCATION:Harrow Building\, room 2.14\; second floor
DESCRIPTION:Released from clinical work.\nThis is clinical time\, not study
  leave. Ärzte \\ doctors
TRANSP:OPAQUE
ORGANIZER;CN="Balint 'pilot' 2026":mailto:programme@example.org
END:VEVENT
END:VCALENDAR
"#;

#[test]
fn a_feed_is_written_to_the_byte_and_names_nobody_invited() {
    let feed = write(Method::Publish, "Release, spring", &[session()]);
    assert_eq!(feed, GOLDEN.replace('\n', "\r\n"));
}

#[test]
fn an_invitation_names_the_one_person_it_goes_to_and_asks_for_no_refresh() {
    let mail = write(Method::Request, "", &[session()]).replace("\r\n ", "");
    assert!(mail.contains("\r\nMETHOD:REQUEST\r\n"));
    assert!(mail.contains("RSVP=FALSE:mailto:sam.o'example+rota@example.org\r\n"));
    assert!(!mail.contains("REFRESH"));
}

#[test]
fn a_cancellation_calls_its_entries_off_whatever_they_say() {
    let mail = write(Method::Cancel, "", &[session()]);
    assert!(mail.contains("\r\nMETHOD:CANCEL\r\n"));
    assert!(mail.contains("\r\nSTATUS:CANCELLED\r\n"));
    let read = read(mail.as_bytes()).expect("a calendar");
    assert!(read.events[0].cancelled);
}

#[test]
fn an_address_cannot_break_out_of_its_line() {
    let mut entry = session();
    entry.attendee = Some("a b\r\nATTENDEE:mailto:c@example.org".into());
    let mail = write(Method::Request, "", &[entry]).replace("\r\n ", "");
    assert!(mail.contains("mailto:a%20b%0D%0AATTENDEE%3Amailto%3Ac@example.org\r\n"));
    assert_eq!(mail.matches("\r\nATTENDEE").count(), 1);
}

#[test]
fn an_hour_that_comes_twice_keeps_its_instants() {
    for (starts, ends) in [
        ("2026-10-25T00:15:00Z", "2026-10-25T00:45:00Z"),
        ("2026-10-25T01:15:00Z", "2026-10-25T01:45:00Z"),
        ("2026-10-24T23:00:00Z", "2026-10-25T01:30:00Z"),
        ("2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"),
    ] {
        let mut entry = session();
        (entry.starts, entry.ends) = (instant(starts), instant(ends));
        let calendar = read(write(Method::Publish, "", &[entry]).as_bytes()).expect("a calendar");
        let (found, _) = calendar.occurrences(date(2026, 1, 1), date(2026, 12, 31), &london(), 9);
        assert_eq!(
            (found[0].start, found[0].end),
            (instant(starts), instant(ends))
        );
    }
}

/// What a text is after every way to end a line has become one and what no calendar holds is gone.
fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let text = text.replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}

proptest! {
    #[test]
    fn any_text_comes_back_in_lines_that_no_reader_refuses(
        summary in "[a-z\\\\;,:\"\r\n\t\u{0}\u{85}\u{2028} éß漢😀]{0,60}|\\PC{0,120}|.{0,40}",
        name in "\\PC{0,60}|.{0,60}",
        address in "\\PC{0,40}|.{0,40}",
        starts in 0_i64..4_000_000_000,
        minutes in 0_i64..3_000,
        sequence in any::<u32>(),
    ) {
        let mut entry = session();
        entry.summary = format!("x{summary}x");
        entry.description = Some(name.clone());
        entry.organiser = Some(Organiser { name: name.clone(), address: address.clone() });
        entry.attendee = Some(address);
        entry.sequence = sequence;
        entry.starts = Timestamp::from_second(starts).expect("in range");
        entry.ends = Timestamp::from_second(starts + minutes * 60).expect("in range");
        let text = write(Method::Request, &name, std::slice::from_ref(&entry));
        prop_assert!(text.ends_with("END:VCALENDAR\r\n"));
        for line in text.strip_suffix("\r\n").expect("ended").split("\r\n") {
            prop_assert!(line.len() <= 75, "{} bytes: {line}", line.len());
            prop_assert!(!line.contains(['\r', '\n']) && !line.is_empty());
        }
        let calendar = read(text.as_bytes()).expect("a calendar");
        prop_assert!(calendar.warnings.is_empty(), "{:?}", said(&calendar));
        prop_assert_eq!(&calendar.events[0].summary, &plain(&entry.summary));
        prop_assert_eq!(&calendar.events[0].uid, &entry.uid);
        let (found, _) = calendar.occurrences(date(1970, 1, 1), date(2200, 1, 1), &london(), 9);
        prop_assert_eq!((found[0].start, found[0].end), (entry.starts, entry.ends));
        prop_assert_eq!(write(Method::Request, &name, &[entry]), text);
    }
}

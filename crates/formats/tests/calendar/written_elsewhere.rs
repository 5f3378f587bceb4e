//! The writer read by a library of other makers: Debian's python3-icalendar.

use formats::calendar::{Entry, Method, Status, write};
use jiff::Timestamp;
use jiff::civil::{Date, date, time};
use jiff::tz::TimeZone;
use std::io::Write;
use std::process::{Command, Stdio};

/// Prints the start and end of each event in UTC by the rules of the file, then by the zone data of the machine.
const READER: &str = "
import sys, icalendar, pytz
text = sys.stdin.buffer.read()
calendar = icalendar.Calendar.from_ical(text)
own = calendar.walk('VTIMEZONE')[0].to_tz()
for event in calendar.walk('VEVENT'):
    row = []
    for key in ('DTSTART', 'DTEND'):
        when = event[key].dt
        row.append(when.astimezone(pytz.utc).strftime('%Y-%m-%dT%H:%M:%SZ'))
        local = when if when.tzinfo is pytz.utc else own.localize(when.replace(tzinfo=None))
        row.append(local.astimezone(pytz.utc).strftime('%Y-%m-%dT%H:%M:%SZ'))
    print(*row, event['SUMMARY'], sep='|')
";

#[test]
fn another_library_reads_the_same_instants_around_every_clock_change() {
    let changes = [
        date(2026, 3, 29),
        date(2026, 10, 25),
        date(2027, 3, 28),
        date(2027, 10, 31),
    ];
    let days = changes.iter().flat_map(|&sunday| days_around(sunday));
    let entries: Vec<Entry> = days.map(entry).collect();
    let Some(printed) = read_elsewhere(&write(Method::Publish, "Release", &entries)) else {
        eprintln!(
            "left out: python3-icalendar is not installed (apt-get install python3-icalendar)"
        );
        return;
    };
    let expected: Vec<String> = entries
        .iter()
        .map(|entry| {
            let (starts, ends) = (entry.starts, entry.ends);
            format!("{starts}|{starts}|{ends}|{ends}|{}", entry.summary)
        })
        .collect();
    assert_eq!(printed.lines().collect::<Vec<_>>(), expected);
}

/// Tuesdays before and after a change, and the days of its weekend.
fn days_around(sunday: Date) -> Vec<Date> {
    let day = |offset: i64| {
        let span = jiff::Span::new().days(offset);
        sunday.checked_add(span).expect("a day")
    };
    [-5, -1, 0, 1, 2].map(day).to_vec()
}

fn entry(day: Date) -> Entry {
    let london = TimeZone::get("Europe/London").expect("bundled");
    let at = |hour, minute| {
        let clock = day.to_datetime(time(hour, minute, 0, 0));
        let instant = london.to_ambiguous_timestamp(clock).unambiguous();
        instant.expect("a time that comes once")
    };
    Entry {
        uid: format!("{day}@example.org"),
        sequence: 0,
        stamp: Timestamp::UNIX_EPOCH,
        starts: at(0, 30),
        ends: at(14, 0),
        status: Status::Tentative,
        summary: format!(
            "Zoë, Müller; and the long way home through the rain to Harrowmere on {day}"
        ),
        location: None,
        description: None,
        organiser: None,
        attendee: None,
    }
}

/// `None` where the library is not there.
fn read_elsewhere(calendar: &str) -> Option<String> {
    const PYTHON: &str = "/usr/bin/python3";
    let found = Command::new(PYTHON)
        .args(["-c", "import icalendar, pytz"])
        .output()
        .ok()?;
    if !found.status.success() {
        return None;
    }
    let mut reader = Command::new(PYTHON)
        .args(["-c", READER])
        .env("PYTHONIOENCODING", "utf-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it ran a moment ago");
    let mut input = reader.stdin.take().expect("piped");
    input
        .write_all(calendar.as_bytes())
        .expect("read to the end");
    drop(input);
    let output = reader.wait_with_output().expect("ended");
    assert!(
        output.status.success(),
        "the other library refused the file"
    );
    Some(String::from_utf8(output.stdout).expect("UTF-8"))
}

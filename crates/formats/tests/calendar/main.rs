//! What calendars promise: each event when it takes place, and a warning for each that cannot be told.

mod changes;
mod corpus;
mod corpus_lists;
mod hostile;
mod odd;
mod series;
mod written;
mod written_elsewhere;
mod zones;

use formats::calendar::{Calendar, Occurrence, Warning, read};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

const EVENT: &str = "BEGIN:VEVENT";

/// A calendar of events, each given as its lines without BEGIN and END.
fn calendar(events: &[&str]) -> Calendar {
    with_zone("", events)
}

/// The same with other lines of the calendar before its events.
fn with_zone(lines: &str, events: &[&str]) -> Calendar {
    let events: String = events
        .iter()
        .map(|event| format!("{EVENT}\n{event}\nEND:VEVENT\n"))
        .collect();
    let text = format!("BEGIN:VCALENDAR\n{lines}\n{events}END:VCALENDAR\n");
    read(text.replace('\n', "\r\n").as_bytes()).expect("a calendar")
}

fn london() -> TimeZone {
    TimeZone::get("Europe/London").expect("bundled")
}

fn within(calendar: &Calendar, from: Date, to: Date) -> (Vec<Occurrence>, Vec<Warning>) {
    calendar.occurrences(from, to, &london(), 10_000)
}

/// Start and end of each occurrence in 2026 in London, as `03-29 01:00/03-29 02:00`.
fn times(calendar: &Calendar) -> Vec<String> {
    let (found, _) = within(calendar, date(2026, 1, 1), date(2026, 12, 31));
    let clock = |instant| {
        london()
            .to_datetime(instant)
            .strftime("%m-%d %H:%M")
            .to_string()
    };
    found
        .iter()
        .map(|one| format!("{}/{}", clock(one.start), clock(one.end)))
        .collect()
}

/// The days of the starts in 2026, as `03-29`.
fn days(calendar: &Calendar) -> Vec<String> {
    let (found, _) = within(calendar, date(2026, 1, 1), date(2026, 12, 31));
    found
        .iter()
        .map(|one| one.date.strftime("%m-%d").to_string())
        .collect()
}

/// What was said on reading and on unrolling 2026.
fn said(calendar: &Calendar) -> Vec<String> {
    let (_, warnings) = within(calendar, date(2026, 1, 1), date(2026, 12, 31));
    let all = calendar.warnings.iter().chain(&warnings);
    all.map(|warning| format!("{}: {}", warning.line, warning.message))
        .collect()
}

//! Calendars out: times of London with the rules of its clocks, so that a program without zone data is right too.

use super::{Entry, Method, Status};
use jiff::Timestamp;
use jiff::tz::{AmbiguousOffset, TimeZone};

/// A line without its end holds at most so many bytes (RFC 5545 §3.1).
const MOST_BYTES: usize = 75;
/// The clocks of the United Kingdom: the rule of March since 1981, that of October since 1996.
const LONDON: [&str; 16] = [
    "BEGIN:VTIMEZONE",
    "TZID:Europe/London",
    "BEGIN:STANDARD",
    "DTSTART:19961027T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0000",
    "TZNAME:GMT",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:19810329T010000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0100",
    "TZNAME:BST",
    "END:DAYLIGHT",
];

/// Writes a calendar called `name` with its entries in the order given (programme 7.2).
///
/// Times are those of London with their VTIMEZONE. In the hour that comes twice when the clocks go back a local time
/// would name the first of two instants, so an entry that begins or ends there is written in UTC. A feed
/// ([`Method::Publish`]) asks to be fetched again after 12 hours. Characters that a calendar cannot hold are left out,
/// and every way to end a line becomes a new line of the text.
#[must_use]
pub fn write(method: Method, name: &str, entries: &[Entry]) -> String {
    let mut out = Lines::default();
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//Enid//Programme//EN");
    out.line("CALSCALE:GREGORIAN");
    out.line(match method {
        Method::Publish => "METHOD:PUBLISH",
        Method::Request => "METHOD:REQUEST",
        Method::Cancel => "METHOD:CANCEL",
    });
    if method == Method::Publish {
        out.text("NAME", name);
        out.text("X-WR-CALNAME", name);
        out.line("X-WR-TIMEZONE:Europe/London");
        out.line("REFRESH-INTERVAL;VALUE=DURATION:PT12H");
        out.line("X-PUBLISHED-TTL:PT12H");
    }
    for line in LONDON {
        out.line(line);
    }
    out.line("END:VTIMEZONE");
    let london = TimeZone::get("Europe/London").expect("zone data is part of the program");
    for entry in entries {
        event(&mut out, method, entry, &london);
    }
    out.line("END:VCALENDAR");
    out.written
}

fn event(out: &mut Lines, method: Method, entry: &Entry, london: &TimeZone) {
    out.line("BEGIN:VEVENT");
    out.text("UID", &entry.uid);
    // The format counts to the largest signed number of 32 bits.
    let sequence = entry.sequence.min(i32::MAX.unsigned_abs());
    out.line(&format!("SEQUENCE:{sequence}"));
    out.line(&format!("DTSTAMP:{}", utc(entry.stamp)));
    let local = |instant| local(instant, london);
    match (local(entry.starts), local(entry.ends)) {
        (Some(starts), Some(ends)) => {
            out.line(&format!("DTSTART;TZID=Europe/London:{starts}"));
            out.line(&format!("DTEND;TZID=Europe/London:{ends}"));
        }
        _ => {
            out.line(&format!("DTSTART:{}", utc(entry.starts)));
            out.line(&format!("DTEND:{}", utc(entry.ends)));
        }
    }
    out.line(match (method, entry.status) {
        (Method::Cancel, _) | (_, Status::Cancelled) => "STATUS:CANCELLED",
        (_, Status::Confirmed) => "STATUS:CONFIRMED",
        (_, Status::Tentative) => "STATUS:TENTATIVE",
    });
    out.text("SUMMARY", &entry.summary);
    if let Some(location) = &entry.location {
        out.text("LOCATION", location);
    }
    if let Some(description) = &entry.description {
        out.text("DESCRIPTION", description);
    }
    out.line("TRANSP:OPAQUE");
    if let Some(organiser) = &entry.organiser {
        let (name, address) = (quoted(&organiser.name), mailto(&organiser.address));
        out.line(&format!("ORGANIZER;CN={name}:{address}"));
    }
    if let (Some(attendee), Method::Request | Method::Cancel) = (&entry.attendee, method) {
        let address = mailto(attendee);
        out.line(&format!(
            "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:{address}"
        ));
    }
    out.line("END:VEVENT");
}

fn utc(instant: Timestamp) -> String {
    instant.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// The clock in London where it names this instant and no other.
fn local(instant: Timestamp, london: &TimeZone) -> Option<String> {
    let clock = london.to_datetime(instant);
    let only = matches!(
        london.to_ambiguous_timestamp(clock).offset(),
        AmbiguousOffset::Unambiguous { .. }
    );
    only.then(|| clock.strftime("%Y%m%dT%H%M%S").to_string())
}

/// A text for the value of a parameter. No escape stands for the quote there, so it becomes an apostrophe.
fn quoted(text: &str) -> String {
    let mut value = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => value.push('\''),
            letter if letter.is_control() || ends_line(letter) => value.push(' '),
            letter => value.push(letter),
        }
    }
    value.push('"');
    value
}

/// An address as a URI; what may not stand in one is given by the numbers of its bytes.
fn mailto(address: &str) -> String {
    let mut uri = String::from("mailto:");
    for byte in address.bytes() {
        if byte.is_ascii_alphanumeric() || b"@.-_~+!$'*/=".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// What some reader takes for the end of a line.
fn ends_line(letter: char) -> bool {
    matches!(letter, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Content lines, each ended by CR and LF and folded where it is long.
#[derive(Default)]
struct Lines {
    written: String,
}

impl Lines {
    fn line(&mut self, line: &str) {
        let mut room = MOST_BYTES;
        for letter in line.chars() {
            if letter.len_utf8() > room {
                self.written.push_str("\r\n ");
                // The blank that marks the rest of a line counts too.
                room = MOST_BYTES - 1;
            }
            room -= letter.len_utf8();
            self.written.push(letter);
        }
        self.written.push_str("\r\n");
    }

    /// A property whose value is text (RFC 5545 §3.3.11).
    fn text(&mut self, name: &str, text: &str) {
        let mut line = format!("{name}:");
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '\r' if letters.peek() == Some(&'\n') => {}
                '\\' | ';' | ',' => line.extend(['\\', letter]),
                letter if ends_line(letter) => line.push_str("\\n"),
                letter if letter.is_control() && letter != '\t' => {}
                letter => line.push(letter),
            }
        }
        self.line(&line);
    }
}

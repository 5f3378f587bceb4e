//! The events of a doctor's calendar as cells, and these as facts.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::facts::Entry;
use super::reading::{Known, RotaReading, reader};
use super::remark::Remark;
use super::{Dictionary, Kind, whole_day};
use crate::exchange::Code;

/// Most events taken from one calendar.
const MOST_EVENTS: usize = 20_000;
/// Most days that the events of one calendar may fill.
const MOST_DAYS: usize = 200_000;

/// The days that a calendar speaks of: from its first event to its last, and a year on for series without an end.
///
/// # Errors
/// X03: the file is no calendar.
pub fn calendar_span(bytes: &[u8], zone: &TimeZone, today: Date) -> Result<(Date, Date), Remark> {
    let calendar = formats::calendar::read(bytes)
        .map_err(|error| Remark::of_file(Code::X03, error.to_string()))?;
    let (first, last) = calendar.extent(zone).unwrap_or((today, today));
    let ahead = today.checked_add(366.days()).unwrap_or(Date::MAX);
    // Nobody's rota is longer; an event of another century must not stretch it.
    let most = first.checked_add((10 * 366).days()).unwrap_or(Date::MAX);
    Ok((first, last.max(ahead).min(most)))
}

/// The events of one doctor's calendar as cells, between two days. An event for whole days is a cell on each; an
/// event with hours is a cell on the day of its start.
///
/// # Errors
/// X03: the file is no calendar.
pub fn calendar_entries(
    bytes: &[u8],
    resident: &str,
    zone: &TimeZone,
    (first, last): (Date, Date),
) -> Result<(Vec<Entry>, Vec<Remark>), Remark> {
    let calendar = formats::calendar::read(bytes)
        .map_err(|error| Remark::of_file(Code::X03, error.to_string()))?;
    let (found, late) = calendar.occurrences(first, last, zone, MOST_EVENTS);
    let remarks = calendar.warnings.iter().chain(&late).map(|warning| Remark {
        code: Code::W60,
        row: usize::try_from(warning.line).ok().filter(|line| *line > 0),
        column: None,
        text: warning.message.clone(),
    });
    let mut entries = Vec::new();
    for event in found {
        let text = event
            .summary
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let row = usize::try_from(event.line).unwrap_or(0);
        let entry = |date, hours| Entry {
            resident: resident.to_owned(),
            date,
            text: text.clone(),
            hours,
            row,
            column: None,
        };
        if event.all_day {
            let dates = touched(event.date.max(first), event.end, zone);
            entries.extend(
                dates
                    .take_while(|date| *date <= last)
                    .map(|date| entry(date, None)),
            );
        } else {
            entries.push(entry(event.date, Some((event.start, event.end))));
        }
        if entries.len() > MOST_DAYS {
            return Err(too_many_days());
        }
    }
    Ok((entries, remarks.collect()))
}

fn too_many_days() -> Remark {
    let text = format!("its events fill more than {MOST_DAYS} days; hand in fewer at a time");
    Remark::of_file(Code::X03, text)
}

/// Reads the events of a calendar. Days without one, from the first event to the last, are off only where the site
/// says that empty means off.
pub fn read_calendar(entries: Vec<Entry>, known: &Known<'_>) -> RotaReading {
    let dictionary = Dictionary::new(known.codes);
    let mut cells = Vec::new();
    let mut spoken = BTreeSet::new();
    for entry in entries {
        spoken.insert(entry.date);
        if let Some((start, end)) = entry.hours
            && start.duration_until(end) > SignedDuration::from_hours(24)
        {
            spoken.extend(touched(entry.date, end, known.zone).take(MOST_DAYS));
        }
        cells.extend(by_day(entry, &dictionary, known.zone).take(MOST_DAYS));
        if cells.len() > MOST_DAYS {
            return RotaReading {
                remarks: vec![too_many_days()],
                ..RotaReading::default()
            };
        }
    }
    let ends = spoken.first().copied().zip(spoken.last().copied());
    if let (Some((first, last)), Some(one)) = (ends, cells.first().cloned()) {
        let empty = |date| Entry {
            date,
            text: String::new(),
            hours: None,
            ..one.clone()
        };
        let between = first.series(1.day()).take_while(|date| *date < last);
        let silent = between.filter(|date| !spoken.contains(date));
        cells.extend(
            silent
                .filter(|date| dictionary.meaning("", *date).is_some())
                .map(empty),
        );
    }
    let facts = reader(known, &dictionary, false).read(&cells);
    RotaReading::default().taking(facts)
}

/// An event as cells. Away or free is so all day, whatever hours an event gives it: away on each day that it touches,
/// free on the day of its start and each that it fills. What nobody understands and lasts longer than a day is
/// unknown on each day that it touches.
fn by_day<'a>(
    entry: Entry,
    dictionary: &Dictionary<'_>,
    zone: &'a TimeZone,
) -> Box<dyn Iterator<Item = Entry> + 'a> {
    let Some((start, end)) = entry.hours else {
        return Box::new(std::iter::once(entry));
    };
    let kind = dictionary
        .meaning(&entry.text, entry.date)
        .map(|code| code.kind);
    let is_long = start.duration_until(end) > SignedDuration::from_hours(24);
    if kind.map_or(!is_long, Kind::needs_times) {
        return Box::new(std::iter::once(entry));
    }
    let is_free = kind.is_some_and(Kind::is_free);
    let first = entry.date;
    let dates = touched(first, end, zone).filter(move |date| {
        let is_filled = || whole_day(*date, zone).is_some_and(|(_, over)| over <= end);
        !is_free || *date == first || is_filled()
    });
    // The day of its start, even of an event that lasts no time.
    let dates = std::iter::once(first).chain(dates.filter(move |date| *date != first));
    Box::new(dates.map(move |date| Entry {
        date,
        hours: None,
        ..entry.clone()
    }))
}

/// The days from one on that begin before an instant.
fn touched(first: Date, end: Timestamp, zone: &TimeZone) -> impl Iterator<Item = Date> {
    let begins = |date: Date| whole_day(date, zone).map(|(start, _)| start);
    first
        .series(1.day())
        .take_while(move |date| begins(*date).is_some_and(|start| start < end))
}

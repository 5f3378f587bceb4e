//! One invented hospital: its codes, its clock, and ways to read something of it.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use programme::rotas::facts::{Entry, Facts, Reader};
use programme::rotas::reading::Known;
use programme::rotas::{Dictionary, Kind, Remark, Shift, ShiftCode};

/// The day on which everything is read.
pub const TODAY: Date = date(2026, 11, 1);

pub fn zone() -> TimeZone {
    TimeZone::get("Europe/London").unwrap()
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A code that holds from 2026 on.
pub fn code(text: &str, kind: Kind, hours: &str) -> ShiftCode {
    let hours = hours.split_once('-');
    ShiftCode {
        site: "OLD".into(),
        code: text.into(),
        kind,
        start: hours.map(|(start, _)| start.parse().unwrap()),
        end: hours.map(|(_, end)| end.parse().unwrap()),
        role: None,
        valid_from: date(2026, 1, 1),
        valid_to: None,
    }
}

/// What the codes of the hospital mean; an empty cell means nothing.
pub fn codes() -> Vec<ShiftCode> {
    vec![
        code("LD", Kind::Clinical, "08:00-20:30"),
        code("N", Kind::Clinical, "20:30-09:00"),
        code("E", Kind::Clinical, "08:00-12:00"),
        code("T", Kind::Teaching, "13:00-17:00"),
        code("ONE", Kind::Clinical, "01:30-09:00"),
        code("TILL", Kind::Clinical, "20:00-01:30"),
        code("OC", Kind::Nroc, "08:00-20:00"),
        code("DAY", Kind::Clinical, "08:00-08:00"),
        code("off", Kind::Off, ""),
        code("AL", Kind::AnnualLeave, ""),
    ]
}

/// The same, and an empty cell means off.
pub fn codes_with_empty() -> Vec<ShiftCode> {
    let mut codes = codes();
    codes.push(code("", Kind::Off, ""));
    codes
}

/// A cell as a grid has it: whose, when, what, in which row and column.
pub fn cell(resident: &str, date: &str, text: &str, row: usize, column: &str) -> Entry {
    Entry {
        resident: resident.into(),
        date: date.parse().unwrap(),
        text: text.into(),
        hours: None,
        row,
        column: Some(column.into()),
    }
}

/// Reads cells of a grid with these codes; everybody is placed.
pub fn facts(codes: &[ShiftCode], entries: &[Entry]) -> Facts {
    facts_of_placed(codes, entries, &|_, _| true)
}

pub fn facts_of_placed(
    codes: &[ShiftCode],
    entries: &[Entry],
    is_placed: &(dyn Fn(&str, Date) -> bool + Sync),
) -> Facts {
    let reader = Reader {
        site: "OLD",
        dictionary: &Dictionary::new(codes),
        zone: &zone(),
        has_one_cell: true,
        is_placed,
        called: &|who| format!("Dr {who}"),
    };
    reader.read(entries)
}

/// What is known of the hospital, for a file that everybody on it belongs to.
pub fn with_known<T>(codes: &[ShiftCode], read: impl FnOnce(&Known<'_>) -> T) -> T {
    read(&Known {
        site: "OLD",
        codes,
        zone: &zone(),
        today: TODAY,
        who: &|label| Some(label.to_owned()),
        is_placed: &|_, _| true,
    })
}

/// Each fact as `2026-11-11 LD clinical 08:00-20:30`, with `all day` for a whole day.
pub fn said(shifts: &[Shift]) -> Vec<String> {
    let zone = zone();
    let clock = |at: Option<Timestamp>| {
        let at = at.unwrap().to_zoned_datetime(zone.clone());
        at.strftime("%H:%M").to_string()
    };
    let hours = |shift: &Shift| match shift.whole_day {
        true => "all day".to_owned(),
        false => format!("{}-{}", clock(shift.start), clock(shift.end)),
    };
    shifts
        .iter()
        .map(|shift| {
            let (date, code, kind) = (shift.date, &shift.code, shift.kind.word());
            format!("{date} {code} {kind} {}", hours(shift))
        })
        .collect()
}

/// Each remark as `4:C W60`.
pub fn places(remarks: &[Remark]) -> Vec<String> {
    remarks
        .iter()
        .map(|remark| {
            let row = remark.row.map_or_else(String::new, |row| row.to_string());
            let column = remark.column.as_deref().unwrap_or("");
            format!("{row}:{column} {}", remark.code)
        })
        .collect()
}

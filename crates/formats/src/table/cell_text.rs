//! What a cell of a workbook reads as text.

use calamine::{Data, DataRef, ExcelDateTime};
use jiff::civil::Date;

pub(super) fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::DateTime(moment) => moment_text(moment),
        DataRef::DateTimeIso(iso) => iso_text(iso),
        DataRef::Float(number) => number_text(*number),
        DataRef::Bool(true) => "yes".to_owned(),
        DataRef::Bool(false) => "no".to_owned(),
        DataRef::SharedString(text) => (*text).to_owned(),
        other => Data::from(other.clone()).to_string(),
    }
}

/// A spreadsheet keeps 17 digits and shows 15: 0.1 + 0.2 is 0.3 to the person who typed it.
pub(super) fn number_text(number: f64) -> String {
    let shown = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{shown}")
}

/// The last day a spreadsheet can name, 31 December 9999, as a day number.
const LAST_DAY: f64 = 2_958_466.0;

fn moment_text(moment: &ExcelDateTime) -> String {
    let days = moment.as_f64();
    if !(0.0..LAST_DAY).contains(&days) {
        return number_text(days);
    }
    if moment.is_duration() {
        let seconds = (days * 86_400.0).round() as u64;
        return format!(
            "{}:{:02}:{:02}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        );
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    let mut time = format!("{hour:02}:{minute:02}");
    if second > 0 {
        time.push_str(&format!(":{second:02}"));
    }
    if days < 1.0 {
        time
    } else if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date} {time}")
    }
}

pub(super) fn iso_text(iso: &str) -> String {
    match iso.trim_end_matches('Z').split_once('T') {
        Some((date, time)) if time.chars().all(|c| matches!(c, '0' | ':' | '.')) => date.to_owned(),
        Some((date, time)) => format!("{date} {time}"),
        None => iso.to_owned(),
    }
}

/// The day of a true date, with or without a time of day. A number that only shows a time has none.
pub(super) fn day(value: &DataRef<'_>) -> Option<Date> {
    match value {
        DataRef::DateTime(moment) if !moment.is_duration() => {
            if !(1.0..LAST_DAY).contains(&moment.as_f64()) {
                return None;
            }
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            let year = i16::try_from(year).ok()?;
            Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        }
        DataRef::DateTimeIso(iso) => iso_day(iso),
        _ => None,
    }
}

/// The day of an ISO date or of an ISO date with a time.
pub(super) fn iso_day(iso: &str) -> Option<Date> {
    iso.split('T').next()?.parse().ok()
}

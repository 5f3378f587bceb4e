//! Dates, times, lengths of time and texts as RFC 5545 §3.3 writes them.

use jiff::civil::{Date, DateTime, Time};

/// A date or time before its zone is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    Day(Date),
    /// In the zone that the line names, or floating.
    Local(DateTime),
    Utc(DateTime),
}

impl Moment {
    /// Midnight for a day.
    pub(super) fn civil(self) -> DateTime {
        match self {
            Moment::Day(day) => day.to_datetime(Time::midnight()),
            Moment::Local(time) | Moment::Utc(time) => time,
        }
    }

    pub(super) fn is_day(self) -> bool {
        matches!(self, Moment::Day(_))
    }
}

/// `20310309`, `20310309T083000` or `20310309T083000Z`; seconds may be missing, and the leap second is the one before.
pub(super) fn moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    let (day, time) = match text.split_once(['T', 't']) {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    let year = i16::try_from(digits(day, 0, 4)?).ok()?;
    let date = Date::new(year, small(digits(day, 4, 6)?), small(digits(day, 6, 8)?)).ok()?;
    if day.len() != 8 {
        return None;
    }
    let Some(time) = time else {
        return Some(Moment::Day(date));
    };
    let clock = time.strip_suffix(['Z', 'z']);
    let utc = clock.is_some();
    let clock = clock.unwrap_or(time);
    let second = match clock.len() {
        4 => 0,
        6 => digits(clock, 4, 6)?.min(60),
        _ => return None,
    };
    let (hour, minute) = (digits(clock, 0, 2)?, digits(clock, 2, 4)?);
    let time = Time::new(small(hour), small(minute), small(second.min(59)), 0).ok()?;
    let time = date.to_datetime(time);
    Some(if utc {
        Moment::Utc(time)
    } else {
        Moment::Local(time)
    })
}

fn digits(text: &str, from: usize, to: usize) -> Option<u32> {
    let part = text.get(from..to)?;
    let all = part.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| part.parse().ok()).flatten()
}

/// Two digits always fit.
fn small(number: u32) -> i8 {
    i8::try_from(number).unwrap_or(i8::MAX)
}

/// A length of time: days by the calendar, then seconds by the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Length {
    pub days: i32,
    pub seconds: i64,
}

/// `P1D`, `PT12H30M`, `-P1W`; at most about a hundred years.
pub(super) fn length(text: &str) -> Option<Length> {
    let text = text.trim();
    let negative = text.starts_with('-');
    let rest = text.trim_start_matches(['+', '-']).strip_prefix('P')?;
    let (mut days, mut seconds) = (0_i64, 0_i64);
    let mut number: Option<i64> = None;
    for letter in rest.chars() {
        if let Some(digit) = letter.to_digit(10) {
            let next = number.unwrap_or(0) * 10 + i64::from(digit);
            number = Some(next).filter(|&next| next < 10_000_000_000);
            number?;
            continue;
        }
        if letter == 'T' && number.is_none() {
            continue;
        }
        let count = number.take()?;
        match letter {
            'W' => days += count * 7,
            'D' => days += count,
            'H' => seconds += count * 3600,
            'M' => seconds += count * 60,
            'S' => seconds += count,
            _ => return None,
        }
    }
    if number.is_some() || days > 36_600 || seconds > 3_200_000_000 {
        return None;
    }
    let sign = if negative { -1 } else { 1 };
    Some(Length {
        days: i32::try_from(days * sign).ok()?,
        seconds: seconds * sign,
    })
}

/// `+0100`, `-0000` or `+013000`, in seconds east of UTC.
pub(super) fn offset(text: &str) -> Option<i32> {
    let text = text.trim();
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let clock = &text[1..];
    let seconds = match clock.len() {
        4 => 0,
        6 => digits(clock, 4, 6)?,
        _ => return None,
    };
    let total = digits(clock, 0, 2)? * 3600 + digits(clock, 2, 4)? * 60 + seconds;
    // No zone was ever a whole day away.
    let total = i32::try_from(total).ok().filter(|&total| total < 86_400)?;
    Some(sign * total)
}

/// Text without its escapes (RFC 5545 §3.3.11).
pub(super) fn text(escaped: &str) -> String {
    let mut text = String::with_capacity(escaped.len());
    let mut letters = escaped.chars();
    while let Some(letter) = letters.next() {
        match (letter, letter == '\\') {
            (_, true) => match letters.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(other) => text.push(other),
                None => text.push('\\'),
            },
            (letter, _) => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_and_times_are_read_as_written_and_nothing_else_is() {
        let time = date(2031, 3, 9).at(8, 30, 0, 0);
        assert_eq!(moment("20310309"), Some(Moment::Day(date(2031, 3, 9))));
        assert_eq!(moment("20310309T083000"), Some(Moment::Local(time)));
        assert_eq!(moment("20310309T0830Z"), Some(Moment::Utc(time)));
        let leap = date(2031, 3, 9).at(8, 30, 59, 0);
        assert_eq!(moment("20310309T083060"), Some(Moment::Local(leap)));
        for wrong in [
            "",
            "2031-03-09",
            "20310229",
            "20310309T",
            "20310309T250000",
            "2031030",
            "é0310309",
        ] {
            assert_eq!(moment(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn lengths_keep_days_and_seconds_apart() {
        let read = |text| length(text).map(|length| (length.days, length.seconds));
        assert_eq!(read("P1W"), Some((7, 0)));
        assert_eq!(read("P1DT12H30M5S"), Some((1, 45_005)));
        assert_eq!(read("-PT15M"), Some((0, -900)));
        for wrong in ["", "P", "1D", "P1", "PT5X", "P99999999999D", "P9999999W"] {
            assert!(matches!(read(wrong), None | Some((0, 0))), "{wrong}");
        }
    }

    #[test]
    fn escapes_are_taken_away() {
        assert_eq!(text(r"Night\, late\; a\\b\nc\"), "Night, late; a\\b\nc\\");
    }

    #[test]
    fn offsets_may_have_seconds_and_a_negative_nought() {
        assert_eq!(offset("-0000"), Some(0));
        assert_eq!(offset("+0530"), Some(19_800));
        assert_eq!(offset("-001640"), Some(-1000));
        assert_eq!(offset("0100"), None);
        assert_eq!(offset("+2500"), None);
    }
}

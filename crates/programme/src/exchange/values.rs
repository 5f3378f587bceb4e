//! How each kind of value is written in a cell: strictly, so that nothing is read otherwise than it was meant.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::Offset;

use super::problem::Code;
use crate::columns::WEEK;

/// What is wrong with a value.
pub(super) type Fault = (Code, String);

/// The years that dates may lie in. A slip of the pen outside them would stretch a rota over centuries.
const YEARS: RangeInclusive<i16> = 2000..=2100;

/// All seven days.
pub(super) fn every_day() -> Vec<Weekday> {
    WEEK.iter().map(|(day, _)| *day).collect()
}

/// A reference or code: 1 to 40 of letters, digits, underline and hyphen.
pub(super) fn reference(text: &str) -> Result<String, Fault> {
    let is_allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    if text.bytes().all(is_allowed) && (1..=40).contains(&text.len()) {
        Ok(text.to_owned())
    } else {
        Err(fault(
            Code::E11,
            "a reference is 1 to 40 of A-Z, a-z, 0-9, _ and -",
        ))
    }
}

/// A text in one line, at most 200 characters.
pub(super) fn line(text: &str) -> Result<String, Fault> {
    if text.chars().any(char::is_control) {
        return Err(fault(Code::E11, "this must be one line of plain text"));
    }
    if text.chars().count() > 200 {
        return Err(fault(
            Code::E13,
            "this is longer than 200 characters; shorten it",
        ));
    }
    Ok(text.to_owned())
}

/// A mail address.
pub(super) fn email(text: &str) -> Result<String, Fault> {
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>,;\"()".contains(c);
    let is_address = text.split_once('@').is_some_and(|(name, host)| {
        let labels_hold = host.split('.').all(|label| !label.is_empty());
        !name.is_empty() && host.contains('.') && labels_hold && !host.contains('@')
    });
    if is_address && text.len() <= 254 && text.chars().all(is_plain) {
        Ok(text.to_owned())
    } else {
        Err(fault(Code::E11, "this is not a mail address"))
    }
}

/// A telephone number that begins with 0 or with + and the country.
pub(super) fn telephone(text: &str) -> Result<String, Fault> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_allowed =
        |(at, c): (usize, char)| c.is_ascii_digit() || " ()-".contains(c) || (c == '+' && at == 0);
    if text.starts_with(['+', '0'])
        && (7..=15).contains(&digits)
        && text.len() <= 30
        && text.char_indices().all(is_allowed)
    {
        Ok(text.to_owned())
    } else {
        Err(fault(Code::E11, "this is not a telephone number"))
    }
}

/// A word of a list.
pub(super) fn word<T: FromStr<Err: Display>>(text: &str) -> Result<T, Fault> {
    text.parse()
        .map_err(|error: T::Err| (Code::E12, error.to_string()))
}

/// `yes` or `no`.
pub(super) fn yes_or_no(text: &str) -> Result<bool, Fault> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(fault(
            Code::E12,
            "this is not in the list; accepted: yes, no",
        )),
    }
}

/// A day of the week in three letters.
pub(super) fn weekday(text: &str) -> Result<Weekday, Fault> {
    let found = WEEK.iter().find(|(_, word)| *word == text);
    found.map(|(day, _)| *day).ok_or_else(|| {
        let what = "this is not in the list; accepted: Mon, Tue, Wed, Thu, Fri, Sat, Sun";
        fault(Code::E12, what)
    })
}

/// Days of the week parted by semicolons, returned from Monday on, each once.
pub(super) fn weekdays(text: &str) -> Result<Vec<Weekday>, Fault> {
    let given = text.split(';').map(|word| weekday(word.trim()));
    let given = given.collect::<Result<Vec<_>, _>>()?;
    Ok(every_day()
        .into_iter()
        .filter(|day| given.contains(day))
        .collect())
}

/// A date as YYYY-MM-DD in this century.
pub(super) fn date(text: &str) -> Result<Date, Fault> {
    let has_form = has_form(text, "0000-00-00");
    let date = has_form.then(|| text.parse::<Date>().ok()).flatten();
    let date = date.ok_or_else(|| fault(Code::E11, "this is not a date"))?;
    if YEARS.contains(&date.year()) {
        Ok(date)
    } else {
        Err((
            Code::E13,
            format!("the year must be {} to {}", YEARS.start(), YEARS.end()),
        ))
    }
}

/// A time of day as HH:MM, from 00:00 to 23:59.
pub(super) fn time(text: &str) -> Result<Time, Fault> {
    let has_form = has_form(text, "00:00");
    let time = has_form.then(|| text.parse::<Time>().ok()).flatten();
    time.ok_or_else(|| fault(Code::E11, "this is not a time from 00:00 to 23:59"))
}

/// The offset of British winter or summer time.
pub(super) fn offset(text: &str) -> Result<Offset, Fault> {
    match text {
        "+00:00" => Ok(Offset::UTC),
        "+01:00" => Ok(Offset::constant(1)),
        _ => Err(fault(
            Code::E12,
            "this is not in the list; accepted: +00:00, +01:00",
        )),
    }
}

/// Whole-time equivalent from 0.10 to 1.00, in hundredths.
pub(super) fn wte(text: &str) -> Result<u16, Fault> {
    let hundredths = hundredths(text).ok_or_else(|| {
        let what = "this is not a number with at most two decimals";
        fault(Code::E11, what)
    })?;
    match u16::try_from(hundredths) {
        Ok(hundredths) if (10..=100).contains(&hundredths) => Ok(hundredths),
        _ => Err(fault(Code::E13, "this must be 0.10 to 1.00")),
    }
}

/// An amount of money up to a million, in hundredths.
pub(super) fn money(text: &str) -> Result<u64, Fault> {
    let hundredths = hundredths(text).ok_or_else(|| {
        let what = "this is not an amount with at most two decimals and no sign";
        fault(Code::E11, what)
    })?;
    if hundredths <= 100_000_000 {
        Ok(hundredths)
    } else {
        Err(fault(Code::E13, "this must be 0 to 1000000"))
    }
}

/// A currency in three capital letters.
pub(super) fn currency(text: &str) -> Result<String, Fault> {
    if text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase()) {
        Ok(text.to_owned())
    } else {
        Err(fault(
            Code::E11,
            "this is not a currency in three capital letters",
        ))
    }
}

/// A whole number within limits.
pub(super) fn whole(limits: RangeInclusive<u32>) -> impl Fn(&str) -> Result<u32, Fault> {
    move |text| {
        if !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(fault(Code::E11, "this is not a whole number"));
        }
        match text.parse() {
            Ok(number) if limits.contains(&number) => Ok(number),
            _ => Err((
                Code::E13,
                format!("this must be {} to {}", limits.start(), limits.end()),
            )),
        }
    }
}

fn fault(code: Code, what: &str) -> Fault {
    (code, what.to_owned())
}

/// Whether the text has a digit where the form has one, and the same sign elsewhere.
fn has_form(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && text
            .bytes()
            .zip(form.bytes())
            .all(|(found, wanted)| (wanted == b'0' && found.is_ascii_digit()) || found == wanted)
}

/// A plain decimal number with at most two decimals.
fn hundredths(text: &str) -> Option<u64> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    if !digits(whole, 12) || !digits(decimals, 2) {
        return None;
    }
    let factor = if decimals.len() == 1 { 10 } else { 1 };
    let decimals: u64 = decimals.parse().ok()?;
    Some(whole.parse::<u64>().ok()? * 100 + decimals * factor)
}

//! Hours as people write them: `08:00-20:30`, `0800-2030`, `8am to 8.30pm`.

use jiff::civil::Time;

/// The start and the end that a text names, if it names nothing else.
///
/// Each of the two has minutes or says am or pm, since `8-5` may as well be a date. An end that is not after the
/// start is on the next day; 24:00 is midnight.
pub fn hours(text: &str) -> Option<(Time, Time)> {
    let text = text.trim();
    let (found, end) = hours_at(text)?;
    text[end..].is_empty().then_some(found)
}

/// The first hours within a longer text, and where they stand in it.
pub(super) fn hours_within(text: &str) -> Option<((Time, Time), std::ops::Range<usize>)> {
    let mut joins_before = false;
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit()
            && !joins_before
            && let Some((found, length)) = hours_at(&text[at..])
        {
            return Some((found, at..at + length));
        }
        joins_before = c.is_ascii_alphanumeric() || matches!(c, ':' | '.' | '/' | '-');
    }
    None
}

/// A time and how it was written.
struct Spoken {
    time: Time,
    length: usize,
    form: Form,
}

#[derive(PartialEq, Eq)]
enum Form {
    /// `08:00` or `8am`: nothing but a time.
    Plain,
    /// `08.00`, which may be a date.
    Dotted,
    /// `0800`, which may be a year.
    Digits,
}

fn hours_at(text: &str) -> Option<((Time, Time), usize)> {
    let start = time_at(text)?;
    let between = &text[start.length..];
    let after = without_dash(between)?;
    let end = time_at(after)?;
    let is_dated = |spoken: &Spoken| spoken.form == Form::Dotted && spoken.time.minute() % 5 != 0;
    let is_years = start.form == Form::Digits
        && end.form == Form::Digits
        && start.time.hour() == 20
        && end.time.hour() == 20
        && end.time.minute() == start.time.minute() + 1;
    if is_dated(&start) || is_dated(&end) || is_years {
        return None;
    }
    let length = text.len() - after.len() + end.length;
    let goes_on = text[length..].starts_with(|c: char| c.is_ascii_alphanumeric());
    (!goes_on).then_some(((start.time, end.time), length))
}

fn without_dash(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let rest = ["-", "\u{2013}", "\u{2014}", "\u{2212}", "to ", "until "]
        .iter()
        .find_map(|dash| text.strip_prefix(dash))?;
    Some(rest.trim_start())
}

fn time_at(text: &str) -> Option<Spoken> {
    let digits = leading_digits(text);
    let (hour, minute, mut length, form) = match (digits, text.as_bytes().get(digits)) {
        (1 | 2, Some(mark @ (b':' | b'.'))) => {
            let minutes = &text[digits + 1..];
            if leading_digits(minutes) != 2 {
                return None;
            }
            let form = if *mark == b':' {
                Form::Plain
            } else {
                Form::Dotted
            };
            (
                number(&text[..digits])?,
                number(&minutes[..2])?,
                digits + 3,
                form,
            )
        }
        (4, _) => (number(&text[..2])?, number(&text[2..4])?, 4, Form::Digits),
        (1 | 2, _) => (number(&text[..digits])?, 0, digits, Form::Plain),
        _ => return None,
    };
    let half = half(&text[length..]);
    let is_bare = digits <= 2 && length == digits;
    let (hour, form) = match half {
        Some((is_afternoon, taken)) if (1..=12).contains(&hour) => {
            length += taken;
            (hour % 12 + if is_afternoon { 12 } else { 0 }, Form::Plain)
        }
        Some(_) => return None,
        None if is_bare => return None,
        None => {
            length += unit(&text[length..]);
            (hour, form)
        }
    };
    let hour = if (hour, minute) == (24, 0) { 0 } else { hour };
    Some(Spoken {
        time: Time::new(hour, minute, 0, 0).ok()?,
        length,
        form,
    })
}

/// Whether am or pm follows, and how far it reaches.
fn half(text: &str) -> Option<(bool, usize)> {
    let space = text.len() - text.trim_start_matches(' ').len();
    let word = text.get(space..space + 2)?;
    let goes_on = text[space + 2..].starts_with(|c: char| c.is_ascii_alphabetic());
    let is_afternoon = word.eq_ignore_ascii_case("pm");
    let is_half = is_afternoon || word.eq_ignore_ascii_case("am");
    (is_half && !goes_on).then_some((is_afternoon, space + 2))
}

/// How far the letters reach that some put behind a time: `0800h`, `0800hrs`.
fn unit(text: &str) -> usize {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let is_unit = ["h", "hr", "hrs"]
        .iter()
        .any(|unit| unit.eq_ignore_ascii_case(&text[..letters]));
    if is_unit { letters } else { 0 }
}

fn leading_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn number(digits: &str) -> Option<i8> {
    digits.parse().ok()
}

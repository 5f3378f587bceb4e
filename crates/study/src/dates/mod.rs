//! Dates of interviews, to the day or to the month, in every spelling of study section 6.

use std::fmt;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use platform::App;
use platform::clock::Instant;

/// Years before this one are typing errors: nobody recorded an interview then.
const EARLIEST_YEAR: i16 = 1900;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// When an interview was held, as precisely as the file says.
///
/// Displays as `2031-03-09` or `2031-03`; both parse back to the same value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InterviewDate {
    /// A day.
    Day(Date),
    /// A month whose day is not known or not told.
    Month(Month),
}

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

/// How `9/3/2031` is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateOrder {
    /// 9 March.
    #[default]
    DayFirst,
    /// September 3 (`--date-order mdy`).
    MonthFirst,
}

/// Why a date was refused (always study E04).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// `9/3/31`.
    #[error("the year needs four digits")]
    ShortYear,
    /// Well written, but not in the calendar or before 1900.
    #[error("no such day")]
    Impossible,
    /// It would be a day if day and month changed places.
    #[error("no such day with {} first; the other order needs --date-order {}", .0.first(), .0.other().option())]
    OtherOrder(DateOrder),
    /// Some rows of the file can only be day first, others only month first.
    #[error("some rows of this file can only be day first, others only month first")]
    MixedOrder,
    /// None of the accepted spellings.
    #[error("not a date")]
    Unreadable,
}

impl InterviewDate {
    /// An accepted example for messages.
    pub const EXAMPLE: &str = "2031-03-09, 9/3/2031, 9 March 2031 or 2031-03";

    /// Reads one date; spaces around it are free, month names may be in any case.
    pub fn parse(text: &str, order: DateOrder) -> Result<Self, DateError> {
        let text = text.trim();
        match Slashed::split(text) {
            Some(slashed) => slashed.read(order),
            None if text.contains('-') => from_iso(text),
            None => from_words(text),
        }
    }

    /// The month it lies in.
    pub fn month(self) -> Month {
        match self {
            InterviewDate::Day(day) => Month {
                year: day.year(),
                month: day.month(),
            },
            InterviewDate::Month(month) => month,
        }
    }

    /// The same date with the day left out (study O2).
    #[must_use]
    pub fn coarsened(self) -> Self {
        InterviewDate::Month(self.month())
    }

    /// For readers: `9 March 2031` or `March 2031`.
    pub fn in_words(self) -> String {
        match self {
            InterviewDate::Day(day) => format!("{} {}", day.day(), self.month().in_words()),
            InterviewDate::Month(month) => month.in_words(),
        }
    }
}

impl Month {
    /// A month; `None` if there is no such month or the year is before 1900 or after 9999.
    pub fn new(year: i16, month: i8) -> Option<Self> {
        let valid = (EARLIEST_YEAR..=9999).contains(&year) && (1..=12).contains(&month);
        valid.then_some(Month { year, month })
    }

    /// For readers: `March 2031`.
    pub fn in_words(self) -> String {
        let index = usize::try_from(self.month - 1).expect("months start at 1");
        format!("{} {}", MONTHS[index], self.year)
    }
}

impl fmt::Display for InterviewDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InterviewDate::Day(day) => write!(f, "{}-{:02}", self.month(), day.day()),
            InterviewDate::Month(month) => write!(f, "{month}"),
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl DateOrder {
    /// The order with day and month exchanged.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            DateOrder::DayFirst => DateOrder::MonthFirst,
            DateOrder::MonthFirst => DateOrder::DayFirst,
        }
    }

    /// Its word on the command line.
    pub fn option(self) -> &'static str {
        match self {
            DateOrder::DayFirst => "dmy",
            DateOrder::MonthFirst => "mdy",
        }
    }

    fn first(self) -> &'static str {
        match self {
            DateOrder::DayFirst => "day",
            DateOrder::MonthFirst => "month",
        }
    }
}

/// Reads the dates of a whole file, in order.
///
/// A file whose rows fit neither order alone is refused on each row that contradicts the chosen
/// one ([`DateError::MixedOrder`]); the order is never guessed.
pub fn read_column(texts: &[&str], order: DateOrder) -> Vec<Result<InterviewDate, DateError>> {
    let only = |wanted: DateOrder| {
        texts.iter().any(|text| {
            InterviewDate::parse(text, wanted.other()) == Err(DateError::OtherOrder(wanted.other()))
        })
    };
    let mixed = only(DateOrder::DayFirst) && only(DateOrder::MonthFirst);
    texts
        .iter()
        .map(|text| match InterviewDate::parse(text, order) {
            Err(DateError::OtherOrder(_)) if mixed => Err(DateError::MixedOrder),
            result => result,
        })
        .collect()
}

/// `9/3/2031`: three numbers, the year last.
struct Slashed<'a> {
    first: &'a str,
    second: &'a str,
    year: &'a str,
}

impl<'a> Slashed<'a> {
    fn split(text: &'a str) -> Option<Self> {
        let mut parts = text.split('/').map(str::trim);
        let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
        parts.next().is_none().then_some(Slashed {
            first,
            second,
            year,
        })
    }

    fn read(&self, order: DateOrder) -> Result<InterviewDate, DateError> {
        let (first, second) = (short_number(self.first)?, short_number(self.second)?);
        let year = four_digits(self.year)?;
        let in_order = |order| match order {
            DateOrder::DayFirst => day(year, second, first),
            DateOrder::MonthFirst => day(year, first, second),
        };
        match in_order(order) {
            Err(DateError::Impossible) if in_order(order.other()).is_ok() => {
                Err(DateError::OtherOrder(order))
            }
            result => result,
        }
    }
}

/// `2031-03-09` and `2031-03`.
fn from_iso(text: &str) -> Result<InterviewDate, DateError> {
    let parts: Vec<&str> = text.split('-').collect();
    if parts[1..].iter().any(|part| part.len() != 2) {
        return Err(DateError::Unreadable);
    }
    match parts[..] {
        [year, month] => Month::new(four_digits(year)?, short_number(month)?)
            .map(InterviewDate::Month)
            .ok_or(DateError::Impossible),
        [year, month, in_month] => day(
            four_digits(year)?,
            short_number(month)?,
            short_number(in_month)?,
        ),
        _ => Err(DateError::Unreadable),
    }
}

/// `9 March 2031`, `9 Mar 2031` and `March 9, 2031`.
fn from_words(text: &str) -> Result<InterviewDate, DateError> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [first, second, year] = words[..] else {
        return Err(DateError::Unreadable);
    };
    let (in_month, month) = match month_by_name(second) {
        Some(month) => (first, month),
        None => {
            let month = month_by_name(first).ok_or(DateError::Unreadable)?;
            (second.strip_suffix(',').unwrap_or(second), month)
        }
    };
    day(four_digits(year)?, month, short_number(in_month)?)
}

fn month_by_name(word: &str) -> Option<i8> {
    let is_name = |name: &str| {
        name.eq_ignore_ascii_case(word)
            || name
                .get(..3)
                .is_some_and(|short| short.eq_ignore_ascii_case(word))
    };
    let index = MONTHS.iter().position(|name| is_name(name))?;
    i8::try_from(index + 1).ok()
}

fn day(year: i16, month: i8, in_month: i8) -> Result<InterviewDate, DateError> {
    Month::new(year, month).ok_or(DateError::Impossible)?;
    Date::new(year, month, in_month)
        .map(InterviewDate::Day)
        .map_err(|_| DateError::Impossible)
}

/// A day or month: one or two digits.
fn short_number(text: &str) -> Result<i8, DateError> {
    digits(text)
        .filter(|text| text.len() <= 2)
        .and_then(|text| text.parse().ok())
        .ok_or(DateError::Unreadable)
}

fn four_digits(text: &str) -> Result<i16, DateError> {
    let text = digits(text).ok_or(DateError::Unreadable)?;
    match text.len() {
        4 => text.parse().map_err(|_| DateError::Unreadable),
        1..=3 => Err(DateError::ShortYear),
        _ => Err(DateError::Unreadable),
    }
}

fn digits(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

/// The first and last of some dates, by month, for statements such as "February to April 2031".
pub fn span_of_months(dates: impl IntoIterator<Item = InterviewDate>) -> Option<(Month, Month)> {
    let mut months = dates.into_iter().map(InterviewDate::month);
    let first = months.next()?;
    Some(months.fold((first, first), |(from, to), month| {
        (from.min(month), to.max(month))
    }))
}

impl From<Month> for Date {
    /// The first day of the month.
    fn from(month: Month) -> Self {
        date(month.year, month.month, 1)
    }
}

/// The local day of a moment, where studies are held.
pub fn day_of(at: Instant) -> Date {
    at.to_jiff().to_zoned_datetime(zone()).date()
}

/// The first moment after a day, where studies are held; none after the last day there is.
pub fn end_of(day: Date) -> Option<Instant> {
    let next = day.tomorrow().ok()?.to_zoned_datetime(zone()).ok()?;
    Some(Instant::from_jiff(next.timestamp()))
}

fn zone() -> TimeZone {
    TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC)
}

/// The day of a moment as pages say it, such as "24 November 2026".
pub fn day_in_words(at: Instant) -> String {
    day_of(at).strftime("%-d %B %Y").to_string()
}

/// Today, where studies are held.
pub fn today(app: &App) -> Date {
    day_of(app.now())
}

#[cfg(test)]
mod tests;

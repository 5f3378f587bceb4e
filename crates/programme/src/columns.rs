//! How dates, clock times and weekdays stand in a column: as people write them, so that a database can be
//! read without this program.

use jiff::civil::{Date, Time, Weekday};
use platform::{Error, Result};

/// The seven days with their three letters, from Monday on.
pub(crate) const WEEK: [(Weekday, &str); 7] = [
    (Weekday::Monday, "Mon"),
    (Weekday::Tuesday, "Tue"),
    (Weekday::Wednesday, "Wed"),
    (Weekday::Thursday, "Thu"),
    (Weekday::Friday, "Fri"),
    (Weekday::Saturday, "Sat"),
    (Weekday::Sunday, "Sun"),
];

/// The three letters of a weekday.
pub(crate) fn weekday_word(day: Weekday) -> &'static str {
    WEEK[usize::from(day.to_monday_zero_offset().unsigned_abs())].1
}

/// The weekday of three letters.
pub(crate) fn weekday(word: &str) -> Result<Weekday> {
    WEEK.iter()
        .find(|(_, name)| *name == word)
        .map(|(day, _)| *day)
        .ok_or_else(|| Error::internal(format!("\"{word}\" is no weekday")))
}

/// Several weekdays in one column.
pub(crate) fn weekdays_text(days: &[Weekday]) -> String {
    let words: Vec<_> = days.iter().map(|day| weekday_word(*day)).collect();
    words.join(";")
}

/// The weekdays of a column.
pub(crate) fn weekdays(text: &str) -> Result<Vec<Weekday>> {
    text.split(';')
        .filter(|word| !word.is_empty())
        .map(weekday)
        .collect()
}

/// The date of a column.
pub(crate) fn date(text: &str) -> Result<Date> {
    text.parse().map_err(Error::internal)
}

/// The date of a column that may be empty.
pub(crate) fn optional_date(text: Option<&str>) -> Result<Option<Date>> {
    text.map(date).transpose()
}

/// A clock time as `14:00`.
pub(crate) fn time_text(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// The clock time of a column.
pub(crate) fn time(text: &str) -> Result<Time> {
    Time::strptime("%H:%M", text).map_err(Error::internal)
}

/// A count that a column holds as a whole number.
pub(crate) fn count(number: i64) -> Result<u32> {
    u32::try_from(number).map_err(Error::internal)
}

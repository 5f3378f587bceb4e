//! The end of a day, and what stood then (study R33, R40).

use jiff::civil::Date;
use platform::clock::Instant;
use platform::{Error, Result};
use study::dates::end_of;

use super::read_store::Trail;
use super::replay::{State, replay, until};

/// The end of a day.
pub(crate) struct Moment {
    /// The first moment after it.
    pub(crate) end: Instant,
    /// The day, such as "4 March 2031".
    pub(crate) in_words: String,
}

/// The end of the day that somebody asks for; none for now.
///
/// # Errors
/// `Refused`: it is no day.
pub(crate) fn moment(text: &str) -> Result<Option<Moment>> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let day: Option<Date> = text.trim().parse().ok();
    let moment = day.and_then(|day| {
        Some(Moment {
            end: end_of(day)?,
            in_words: day.strftime("%-d %B %Y").to_string(),
        })
    });
    let none = || Error::refused("R33", "This is no day.", "Write a day such as 2031-03-04.");
    moment.map(Some).ok_or_else(none)
}

impl Trail {
    /// What stood at the end of a day, or stands now.
    pub(crate) fn at(&self, moment: Option<&Moment>) -> State {
        match moment {
            Some(moment) => replay(until(&self.events, moment.end)),
            None => replay(&self.events),
        }
    }
}

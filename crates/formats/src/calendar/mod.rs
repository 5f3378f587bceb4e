//! iCalendar files (RFC 5545): which events there are and when they take place.
//!
//! [`read`] takes bytes and gives a [`Calendar`]; [`Calendar::occurrences`] unrolls its series over a span of days.
//! Nothing is guessed: an event whose time cannot be told is left out and named in a [`Warning`].

mod error;
mod model;

pub use error::Error;
pub use model::{Calendar, Event, Occurrence, Warning};

use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Reads an iCalendar file: UTF-8 or a legacy encoding, any line end, folded or not.
///
/// # Errors
/// `TooLarge` above 20 MB (programme I6), `NotACalendar` where there is no `BEGIN:VCALENDAR` or the bytes are no text.
pub fn read(bytes: &[u8]) -> Result<Calendar, Error> {
    if bytes.len() > MOST_BYTES {
        return Err(Error::TooLarge {
            limit: MOST_BYTES,
            found: bytes.len(),
        });
    }
    Ok(Calendar::default())
}

const MOST_BYTES: usize = 20_000_000;

impl Calendar {
    /// The occurrences that touch a span of days in `zone`, both ends included, in the order of their starts.
    ///
    /// At most `most` occurrences are given; a warning says when there would be more. The other warnings name what was
    /// left out: local times that do not exist, ends before starts, rules that cannot be read.
    #[must_use]
    pub fn occurrences(
        &self,
        from: Date,
        to: Date,
        zone: &TimeZone,
        most: usize,
    ) -> (Vec<Occurrence>, Vec<Warning>) {
        let _ = (from, to, zone, most);
        (Vec::new(), Vec::new())
    }

    /// The first and the last day in `zone` that events touch; series without an end count with their first day only.
    #[must_use]
    pub fn extent(&self, zone: &TimeZone) -> Option<(Date, Date)> {
        let _ = zone;
        None
    }
}

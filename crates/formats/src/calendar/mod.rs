//! iCalendar files (RFC 5545): which events there are and when they take place.
//!
//! [`read`] takes bytes and gives a [`Calendar`]; [`Calendar::occurrences`] unrolls its series over a span of days.
//! Nothing is guessed: an event whose time cannot be told is left out and named in a [`Warning`].
//! [`write`] makes feeds and invitations out of [`Entry`]s.

mod changes;
mod entry;
mod error;
mod event;
mod lines;
mod model;
mod occurrences;
mod read;
mod rule;
mod unroll;
mod value;
mod week;
mod windows;
mod write;
mod zone;

pub use entry::{Entry, Method, Organiser, Status};
pub use error::Error;
pub use model::{Calendar, Event, Occurrence, Warning};
pub use write::write;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use occurrences::{Asked, Unrolling};

/// Reads an iCalendar file: UTF-8 or a legacy encoding, any line end, folded or not.
///
/// Broken lines and events are passed over with a warning. Times without a zone are read in the calendar's
/// X-WR-TIMEZONE, else in the zone that [`Calendar::occurrences`] is asked for.
///
/// # Errors
/// `TooLarge` above 20 MB (programme I6), `NotACalendar` where there is no `BEGIN:VCALENDAR` or the bytes are no text,
/// `TooDeep` where components nest without end.
pub fn read(bytes: &[u8]) -> Result<Calendar, Error> {
    if bytes.len() > MOST_BYTES {
        return Err(Error::TooLarge {
            limit: MOST_BYTES,
            found: bytes.len(),
        });
    }
    read::calendar(bytes)
}

const MOST_BYTES: usize = 20_000_000;

impl Calendar {
    /// The occurrences that touch a span of days in `zone`, both ends included, in the order of their starts.
    ///
    /// A series keeps its wall-clock time over clock changes. Of a local time that comes twice a start takes the first
    /// and an end the second (programme 5.1); an occurrence at a local time that does not exist is left out with a
    /// warning. At most `most` occurrences are given, and a warning says when there would be more, or when the rules
    /// ask for more work than is allowed.
    #[must_use]
    pub fn occurrences(
        &self,
        from: Date,
        to: Date,
        zone: &TimeZone,
        most: usize,
    ) -> (Vec<Occurrence>, Vec<Warning>) {
        let found = Unrolling::new((from, to), zone, most, Asked::Occurrences).run(self);
        (found.occurrences, found.warnings)
    }

    /// The first and the last day in `zone` that events touch; series without an end do not count.
    #[must_use]
    pub fn extent(&self, zone: &TimeZone) -> Option<(Date, Date)> {
        let all = (Date::MIN, Date::MAX);
        Unrolling::new(all, zone, usize::MAX, Asked::Extent)
            .run(self)
            .days
    }
}

//! Clock times of a rota as instants (programme 5.1).

use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::exchange::Code;

const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// Two clock times with the offsets that settle which instant is meant where the clock shows it twice.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hours {
    /// The start on the date of the row.
    pub start: Time,
    /// The end; not after the start means on the next day.
    pub end: Time,
    /// The offset of the start, if given.
    pub start_offset: Option<Offset>,
    /// The offset of the end, if given.
    pub end_offset: Option<Offset>,
}

/// What two clock times are on one date.
#[derive(Debug, Clone, Default)]
pub(crate) struct Moments {
    /// The two instants; none where one of them does not exist.
    pub instants: Option<(Timestamp, Timestamp)>,
    /// E31, E32 and W61, each with `start` or `end`.
    pub said: Vec<(&'static str, Code, String)>,
}

impl Hours {
    /// Clock times that no offset settles.
    pub fn of(start: Time, end: Time) -> Self {
        Self {
            start,
            end,
            start_offset: None,
            end_offset: None,
        }
    }

    /// The two instants on that date.
    pub fn on(self, date: Date, zone: &TimeZone) -> Moments {
        let mut moments = Moments::default();
        let end_date = if self.end <= self.start {
            date.tomorrow().ok()
        } else {
            Some(date)
        };
        let Some(end_date) = end_date else {
            return moments;
        };
        let start = Clock {
            column: "start",
            date,
            time: self.start,
            offset: self.start_offset,
            takes_first: true,
        };
        let end = Clock {
            column: "end",
            date: end_date,
            time: self.end,
            offset: self.end_offset,
            takes_first: false,
        };
        let start = start.instant(zone, &mut moments.said);
        let end = end.instant(zone, &mut moments.said);
        moments.instants = start.zip(end);
        if let Some((start, end)) = moments.instants
            && start.duration_until(end) > LONGEST
        {
            let text = "this is more than 24 hours after the start; split the shift, for example 08:00 to 20:30";
            moments.said.push(("end", Code::E31, text.to_owned()));
        }
        moments
    }
}

/// From local midnight to local midnight.
pub(crate) fn whole_day(date: Date, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
    let midnight = |date: Date| {
        let midnight = date.at(0, 0, 0, 0);
        zone.to_ambiguous_timestamp(midnight).compatible().ok()
    };
    let next = date.checked_add(1.day()).ok()?;
    Some((midnight(date)?, midnight(next)?))
}

struct Clock {
    column: &'static str,
    date: Date,
    time: Time,
    offset: Option<Offset>,
    takes_first: bool,
}

impl Clock {
    fn instant(
        self,
        zone: &TimeZone,
        said: &mut Vec<(&'static str, Code, String)>,
    ) -> Option<Timestamp> {
        let local = self.date.to_datetime(self.time);
        let offset = match (zone.to_ambiguous_timestamp(local).offset(), self.offset) {
            (AmbiguousOffset::Gap { .. }, _) => {
                let text = format!(
                    "the clocks go forward over {} on {}, so it does not exist; for example 02:00",
                    self.time.strftime("%H:%M"),
                    self.date
                );
                said.push((self.column, Code::E32, text));
                return None;
            }
            (AmbiguousOffset::Fold { before, after }, None) => {
                let which = if self.takes_first { "first" } else { "second" };
                let text = format!(
                    "the clocks go back over {} on {}, so it is there twice; the {which} was taken; give {}_offset \
                     to settle it, for example +01:00",
                    self.time.strftime("%H:%M"),
                    self.date,
                    self.column
                );
                said.push((self.column, Code::W61, text));
                if self.takes_first { before } else { after }
            }
            (AmbiguousOffset::Fold { before, after }, Some(given)) if given != before => {
                self.agreed(given, after, said)?
            }
            (AmbiguousOffset::Fold { before, .. }, Some(_)) => before,
            (AmbiguousOffset::Unambiguous { offset }, None) => offset,
            (AmbiguousOffset::Unambiguous { offset }, Some(given)) => {
                self.agreed(given, offset, said)?
            }
        };
        offset.to_timestamp(local).ok()
    }

    /// The offset, if it is the one that holds there: with another the time does not exist (E32).
    fn agreed(
        &self,
        given: Offset,
        holds: Offset,
        said: &mut Vec<(&'static str, Code, String)>,
    ) -> Option<Offset> {
        if given == holds {
            return Some(holds);
        }
        let text = format!(
            "the offset of {} on {} is another, so the time does not exist; leave {}_offset empty, or give {}",
            self.time.strftime("%H:%M"),
            self.date,
            self.column,
            if holds == Offset::UTC {
                "+00:00"
            } else {
                "+01:00"
            }
        );
        said.push((self.column, Code::E32, text));
        None
    }
}

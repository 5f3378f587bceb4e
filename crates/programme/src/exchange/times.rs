//! Clock times of a rota as instants (programme 5.1).

use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::cells::Cells;
use super::problem::Code;

const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// Two clock times with the offsets that settle which instant is meant where the clock shows it twice.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hours {
    /// The start on the date of the row.
    pub start: Time,
    /// The end; not after the start means on the next day.
    pub end: Time,
    /// The offset of the start, if given.
    pub start_offset: Option<Offset>,
    /// The offset of the end, if given.
    pub end_offset: Option<Offset>,
}

impl Hours {
    /// The two instants on that date; E31, E32 or W61 where they call for it.
    pub fn on(
        self,
        date: Date,
        zone: &TimeZone,
        cells: &mut Cells<'_>,
    ) -> Option<(Timestamp, Timestamp)> {
        let end_date = if self.end <= self.start {
            date.tomorrow().ok()?
        } else {
            date
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
        let (start, end) = (start.instant(zone, cells), end.instant(zone, cells));
        let (start, end) = (start?, end?);
        if start.duration_until(end) > LONGEST {
            let text = "this is more than 24 hours after the start; split the shift, for example 08:00 to 20:30";
            cells.report("end", Code::E31, text);
        }
        Some((start, end))
    }
}

/// From local midnight to local midnight.
pub(super) fn whole_day(date: Date, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
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
    fn instant(self, zone: &TimeZone, cells: &mut Cells<'_>) -> Option<Timestamp> {
        let local = self.date.to_datetime(self.time);
        let offset = match (zone.to_ambiguous_timestamp(local).offset(), self.offset) {
            (AmbiguousOffset::Gap { .. }, _) => {
                let text = format!(
                    "the clocks go forward over {} on {}, so it does not exist; for example 02:00",
                    self.time.strftime("%H:%M"),
                    self.date
                );
                cells.report(self.column, Code::E32, text);
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
                cells.report(self.column, Code::W61, text);
                if self.takes_first { before } else { after }
            }
            (AmbiguousOffset::Fold { before, after }, Some(given)) if given != before => {
                self.agreed(given, after, cells)?
            }
            (AmbiguousOffset::Fold { before, .. }, Some(_)) => before,
            (AmbiguousOffset::Unambiguous { offset }, None) => offset,
            (AmbiguousOffset::Unambiguous { offset }, Some(given)) => {
                self.agreed(given, offset, cells)?
            }
        };
        offset.to_timestamp(local).ok()
    }

    /// The offset, if it is the one that holds there: with another the time does not exist (E32).
    fn agreed(&self, given: Offset, holds: Offset, cells: &mut Cells<'_>) -> Option<Offset> {
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
        cells.report(self.column, Code::E32, text);
        None
    }
}

//! Clock times of one zone. A rota asks for thousands of them within a year, in which the offset changes
//! twice: the offsets are kept, and only what lies outside or beside a change is looked up in the zone.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use crate::span::{DAY, HOUR};

/// What is kept around the facts on both sides.
const AROUND: i64 = 60 * DAY;
/// Changes of offset that are kept; absurd facts may lie thousands of years apart.
const MOST_CHANGES: usize = 64;

#[derive(Clone, Debug)]
pub(crate) struct Clock {
    zone: TimeZone,
    /// Where each offset begins, in order, and the offset in seconds.
    offsets: Vec<(i64, i64)>,
    /// The instant from which the offset is not kept.
    until: i64,
}

impl Clock {
    /// Keeps the offsets from one instant to another.
    pub(crate) fn over(zone: &TimeZone, first: i64, last: i64) -> Self {
        let from = inside(first.saturating_sub(AROUND));
        let mut until = inside(last.saturating_add(AROUND)).as_second();
        let mut offsets = vec![(from.as_second(), i64::from(zone.to_offset(from).seconds()))];
        for change in zone.following(from) {
            let at = change.timestamp().as_second();
            if at >= until {
                break;
            }
            if offsets.len() == MOST_CHANGES {
                until = at;
                break;
            }
            offsets.push((at, i64::from(change.offset().seconds())));
        }
        Self {
            zone: zone.clone(),
            offsets,
            until,
        }
    }

    /// The clock time at an instant, in seconds since the local midnight that began 1970.
    pub(crate) fn wall(&self, seconds: i64) -> i64 {
        let offset = match self.kept(seconds) {
            Some(at) => self.offsets[at].1,
            None => i64::from(self.zone.to_offset(inside(seconds)).seconds()),
        };
        seconds.saturating_add(offset)
    }

    /// The local date of an instant, as a number of days since 1970.
    pub(crate) fn day_of(&self, seconds: i64) -> i32 {
        let day = self.wall(seconds).div_euclid(DAY);
        i32::try_from(day).unwrap_or(if day < 0 { i32::MIN / 2 } else { i32::MAX / 2 })
    }

    /// The instant of a clock time. Of a time that a change repeats it is the first, of one that a change
    /// leaves out it is as much later; none beyond the years of the calendar.
    pub(crate) fn instant(&self, wall: i64) -> Option<i64> {
        // No zone is more than 26 hours from UTC.
        let (before, after) = (wall - 26 * HOUR, wall + 26 * HOUR);
        if let (Some(before), Some(after)) = (self.kept(before), self.kept(after))
            && before == after
        {
            return Some(wall - self.offsets[before].1);
        }
        let local = Offset::UTC.to_datetime(Timestamp::from_second(wall).ok()?);
        let found = self.zone.to_ambiguous_timestamp(local).compatible().ok()?;
        Some(found.as_second())
    }

    /// Whether the offset is known to be the same from one instant to another.
    pub(crate) fn is_steady(&self, first: i64, last: i64) -> bool {
        matches!((self.kept(first), self.kept(last)), (Some(first), Some(last)) if first == last)
    }

    fn kept(&self, seconds: i64) -> Option<usize> {
        if seconds >= self.until {
            return None;
        }
        self.offsets.iter().rposition(|(from, _)| *from <= seconds)
    }
}

/// The instant nearest to a number of seconds that the calendar has.
fn inside(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(if seconds < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::clock::Clock;
use crate::duty::Shape;
use crate::span::Span;
use crate::{Kind, Pack};

/// One fact of a rota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The local date for which it is entered: that of its start.
    pub date: Date,
    /// Its first instant; local midnight for a fact that stands for a day.
    pub start: Timestamp,
    /// The instant after its last.
    pub end: Timestamp,
    /// What it is.
    pub kind: Kind,
    /// When it was learnt.
    pub imported_at: Timestamp,
}

impl Fact {
    /// Whether it is a night by the rules of a pack: enough work late enough. None is where a pack does not
    /// say what a night is.
    pub fn is_night(&self, zone: &TimeZone, pack: &Pack) -> bool {
        let span = self.span();
        let clock = Clock::over(zone, span.start, span.end);
        Shape::of(pack).is_night(self.kind, span, &clock)
    }

    pub(crate) fn span(&self) -> Span {
        Span {
            start: self.start.as_second(),
            end: self.end.as_second(),
        }
    }

    /// Its date as days since 1970.
    pub(crate) fn day(&self) -> i32 {
        day_number(self.date)
    }
}

/// A date as days since 1970. The years begin in March, so that a leap day is the last of its year; 400 of
/// them have 146,097 days (Hinnant, chrono-compatible date algorithms). A rota asks for every fact, and the
/// arithmetic of spans takes ten times as long.
pub(crate) fn day_number(date: Date) -> i32 {
    let (month, day) = (i32::from(date.month()), i32::from(date.day()));
    let year = i32::from(date.year()) - i32::from(month <= 2);
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year * 365 + year / 4 - year / 100 + day_of_year - 719_468
}

/// A meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// When it begins.
    pub start: Timestamp,
    /// When it ends.
    pub end: Timestamp,
}

/// Minutes on the way, each direction; none if nobody knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Travel {
    /// To the session.
    pub inward: Option<i64>,
    /// From it.
    pub back: Option<i64>,
}

/// What a programme sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// A fact older than this many days is unknown.
    pub stale_after_days: i64,
    /// Whether the way counts as work. The safe side is that it does.
    pub travel_counts_as_work: bool,
    /// Whether this doctor agreed to work more hours on average.
    pub opt_out_48: bool,
    /// The days over which the average is taken, both included: the placement. Of a placement longer than the
    /// pack allows it is the weeks that hold the session. Without them it is not judged (F08).
    pub reference: Option<(Date, Date)>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            stale_after_days: 14,
            travel_counts_as_work: true,
            opt_out_48: false,
            reference: None,
        }
    }
}

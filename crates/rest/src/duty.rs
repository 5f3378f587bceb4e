//! Working time with what the rules ask of it: is it a night, is it long, which date does it count for.

use jiff::civil::Time;

use crate::clock::Clock;
use crate::span::{DAY, HOUR, Span};
use crate::{Fact, Kind, Pack};

/// Working time of one kind without a break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Duty {
    pub(crate) span: Span,
    pub(crate) day: i32,
    pub(crate) kind: Kind,
    pub(crate) night: bool,
}

/// All duties that begin on one date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Day {
    pub(crate) number: i32,
    pub(crate) span: Span,
    /// When the last duty by day ends, and the last night: a night put in later must not hide the other.
    pub(crate) ends: [Option<i64>; 2],
    pub(crate) long: bool,
    pub(crate) late_long: bool,
}

/// What makes a duty a night, long or late by a pack, in seconds; none where the pack does not say.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shape {
    night: Option<Night>,
    long_over: Option<i64>,
    late_after: Option<i64>,
    nights_are_long: bool,
}

#[derive(Clone, Copy, Debug)]
struct Night {
    from: i64,
    /// Of the next day.
    to: i64,
    least: i64,
}

impl Shape {
    pub(crate) fn of(pack: &Pack) -> Self {
        let night = || {
            Some(Night {
                from: seconds(pack.night_from?),
                to: DAY + seconds(pack.night_to?),
                least: pack.night_least_hours? * HOUR,
            })
        };
        Self {
            night: night(),
            long_over: pack.long_over_hours.map(|hours| hours * HOUR),
            late_after: pack.late_long_after.map(seconds),
            // What is not said is taken the strict way.
            nights_are_long: pack.nights_count_as_long.unwrap_or(true),
        }
    }

    /// A night is any duty but educational time.
    pub(crate) fn is_night(&self, kind: Kind, span: Span, clock: &Clock) -> bool {
        kind.is_work()
            && kind != Kind::Edt
            && self.night.is_some_and(|night| night.holds(span, clock))
    }

    pub(crate) fn is_long(&self, span: Span) -> bool {
        self.long_over.is_some_and(|over| span.length() > over)
    }

    /// Whether a span that counts for a day ends after the clock time that makes a long duty a late one.
    pub(crate) fn is_late(&self, span: Span, day: i32, clock: &Clock) -> bool {
        self.late_after
            .and_then(|after| clock.instant(i64::from(day) * DAY + after))
            .is_some_and(|late| span.end > late)
    }
}

impl Night {
    /// Whether enough of a span lies at night, elapsed or as the clock on the wall says, whichever is more.
    fn holds(self, span: Span, clock: &Clock) -> bool {
        let wall = Span {
            start: clock.wall(span.start),
            end: clock.wall(span.end),
        };
        // Without a change of the clock near both counts are the same.
        let steady = clock.is_steady(span.start - 2 * DAY, span.end + 2 * DAY);
        let (mut nominal, mut elapsed) = (0, 0);
        for day in (wall.start.div_euclid(DAY) - 1)..=wall.end.div_euclid(DAY) {
            let (from, to) = (day * DAY + self.from, day * DAY + self.to);
            nominal += wall.overlap(Span {
                start: from,
                end: to,
            });
            if !steady && let (Some(start), Some(end)) = (clock.instant(from), clock.instant(to)) {
                elapsed += span.overlap(Span { start, end });
            }
            if nominal.max(elapsed) >= self.least {
                return true;
            }
        }
        false
    }
}

/// The duties among facts, by their starts. Of one kind, what starts on one date and touches or overlaps is
/// one: two halves of a long day are one long day. What starts on another date stays apart, or a run of dates
/// would lose one.
pub(crate) fn duties<'a>(
    facts: impl Iterator<Item = &'a Fact>,
    shape: &Shape,
    clock: &Clock,
) -> Vec<Duty> {
    let work = facts.filter(|fact| fact.kind.is_work() && fact.start < fact.end);
    let mut pieces: Vec<(i32, Kind, Span)> = work
        .map(|fact| (fact.day(), fact.kind, fact.span()))
        .collect();
    pieces.sort_unstable();
    pieces.dedup_by(|next, piece| {
        let joins = (next.0, next.1) == (piece.0, piece.1) && next.2.start <= piece.2.end;
        if joins {
            piece.2.end = piece.2.end.max(next.2.end);
        }
        joins
    });
    let mut duties: Vec<Duty> = pieces
        .into_iter()
        .map(|(day, kind, span)| Duty {
            span,
            day,
            kind,
            night: shape.is_night(kind, span, clock),
        })
        .collect();
    duties.sort_unstable_by_key(|duty| (duty.span, duty.kind, duty.day));
    duties
}

/// Duties by the date for which they count. What touches is one shift when it comes to its length, of
/// whatever kind its parts are; a night stands for itself, so that one more never makes a shift by day less
/// late.
pub(crate) fn days(duties: &[Duty], shape: &Shape, clock: &Clock) -> Vec<Day> {
    let mut by_day: Vec<&Duty> = duties.iter().collect();
    by_day.sort_unstable_by_key(|duty| (duty.day, duty.span));
    let mut days: Vec<Day> = Vec::with_capacity(by_day.len());
    let mut shift: Option<Span> = None;
    for Duty {
        span, day, night, ..
    } in by_day.into_iter().copied()
    {
        if days.last().is_none_or(|last| last.number != day) {
            shift = None;
            days.push(Day {
                number: day,
                span,
                ends: [None; 2],
                long: false,
                late_long: false,
            });
        }
        let whole = match shift {
            Some(shift) if !night && span.start <= shift.end => shift.join(span),
            _ => span,
        };
        if !night {
            shift = Some(whole);
        }
        let long = shape.is_long(whole);
        let last = days.last_mut().expect("one is pushed for each new date");
        let end = &mut last.ends[usize::from(night)];
        *end = (*end).max(Some(span.end));
        last.span = last.span.join(span);
        last.long |= long && (!night || shape.nights_are_long);
        last.late_long |= long && !night && shape.is_late(whole, day, clock);
    }
    days
}

/// Whether a day counts towards a run.
pub(crate) type Counts = fn(&Day) -> bool;

/// The runs that have a limit: long ones, late long ones, any at all.
pub(crate) fn runs_limited(pack: &Pack) -> [(Option<usize>, Counts); 3] {
    [
        (pack.long_run, |day| day.long),
        (pack.late_long_run, |day| day.late_long),
        (pack.duties_run, |_| true),
    ]
}

/// Where runs have reached a limit. Each day at or beyond the limit
/// counts, not only the last: a rota that goes on against the limit never loosens a verdict.
pub(crate) fn run_ends(days: &[Day], pack: &Pack) -> Vec<i64> {
    let mut ends = Vec::new();
    for (limit, counts) in runs_limited(pack) {
        let Some(limit) = limit else { continue };
        for (day, length) in run_lengths(days, counts) {
            if length >= limit {
                ends.extend(day.ends.into_iter().flatten());
            }
        }
    }
    ends.sort_unstable();
    ends.dedup();
    ends
}

/// How many consecutive dates up to each day count towards a run.
pub(crate) fn run_lengths(days: &[Day], counts: Counts) -> impl Iterator<Item = (&Day, usize)> {
    let mut length = 0;
    days.iter().enumerate().map(move |(at, day)| {
        let follows = at > 0 && days[at - 1].number + 1 == day.number;
        length = match (counts(day), follows) {
            (false, _) => 0,
            (true, false) => 1,
            (true, true) => length + 1,
        };
        (day, length)
    })
}

/// A clock time as seconds since midnight.
fn seconds(time: Time) -> i64 {
    i64::from(time.hour()) * HOUR + i64::from(time.minute()) * 60 + i64::from(time.second())
}

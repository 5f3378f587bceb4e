//! Where a rota breaks its own limits, without any session: a notice to its site (programme 5.3, W63).

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};

use crate::duty::{Counts, Day, run_lengths, runs_limited};
use crate::span::{HOUR, Span, instant, minutes};
use crate::{Pack, Timeline};

/// Which limit of a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// The longest shift.
    ShiftMost,
    /// Rest between two shifts.
    RestBetween,
    /// Rest after nights.
    RestAfterNights,
    /// Nights in a row.
    NightsRun,
    /// Long shifts in a row.
    LongRun,
    /// Late long shifts in a row.
    LateLongRun,
    /// Days of work in a row.
    DutiesRun,
    /// Rest after a row of long shifts, late long shifts or days of work.
    RestAfterRun,
    /// Hours in the sliding window.
    WindowMost,
    /// Hours a week on average.
    Average,
}

/// One limit that a rota breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Which limit.
    pub limit: Limit,
    /// The local date of the duty at which it is broken; of an average the last date of its period.
    pub date: Date,
    /// The shift, the rest, the row, the window or the period.
    pub between: [Timestamp; 2],
    /// How far beyond the limit, in minutes, negative. A day of a row counts as an hour, as in a finding.
    pub margin: i64,
    /// The limit: hours, or for rows how many.
    pub allowed: i64,
}

/// Every limit that a rota breaks, by date and limit: at most one of a limit for each duty, one for each row
/// that is too long, the worst of the windows that overlap the first of them, and the worst average. None without a pack; a limit that
/// the pack lacks is not judged, nor is what is not known or too old.
pub fn breaches(timeline: &Timeline) -> Vec<Breach> {
    let Some(pack) = &timeline.pack else {
        return Vec::new();
    };
    let shifts = shifts(timeline);
    let mut found = Vec::new();
    found.extend(too_long(&shifts, pack));
    found.extend(too_near(&shifts, pack));
    found.extend(nights_in_a_row(timeline, pack));
    for ((limit, counts), kind) in runs_limited(pack).into_iter().zip(RUNS) {
        if let Some(limit) = limit {
            found.extend(in_a_row(&timeline.days, (limit, counts, kind)));
            found.extend(after_a_row(&timeline.days, (limit, counts), pack));
        }
    }
    found.extend(windows(timeline, &shifts, pack));
    found.extend(average(timeline, pack));
    found.sort_unstable_by_key(|breach| (breach.date, breach.limit, breach.margin));
    found.dedup_by_key(|breach| (breach.date, breach.limit));
    found
}

const RUNS: [Limit; 3] = [Limit::LongRun, Limit::LateLongRun, Limit::DutiesRun];

/// Work without a break.
struct Shift {
    span: Span,
    /// The date of its first part.
    day: i32,
    night: bool,
}

/// All shifts in order: a place for each stretch of what is worked.
fn shifts(timeline: &Timeline) -> Vec<Shift> {
    let mut shifts: Vec<Shift> = Vec::with_capacity(timeline.duties.len());
    for duty in &timeline.duties {
        match shifts.last_mut() {
            Some(last) if duty.span.start <= last.span.end => {
                last.span = last.span.join(duty.span);
                last.night |= duty.night;
            }
            _ => shifts.push(Shift {
                span: duty.span,
                day: duty.day,
                night: duty.night,
            }),
        }
    }
    shifts
}

fn too_long(shifts: &[Shift], pack: &Pack) -> Vec<Breach> {
    let Some(most) = pack.shift_most_hours else {
        return Vec::new();
    };
    shifts
        .iter()
        .filter_map(|shift| {
            let spare = most * HOUR - shift.span.length();
            broken(Limit::ShiftMost, shift.day, shift.span, (spare, most))
        })
        .collect()
}

/// Too little rest between shifts and after nights. Shifts by day that lie near make one block, as with a
/// session (F05): only where the block is longer than a shift may be, rest is wanting.
fn too_near(shifts: &[Shift], pack: &Pack) -> Vec<Breach> {
    let mut found = Vec::new();
    let mut block = shifts
        .first()
        .map_or(Span { start: 0, end: 0 }, |shift| shift.span);
    for pair in shifts.windows(2) {
        let (shift, next) = (&pair[0], &pair[1]);
        let gap = Span {
            start: shift.span.end,
            end: next.span.start,
        };
        let joined = block.join(next.span);
        block = next.span;
        if let Some(breach) = after_nights(shift, next, gap, pack) {
            found.push(breach);
            continue;
        }
        let Some(least) = pack.rest_between_hours else {
            continue;
        };
        let fits = pack
            .shift_most_hours
            .is_none_or(|most| joined.length() <= most * HOUR);
        let spare = gap.length() - least * HOUR;
        if spare < 0 && fits && !shift.night && !next.night {
            block = joined;
        } else {
            found.extend(broken(Limit::RestBetween, next.day, gap, (spare, least)));
        }
    }
    found
}

/// Rest after nights is due where the next night does not follow on the next date.
fn after_nights(shift: &Shift, next: &Shift, gap: Span, pack: &Pack) -> Option<Breach> {
    let least = pack.rest_after_night_hours?;
    if !shift.night || (next.night && next.day <= shift.day + 1) {
        return None;
    }
    let spare = gap.length() - least * HOUR;
    broken(Limit::RestAfterNights, next.day, gap, (spare, least))
}

fn nights_in_a_row(timeline: &Timeline, pack: &Pack) -> Vec<Breach> {
    pack.nights_run.map_or_else(Vec::new, |limit| {
        let is_night: Counts = |day| day.ends[1].is_some();
        in_a_row(&timeline.days, (limit, is_night, Limit::NightsRun))
    })
}

/// Rows longer than their limit, each at the first day beyond it.
fn in_a_row(days: &[Day], (limit, counts, kind): (usize, Counts, Limit)) -> Vec<Breach> {
    let rows = run_ends(days, counts).filter(|(_, length)| *length > limit);
    rows.filter_map(|(at, length)| {
        let first = at + 1 - length;
        let span = Span {
            start: days[first].span.start,
            end: days[at].span.end,
        };
        let over = i64::try_from(length - limit).ok()?;
        let allowed = i64::try_from(limit).ok()?;
        broken(
            kind,
            days[first + limit].number,
            span,
            (-over * HOUR, allowed),
        )
    })
    .collect()
}

/// Rows that reached their limit and are followed too soon.
fn after_a_row(days: &[Day], (limit, counts): (usize, Counts), pack: &Pack) -> Vec<Breach> {
    let Some(least) = pack.rest_after_run_hours else {
        return Vec::new();
    };
    let rows = run_ends(days, counts).filter(|(_, length)| *length >= limit);
    rows.filter_map(|(at, _)| {
        let next = days.get(at + 1)?;
        let gap = Span {
            start: days[at].span.end,
            end: next.span.start,
        };
        let spare = gap.length() - least * HOUR;
        broken(Limit::RestAfterRun, next.number, gap, (spare, least))
    })
    .collect()
}

/// The place of the last day of each row, and how long the row is.
fn run_ends(days: &[Day], counts: Counts) -> impl Iterator<Item = (usize, usize)> {
    run_lengths(days, counts)
        .enumerate()
        .filter(move |(at, (day, length))| {
            let goes_on = |next: &Day| next.number == day.number + 1 && counts(next);
            *length > 0 && !days.get(at + 1).is_some_and(goes_on)
        })
        .map(|(at, (_, length))| (at, length))
}

/// Windows with too many hours, of those that overlap the worst. A window that ends with a shift is never
/// emptier than those around it.
fn windows(timeline: &Timeline, shifts: &[Shift], pack: &Pack) -> Vec<Breach> {
    let (Some(window), Some(most)) = (pack.window_hours, pack.window_most_hours) else {
        return Vec::new();
    };
    let mut found: Vec<Breach> = Vec::new();
    let mut first_ends = i64::MIN;
    for (shift, sum) in shifts.iter().zip(&timeline.window_sums) {
        let span = Span {
            start: shift.span.end - window * HOUR,
            end: shift.span.end,
        };
        let spare = most * HOUR - sum;
        let Some(breach) = broken(Limit::WindowMost, shift.day, span, (spare, most)) else {
            continue;
        };
        match found.last_mut() {
            Some(last) if span.start < first_ends => {
                if breach.margin < last.margin {
                    *last = breach;
                }
            }
            _ => {
                first_ends = span.end;
                found.push(breach);
            }
        }
    }
    found
}

/// The worst average of the periods that hold a duty and are known to the last day.
fn average(timeline: &Timeline, pack: &Pack) -> Option<Breach> {
    let most = if timeline.policy.opt_out_48 {
        pack.average_opt_out_hours?
    } else {
        pack.average_hours?
    };
    let periods = timeline
        .days
        .iter()
        .filter_map(|day| timeline.reference(day.number));
    let (spare, period) = periods
        .map(|period| (most * HOUR * period.days / 7 - period.worked, period.span))
        .min_by_key(|(spare, span)| (*spare, *span))?;
    let last = timeline.clock.day_of(period.end - 1);
    broken(Limit::Average, last, period, (spare, most))
}

/// A breach, if less than nothing is left to a limit.
fn broken(limit: Limit, day: i32, span: Span, (spare, allowed): (i64, i64)) -> Option<Breach> {
    let date = Date::constant(1970, 1, 1).checked_add(i64::from(day).days());
    let breach = Breach {
        limit,
        date: date.ok()?,
        between: [instant(span.start), instant(span.end)],
        margin: minutes(spare),
        allowed,
    };
    (spare < 0).then_some(breach)
}

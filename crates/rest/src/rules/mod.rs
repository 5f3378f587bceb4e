//! The rules, in the order in which they are asked: what forbids, what is not known, what remains.

mod block;
mod hours;
mod nights;
mod runs;

use jiff::Timestamp;

use crate::span::{HOUR, Span, instant};
use crate::{Finding, Kind, Pack, Rule, Session, Timeline, Travel, Verdict};

use block::Block;

/// Minutes of a way that nobody knows.
const UNKNOWN_WAY: i64 = 60;
/// Days before and after a session that must be known.
const DAYS_BEFORE: i32 = 10;
const DAYS_AFTER: i32 = 2;

/// How far a session lies from a limit; negative beyond it.
#[derive(Clone, Copy, Debug)]
struct Distance {
    rule: Rule,
    /// In seconds.
    margin: i64,
    between: [i64; 2],
    bound: Option<i64>,
    /// Whether the bound is an earliest start.
    earliest: bool,
}

/// The verdict on one session (programme 5.3).
pub fn feasible(session: Session, timeline: &Timeline, travel: Travel) -> Finding {
    let inward = travel.inward.unwrap_or(UNKNOWN_WAY).max(0);
    let back = travel.back.unwrap_or(UNKNOWN_WAY).max(0);
    let interval = Span {
        start: session.start.as_second() - inward * 60,
        end: session.end.as_second() + back * 60,
    };
    let mut finding = match &timeline.pack {
        Some(pack) => judged(interval, session, timeline, pack),
        None => bare(Verdict::Unknown, Rule::F09),
    };
    finding.travel_assumed = travel.inward.is_none() || travel.back.is_none();
    finding
}

fn judged(interval: Span, session: Session, timeline: &Timeline, pack: &Pack) -> Finding {
    let block = Block::around(interval, timeline, pack);
    let counted = counted(interval, session, timeline);
    let adds = added(counted, timeline);
    let reference = if adds > 0 {
        timeline.reference(timeline.day_of(session.start.as_second()))
    } else {
        None
    };
    let rest = [
        nights::after(interval, timeline, pack),
        nights::before(interval, timeline, pack),
        runs::after(interval, timeline, pack),
        block.distance(pack),
    ];
    let hours = (adds > 0 && block.inside.is_none_or(|kind| kind != Kind::Clinical)).then(|| {
        [
            hours::week(counted, timeline, pack),
            runs::with(&block, timeline, pack),
            reference.map(|reference| hours::average(adds, reference, timeline, pack)),
        ]
    });
    let broken: Vec<Distance> = std::iter::once(away(interval, timeline))
        .chain(rest)
        .chain(hours.into_iter().flatten())
        .flatten()
        .filter(|distance| distance.margin < 0)
        .collect();
    let mut finding = match broken.split_first() {
        Some((first, others)) => {
            let mut finding = shown(bare(Verdict::Never, first.rule), Some(*first));
            finding.also = others.iter().map(|distance| distance.rule).collect();
            finding
        }
        None => {
            let (verdict, rule) = remaining(interval, &block, timeline, pack);
            let nearest = rest
                .into_iter()
                .flatten()
                .min_by_key(|distance| distance.margin);
            let nearest = nearest.filter(|_| verdict != Verdict::Unknown);
            let mut finding = shown(bare(verdict, rule), nearest);
            finding.bound = None;
            finding.earliest = None;
            finding
        }
    };
    finding.average_not_proven = adds > 0 && reference.is_none();
    finding
}

/// What is left when no rule forbids: F09 to F16, first match.
fn remaining(interval: Span, block: &Block, timeline: &Timeline, pack: &Pack) -> (Verdict, Rule) {
    let first = timeline.day_of(interval.start) - DAYS_BEFORE;
    let last = timeline.day_of(interval.end - 1) + DAYS_AFTER;
    let meets = |spans: &[Span]| spans.iter().any(|span| span.meets(interval));
    if !timeline.knows(first, last) {
        return (Verdict::Unknown, Rule::F09);
    }
    if meets(&timeline.on_call) && !pack.nroc_known {
        return (Verdict::Unknown, Rule::F10);
    }
    match block.inside {
        Some(Kind::Clinical) => return (Verdict::NeedsRelease, Rule::F11),
        _ if block.overlaps_shift => return (Verdict::NeedsRelease, Rule::F12),
        Some(_) => return (Verdict::MayAttend, Rule::F13),
        // Partly in educational time: the rules name only shifts, but it is rostered, so it is not own time.
        None if block.overlaps => return (Verdict::NeedsRelease, Rule::F12),
        None => {}
    }
    if meets(&timeline.not_working) {
        (Verdict::OwnChoice, Rule::F14)
    } else if block.joins {
        (Verdict::OwnChoice, Rule::F15)
    } else {
        (Verdict::OwnChoice, Rule::F16)
    }
}

/// F01: leave, strike, out of programme, imposed rest.
fn away(interval: Span, timeline: &Timeline) -> Option<Distance> {
    let met: Vec<Span> = timeline
        .away
        .iter()
        .filter(|span| span.meets(interval))
        .copied()
        .collect();
    let first = met.first()?;
    let last = met.last()?;
    Some(Distance {
        rule: Rule::F01,
        margin: -met.iter().map(|span| span.overlap(interval)).sum::<i64>(),
        between: [first.start.max(interval.start), last.end.min(interval.end)],
        bound: None,
        earliest: false,
    })
}

/// What of an absence counts as work.
fn counted(interval: Span, session: Session, timeline: &Timeline) -> Span {
    if timeline.policy.travel_counts_as_work {
        return interval;
    }
    Span {
        start: session.start.as_second(),
        end: session.end.as_second(),
    }
}

/// Seconds of work that a session adds: what of it lies outside every duty.
fn added(counted: Span, timeline: &Timeline) -> i64 {
    let covered = crate::span::merged(near(timeline, counted, 0).map(|duty| duty.span).collect());
    counted.length()
        - covered
            .iter()
            .map(|span| span.overlap(counted))
            .sum::<i64>()
}

/// The duties that meet an interval widened by so many seconds on both sides.
fn near(
    timeline: &Timeline,
    interval: Span,
    by: i64,
) -> impl Iterator<Item = &crate::timeline::Duty> {
    // No duty lasts longer than two days, whatever a rota says.
    let from = interval.start - by - 48 * HOUR;
    let at = timeline
        .duties
        .partition_point(|duty| duty.span.start < from);
    timeline.duties[at..]
        .iter()
        .take_while(move |duty| duty.span.start < interval.end + by)
        .filter(move |duty| duty.span.end > interval.start - by)
}

fn bare(verdict: Verdict, rule: Rule) -> Finding {
    Finding {
        verdict,
        rule,
        margin: None,
        between: None,
        bound: None,
        earliest: None,
        also: Vec::new(),
        travel_assumed: false,
        average_not_proven: false,
    }
}

fn shown(mut finding: Finding, distance: Option<Distance>) -> Finding {
    let Some(distance) = distance else {
        return finding;
    };
    let bound: Option<Timestamp> = distance.bound.map(instant);
    finding.margin = Some(minutes(distance.margin));
    finding.between = Some(distance.between.map(instant));
    finding.bound = bound;
    finding.earliest = bound.filter(|_| distance.earliest);
    finding
}

/// Whole minutes, half away from zero.
fn minutes(seconds: i64) -> i64 {
    (seconds.abs() + 30) / 60 * seconds.signum()
}

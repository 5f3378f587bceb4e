//! The rules, in the order in which they are asked: what forbids, what is not known, what remains.

mod block;
mod hours;
mod nights;
mod runs;

use crate::duty::Duty;
use crate::span::{Span, instant, minutes};
use crate::{Finding, Kind, Pack, Rule, Session, Timeline, Travel, Verdict};

use block::Block;
use hours::Added;

/// Minutes of a way that nobody knows.
const UNKNOWN_WAY: i64 = 60;
/// A way takes no longer than a month, whatever is asked.
const LONGEST_WAY: i64 = 31 * 24 * 60;
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
    let minutes = |way: Option<i64>| way.unwrap_or(UNKNOWN_WAY).clamp(0, LONGEST_WAY);
    let (inward, back) = (minutes(travel.inward), minutes(travel.back));
    let interval = Span {
        start: session.start.as_second() - inward * 60,
        end: session.end.as_second() + back * 60,
    };
    let mut finding = match &timeline.pack {
        // Nobody can be free for a session that ends before it begins.
        Some(pack) if session.start < session.end => judged(interval, session, timeline, pack),
        _ => shown(Verdict::Unknown, Rule::F09, None),
    };
    finding.rules_missing = !timeline.complete;
    finding.travel_assumed = travel.inward.is_none() || travel.back.is_none();
    finding
}

fn judged(interval: Span, session: Session, timeline: &Timeline, pack: &Pack) -> Finding {
    let block = Block::around(interval, timeline, pack);
    let added = Added::new(counted(interval, session, timeline), timeline);
    let mut scale = Scale::default();
    scale.forbid(away(interval, timeline));
    scale.rest(nights::after(interval, timeline, pack));
    scale.rest(nights::before(interval, timeline, pack));
    scale.rest(runs::after(interval, timeline, pack));
    scale.rest(block.distance(pack));
    let mut average_not_proven = false;
    if added.seconds > 0 {
        let day = timeline.clock.day_of(session.start.as_second());
        let average = hours::average(added.seconds, day, timeline, pack);
        average_not_proven = average.is_none();
        if block.inside != Some(Kind::Clinical) {
            scale.forbid(hours::week(added, timeline, pack));
            scale.forbid(runs::with(&block, timeline, pack));
            scale.forbid(average.flatten());
        }
    }
    let mut finding = match scale.broken {
        Some(first) => Finding {
            also: scale.also,
            ..shown(Verdict::Never, first.rule, Some(first))
        },
        None => {
            let (verdict, rule) = remaining(interval, &block, timeline, pack);
            let nearest = scale.nearest.filter(|_| verdict != Verdict::Unknown);
            Finding {
                bound: None,
                earliest: None,
                ..shown(verdict, rule, nearest)
            }
        }
    };
    finding.average_not_proven = average_not_proven;
    finding
}

/// The limits as they are asked, from the lowest rule to the highest.
#[derive(Default)]
struct Scale {
    /// The first that is broken, and the rules of the others.
    broken: Option<Distance>,
    also: Vec<Rule>,
    /// The rest rule that is nearest to being broken.
    nearest: Option<Distance>,
}

impl Scale {
    fn forbid(&mut self, distance: Option<Distance>) {
        let Some(distance) = distance.filter(|distance| distance.margin < 0) else {
            return;
        };
        if self.broken.is_none() {
            self.broken = Some(distance);
        } else {
            self.also.push(distance.rule);
        }
    }

    fn rest(&mut self, distance: Option<Distance>) {
        let nearer = |own: Distance| distance.is_some_and(|new| new.margin < own.margin);
        if self.nearest.is_none_or(nearer) {
            self.nearest = distance;
        }
        self.forbid(distance);
    }
}

/// What is left when no rule forbids: F09 to F16, first match.
fn remaining(interval: Span, block: &Block, timeline: &Timeline, pack: &Pack) -> (Verdict, Rule) {
    let first = timeline.clock.day_of(interval.start) - DAYS_BEFORE;
    let last = timeline.clock.day_of(interval.end - 1) + DAYS_AFTER;
    let meets = |spans: &[Span]| !met(spans, interval).is_empty();
    if !timeline.complete || !timeline.knows(first, last) {
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
    let met = met(&timeline.away, interval);
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

/// Those of some spans, in order and apart, that an interval meets.
fn met(spans: &[Span], interval: Span) -> &[Span] {
    let first = spans.partition_point(|span| span.end <= interval.start);
    let met = spans[first..]
        .iter()
        .take_while(|span| span.start < interval.end);
    &spans[first..first + met.count()]
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

/// The duties that meet an interval widened by so many seconds on both sides.
fn near(timeline: &Timeline, interval: Span, by: i64) -> impl Iterator<Item = &Duty> {
    let (from, to) = (interval.start - by, interval.end + by);
    let at = timeline.duties_reach.partition_point(|end| *end <= from);
    timeline.duties[at..]
        .iter()
        .take_while(move |duty| duty.span.start < to)
        .filter(move |duty| duty.span.end > from)
}

/// A finding with what decided it, if anything did.
fn shown(verdict: Verdict, rule: Rule, distance: Option<Distance>) -> Finding {
    let bound = distance.and_then(|distance| distance.bound).map(instant);
    Finding {
        verdict,
        rule,
        margin: distance.map(|distance| minutes(distance.margin)),
        between: distance.map(|distance| distance.between.map(instant)),
        bound,
        earliest: bound.filter(|_| distance.is_some_and(|distance| distance.earliest)),
        also: Vec::new(),
        travel_assumed: false,
        rules_missing: false,
        average_not_proven: false,
    }
}

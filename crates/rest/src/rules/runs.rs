//! Days in a row.

use super::Distance;
use super::block::Block;
use crate::duty::{Counts, Day, runs_limited};
use crate::span::{HOUR, Span};
use crate::{Pack, Rule, Timeline};

/// F04: rest after a run that reached its limit.
pub(super) fn after(interval: Span, timeline: &Timeline, pack: &Pack) -> Option<Distance> {
    let rest = pack.rest_after_run_hours? * HOUR;
    let at = timeline.run_ends.partition_point(|end| *end < interval.end);
    let end = *timeline.run_ends[..at].last()?;
    Some(Distance {
        rule: Rule::F04,
        margin: interval.start - (end + rest),
        between: [end, interval.start],
        bound: Some(end + rest),
        earliest: true,
    })
}

/// F07: with the block as one duty, too many days in a row, or a run that newly reaches its limit without the
/// rest after it.
pub(super) fn with(block: &Block, timeline: &Timeline, pack: &Pack) -> Option<Distance> {
    let days = Days::new(block, timeline, pack);
    runs_limited(pack)
        .into_iter()
        .enumerate()
        .filter_map(|(kind, (limit, counts))| days.run(limit?, counts, kind == 2))
        .min_by_key(|distance| distance.margin)
}

/// The days of a timeline with the block put in.
struct Days<'a> {
    block: &'a Block,
    timeline: &'a Timeline,
    pack: &'a Pack,
    /// The day of the block, joined with what else begins on its date.
    here: Day,
    /// What began on its date before, and the places of the last day before it and of the first after it.
    own: Option<Day>,
    before: usize,
    after: usize,
}

impl<'a> Days<'a> {
    fn new(block: &'a Block, timeline: &'a Timeline, pack: &'a Pack) -> Self {
        let number = timeline.clock.day_of(block.span.start);
        let shape = &timeline.shape;
        let long = shape.is_long(block.span);
        let mut here = Day {
            number,
            span: block.span,
            ends: [Some(block.span.end), None],
            long,
            late_long: long && shape.is_late(block.span, number, &timeline.clock),
        };
        let before = timeline.days.partition_point(|day| day.number < number);
        let own = timeline.days.get(before).filter(|day| day.number == number);
        if let Some(own) = own {
            here.span = here.span.join(own.span);
            here.long |= own.long;
            here.late_long |= own.late_long;
        }
        Self {
            block,
            timeline,
            pack,
            here,
            own: own.copied(),
            before,
            after: before + usize::from(own.is_some()),
        }
    }

    /// Whether all duties of a day went into the block.
    fn is_gone(&self, day: &Day) -> bool {
        self.block.span.holds(day.span)
            && self.block.has_duty_of(day.number, self.timeline, self.pack)
    }

    /// How many of some days, each a date further than the last, hold a run on.
    fn follows(&self, days: impl Iterator<Item = &'a Day>, step: i32, counts: Counts) -> usize {
        let mut number = self.here.number;
        days.take_while(|day| {
            number += step;
            day.number == number && counts(day) && !self.is_gone(day)
        })
        .count()
    }

    /// The days before the block's, backwards, and those after it.
    fn sides(&self) -> (&'a [Day], &'a [Day]) {
        let days = &self.timeline.days;
        (&days[..self.before], &days[self.after..])
    }

    fn run(&self, limit: usize, counts: Counts, any: bool) -> Option<Distance> {
        if !counts(&self.here) {
            return None;
        }
        let (earlier, later) = self.sides();
        let before = self.follows(earlier.iter().rev(), -1, counts);
        let behind = self.follows(later.iter(), 1, counts);
        let length = before + 1 + behind;
        // The day at a place of the run, counted from its first.
        let day = |place: usize| match place.checked_sub(before) {
            None => &earlier[earlier.len() - before + place],
            Some(0) => &self.here,
            Some(on) => &later[on - 1],
        };
        if any && length > limit {
            let over = i64::try_from(length - limit).unwrap_or(i64::MAX);
            return Some(Distance {
                rule: Rule::F07,
                margin: -over * HOUR,
                between: [day(0).span.start, day(length - 1).span.end],
                bound: None,
                earliest: false,
            });
        }
        // A run that was as long without the session is the rota's own, and F04 follows it.
        let was = self.own.is_some_and(|day| counts(&day));
        if was || length < limit {
            return None;
        }
        let reached = day(limit.checked_sub(1)?);
        let next = self.next_start(reached.number)?;
        Some(Distance {
            rule: Rule::F07,
            margin: next - reached.span.end - self.pack.rest_after_run_hours? * HOUR,
            between: [reached.span.end, next],
            bound: None,
            earliest: false,
        })
    }

    /// When the first duty begins on a later date.
    fn next_start(&self, number: i32) -> Option<i64> {
        let days = &self.timeline.days;
        let at = days.partition_point(|day| day.number <= number);
        let here = self.here.number;
        let next = days[at..]
            .iter()
            .find(|day| day.number == here || !self.is_gone(day));
        let block = (here > number).then_some(self.here.span.start);
        [next.map(|day| day.span.start), block]
            .into_iter()
            .flatten()
            .min()
    }
}

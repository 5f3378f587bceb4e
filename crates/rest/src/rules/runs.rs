//! Days in a row.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::Distance;
use super::block::Block;
use crate::span::{HOUR, Span};
use crate::timeline::{Counts, Day, is_late, runs_limited};
use crate::{Pack, Rule, Timeline};

/// F04: rest after a run that reached its limit.
pub(super) fn after(interval: Span, timeline: &Timeline, pack: &Pack) -> Option<Distance> {
    let rest = pack.rest_after_run_hours * HOUR;
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
        .filter_map(|(kind, (limit, counts))| days.run(limit, counts, kind == 2, pack))
        .min_by_key(|distance| distance.margin)
}

/// The days of a timeline with the block put in.
struct Days<'a> {
    timeline: &'a Timeline,
    block: Day,
    /// Days whose duties all went into the block.
    gone: Vec<i32>,
}

impl<'a> Days<'a> {
    fn new(block: &Block, timeline: &'a Timeline, pack: &Pack) -> Self {
        let number = timeline.day_of(block.span.start);
        let date = Date::constant(1970, 1, 1) + number.days();
        let long = block.span.length() > pack.long_over_hours * HOUR;
        let mut day = Day {
            number,
            span: block.span,
            ends: [Some(block.span.end), None],
            long,
            late_long: long && is_late(block.span, date, &timeline.zone, pack),
        };
        if let Some(own) = old(timeline, number) {
            day.span = day.span.join(own.span);
            day.long |= own.long;
            day.late_long |= own.late_long;
        }
        let gone = block
            .days
            .iter()
            .copied()
            .filter(|other| *other != number)
            .filter(|other| old(timeline, *other).is_some_and(|day| block.span.holds(day.span)))
            .collect();
        Self {
            timeline,
            block: day,
            gone,
        }
    }

    fn get(&self, number: i32) -> Option<Day> {
        if number == self.block.number {
            return Some(self.block);
        }
        old(self.timeline, number).filter(|_| !self.gone.contains(&number))
    }

    fn run(&self, limit: usize, counts: Counts, any: bool, pack: &Pack) -> Option<Distance> {
        let here = self.block.number;
        if !counts(&self.block) {
            return None;
        }
        let holds = |number: &i32| self.get(*number).is_some_and(|day| counts(&day));
        let before = (1..).map(|back| here - back).take_while(holds).count();
        let behind = (1..).map(|on| here + on).take_while(holds).count();
        let length = before + 1 + behind;
        let first = here - i32::try_from(before).unwrap_or(0);
        let last = here + i32::try_from(behind).unwrap_or(0);
        if any && length > limit {
            let over = i64::try_from(length - limit).unwrap_or(i64::MAX);
            return Some(Distance {
                rule: Rule::F07,
                margin: -over * HOUR,
                between: [self.get(first)?.span.start, self.get(last)?.span.end],
                bound: None,
                earliest: false,
            });
        }
        // A run that was as long without the session is the rota's own, and F04 follows it.
        let was = old(self.timeline, here).is_some_and(|day| counts(&day));
        if was || length < limit {
            return None;
        }
        let reached = first + i32::try_from(limit).unwrap_or(0) - 1;
        let end = self.get(reached)?.span.end;
        let next = self.next_start(reached)?;
        Some(Distance {
            rule: Rule::F07,
            margin: next - end - pack.rest_after_run_hours * HOUR,
            between: [end, next],
            bound: None,
            earliest: false,
        })
    }

    /// When the first duty begins on a later date.
    fn next_start(&self, number: i32) -> Option<i64> {
        let at = self
            .timeline
            .days
            .partition_point(|day| day.number <= number);
        let next = self.timeline.days[at..]
            .iter()
            .find(|day| !self.gone.contains(&day.number));
        let block = (self.block.number > number).then_some(self.block.span.start);
        [next.map(|day| day.span.start), block]
            .into_iter()
            .flatten()
            .min()
    }
}

fn old(timeline: &Timeline, number: i32) -> Option<Day> {
    let found = timeline
        .days
        .binary_search_by_key(&number, |day| day.number);
    found.ok().map(|at| timeline.days[at])
}

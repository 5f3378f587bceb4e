//! A session joined with the shifts beside it: at most so long, or rested in between.

use super::{Distance, near};
use crate::duty::Duty;
use crate::span::{HOUR, Span};
use crate::{Kind, Pack, Rule, Timeline};

/// A session with every non-night duty that it overlaps or comes too near.
pub(super) struct Block {
    pub(super) interval: Span,
    /// From the first start to the last end.
    pub(super) span: Span,
    /// What the one duty is that the session lies wholly inside.
    pub(super) inside: Option<Kind>,
    /// Whether it overlaps a clinical shift.
    pub(super) overlaps_shift: bool,
    /// Whether it overlaps any duty.
    pub(super) overlaps: bool,
    /// Whether duties stand beside it.
    pub(super) joins: bool,
    /// How near a duty that does not overlap joins, in seconds; none does where a pack does not say.
    rest: i64,
    /// The nearest duty that does not overlap.
    nearest: Option<Nearest>,
}

/// The end of a duty before the session, or the start of one after it.
#[derive(Clone, Copy)]
enum Nearest {
    Before(i64),
    After(i64),
}

impl Nearest {
    fn gap(self, interval: Span) -> i64 {
        match self {
            Self::Before(end) => interval.start - end,
            Self::After(start) => start - interval.end,
        }
    }
}

impl Block {
    /// Joins a session with what is near.
    pub(super) fn around(interval: Span, timeline: &Timeline, pack: &Pack) -> Self {
        let mut block = Self {
            interval,
            span: interval,
            inside: None,
            overlaps_shift: false,
            overlaps: false,
            joins: false,
            rest: pack.rest_between_hours.unwrap_or(0) * HOUR,
            nearest: nearest(interval, timeline),
        };
        for duty in joining(interval, block.rest, timeline, pack) {
            if duty.span.holds(interval) {
                // A session that lies inside two duties at once is judged by the clinical one.
                let clinical = block.inside == Some(Kind::Clinical);
                block.inside = Some(if clinical { Kind::Clinical } else { duty.kind });
            }
            let meets = duty.span.meets(interval);
            block.overlaps |= meets;
            block.overlaps_shift |= meets && duty.kind == Kind::Clinical;
            block.joins = true;
            block.span = block.span.join(duty.span);
        }
        block
    }

    /// Whether a duty that counts for a day went into the block.
    pub(super) fn has_duty_of(&self, day: i32, timeline: &Timeline, pack: &Pack) -> bool {
        joining(self.interval, self.rest, timeline, pack).any(|duty| duty.day == day)
    }

    /// F05: the block is too long. None inside one duty, and where no other duty is known.
    pub(super) fn distance(&self, pack: &Pack) -> Option<Distance> {
        if self.inside.is_some() {
            return None;
        }
        let rest = self.rest;
        let length = pack.shift_most_hours? * HOUR - self.span.length();
        let by_length = Distance {
            rule: Rule::F05,
            margin: length,
            between: [self.span.start, self.span.end],
            bound: None,
            earliest: false,
        };
        if !self.joins && length < 0 {
            return Some(by_length);
        }
        let Some(nearest) = self.nearest else {
            return self.joins.then_some(by_length);
        };
        if self.overlaps {
            return Some(by_length);
        }
        let gap = nearest.gap(self.interval) - rest;
        let (between, bound, before) = match nearest {
            Nearest::Before(end) => ([end, self.interval.start], end + rest, true),
            Nearest::After(start) => ([self.interval.end, start], start - rest, false),
        };
        let by_gap = Distance {
            rule: Rule::F05,
            margin: gap,
            between,
            bound: Some(bound),
            earliest: before,
        };
        if self.joins && length > gap {
            // What decides is the length, what would mend it is the rest from the nearest duty.
            return Some(Distance {
                bound: Some(bound),
                earliest: before,
                ..by_length
            });
        }
        Some(by_gap)
    }
}

/// The duties that a session overlaps or comes too near: no nights, but one from which it may be released.
fn joining<'a>(
    interval: Span,
    rest: i64,
    timeline: &'a Timeline,
    pack: &Pack,
) -> impl Iterator<Item = &'a Duty> {
    let release = pack.release_from_night.unwrap_or(false);
    let released = move |night: Span| release && night.holds(interval);
    near(timeline, interval, rest).filter(move |duty| !duty.night || released(duty.span))
}

/// The duty, no night, that lies nearest without overlapping: of one before only the end is known, of one
/// after only the start.
fn nearest(interval: Span, timeline: &Timeline) -> Option<Nearest> {
    let (ends, starts) = (&timeline.shift_ends, &timeline.shift_starts);
    let at = ends.partition_point(|end| *end <= interval.start);
    let before = at.checked_sub(1).map(|at| Nearest::Before(ends[at]));
    let at = starts.partition_point(|start| *start < interval.end);
    let after = starts.get(at).map(|start| Nearest::After(*start));
    before
        .into_iter()
        .chain(after)
        .min_by_key(|nearest| nearest.gap(interval))
}

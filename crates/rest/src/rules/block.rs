//! A session joined with the shifts beside it: at most so long, or rested in between.

use super::{Distance, near};
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
    /// The dates of the duties in the block.
    pub(super) days: Vec<i32>,
    /// The nearest duty that does not overlap.
    nearest: Option<Span>,
}

impl Block {
    /// Joins a session with what is near.
    pub(super) fn around(interval: Span, timeline: &Timeline, pack: &Pack) -> Self {
        let rest = pack.rest_between_hours * HOUR;
        let mut block = Self {
            interval,
            span: interval,
            inside: None,
            overlaps_shift: false,
            overlaps: false,
            joins: false,
            days: Vec::new(),
            nearest: nearest(interval, timeline),
        };
        let released = |night: Span| pack.release_from_night && night.holds(interval);
        for duty in near(timeline, interval, rest).filter(|duty| !duty.night || released(duty.span))
        {
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
            block.days.push(duty.day);
        }
        block
    }

    /// F05: the block is too long. None inside one duty, and where no other duty is known.
    pub(super) fn distance(&self, pack: &Pack) -> Option<Distance> {
        if self.inside.is_some() {
            return None;
        }
        let rest = pack.rest_between_hours * HOUR;
        let length = pack.shift_most_hours * HOUR - self.span.length();
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
        let before = nearest.end <= self.interval.start;
        let gap = nearest.gap(self.interval) - rest;
        let bound = if before {
            nearest.end + rest
        } else {
            nearest.start - rest
        };
        if self.overlaps {
            return Some(by_length);
        }
        let by_gap = Distance {
            rule: Rule::F05,
            margin: gap,
            between: if before {
                [nearest.end, self.interval.start]
            } else {
                [self.interval.end, nearest.start]
            },
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

/// The duty, no night, that lies nearest without overlapping.
fn nearest(interval: Span, timeline: &Timeline) -> Option<Span> {
    let at = timeline
        .duties
        .partition_point(|duty| duty.span.start < interval.end);
    let after = timeline.duties[at..].iter().find(|duty| !duty.night);
    // Duties are in order of their starts; of those before, one of the last few ends last.
    let before = timeline.duties[..at]
        .iter()
        .rev()
        .filter(|duty| !duty.night && duty.span.end <= interval.start)
        .take(4)
        .max_by_key(|duty| duty.span.end);
    before
        .into_iter()
        .chain(after)
        .map(|duty| duty.span)
        .min_by_key(|span| span.gap(interval))
}

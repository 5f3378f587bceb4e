//! Hours worked.

use super::Distance;
use crate::span::{HOUR, Span, Worked};
use crate::{Pack, Rule, Timeline};

/// Working time that a session adds.
#[derive(Clone, Copy)]
pub(super) struct Added {
    /// What of the absence counts as work.
    pub(super) counted: Span,
    /// What of that lies outside every duty, in seconds.
    pub(super) seconds: i64,
    /// The first stretch of work that ends after its start.
    at: usize,
}

impl Added {
    pub(super) fn new(counted: Span, timeline: &Timeline) -> Self {
        let at = timeline.worked.first_after(counted.start);
        let met = timeline.worked.spans[at..]
            .iter()
            .take_while(|span| span.start < counted.end);
        Self {
            counted,
            seconds: counted.length() - met.map(|span| span.overlap(counted)).sum::<i64>(),
            at,
        }
    }
}

/// F06: the union of duties and what counts as work of the session, in the worst window that meets it. None
/// where no window can be too full.
pub(super) fn week(added: Added, timeline: &Timeline, pack: &Pack) -> Option<Distance> {
    let window = pack.window_hours? * HOUR;
    let most = pack.window_most_hours? * HOUR;
    if fullest(added, timeline, window) + added.seconds <= most {
        return None;
    }
    let (sum, start) = Union::new(&timeline.worked, added.counted).worst(added.counted, window)?;
    Some(Distance {
        rule: Rule::F06,
        margin: most - sum,
        between: [start, start + window],
        bound: None,
        earliest: false,
    })
}

/// No window that meets a session holds more of the rota's own work. A window that ends between two stretches
/// holds no more than one that ends with the stretch before, and one that ends within a stretch no more than
/// one that ends with it.
fn fullest(added: Added, timeline: &Timeline, window: i64) -> i64 {
    let sums = &timeline.window_sums;
    let first = added.at.saturating_sub(1);
    let mut fullest = 0;
    for (sum, span) in sums[first..].iter().zip(&timeline.worked.spans[first..]) {
        fullest = fullest.max(*sum);
        if span.end >= added.counted.end + window {
            break;
        }
    }
    fullest
}

/// Stretches of work with one more put in, without a copy of them.
struct Union<'a> {
    worked: &'a Worked,
    /// The stretch that is put in, with those that it touches.
    joined: Span,
    /// Its place, and that of the first stretch behind it.
    at: usize,
    behind: usize,
}

impl<'a> Union<'a> {
    fn new(worked: &'a Worked, added: Span) -> Self {
        let spans = &worked.spans;
        let at = spans.partition_point(|span| span.end < added.start);
        let touching = spans[at..]
            .iter()
            .take_while(|span| span.start <= added.end);
        let behind = at + touching.count();
        let joined = spans[at..behind]
            .iter()
            .fold(added, |joined, span| joined.join(*span));
        Self {
            worked,
            joined,
            at,
            behind,
        }
    }

    /// Most work in a window that meets what was put in, and the first start of such a window. The sum
    /// changes its slope only where a window begins or ends with a stretch of work.
    fn worst(&self, added: Span, window: i64) -> Option<(i64, i64)> {
        let meets = |start: i64| start < added.end && added.start < start + window;
        let mut worst: Option<(i64, i64)> = None;
        let mut weigh = |sum: i64, start: i64| {
            let worse = |(most, first)| sum > most || (sum == most && start < first);
            if meets(start) && worst.is_none_or(worse) {
                worst = Some((sum, start));
            }
        };
        // Two passes with one end of the window on a stretch and the other following.
        let mut other = self.first_reaching(added.start);
        for place in self.first_reaching(added.start - window)..self.length() {
            let start = self.span(place).start;
            if start >= added.end {
                break;
            }
            let end = start + window;
            while other < self.length() && self.span(other).end <= end {
                other += 1;
            }
            weigh(self.until(other, end) - self.before(place), start);
        }
        let mut other = self.first_reaching(added.start - window);
        for place in self.first_reaching(added.start)..self.length() {
            let end = self.span(place).end;
            let start = end - window;
            if start >= added.end {
                break;
            }
            while self.span(other).end <= start {
                other += 1;
            }
            weigh(self.before(place + 1) - self.until(other, start), start);
        }
        worst
    }

    fn length(&self) -> usize {
        self.at + 1 + self.worked.spans.len() - self.behind
    }

    fn span(&self, place: usize) -> Span {
        match place.cmp(&self.at) {
            std::cmp::Ordering::Less => self.worked.spans[place],
            std::cmp::Ordering::Equal => self.joined,
            std::cmp::Ordering::Greater => self.worked.spans[place - self.at - 1 + self.behind],
        }
    }

    /// Seconds of work before the stretch at a place, or of all for the place after the last.
    fn before(&self, place: usize) -> i64 {
        if place <= self.at {
            return self.worked.before(place);
        }
        let gone = self.worked.before(self.behind) - self.worked.before(self.at);
        let at = place - self.at - 1 + self.behind;
        self.worked.before(at) - gone + self.joined.length()
    }

    /// Seconds of work before an instant, where `place` is the first stretch that ends after it.
    fn until(&self, place: usize, instant: i64) -> i64 {
        let begun = if place < self.length() {
            (instant - self.span(place).start).max(0)
        } else {
            0
        };
        self.before(place) + begun
    }

    /// The first stretch, not after what was put in, that ends after an instant. What is looked for is near,
    /// so it is walked to.
    fn first_reaching(&self, instant: i64) -> usize {
        let mut place = self.at;
        while place > 0 && self.span(place - 1).end > instant {
            place -= 1;
        }
        place
    }
}

/// F08: the average over the reference period. Outer none: not every day of it is known, or there is none.
/// Inner none: the average stays within the limit.
pub(super) fn average(
    adds: i64,
    day: i32,
    timeline: &Timeline,
    pack: &Pack,
) -> Option<Option<Distance>> {
    let cap = if timeline.policy.opt_out_48 {
        pack.average_opt_out_hours?
    } else {
        pack.average_hours?
    };
    let reference = timeline.reference(day)?;
    let margin = cap * HOUR * reference.days / 7 - reference.worked - adds;
    let beyond = (margin < 0).then_some(Distance {
        rule: Rule::F08,
        margin,
        between: [reference.span.start, reference.span.end],
        bound: None,
        earliest: false,
    });
    Some(beyond)
}

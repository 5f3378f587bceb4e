//! Stretches of time in whole seconds since 1970, half-open.

use jiff::Timestamp;

pub(crate) const HOUR: i64 = 3600;
pub(crate) const DAY: i64 = 24 * HOUR;

/// From a first instant to the one after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) start: i64,
    pub(crate) end: i64,
}

impl Span {
    pub(crate) fn length(self) -> i64 {
        self.end - self.start
    }

    pub(crate) fn overlap(self, other: Self) -> i64 {
        (self.end.min(other.end) - self.start.max(other.start)).max(0)
    }

    pub(crate) fn meets(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub(crate) fn holds(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    pub(crate) fn join(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// Joins spans that touch; the result is in order.
pub(crate) fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

/// Stretches of work that do not touch, in order, with the seconds worked before each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Worked {
    pub(crate) spans: Vec<Span>,
    /// One more than there are spans.
    before: Vec<i64>,
}

impl Worked {
    pub(crate) fn new(spans: Vec<Span>) -> Self {
        let spans = merged(spans);
        let mut before = Vec::with_capacity(spans.len() + 1);
        let mut sum = 0i64;
        before.push(sum);
        for span in &spans {
            sum += span.length();
            before.push(sum);
        }
        Self { spans, before }
    }

    /// Seconds worked before the span at a place.
    pub(crate) fn before(&self, at: usize) -> i64 {
        self.before[at]
    }

    /// The first stretch that ends after an instant.
    pub(crate) fn first_after(&self, seconds: i64) -> usize {
        self.spans.partition_point(|span| span.end <= seconds)
    }

    /// Seconds worked within a span.
    pub(crate) fn within(&self, span: Span) -> i64 {
        self.until(span.end) - self.until(span.start)
    }

    /// For each stretch the seconds worked in the window that ends with it.
    pub(crate) fn sums_up_to_each(&self, window: i64) -> Vec<i64> {
        let mut first = 0;
        let sums = self.spans.iter().enumerate().map(|(at, span)| {
            let start = span.end - window;
            while self.spans[first].end <= start {
                first += 1;
            }
            let cut = (start - self.spans[first].start).max(0);
            self.before[at + 1] - self.before[first] - cut
        });
        sums.collect()
    }

    fn until(&self, seconds: i64) -> i64 {
        let at = self.spans.partition_point(|span| span.start < seconds);
        let over = at
            .checked_sub(1)
            .map_or(0, |last| (self.spans[last].end - seconds).max(0));
        self.before[at] - over
    }
}

/// An instant as it leaves the crate.
pub(crate) fn instant(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Whole minutes, half away from zero.
pub(crate) fn minutes(seconds: i64) -> i64 {
    (seconds.abs() + 30) / 60 * seconds.signum()
}

//! Hours worked.

use super::{Distance, near};
use crate::span::{HOUR, Span, merged};
use crate::{Pack, Rule, Timeline};

/// F06: the union of duties and what counts as work of the session, in the worst window that meets it.
pub(super) fn week(counted: Span, timeline: &Timeline, pack: &Pack) -> Option<Distance> {
    let window = pack.window_hours * HOUR;
    let mut worked: Vec<Span> = near(timeline, counted, window)
        .map(|duty| duty.span)
        .collect();
    worked.push(counted);
    let worked = merged(worked);
    // The sum changes its slope only where a window begins or ends with a stretch of work.
    let starts = worked.iter().map(|span| span.start);
    let ends = worked.iter().map(|span| span.end - window);
    let worst = starts
        .chain(ends)
        .map(|start| Span {
            start,
            end: start + window,
        })
        .filter(|window| window.meets(counted))
        .map(|window| {
            let sum: i64 = worked.iter().map(|span| span.overlap(window)).sum();
            (sum, window)
        })
        .max_by_key(|(sum, window)| (*sum, std::cmp::Reverse(window.start)))?;
    let (sum, window) = worst;
    Some(Distance {
        rule: Rule::F06,
        margin: pack.window_most_hours * HOUR - sum,
        between: [window.start, window.end],
        bound: None,
        earliest: false,
    })
}

/// F08: the average over the reference period, if every day of it is known.
pub(super) fn average(
    adds: i64,
    (period, worked): (Span, i64),
    timeline: &Timeline,
    pack: &Pack,
) -> Distance {
    let cap = if timeline.policy.opt_out_48 {
        pack.average_opt_out_hours
    } else {
        pack.average_hours
    };
    // Days, not seconds: a clock change does not make a week shorter.
    let days = (period.length() + 12 * HOUR) / (24 * HOUR);
    let allowed = cap * HOUR * days / 7;
    Distance {
        rule: Rule::F08,
        margin: allowed - worked - adds,
        between: [period.start, period.end],
        bound: None,
        earliest: false,
    }
}

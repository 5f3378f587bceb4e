//! Rest around nights.

use super::Distance;
use crate::span::{HOUR, Span};
use crate::{Pack, Rule, Timeline};

/// F02: rest after a night, a single one too. The night that ended last before the end of the session decides.
pub(super) fn after(interval: Span, timeline: &Timeline, pack: &Pack) -> Option<Distance> {
    let rest = pack.rest_after_night_hours? * HOUR;
    let ends = &timeline.night_ends;
    let at = ends.partition_point(|end| *end < interval.end);
    let end = ends[at.checked_sub(1)?];
    Some(Distance {
        rule: Rule::F02,
        margin: interval.start - (end + rest),
        between: [end, interval.start],
        bound: Some(end + rest),
        earliest: true,
    })
}

/// F03: no session on the day of a first night, between nights or inside one. The first night that ends after
/// the start of the session decides.
pub(super) fn before(interval: Span, timeline: &Timeline, pack: &Pack) -> Option<Distance> {
    let rest = pack.rest_between_hours? * HOUR;
    let release = pack.release_from_night.unwrap_or(false);
    let reach = &timeline.nights_reach;
    let at = reach.partition_point(|end| *end <= interval.start);
    let night = timeline.nights[at..]
        .iter()
        .filter(|night| interval.start < night.end)
        .find(|night| !(release && night.holds(interval)))?;
    Some(Distance {
        rule: Rule::F03,
        margin: night.start - rest - interval.end,
        between: [interval.end, night.start],
        bound: Some(night.start - rest),
        earliest: false,
    })
}

//! Rest around nights.

use super::Distance;
use crate::span::{HOUR, Span};
use crate::{Pack, Rule, Timeline};

/// F02: rest after a night, a single one too. The night that ended last before the end of the session decides.
pub(super) fn after(interval: Span, timeline: &Timeline, pack: &Pack) -> Option<Distance> {
    let rest = pack.rest_after_night_hours * HOUR;
    let night = timeline
        .nights
        .iter()
        .filter(|night| night.end < interval.end)
        .max_by_key(|night| night.end)?;
    Some(Distance {
        rule: Rule::F02,
        margin: interval.start - (night.end + rest),
        between: [night.end, interval.start],
        bound: Some(night.end + rest),
        earliest: true,
    })
}

/// F03: no session on the day of a first night, between nights or inside one. The night that ends first after
/// the start of the session decides.
pub(super) fn before(interval: Span, timeline: &Timeline, pack: &Pack) -> Option<Distance> {
    let rest = pack.rest_between_hours * HOUR;
    let night = timeline
        .nights
        .iter()
        .filter(|night| interval.start < night.end)
        .filter(|night| !(pack.release_from_night && night.holds(interval)))
        .min_by_key(|night| night.start)?;
    Some(Distance {
        rule: Rule::F03,
        margin: night.start - rest - interval.end,
        between: [interval.end, night.start],
        bound: Some(night.start - rest),
        earliest: false,
    })
}

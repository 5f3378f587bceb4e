//! Time zones as calendars name them: IANA names, those of Windows, and rules of the file's own.

use super::rule::Rule;
use super::unroll::{Steps, Window, civil, seconds, unroll};
use super::value::Moment;
use super::windows::iana_name;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use std::collections::HashMap;
use std::sync::Arc;

/// Where a local time belongs.
#[derive(Debug, Clone)]
pub(super) enum Zone {
    /// Wherever the reader is.
    Floating,
    Known(TimeZone),
    Own(Arc<OwnZone>),
}

/// When a local time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placed {
    Once(Timestamp),
    /// The clocks go back over it.
    Twice(Timestamp, Timestamp),
    /// The clocks go forward over it, or no calendar reaches so far.
    Never,
}

impl Zone {
    pub(super) fn utc() -> Self {
        Zone::Known(TimeZone::UTC)
    }

    pub(super) fn same(&self, other: &Zone) -> bool {
        match (self, other) {
            (Zone::Floating, Zone::Floating) => true,
            (Zone::Known(one), Zone::Known(other)) => one == other,
            (Zone::Own(one), Zone::Own(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }

    pub(super) fn place(&self, local: i64, viewer: &TimeZone) -> Placed {
        match self {
            Zone::Floating => place(viewer, local),
            Zone::Known(zone) => place(zone, local),
            Zone::Own(own) => own.place(local),
        }
    }

    /// The local clock at an instant.
    pub(super) fn clock(&self, instant: Timestamp, viewer: &TimeZone) -> i64 {
        match self {
            Zone::Floating => seconds(viewer.to_datetime(instant)),
            Zone::Known(zone) => seconds(zone.to_datetime(instant)),
            Zone::Own(own) => instant.as_second() + i64::from(own.offset_at(instant.as_second())),
        }
    }
}

fn place(zone: &TimeZone, local: i64) -> Placed {
    let Some(time) = civil(local) else {
        return Placed::Never;
    };
    let placed = match zone.to_ambiguous_timestamp(time).offset() {
        AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(time).map(Placed::Once),
        AmbiguousOffset::Fold { before, after } => before
            .to_timestamp(time)
            .and_then(|first| Ok(Placed::Twice(first, after.to_timestamp(time)?))),
        AmbiguousOffset::Gap { .. } => Ok(Placed::Never),
    };
    placed.unwrap_or(Placed::Never)
}

/// A STANDARD or DAYLIGHT block of a VTIMEZONE.
#[derive(Debug, Clone, Default)]
pub(super) struct Observance {
    pub start: Option<DateTime>,
    pub before: Option<i32>,
    pub after: Option<i32>,
    pub rules: Vec<Rule>,
    pub dates: Vec<DateTime>,
}

/// A zone that a file defines by its own rules, as changes of its offset in order.
#[derive(Debug)]
pub(super) struct OwnZone {
    changes: Vec<Change>,
}

#[derive(Debug, Clone, Copy)]
struct Change {
    at: i64,
    before: i32,
    after: i32,
}

/// Rules are followed from 1900, since some programs let them begin in 1601, and those without an end to 2100.
const FOLLOWED_FROM: i64 = -2_208_988_800;
const FOLLOWED_TO: i64 = 4_102_444_800;
const MOST_CHANGES: usize = 20_000;

impl OwnZone {
    /// `None` where no block says when it begins and which offsets it lies between.
    pub(super) fn new(observances: &[Observance], steps: &mut Steps) -> Option<Self> {
        let mut changes: Vec<Change> = Vec::new();
        for observance in observances {
            let (Some(start), Some(before), Some(after)) =
                (observance.start, observance.before, observance.after)
            else {
                continue;
            };
            let mut take = |local: i64| {
                let at = local - i64::from(before);
                changes.push(Change { at, before, after });
                changes.len() < MOST_CHANGES
            };
            take(seconds(start));
            for &date in &observance.dates {
                take(seconds(date));
            }
            let window = Window {
                from: seconds(start).max(FOLLOWED_FROM),
                to: FOLLOWED_TO,
            };
            for rule in &observance.rules {
                let until = rule.until.map(|until| match until {
                    Moment::Utc(time) => seconds(time) + i64::from(before),
                    local => seconds(local.civil()),
                });
                unroll(rule, start, until, window, steps, &mut take);
            }
        }
        changes.sort_by_key(|change| change.at);
        changes.dedup_by_key(|change| change.at);
        (!changes.is_empty()).then_some(OwnZone { changes })
    }

    fn offset_at(&self, instant: i64) -> i32 {
        let next = self.changes.partition_point(|change| change.at <= instant);
        match next.checked_sub(1) {
            Some(last) => self.changes[last].after,
            None => self.changes.first().map_or(0, |first| first.before),
        }
    }

    fn place(&self, local: i64) -> Placed {
        // No change moves the clock by more than two days, so only those near can decide.
        let near = |days: i64| {
            self.changes
                .partition_point(|change| change.at < local + days * 86_400)
        };
        let (from, to) = (near(-2).saturating_sub(1), near(2));
        let mut offsets: Vec<i32> = self.changes[from..to]
            .iter()
            .flat_map(|change| [change.before, change.after])
            .collect();
        offsets.push(self.offset_at(local));
        let mut instants: Vec<i64> = offsets
            .into_iter()
            .map(|offset| (local - i64::from(offset), offset))
            .filter(|&(instant, offset)| self.offset_at(instant) == offset)
            .map(|(instant, _)| instant)
            .collect();
        instants.sort_unstable();
        instants.dedup();
        let time = |instant: &i64| Timestamp::from_second(*instant).ok();
        match (
            instants.first().and_then(time),
            instants.last().and_then(time),
        ) {
            (Some(first), Some(last)) if first == last => Placed::Once(first),
            (Some(first), Some(last)) => Placed::Twice(first, last),
            _ => Placed::Never,
        }
    }
}

/// The zones that the blocks of a file define.
#[derive(Default)]
pub(super) struct Zones {
    own: HashMap<String, (Arc<OwnZone>, Option<String>)>,
}

impl Zones {
    /// Takes a block and the IANA name it gives beside its own (`X-LIC-LOCATION`).
    pub(super) fn add(&mut self, name: String, zone: OwnZone, location: Option<String>) {
        self.own.insert(name, (Arc::new(zone), location));
    }

    /// The zone of a TZID. Names that everybody knows lead, because the blocks beside them are often cut short.
    pub(super) fn find(&self, name: &str) -> Option<Zone> {
        let name = name.trim();
        let own = self.own.get(name);
        let windows = || iana_name(name).and_then(known);
        let shared = if name.contains('/') || own.is_none() {
            known(name)
        } else {
            None
        };
        if let Some(zone) = shared.or_else(windows).or_else(|| ending(name)) {
            return Some(Zone::Known(zone));
        }
        let (own, location) = own?;
        let located = location.as_deref().and_then(known);
        Some(located.map_or_else(|| Zone::Own(Arc::clone(own)), Zone::Known))
    }
}

fn known(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok()
}

/// Some programs put an address of theirs before the name: `/mozilla.org/20050126_1/Europe/Berlin`.
fn ending(name: &str) -> Option<TimeZone> {
    let mut rest = name;
    while let Some((_, after)) = rest.split_once('/') {
        rest = after;
        if rest.contains('/')
            && let Some(zone) = known(rest)
        {
            return Some(zone);
        }
    }
    None
}

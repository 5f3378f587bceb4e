//! Which events belong together, and which occurrences of a series are changed or called off.

use super::Event;
use super::model::Stamp;
use super::unroll::{DAY, seconds};
use super::zone::{Placed, Zone};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, HashMap, HashSet};

/// How far a changed occurrence may lie from the one it stands for, and those after it still be found, in days.
const FARTHEST_MOVE: i64 = 400;

/// Events of one UID: the series, and the changes to single occurrences.
pub(super) struct Series<'c> {
    pub masters: Vec<&'c Event>,
    pub changes: Vec<&'c Event>,
}

/// Groups events by UID in the order of the file. Of events that share a UID the highest SEQUENCE counts; of equal
/// ones all that differ are kept, because some programs give every event the same UID.
pub(super) fn series(events: &[Event]) -> Vec<Series<'_>> {
    let mut groups: Vec<Vec<&Event>> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for event in events {
        let group = if event.uid.is_empty() {
            groups.len()
        } else {
            *known.entry(&event.uid).or_insert(groups.len())
        };
        if group == groups.len() {
            groups.push(Vec::new());
        }
        groups[group].push(event);
    }
    groups.into_iter().map(one_series).collect()
}

fn one_series(group: Vec<&Event>) -> Series<'_> {
    let (changes, masters): (Vec<&Event>, Vec<&Event>) = group
        .into_iter()
        .partition(|event| event.replaces.is_some());
    let newest = masters.iter().map(|event| event.sequence).max();
    let mut seen = HashSet::new();
    let masters = masters.into_iter().filter(|event| {
        let start = seconds(event.start.moment.civil());
        Some(event.sequence) == newest
            && seen.insert((
                start,
                format!("{:?}", event.stretch),
                &event.summary,
                event.repeats,
            ))
    });
    let mut latest: BTreeMap<i64, &Event> = BTreeMap::new();
    for change in changes {
        let at = change
            .replaces
            .as_ref()
            .map_or(0, |replaces| seconds(replaces.at.moment.civil()));
        let known = latest.entry(at).or_insert(change);
        if change.sequence >= known.sequence {
            *known = change;
        }
    }
    Series {
        masters: masters.collect(),
        changes: latest.into_values().collect(),
    }
}

/// Which occurrences of a series are not given as its rules say, by local time of the series.
pub(super) struct Keys<'c> {
    times: HashSet<i64>,
    days: HashSet<i64>,
    /// Those that change what follows too.
    pub following: BTreeMap<i64, &'c Event>,
    /// How far they move it, in seconds.
    pub farthest_move: i64,
}

impl<'c> Keys<'c> {
    pub(super) fn new(master: &Event, changes: &[&'c Event], viewer: &TimeZone) -> Self {
        let mut keys = Keys {
            times: HashSet::new(),
            days: HashSet::new(),
            following: BTreeMap::new(),
            farthest_move: 0,
        };
        for stamp in &master.excluded {
            keys.take(stamp, master, viewer);
        }
        for change in changes {
            let Some(replaces) = &change.replaces else {
                continue;
            };
            keys.take(&replaces.at, master, viewer);
            if let Some(local) =
                local_in(&replaces.at, master, viewer).filter(|_| replaces.following)
            {
                let moved = (seconds(change.start.moment.civil()) - local).abs();
                keys.farthest_move = keys.farthest_move.max(moved.min(FARTHEST_MOVE * DAY));
                keys.following.insert(local, change);
            }
        }
        keys
    }

    /// A day names every occurrence of a series that starts on it.
    fn take(&mut self, stamp: &Stamp, master: &Event, viewer: &TimeZone) {
        if stamp.moment.is_day() || master.all_day {
            self.days
                .insert(seconds(stamp.moment.civil()).div_euclid(DAY));
        } else if let Some(local) = local_in(stamp, master, viewer) {
            self.times.insert(local);
        }
    }

    pub(super) fn gone(&self, local: i64) -> bool {
        self.times.contains(&local) || self.days.contains(&local.div_euclid(DAY))
    }
}

/// A moment on the clock of a series; `None` for a local time that does not exist.
pub(super) fn local_in(stamp: &Stamp, master: &Event, viewer: &TimeZone) -> Option<i64> {
    let own = seconds(stamp.moment.civil());
    let zone = &master.start.zone;
    if master.all_day {
        return Some(own.div_euclid(DAY) * DAY);
    }
    if stamp.moment.is_day() {
        // A day added to a series of times has the time of its start.
        return Some(own + seconds(master.start.moment.civil()).rem_euclid(DAY));
    }
    if stamp.zone.same(zone) || matches!(stamp.zone, Zone::Floating) {
        return Some(own);
    }
    match stamp.zone.place(own, viewer) {
        Placed::Once(instant) | Placed::Twice(instant, _) => Some(zone.clock(instant, viewer)),
        Placed::Never => None,
    }
}

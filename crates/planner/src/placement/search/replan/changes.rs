use std::collections::{BTreeMap, BTreeSet};

use super::super::super::{Group, Solution};

/// A group, named by when and where it meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seat {
    /// When.
    pub slot: usize,
    /// Where.
    pub venue: usize,
}

/// Somebody whose place is another than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Number of the resident.
    pub resident: usize,
    /// The group before; `None` for who gained a place.
    pub from: Option<Seat>,
    /// The group now; `None` for who lost theirs.
    pub to: Option<Seat>,
}

/// A group that is led by others than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaderChange {
    /// The group.
    pub group: Seat,
    /// Who led it; empty if it is new.
    pub before: Vec<usize>,
    /// Who leads it; empty if it is closed.
    pub after: Vec<usize>,
}

fn seat(group: &Group) -> Seat {
    Seat {
        slot: group.slot,
        venue: group.venue,
    }
}

pub(super) fn residents(previous: &Solution, now: &[Group]) -> Vec<Change> {
    let (before, after) = (seats(&previous.groups), seats(now));
    let everybody: BTreeSet<usize> = before.keys().chain(after.keys()).copied().collect();
    let change = |resident| Change {
        resident,
        from: before.get(&resident).copied(),
        to: after.get(&resident).copied(),
    };
    let changes = everybody.into_iter().map(change);
    changes.filter(|change| change.from != change.to).collect()
}

/// The first place of everybody.
fn seats(groups: &[Group]) -> BTreeMap<usize, Seat> {
    let mut seats = BTreeMap::new();
    for group in groups {
        for &resident in &group.members {
            seats.entry(resident).or_insert(seat(group));
        }
    }
    seats
}

pub(super) fn leaders(previous: &Solution, now: &[Group]) -> Vec<LeaderChange> {
    let led = |groups: &[Group]| -> BTreeMap<Seat, Vec<usize>> {
        let led = groups
            .iter()
            .map(|group| (seat(group), group.leaders.clone()));
        led.collect()
    };
    let (before, after) = (led(&previous.groups), led(now));
    let all: BTreeSet<Seat> = before.keys().chain(after.keys()).copied().collect();
    let change = |group| LeaderChange {
        group,
        before: before.get(&group).cloned().unwrap_or_default(),
        after: after.get(&group).cloned().unwrap_or_default(),
    };
    let changes = all.into_iter().map(change);
    changes
        .filter(|change| change.before != change.after)
        .collect()
}

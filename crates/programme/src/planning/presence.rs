//! Whether each resident could come to each session, by the rest rules, their own policy and their site.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use planner::{Absence, CapCell, Choice, Presence};

use super::away::{UNKNOWN_WAY, interval};
use super::caps::{Cells, Release};
use super::{Attendance, Slot};
use crate::exchange::Folder;
use crate::people::{Placement, Resident};
use crate::venues::Venue;

/// The chance that a doctor with a locked release comes (programme 8.2: a prior of 8.5 to 1.5). A plan is
/// made before any release is asked for, and shows what it would be worth if all were agreed.
const CHANCE_IF_RELEASED: f64 = 0.85;

/// The dates of a slot beside the instants at which its sessions begin.
pub(super) struct When<'a> {
    pub(super) slot: &'a Slot,
    pub(super) dates: &'a [Date],
    pub(super) starts: &'a [Timestamp],
    pub(super) weeks: usize,
}

/// The facts in the order in which they are asked for.
pub(super) struct Presences<'a> {
    folder: &'a Folder,
    placements: BTreeMap<&'a str, Vec<&'a Placement>>,
    attendance: Attendance<'a>,
    cells: Cells<'a>,
}

impl<'a> Presences<'a> {
    pub(super) fn new(
        folder: &'a Folder,
        zone: &'a TimeZone,
        as_of: Timestamp,
        sessions: &'a [Vec<Timestamp>],
    ) -> Self {
        let mut placements: BTreeMap<&str, Vec<&Placement>> = BTreeMap::new();
        for placement in &folder.placements {
            let list = placements.entry(placement.resident.as_str()).or_default();
            list.push(placement);
        }
        Self {
            folder,
            placements,
            attendance: Attendance::new(folder, zone, as_of),
            cells: Cells::new(folder, zone, sessions),
        }
    }

    /// The cap cells that the choices named.
    pub(super) fn into_caps(self) -> Vec<CapCell> {
        self.cells.into_list()
    }

    /// What one slot in one room would mean for one resident.
    pub(super) fn choice(&mut self, resident: &Resident, when: &When<'_>, venue: &Venue) -> Choice {
        let reference = resident.reference.as_str();
        let placements = self.placements.get(reference).cloned().unwrap_or_default();
        let in_run = |placement: &&&Placement| {
            let ends_before = when.dates.first().is_some_and(|day| placement.end < *day);
            let begins_after = when.dates.last().is_some_and(|day| *day < placement.start);
            !ends_before && !begins_after
        };
        let venue_allowed = !placements
            .iter()
            .filter(in_run)
            .any(|placement| Some(&placement.site) == venue.owner_site.as_ref());
        let travel_minutes = placements
            .iter()
            .find(in_run)
            .and_then(|placement| self.folder.way(&placement.site, &venue.code))
            .map_or(UNKNOWN_WAY.unsigned_abs() as u32, |way| way.out_minutes);
        let weeks = (0..when.weeks)
            .map(|week| {
                let date = when.dates.get(week)?;
                let placement = placements
                    .iter()
                    .find(|placement| placement.covers(*date))?;
                self.presence(reference, placement, when, week, venue)
            })
            .map(|presence| presence.unwrap_or(Presence::Absent(Absence::Away)))
            .collect();
        Choice {
            venue_allowed,
            travel_minutes,
            weeks,
        }
    }

    /// Whether somebody could come in a week in which they work somewhere.
    fn presence(
        &mut self,
        resident: &str,
        placement: &Placement,
        when: &When<'_>,
        week: usize,
        venue: &Venue,
    ) -> Option<Presence> {
        let (date, start) = (*when.dates.get(week)?, *when.starts.get(week)?);
        let end = start + SignedDuration::from_mins(i64::from(when.slot.minutes));
        let way = self.folder.way(&placement.site, &venue.code);
        let travel = rest::Travel {
            inward: way.map(|way| i64::from(way.out_minutes)),
            back: way.map(|way| i64::from(way.back_minutes)),
        };
        let session = rest::Session { start, end };
        let finding = self.attendance.finding(resident, session, travel)?;
        Some(match finding.verdict {
            rest::Verdict::NeedsRelease => {
                let (leaves, returns) = interval(way, start, end);
                Presence::Released {
                    chance: CHANCE_IF_RELEASED,
                    minutes: u32::try_from(returns.duration_since(leaves).as_mins())
                        .unwrap_or_default(),
                    caps: self.cells.of(&Release {
                        placement,
                        date,
                        week,
                        leaves,
                        returns,
                    }),
                }
            }
            rest::Verdict::MayAttend | rest::Verdict::OwnChoice => {
                Presence::Absent(Absence::OwnTime)
            }
            rest::Verdict::Unknown => Presence::Absent(Absence::RotaUnknown),
            rest::Verdict::Never if finding.rule == rest::Rule::F01 => {
                Presence::Absent(Absence::Away)
            }
            rest::Verdict::Never => Presence::Absent(Absence::Rest),
        })
    }
}

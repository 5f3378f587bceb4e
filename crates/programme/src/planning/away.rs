//! When somebody is away from their hospital for a session, the way included.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use platform::Result;

use super::calendar::zone;
use super::document::{Document, PlannedGroup, PlannedMember};
use crate::exchange::Folder;
use crate::venues::Travel;

/// Minutes of a way that nobody has told, each direction (programme 5.1).
pub(super) const UNKNOWN_WAY: i64 = 60;

/// From leaving the hospital to being back.
pub(super) fn interval(
    way: Option<&Travel>,
    starts_at: Timestamp,
    ends_at: Timestamp,
) -> (Timestamp, Timestamp) {
    let minutes =
        |known: Option<u32>| SignedDuration::from_mins(known.map_or(UNKNOWN_WAY, i64::from));
    (
        starts_at - minutes(way.map(|way| way.out_minutes)),
        ends_at + minutes(way.map(|way| way.back_minutes)),
    )
}

/// The way of a resident from where they work on a date to a room, or to the first room to which a way is known.
pub(crate) fn way_to(
    folder: &Folder,
    resident: &str,
    date: Date,
    venue: Option<&str>,
) -> rest::Travel {
    let site = folder
        .placement_on(resident, date)
        .map_or("", |placement| placement.site.as_str());
    let way = match venue {
        Some(venue) => folder.way(site, venue),
        None => folder
            .venues
            .iter()
            .filter(|venue| venue.owner_site.as_deref() != Some(site))
            .find_map(|venue| folder.way(site, &venue.code)),
    };
    rest::Travel {
        inward: way.map(|way| i64::from(way.out_minutes)),
        back: way.map(|way| i64::from(way.back_minutes)),
    }
}

/// One attendance of a plan.
pub(super) struct Planned<'a> {
    pub(super) group: &'a PlannedGroup,
    pub(super) member: &'a PlannedMember,
    /// Which session of the group, from 0.
    pub(super) week: usize,
}

/// Every attendance that a plan counts on, by group, member and week.
pub(super) fn planned(document: &Document) -> impl Iterator<Item = Planned<'_>> {
    document.groups.iter().flat_map(|group| {
        group.members.iter().flat_map(move |member| {
            let weeks = 0..group.sessions.len();
            weeks
                .filter(|week| member.attends.get(*week).is_some_and(|attends| *attends))
                .map(move |week| Planned {
                    group,
                    member,
                    week,
                })
        })
    })
}

/// Somebody away from a site.
pub(super) struct Away<'a> {
    /// The site's code; empty for somebody who works nowhere then.
    pub(super) site: &'a str,
    /// The shift in the site's own code, where the folder has the rotas.
    pub(super) shift: &'a str,
    pub(super) leaves: Timestamp,
    pub(super) returns: Timestamp,
}

impl<'a> Away<'a> {
    /// What an attendance takes from which site.
    pub(super) fn of(folder: &'a Folder, planned: &Planned<'_>) -> Result<Self> {
        let (group, resident) = (planned.group, planned.member.resident.as_str());
        let starts_at = group.sessions[planned.week];
        let date = starts_at.to_zoned_datetime(zone()?).date();
        let site = folder
            .placement_on(resident, date)
            .map_or("", |placement| placement.site.as_str());
        let way = folder.way(site, &group.venue);
        let (leaves, returns) = interval(way, starts_at, group.ends_at(planned.week));
        let shift = folder
            .shifts
            .iter()
            .find(|shift| shift.resident == resident && shift.meets(leaves, returns))
            .map_or("", |shift| shift.code.as_str());
        Ok(Self {
            site,
            shift,
            leaves,
            returns,
        })
    }
}

//! Every attendance that a plan counts on, as the hospital sees it: who is away, when, and how many at once.

use std::collections::BTreeMap;

use jiff::Timestamp;
use platform::Result;

use super::away::{Away, planned};
use super::calendar::zone;
use super::cap_book::{Time, caps_of};
use super::document::Document;
use crate::exchange::Folder;

/// One planned absence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// Who, by the plan's own reference.
    pub resident: String,
    /// The number of the group in the plan.
    pub group: usize,
    /// The code of the hospital; empty where the facts do not tell where somebody works then.
    pub site: String,
    /// The shift in the hospital's own code; empty where no rota is known.
    pub shift: String,
    /// When the session begins.
    pub starts: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// When they leave the hospital.
    pub leaves: Timestamp,
    /// When they are back.
    pub returns: Timestamp,
    /// Whether anybody told how long the way is; otherwise 60 minutes each way are taken (programme 5.1).
    pub way_known: bool,
    /// How many are away at once, in the band of the hospital's limits with the least room.
    pub at_once: Option<AtOnce>,
}

/// How many doctors of one role are away together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtOnce {
    /// How many the plan lets go.
    pub away: usize,
    /// How many the hospital lets go (programme 7.4); 0 where it states no limit.
    pub limit: usize,
}

/// The absences of a plan by time, then by resident. Facts may be missing: an empty folder gives the times of the plan
/// with the way taken as unknown.
///
/// # Errors
/// A clock time of the facts has no instant.
pub fn absences(document: &Document, folder: &Folder) -> Result<Vec<Absence>> {
    let zone = zone()?;
    let mut found = Vec::new();
    let mut times = Vec::new();
    for planned in planned(document) {
        let away = Away::of(folder, &planned)?;
        times.push(Time {
            resident: planned.member.resident.clone(),
            week: planned.week,
            leaves: away.leaves,
            returns: away.returns,
        });
        found.push(Absence {
            resident: planned.member.resident.clone(),
            group: planned.group.number,
            site: away.site.to_owned(),
            shift: away.shift.to_owned(),
            starts: planned.group.sessions[planned.week],
            ends: planned.group.ends_at(planned.week),
            leaves: away.leaves,
            returns: away.returns,
            way_known: folder.way(away.site, &planned.group.venue).is_some(),
            at_once: None,
        });
    }
    let (within, caps) = caps_of(folder, &zone, &times)?;
    let mut away: BTreeMap<usize, usize> = BTreeMap::new();
    for cell in within.iter().flatten() {
        *away.entry(*cell).or_default() += 1;
    }
    let mut absences: Vec<Absence> = found
        .into_iter()
        .zip(within)
        .map(|(absence, within)| {
            let of = |cell: usize| AtOnce {
                away: away[&cell],
                limit: caps[cell].cap,
            };
            let room = |one: &AtOnce| one.limit as i64 - one.away as i64;
            let at_once = within.into_iter().map(of).min_by_key(room);
            Absence { at_once, ..absence }
        })
        .collect();
    absences.sort_by(|a, b| (a.leaves, &a.resident).cmp(&(b.leaves, &b.resident)));
    Ok(absences)
}

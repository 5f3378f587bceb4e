//! What the rest rules say to a resident and a session.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::exchange::Folder;
use crate::people::Placement;

/// The rotas of a programme, ready to be asked.
pub struct Attendance<'a> {
    residents: BTreeMap<&'a str, Vec<Posted<'a>>>,
    zone: TimeZone,
}

/// A resident's rota under the rules of one placement.
struct Posted<'a> {
    placement: &'a Placement,
    timeline: rest::Timeline,
}

impl<'a> Attendance<'a> {
    /// Sorts the rotas once. A fact that was learnt too long before `as_of` is unknown.
    pub fn new(folder: &'a Folder, zone: &TimeZone, as_of: Timestamp) -> Self {
        let mut facts: BTreeMap<&str, Vec<rest::Fact>> = BTreeMap::new();
        for shift in &folder.shifts {
            if let (Some(start), Some(end)) = (shift.start, shift.end) {
                let list = facts.entry(shift.resident.as_str()).or_default();
                list.push(rest::Fact {
                    date: shift.date,
                    start,
                    end,
                    kind: shift.kind,
                    imported_at: shift.imported_at.unwrap_or(as_of),
                });
            }
        }
        let packs: BTreeMap<&str, Option<rest::Pack>> = folder
            .sites
            .iter()
            .map(|site| (site.code.as_str(), rest::Pack::named(&site.rule_pack)))
            .collect();
        let opted_out: BTreeMap<&str, bool> = folder
            .residents
            .iter()
            .map(|resident| (resident.reference.as_str(), resident.opt_out_48))
            .collect();
        let mut residents: BTreeMap<&str, Vec<Posted<'_>>> = BTreeMap::new();
        for placement in &folder.placements {
            let reference = placement.resident.as_str();
            let policy = rest::Policy {
                opt_out_48: opted_out.get(reference).copied().unwrap_or(false),
                reference: Some((placement.start, placement.end)),
                ..rest::Policy::default()
            };
            let pack = packs.get(placement.site.as_str()).and_then(Option::as_ref);
            let own = facts.get(reference).map_or(&[][..], Vec::as_slice);
            let timeline = rest::Timeline::new(own, zone, as_of, &policy, pack);
            residents.entry(reference).or_default().push(Posted {
                placement,
                timeline,
            });
        }
        Self {
            residents,
            zone: zone.clone(),
        }
    }

    /// The verdict on one session, under the rules of the site where the resident works on that date; none
    /// for somebody who works nowhere then.
    pub fn finding(
        &self,
        resident: &str,
        session: rest::Session,
        travel: rest::Travel,
    ) -> Option<rest::Finding> {
        let date = session.start.to_zoned_datetime(self.zone.clone()).date();
        let posted = self
            .residents
            .get(resident)?
            .iter()
            .find(|posted| posted.placement.covers(date))?;
        Some(rest::feasible(session, &posted.timeline, travel))
    }
}

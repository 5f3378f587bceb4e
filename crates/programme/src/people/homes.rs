//! Where residents work on which dates.

use std::collections::BTreeMap;

use jiff::civil::Date;
use platform::{App, Result};
use uuid::Uuid;

use super::Placement;
use crate::sites;

/// The placements of a programme, ready to be asked.
pub(crate) struct Homes {
    placements: BTreeMap<Uuid, Vec<(Date, Date, Uuid)>>,
}

impl Homes {
    /// Collects the placements of a programme.
    pub(crate) async fn of(app: &App, programme: Uuid) -> Result<Self> {
        let codes = sites::codes(app, programme).await?;
        let ids: BTreeMap<&str, Uuid> = codes
            .iter()
            .map(|(id, code)| (code.as_str(), *id))
            .collect();
        let mut placements: BTreeMap<Uuid, Vec<(Date, Date, Uuid)>> = BTreeMap::new();
        let listed = super::placements(app, programme, &codes).await?;
        for Placement {
            resident,
            site,
            start,
            end,
            ..
        } in &listed
        {
            if let (Ok(resident), Some(site)) = (resident.parse(), ids.get(site.as_str())) {
                let own = placements.entry(resident).or_default();
                own.push((*start, *end, *site));
            }
        }
        Ok(Self { placements })
    }

    /// The site at which a resident works on a date.
    pub(crate) fn on(&self, resident: Uuid, date: Date) -> Option<Uuid> {
        let own = self.placements.get(&resident)?;
        own.iter()
            .find(|(start, end, _)| (*start..=*end).contains(&date))
            .map(|(_, _, site)| *site)
    }

    /// The same, or else the site of the next placement.
    pub(crate) fn on_or_next(&self, resident: Uuid, date: Date) -> Option<Uuid> {
        let own = self.placements.get(&resident)?;
        let next = own.iter().filter(|(_, end, _)| *end >= date);
        next.min_by_key(|(start, _, _)| *start)
            .map(|(_, _, site)| *site)
    }

    /// The residents who work at a site on any of these days, with the days of each.
    pub(crate) fn at(&self, site: Uuid, first: Date, last: Date) -> BTreeMap<Uuid, (Date, Date)> {
        let mut found: BTreeMap<Uuid, (Date, Date)> = BTreeMap::new();
        for (resident, placements) in &self.placements {
            for (start, end, at) in placements {
                if *at != site || *end < first || *start > last {
                    continue;
                }
                let (start, end) = ((*start).max(first), (*end).min(last));
                let days = found.entry(*resident).or_insert((start, end));
                *days = (days.0.min(start), days.1.max(end));
            }
        }
        found
    }

    /// For every resident the placements that touch these days, cut to them.
    pub(crate) fn between(
        &self,
        first: Date,
        last: Date,
    ) -> impl Iterator<Item = (Uuid, Vec<(Uuid, Date, Date)>)> {
        self.placements.iter().map(move |(resident, placements)| {
            let own = placements
                .iter()
                .filter(|(start, end, _)| *end >= first && *start <= last)
                .map(|(start, end, site)| (*site, (*start).max(first), (*end).min(last)));
            (*resident, own.collect())
        })
    }
}

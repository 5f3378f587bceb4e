//! How much of the rota of a site is known.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;
use platform::{App, Result};
use uuid::Uuid;

use super::store::{Wanted, days};
use crate::people::Homes;
use crate::planning;
use crate::wording::short_date;

/// Most weeks that are looked ahead.
const MOST_WEEKS: i64 = 26;

/// Days of doctors at one site, from today to the last session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Completeness {
    /// Days that are known.
    pub(crate) known: usize,
    /// Days of which something is said that is not understood.
    pub(crate) unknown: usize,
    /// Days of which nothing is said.
    pub(crate) missing: usize,
    /// Days whose fact is too old.
    pub(crate) stale: usize,
    /// The last day that matters.
    pub(crate) until: Option<Date>,
}

impl Completeness {
    /// All days.
    pub(crate) fn total(&self) -> usize {
        self.known + self.unknown + self.missing + self.stale
    }

    /// Known days in whole hundredths, rounded down: 100 only where nothing is missing.
    pub(crate) fn percent(&self) -> usize {
        (self.known * 100).checked_div(self.total()).unwrap_or(0)
    }
}

/// For every site with doctors, or for one, how much of its rota is known.
pub(crate) async fn completeness(
    app: &App,
    programme: Uuid,
    only: Option<Uuid>,
) -> Result<BTreeMap<Uuid, Completeness>> {
    let today = planning::today(app)?;
    let slots = planning::slots(app, programme).await?;
    let last = slots
        .iter()
        .flat_map(planning::dates)
        .filter(|date| *date >= today)
        .max()
        .unwrap_or(today);
    let farthest = today.checked_add((7 * MOST_WEEKS).days()).unwrap_or(today);
    let last = last.min(farthest);
    let homes = Homes::of(app, programme).await?;
    let mut found: BTreeMap<Uuid, Completeness> = BTreeMap::new();
    for (_, placements) in homes.between(today, last) {
        let wanted = placements
            .into_iter()
            .filter(|(site, ..)| only.is_none_or(|only| *site == only));
        for (site, first, last) in wanted {
            let of_site = found.entry(site).or_default();
            let days = last.since(first).map_or(0, |span| span.get_days()) + 1;
            of_site.missing += usize::try_from(days).unwrap_or(0);
            of_site.until = of_site.until.max(Some(last));
        }
    }
    let wanted = Wanted {
        residents: only.map(|site| homes.at(site, today, last).into_keys().collect()),
        dates: Some((today, last)),
    };
    for ((resident, date), day) in days(app, programme, &wanted).await? {
        let Some(of_site) = homes
            .on(resident, date)
            .and_then(|site| found.get_mut(&site))
        else {
            continue;
        };
        of_site.missing = of_site.missing.saturating_sub(1);
        if day.is_known() {
            of_site.known += 1;
        } else if day.is_stale {
            of_site.stale += 1;
        } else {
            of_site.unknown += 1;
        }
    }
    Ok(found)
}

/// The bar of a site: known days filled, those too old in outline, the rest with a dashed edge.
pub(crate) struct Bar {
    /// Width of the known days, of 200.
    pub(crate) known: usize,
    /// Width of the days that are too old.
    pub(crate) old: usize,
    /// Width of the days that nobody knows.
    pub(crate) unknown: usize,
    /// The bar as a sentence beside it.
    pub(crate) words: String,
}

impl Bar {
    /// Narrowest part, so that one day among many is still seen.
    const LEAST: usize = 4;

    /// Whether nothing is missing.
    pub(crate) fn is_whole(&self) -> bool {
        self.known == 200
    }

    /// The bar of what is known.
    pub(crate) fn of(known: &Completeness) -> Self {
        let total = known.total().max(1);
        let missing = known.unknown + known.missing;
        let width = |days: usize| match days {
            0 => 0,
            some => (some * 200 / total).max(Self::LEAST),
        };
        let unknown = width(missing);
        let old = width(known.stale).min(200 - unknown);
        let until = known
            .until
            .map_or_else(String::new, |until| format!(" until {}", short_date(until)));
        let mut words = if missing + known.stale == 0 {
            format!("Every day{until} is known")
        } else {
            format!("{} % of days{until} are known", known.percent())
        };
        for (days, what) in [(missing, "not known"), (known.stale, "too old")] {
            if days > 0 {
                words.push_str(&format!(", {days} {what}"));
            }
        }
        Self {
            known: 200 - unknown - old,
            old,
            unknown,
            words,
        }
    }
}

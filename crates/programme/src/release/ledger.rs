//! Who gave how many hours so far, for every site to see (programme 7.5).

use std::collections::BTreeMap;

use platform::{App, Result};
use uuid::Uuid;

use super::fairness::{Given, shares};
use super::state::State;
use super::store;
use crate::people::Homes;
use crate::{joining, people, planning, sessions, sites};

/// A site in the ledger.
pub(super) struct Line {
    /// The site's name.
    pub site: String,
    /// Hours agreed, locked and taken, to the hundredth.
    pub planned: String,
    pub approved: String,
    pub taken: String,
    /// Hours in all, to the hour.
    pub given: String,
    /// The fair share, to the hour.
    pub share: String,
    /// Given by share to the hundredth, or that there are no eligible doctors.
    pub ratio: String,
    /// Whether it is the reader's own.
    pub is_own: bool,
}

/// The ledger of the published plan, sites by name; empty before one is published.
pub(super) async fn lines(app: &App, programme: Uuid, own: Option<Uuid>) -> Result<Vec<Line>> {
    let Some(plan) = planning::newest(app, programme, true).await? else {
        return Ok(Vec::new());
    };
    let names = sites::names(app, programme).await?;
    let mut given: BTreeMap<Uuid, Given> = names.keys().map(|id| (*id, Given::default())).collect();
    for release in store::of_plan(app, plan.id, None, None).await? {
        let hours = release.minutes() as f64 / 60.0;
        let Some(site) = given.get_mut(&release.site) else {
            continue;
        };
        match release.state {
            State::Approved | State::ApprovedWithCover => site.planned += hours,
            State::Locked => site.approved += hours,
            State::Taken => site.taken += hours,
            _ => {}
        }
    }
    eligible(app, programme, plan.id, &mut given).await?;
    let order: Vec<Uuid> = given.keys().copied().collect();
    let given: Vec<Given> = given.into_values().collect();
    let hundredths = |hours: f64| format!("{hours:.2}");
    let mut lines: Vec<Line> = order
        .iter()
        .zip(given.iter().zip(shares(&given)))
        .map(|(site, (given, share))| Line {
            site: names[site].clone(),
            planned: hundredths(given.planned),
            approved: hundredths(given.approved),
            taken: hundredths(given.taken),
            given: format!("{:.0}", share.given),
            share: format!("{:.0}", share.share),
            ratio: share
                .ratio
                .map_or_else(|| "no eligible doctors".to_owned(), hundredths),
            is_own: own == Some(*site),
        })
        .collect();
    lines.sort_by(|a, b| a.site.cmp(&b.site));
    Ok(lines)
}

/// Whole-time equivalents of those who ask for a place, in the weeks in which they work at a site, times hours of a session.
async fn eligible(
    app: &App,
    programme: Uuid,
    plan: Uuid,
    given: &mut BTreeMap<Uuid, Given>,
) -> Result<()> {
    let zone = planning::zone()?;
    let homes = Homes::of(app, programme).await?;
    let asking = joining::asking(app, programme).await?;
    let residents = people::unnamed(app, programme).await?;
    let mut weeks: BTreeMap<jiff::civil::Date, f64> = BTreeMap::new();
    for session in sessions::all(app, plan).await? {
        let date = session
            .starts_at
            .to_jiff()
            .to_zoned_datetime(zone.clone())
            .date();
        let monday = date
            .checked_sub(jiff::Span::new().days(date.weekday().to_monday_zero_offset()))
            .unwrap_or(date);
        let hours = (session.ends_at.0 - session.starts_at.0) as f64 / 3_600_000_000.0;
        let longest = weeks.entry(monday).or_default();
        *longest = longest.max(hours);
    }
    for resident in &residents {
        let Ok(id) = resident.reference.parse::<Uuid>() else {
            continue;
        };
        if asking.as_ref().is_some_and(|asking| !asking.contains(&id)) {
            continue;
        }
        let wte = f64::from(resident.wte_hundredths) / 100.0;
        for (monday, hours) in &weeks {
            if let Some(site) = homes.on(id, *monday).and_then(|site| given.get_mut(&site)) {
                site.eligible += wte * hours;
            }
        }
    }
    Ok(())
}

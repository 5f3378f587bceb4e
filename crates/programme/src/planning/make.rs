//! Making a plan, and publishing it: the checker goes first, sessions and drafts of releases follow.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use planner::Settings;
use platform::audit::Event;
use platform::clock::Instant;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::document::Document;
use super::store::{self, PlanVersion};
use super::{check, run};
use crate::exchange::{self, Folder};
use crate::release::{self, Release};
use crate::sessions::{self, Session};
use crate::sites;

const SEED: u64 = 1;

/// Plans the programme anew and keeps the plan as a draft.
///
/// # Errors
/// Nobody was imported yet, or the database fails.
pub async fn make(app: &App, programme: Uuid, event: Event) -> Result<PlanVersion> {
    let folder = exchange::facts(app, programme).await?;
    if folder.residents.is_empty() {
        return Err(Error::refused(
            "K6",
            "There is nobody to plan for.",
            "Import a programme folder first.",
        ));
    }
    let digest = exchange::last(app, programme)
        .await?
        .map_or_else(String::new, |import| import.digest);
    let as_of = app.now().to_jiff();
    // The search takes seconds: not on the thread that serves others.
    let document = tokio::task::spawn_blocking(move || {
        let settings = Settings {
            seed: SEED,
            ..Settings::default()
        };
        run::solve(&folder, as_of, &settings)
    })
    .await
    .map_err(Error::internal)??;
    let tx = app.db.write().await?;
    let version = store::add(&tx, app, programme, &digest, &document).await?;
    let event = Event {
        subject: format!("version {}", version.number),
        detail: format!("{} of {} placed", document.placed(), document.residents),
        ..event
    };
    tx.commit(app, event).await?;
    Ok(version)
}

/// Publishes the newest draft: its sessions are planned and its releases drafted.
///
/// # Errors
/// There is no draft, or the checker finds a rule broken by what is known now.
pub async fn publish_newest(app: &App, programme: Uuid, event: Event) -> Result<PlanVersion> {
    let plan = store::newest(app, programme, false)
        .await?
        .filter(|plan| !plan.published)
        .ok_or(Error::NotFound)?;
    let folder = exchange::facts(app, programme).await?;
    let checked = check(&folder, app.now().to_jiff(), &plan.document)?;
    if let Some(first) = checked.violations.first() {
        return Err(Error::refused(
            "K1",
            format!("This plan cannot be published: {}.", first.sentence),
            "Plan again with what is known now.",
        ));
    }
    let (sessions, releases) = meetings(app, programme, &folder, &plan).await?;
    let tx = app.db.write().await?;
    store::publish(&tx, app, programme, plan.id).await?;
    sessions::add(&tx, programme, &sessions).await?;
    release::add(&tx, app, programme, &releases).await?;
    let event = Event {
        subject: format!("version {}", plan.number),
        ..event
    };
    tx.commit(app, event).await?;
    Ok(plan)
}

/// The sessions of a plan and the release that each planned attendance needs.
async fn meetings(
    app: &App,
    programme: Uuid,
    folder: &Folder,
    plan: &PlanVersion,
) -> Result<(Vec<Session>, Vec<Release>)> {
    let sites: BTreeMap<String, Uuid> = sites::listed(app, programme)
        .await?
        .into_iter()
        .map(|stored| (stored.site.code, stored.id))
        .collect();
    let mut sessions = Vec::new();
    let mut releases = Vec::new();
    for group in &plan.document.groups {
        for (week, starts_at) in group.sessions.iter().enumerate() {
            let session = app.new_id();
            let ends_at = *starts_at + SignedDuration::from_mins(i64::from(group.minutes));
            sessions.push(Session {
                id: session,
                plan: plan.id,
                group: group.number,
                week: week + 1,
                starts_at: Instant::from_jiff(*starts_at),
                ends_at: Instant::from_jiff(ends_at),
                state: sessions::State::Planned,
                cancelled_code: None,
            });
            for member in group.members.iter().filter(|member| member.attends[week]) {
                let away = Away::of(folder, &member.resident, &group.venue, *starts_at, ends_at)?;
                let (Some(site), Ok(resident)) =
                    (sites.get(away.site), member.resident.parse::<Uuid>())
                else {
                    continue;
                };
                releases.push(Release {
                    id: app.new_id(),
                    plan: plan.id,
                    session,
                    resident,
                    site: *site,
                    leaves_at: Instant::from_jiff(away.leaves),
                    returns_at: Instant::from_jiff(away.returns),
                    shift_code: away.shift.to_owned(),
                    state: release::State::Draft,
                    code: None,
                });
            }
        }
    }
    Ok((sessions, releases))
}

/// Minutes away that each site would give over the run, ways included.
pub(crate) async fn minutes_given(
    app: &App,
    programme: Uuid,
    document: &Document,
) -> Result<BTreeMap<Uuid, u64>> {
    let folder = exchange::facts_but_rotas(app, programme).await?;
    let mut minutes: BTreeMap<Uuid, u64> = BTreeMap::new();
    for stored in sites::listed(app, programme).await? {
        minutes.insert(stored.id, 0);
    }
    let sites: BTreeMap<String, Uuid> = sites::listed(app, programme)
        .await?
        .into_iter()
        .map(|stored| (stored.site.code, stored.id))
        .collect();
    for group in &document.groups {
        for member in &group.members {
            let coming = group.sessions.iter().zip(&member.attends);
            for (starts_at, _) in coming.filter(|(_, comes)| **comes) {
                let ends_at = *starts_at + SignedDuration::from_mins(i64::from(group.minutes));
                let away = Away::of(&folder, &member.resident, &group.venue, *starts_at, ends_at)?;
                if let Some(site) = sites.get(away.site) {
                    let seconds = away.returns.duration_since(away.leaves).as_secs();
                    *minutes.entry(*site).or_default() += seconds.unsigned_abs() / 60;
                }
            }
        }
    }
    Ok(minutes)
}

/// When somebody is away from which site.
struct Away<'a> {
    site: &'a str,
    shift: &'a str,
    leaves: Timestamp,
    returns: Timestamp,
}

impl<'a> Away<'a> {
    fn of(
        folder: &'a Folder,
        resident: &str,
        venue: &str,
        starts_at: Timestamp,
        ends_at: Timestamp,
    ) -> Result<Self> {
        let date = starts_at.to_zoned_datetime(super::zone()?).date();
        let site = folder
            .placements
            .iter()
            .find(|placement| placement.resident == resident && placement.covers(date))
            .map_or("", |placement| placement.site.as_str());
        let way = folder
            .travel
            .iter()
            .find(|way| way.site == site && way.venue == venue);
        let minutes = |known: Option<u32>| {
            SignedDuration::from_mins(known.map_or(super::problem::UNKNOWN_WAY, i64::from))
        };
        let leaves = starts_at - minutes(way.map(|way| way.out_minutes));
        let returns = ends_at + minutes(way.map(|way| way.back_minutes));
        let shift = folder
            .shifts
            .iter()
            .find(|shift| {
                shift.resident == resident
                    && shift.start.is_some_and(|start| start < returns)
                    && shift.end.is_some_and(|end| leaves < end)
            })
            .map_or("", |shift| shift.code.as_str());
        Ok(Self {
            site,
            shift,
            leaves,
            returns,
        })
    }
}

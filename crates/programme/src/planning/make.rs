//! Making a plan, and publishing it: the checker goes first, sessions and drafts of releases follow.

use std::collections::BTreeMap;

use planner::Settings;
use platform::audit::Event;
use platform::clock::Instant;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::away::{Away, planned};
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
    let sites = sites::by_code(app, programme).await?;
    let mut sessions = Vec::new();
    let mut ids: BTreeMap<(usize, usize), Uuid> = BTreeMap::new();
    for group in &plan.document.groups {
        for (week, starts_at) in group.sessions.iter().enumerate() {
            let id = app.new_id();
            ids.insert((group.number, week), id);
            sessions.push(Session {
                id,
                plan: plan.id,
                group: group.number,
                week: week + 1,
                starts_at: Instant::from_jiff(*starts_at),
                ends_at: Instant::from_jiff(group.ends_at(week)),
                state: sessions::State::Planned,
                cancelled_code: None,
            });
        }
    }
    let mut releases = Vec::new();
    for planned in planned(&plan.document) {
        let away = Away::of(folder, &planned)?;
        let resident = planned.member.resident.parse::<Uuid>();
        let (Some(site), Ok(resident)) = (sites.get(away.site), resident) else {
            continue;
        };
        releases.push(Release {
            id: app.new_id(),
            plan: plan.id,
            session: ids[&(planned.group.number, planned.week)],
            resident,
            site: *site,
            leaves_at: Instant::from_jiff(away.leaves),
            returns_at: Instant::from_jiff(away.returns),
            shift_code: away.shift.to_owned(),
            state: release::State::Draft,
            code: None,
        });
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
    let sites = sites::by_code(app, programme).await?;
    let mut minutes: BTreeMap<Uuid, u64> = sites.values().map(|site| (*site, 0)).collect();
    for planned in planned(document) {
        let away = Away::of(&folder, &planned)?;
        if let Some(site) = sites.get(away.site) {
            let seconds = away.returns.duration_since(away.leaves).as_secs();
            *minutes.entry(*site).or_default() += seconds.unsigned_abs() / 60;
        }
    }
    Ok(minutes)
}

//! Publishing a plan: the checker goes first; sessions and releases follow, those that stay as they stand.

use std::collections::BTreeMap;

use platform::audit::Event;
use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::away::{Away, planned};
use super::check;
use super::document::Document;
use super::make::facts;
use super::store::{self, PlanVersion};
use crate::exchange::Folder;
use crate::release::{self, Release};
use crate::sessions::{self, Outcome, Session};
use crate::sites;

/// Publishes the newest draft: its sessions are planned and its releases drafted.
///
/// # Errors
/// There is no draft, or the checker finds a rule broken by what is known now.
pub async fn publish_newest(app: &App, programme: Uuid, event: Event) -> Result<PlanVersion> {
    let plan = store::newest(app, programme, false)
        .await?
        .filter(|plan| !plan.is_published())
        .ok_or(Error::NotFound)?;
    let folder = facts(app, programme).await?;
    let checked = check(&folder, app.now().to_jiff(), &plan.document)?;
    if let Some(first) = checked.violations.first() {
        return Err(Error::refused(
            "K1",
            format!("This plan cannot be published: {}.", first.sentence),
            "Plan again with what is known now.",
        ));
    }
    let new = meetings(app, programme, &folder, &plan).await?;
    let before = store::newest(app, programme, true).await?;
    let carry = match &before {
        Some(before) => Carry::of(app, before, &plan, new).await?,
        None => Carry::fresh(new),
    };
    let tx = app.db.write().await?;
    store::publish(&tx, app, programme, plan.id).await?;
    let ids = (programme, plan.id);
    carry.write(&tx, app, ids, event.actor).await?;
    let event = Event {
        subject: format!("version {}", plan.number),
        ..event
    };
    tx.commit(app, event).await?;
    Ok(plan)
}

/// The sessions of a plan and the release that each planned attendance needs.
struct Meetings {
    sessions: Vec<Session>,
    releases: Vec<Release>,
}

/// What of the plan before goes on in the one that takes its place (programme M2): a session that stays keeps its state and
/// its register, a release that stays keeps its answer. What does not stay and has not happened yet is called off.
struct Carry {
    sessions: Vec<Session>,
    releases: Vec<Release>,
    /// Sessions of before with the number of their group now.
    stay: Vec<(Uuid, usize)>,
    releases_stay: Vec<Uuid>,
    called_off: Vec<Release>,
    dropped: Vec<Uuid>,
}

impl Carry {
    fn fresh(new: Meetings) -> Self {
        Self {
            sessions: new.sessions,
            releases: new.releases,
            stay: Vec::new(),
            releases_stay: Vec::new(),
            called_off: Vec::new(),
            dropped: Vec::new(),
        }
    }

    async fn of(
        app: &App,
        before: &PlanVersion,
        plan: &PlanVersion,
        mut new: Meetings,
    ) -> Result<Self> {
        let place = |document: &Document, number: usize| {
            let group = document.groups.iter().find(|group| group.number == number);
            group.map(|group| group.place())
        };
        let old = sessions::all(app, before.id).await?;
        let mut known: BTreeMap<_, &Session> = BTreeMap::new();
        for session in &old {
            known.insert(
                (place(&before.document, session.group), session.starts_at),
                session,
            );
        }
        // A session that stays is the same session: its own number takes the place of the new one.
        let mut same: BTreeMap<Uuid, Uuid> = BTreeMap::new();
        let mut stay = Vec::new();
        for session in &new.sessions {
            let key = (place(&plan.document, session.group), session.starts_at);
            if let Some(old) = known.remove(&key) {
                same.insert(session.id, old.id);
                stay.push((old.id, session.group));
            }
        }
        let now = app.now();
        let ahead = |session: &&Session| session.starts_at > now && session.state.is_open();
        let dropped = known
            .into_values()
            .filter(ahead)
            .map(|one| one.id)
            .collect();
        new.sessions
            .retain(|session| !same.contains_key(&session.id));
        let key = |one: &Release| (one.session, one.resident, one.leaves_at, one.returns_at);
        let mut answered: BTreeMap<_, Release> = release::of_plan(app, before.id, None, None)
            .await?
            .into_iter()
            .map(|one| (key(&one), one))
            .collect();
        let mut releases = Vec::new();
        let mut releases_stay = Vec::new();
        for mut release in new.releases {
            release.session = same
                .get(&release.session)
                .copied()
                .unwrap_or(release.session);
            match answered.remove(&key(&release)) {
                // What came to an end does not come back by itself: it is asked for anew.
                Some(old) if old.state.is_open() || old.state.is_settled() => {
                    releases_stay.push(old.id);
                }
                _ => releases.push(release),
            }
        }
        let open = |one: &Release| one.leaves_at > now && one.state.is_open();
        Ok(Self {
            sessions: new.sessions,
            releases,
            stay,
            releases_stay,
            called_off: answered.into_values().filter(open).collect(),
            dropped,
        })
    }

    async fn write(
        self,
        tx: &Tx,
        app: &App,
        (programme, plan): (Uuid, Uuid),
        by: Option<Uuid>,
    ) -> Result<()> {
        sessions::go_on(tx, plan, &self.stay).await?;
        for session in self.dropped {
            let code = "plan_changed";
            sessions::close(tx, session, Outcome::Cancelled { code }).await?;
        }
        sessions::add(tx, programme, &self.sessions).await?;
        release::go_on(tx, plan, &self.releases_stay).await?;
        let doer = release::Doer {
            actor: release::Actor::Organiser,
            by,
        };
        release::called_off_by_plan(tx, app, programme, doer, &self.called_off).await?;
        release::add(tx, app, programme, &self.releases).await
    }
}

/// The sessions of a plan and the release that each planned attendance needs.
async fn meetings(
    app: &App,
    programme: Uuid,
    folder: &Folder,
    plan: &PlanVersion,
) -> Result<Meetings> {
    let sites = sites::by_code(app, programme).await?;
    let mut sessions = Vec::new();
    let mut ids: BTreeMap<(usize, usize), Uuid> = BTreeMap::new();
    for group in &plan.document.groups {
        for (week, starts_at) in group.sessions.iter().enumerate() {
            let id = app.new_id();
            ids.insert((group.number, week), id);
            sessions.push(Session::planned(
                id,
                plan.id,
                (group.number, week + 1),
                (*starts_at, group.ends_at(week)),
            ));
        }
    }
    let mut releases = Vec::new();
    for planned in planned(&plan.document) {
        let away = Away::of(folder, &planned)?;
        let resident = planned.member.resident.parse::<Uuid>();
        let (Some(site), Ok(resident)) = (sites.get(away.site), resident) else {
            continue;
        };
        let session = ids[&(planned.group.number, planned.week)];
        releases.push(Release {
            leaves_at: Instant::from_jiff(away.leaves),
            returns_at: Instant::from_jiff(away.returns),
            shift_code: away.shift.to_owned(),
            ..Release::draft(app.new_id(), plan.id, session, (resident, *site))
        });
    }
    Ok(Meetings { sessions, releases })
}

//! The names, rooms and times that letters about releases are written with.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use platform::access::{self, Role, Scope};
use platform::{App, Result};
use uuid::Uuid;

use super::store::Release;
use crate::planning::{self, PlanVersion};
use crate::sessions::Session;
use crate::sites::Site;
use crate::wording::clock;
use crate::{facilitators, people, sites, venues};

/// Names and addresses of a programme.
pub(crate) struct Scene {
    pub(super) programme: Scope,
    pub(super) zone: TimeZone,
    /// Who signs, and the address that answers go to.
    pub(super) organiser: (String, String),
    pub(super) base_url: String,
    plan: Option<PlanVersion>,
    sessions: BTreeMap<Uuid, Session>,
    residents: BTreeMap<Uuid, (String, String)>,
    facilitators: BTreeMap<String, (String, String)>,
    sites: BTreeMap<Uuid, Site>,
    rooms: BTreeMap<String, String>,
}

impl Scene {
    /// Collects them.
    pub(crate) async fn of(app: &App, programme: Uuid) -> Result<Self> {
        let none = BTreeMap::new();
        let plan = planning::newest(app, programme, true).await?;
        let sessions = match &plan {
            Some(plan) => super::sessions_of(app, plan.id).await?,
            None => BTreeMap::new(),
        };
        Ok(Self {
            programme: access::scope(app, programme).await?,
            zone: planning::zone()?,
            organiser: organiser(app, programme).await?,
            base_url: app.base_url.to_string(),
            plan,
            sessions,
            residents: people::listed(app, programme)
                .await?
                .into_iter()
                .map(|one| (one.id, (one.resident.full_name, one.resident.email)))
                .collect(),
            facilitators: facilitators::listed(app, programme, &none)
                .await?
                .into_iter()
                .map(|one| {
                    let who = (one.facilitator.full_name, one.facilitator.email);
                    (one.id.to_string(), who)
                })
                .collect(),
            sites: sites::listed(app, programme)
                .await?
                .into_iter()
                .map(|one| (one.id, one.site))
                .collect(),
            rooms: venues::listed(app, programme, &none)
                .await?
                .into_iter()
                .map(|venue| (venue.code, format!("{}, {}", venue.name, venue.address)))
                .collect(),
        })
    }

    /// Name and address of a doctor who is listed.
    pub(super) fn resident(&self, id: Uuid) -> Option<(String, String)> {
        self.residents.get(&id).cloned()
    }

    /// The name of a doctor.
    pub(super) fn name(&self, id: Uuid) -> String {
        let found = self.residents.get(&id).map(|(name, _)| name.clone());
        found.unwrap_or_else(|| "A doctor who is no longer listed".into())
    }

    /// A site that is listed.
    pub(super) fn site(&self, id: Uuid) -> Option<&Site> {
        self.sites.get(&id)
    }

    /// The name of a site.
    pub(super) fn site_name(&self, id: Uuid) -> String {
        let found = self.sites.get(&id).map(|site| site.name.clone());
        found.unwrap_or_else(|| "Your hospital".into())
    }

    /// A session of the published plan.
    pub(crate) fn session(&self, id: Uuid) -> Option<&Session> {
        self.sessions.get(&id)
    }

    /// The room of a session with its address; empty where it is not known.
    pub(crate) fn room(&self, session: Uuid) -> String {
        let group = self.group(session);
        let room = group.and_then(|group| self.rooms.get(&group.venue));
        room.cloned().unwrap_or_default()
    }

    /// Name and address of whoever leads the group of a session.
    pub(super) fn leaders(&self, session: Uuid) -> Vec<(String, String)> {
        let group = self.group(session);
        let ids = group.map(|group| group.facilitators.as_slice());
        ids.unwrap_or_default()
            .iter()
            .filter_map(|id| self.facilitators.get(id).cloned())
            .collect()
    }

    /// A date with the hours away.
    pub(super) fn away(&self, release: &Release) -> String {
        format!(
            "{}, away from {} to {}",
            self.date(release),
            clock(release.leaves_at.to_jiff(), &self.zone),
            clock(release.returns_at.to_jiff(), &self.zone)
        )
    }

    /// The date of a release.
    pub(super) fn date(&self, release: &Release) -> String {
        release
            .leaves_at
            .to_jiff()
            .to_zoned_datetime(self.zone.clone())
            .strftime("%A %-d %B %Y")
            .to_string()
    }

    /// A day in a few letters, such as "Tue 1 Dec".
    pub(super) fn short_date(&self, release: &Release) -> String {
        let at = release
            .leaves_at
            .to_jiff()
            .to_zoned_datetime(self.zone.clone());
        at.strftime("%a %-d %b").to_string()
    }

    fn group(&self, session: Uuid) -> Option<&planning::PlannedGroup> {
        let number = self.sessions.get(&session)?.group;
        let groups = &self.plan.as_ref()?.document.groups;
        groups.iter().find(|group| group.number == number)
    }
}

/// The first organiser of a programme: whoever signs its letters.
async fn organiser(app: &App, programme: Uuid) -> Result<(String, String)> {
    let holders = access::holders(app, programme, Role::Organiser).await?;
    let accounts = access::all_accounts(app).await?;
    let found = holders.iter().find_map(|grant| {
        accounts
            .iter()
            .find(|one| one.id == grant.account && one.live)
    });
    Ok(found.map_or_else(
        || ("The organisers".to_owned(), String::new()),
        |one| (one.name.clone(), one.email.clone()),
    ))
}

//! One session as somebody may see it: the organiser any, a facilitator those of their own groups.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use platform::access::{Role, Viewer};
use platform::clock::Instant;
use platform::{App, Error, Result, keys};
use uuid::Uuid;

use super::register::{TimeSource, time_source};
use super::session::Session;
use super::store;
use crate::addresses::base;
use crate::planning::{self, PlanVersion, PlannedGroup};
use crate::release::{self, Release, State as ReleaseState};
use crate::rotas::{self, Kind, Wanted};
use crate::wording::{clock, moment};
use crate::{joining, people, venues};

/// How far before the planned start a session can begin and be marked, in seconds.
pub(super) const EARLIEST: i64 = 12 * 60 * 60;

/// A session with its group.
pub(super) struct Meeting {
    pub session: Session,
    pub group: PlannedGroup,
    /// Least number present for a session to run as a group.
    pub quorum: usize,
    pub base: String,
    pub zone: TimeZone,
}

/// A member at a session.
pub(super) struct Seat {
    pub resident: Uuid,
    pub name: String,
    /// Whether their attendance is planned and their hospital, where it was asked, has let them go.
    pub is_expected: bool,
    /// Whose time they come in, as far as the data tell.
    pub source: Option<TimeSource>,
}

impl Meeting {
    /// The session, if the viewer may know of it.
    pub(super) async fn of(app: &App, viewer: &Viewer, session: Uuid) -> Result<Self> {
        let scope = viewer.scope()?;
        let found = store::one(app, scope.id, session).await?;
        let session = found.ok_or(Error::NotFound)?;
        let plan = planning::version_of(app, scope.id, session.plan).await?;
        let plan = plan.ok_or(Error::NotFound)?;
        let groups = own_groups(&plan, viewer);
        let group = groups
            .into_iter()
            .find(|group| group.number == session.group)
            .cloned()
            .ok_or(Error::NotFound)?;
        Ok(Self {
            session,
            group,
            quorum: plan.document.quorum,
            base: base(viewer)?,
            zone: planning::zone()?,
        })
    }

    /// The group's name, such as "Tuesday group".
    pub(super) fn name(&self) -> String {
        planning::group_name(&self.group)
    }

    /// When it is, such as "Tuesday 24 November, 14:00 to 15:30".
    pub(super) fn when(&self) -> String {
        when(&self.session, &self.zone)
    }

    /// The address of its pages.
    pub(super) fn href(&self) -> String {
        format!("{}/sessions/{}", self.base, self.session.id)
    }

    /// Refuses what can only be done when the session has come.
    pub(super) fn must_have_come(&self, now: Instant) -> Result<()> {
        if self.session.starts_at.plus_seconds(-EARLIEST) <= now {
            return Ok(());
        }
        Err(Error::refused(
            "G3",
            "This session has not come yet.",
            "Mark its register and close it on the day.",
        ))
    }

    /// From when members are due back at work; none where nobody was released.
    pub(super) async fn due_back(&self, app: &App) -> Result<Option<Instant>> {
        let releases = release::of_session(app.db.read(), self.session.id).await?;
        let agreed = releases.iter().filter(|one| one.state.is_agreed());
        Ok(agreed.map(|one| one.returns_at).min())
    }

    /// The members by name, those who are expected first.
    pub(super) async fn seats(&self, app: &App, programme: Uuid) -> Result<Vec<Seat>> {
        let releases = release::of_session(app.db.read(), self.session.id).await?;
        let kinds = self.kinds(app, programme).await?;
        let gone = joining::gone(app, programme).await?;
        let names: BTreeMap<Uuid, String> = people::listed(app, programme)
            .await?
            .into_iter()
            .map(|one| (one.id, one.resident.full_name))
            .collect();
        let erased = keys::erasures(app.db.read()).await?;
        let erased: BTreeSet<Uuid> = erased.into_iter().map(|one| one.person).collect();
        let nameless = |resident: &Uuid| match erased.contains(resident) {
            true => "Erased".to_owned(),
            false => "–".to_owned(),
        };
        let mut seats = Vec::new();
        for member in &self.group.members {
            let Ok(resident) = member.resident.parse::<Uuid>() else {
                continue;
            };
            let release = releases.iter().find(|one| one.resident == resident);
            let planned = member.attends.get(self.session.week.saturating_sub(1));
            if gone.contains(&resident) {
                continue;
            }
            seats.push(Seat {
                resident,
                name: names
                    .get(&resident)
                    .cloned()
                    .unwrap_or_else(|| nameless(&resident)),
                is_expected: planned.is_some_and(|planned| *planned) && lets_go(release),
                source: time_source(release, kinds.get(&resident).map_or(&[][..], Vec::as_slice)),
            });
        }
        seats.sort_by(|a, b| {
            let key = |seat: &Seat| (!seat.is_expected, seat.name.clone());
            key(a).cmp(&key(b))
        });
        Ok(seats)
    }

    /// What the rota of each member says of the hours of the session.
    async fn kinds(&self, app: &App, programme: Uuid) -> Result<BTreeMap<Uuid, Vec<Kind>>> {
        let (from, to) = (
            self.session.starts_at.to_jiff(),
            self.session.ends_at.to_jiff(),
        );
        let date = from.to_zoned_datetime(self.zone.clone()).date();
        let members = self.group.members.iter();
        let members = members.filter_map(|member| member.resident.parse().ok());
        let wanted = Wanted {
            residents: Some(members.collect()),
            dates: Some((date.yesterday().unwrap_or(date), date)),
        };
        let mut kinds: BTreeMap<Uuid, Vec<Kind>> = BTreeMap::new();
        for ((resident, _), day) in rotas::days(app, programme, &wanted).await? {
            let meets = day
                .facts
                .iter()
                .filter(|fact| fact.start < to && from < fact.end);
            let kind = |fact: &rotas::StoredShift| {
                if day.is_stale {
                    Kind::Unknown
                } else {
                    fact.kind
                }
            };
            kinds.entry(resident).or_default().extend(meets.map(kind));
        }
        Ok(kinds)
    }
}

/// Whether a hospital lets somebody go, or kept them back only at the last moment. Who needs no release has none.
fn lets_go(release: Option<&Release>) -> bool {
    release.is_none_or(|release| {
        let settled = matches!(
            release.state,
            ReleaseState::Taken | ReleaseState::NotTaken | ReleaseState::WithdrawnSafety
        );
        release.state.is_agreed() || settled
    })
}

/// When a session is, in words.
pub(super) fn when(session: &Session, zone: &TimeZone) -> String {
    format!(
        "{} to {}",
        moment(session.starts_at.to_jiff(), zone),
        clock(session.ends_at.to_jiff(), zone)
    )
}

/// The groups of a plan that somebody sees: all of them, or those they lead.
pub(super) fn own_groups<'a>(plan: &'a PlanVersion, viewer: &Viewer) -> Vec<&'a PlannedGroup> {
    let all = viewer.reaches_all();
    let me = viewer.subject(Role::Facilitator).map(|id| id.to_string());
    let mine = |group: &&PlannedGroup| {
        let me = me.as_ref();
        all || me.is_some_and(|me| group.facilitators.contains(me))
    };
    plan.document.groups.iter().filter(mine).collect()
}

/// Sessions with their groups.
pub(super) struct Led {
    /// By time.
    pub sessions: Vec<Session>,
    groups: BTreeMap<(Uuid, usize), PlannedGroup>,
}

impl Led {
    /// The sessions of the groups that somebody leads: those of the plan that holds, and those that were over and not
    /// closed when it took the place of an earlier one.
    pub(super) async fn by(app: &App, viewer: &Viewer) -> Result<Self> {
        let programme = viewer.scope()?.id;
        let mut led = Self {
            sessions: Vec::new(),
            groups: BTreeMap::new(),
        };
        let holds = planning::newest(app, programme, true).await?;
        let mut plans: BTreeSet<Uuid> = store::open_plans(app, programme).await?;
        plans.extend(holds.as_ref().map(|plan| plan.id));
        for id in plans {
            let Some(plan) = planning::version_of(app, programme, id).await? else {
                continue;
            };
            let replaced = holds.as_ref().is_none_or(|holds| holds.id != id);
            for group in own_groups(&plan, viewer) {
                led.groups.insert((id, group.number), group.clone());
            }
            let mut sessions = store::all(app, id).await?;
            sessions.retain(|session| {
                let own = led.groups.contains_key(&(id, session.group));
                own && (!replaced || session.state.is_open())
            });
            led.sessions.extend(sessions);
        }
        led.sessions
            .sort_by_key(|session| (session.starts_at, session.id));
        Ok(led)
    }

    /// The group of a session.
    pub(super) fn group(&self, session: &Session) -> Option<&PlannedGroup> {
        self.groups.get(&(session.plan, session.group))
    }
}

/// The name and the address of a room.
pub(super) async fn room(app: &App, programme: Uuid, code: &str) -> Result<(String, String)> {
    let none = BTreeMap::new();
    let found = venues::listed(app, programme, &none)
        .await?
        .into_iter()
        .find(|venue| venue.code == code);
    Ok(found.map_or_else(
        || (code.to_owned(), String::new()),
        |venue| (venue.name, venue.address),
    ))
}

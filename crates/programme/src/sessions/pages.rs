//! The sessions of the published plan: for the organiser all of them, for a facilitator those of their own
//! groups, for a resident their own.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State as Shared};
use axum::response::Response;
use platform::access::{Role, Viewer};
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::meeting::room;
use super::register::Mark;
use super::{Session, State, all, counts};
use crate::addresses::base;
use crate::joining::{self, Question};
use crate::planning::{self, PlanVersion, PlannedGroup};
use crate::release;
use crate::wording::{clock, count, moment};
use crate::{people, venues};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/programmes/{programme}/sessions",
            Action("sessions.read"),
            list,
        )
        .get(
            "/programmes/{programme}/groups",
            Action("groups.own"),
            own_groups,
        )
        .get("/programmes/{programme}/next", Action("next.own"), next)
}

#[derive(Template)]
#[template(path = "sessions/list.html")]
struct ListPage {
    shell: Shell,
    base: String,
    heading: String,
    lead: String,
    rows: Vec<Row>,
}

struct Row {
    when: String,
    group: String,
    room: String,
    kind: &'static str,
    icon: &'static str,
    state: String,
    register: String,
    href: String,
}

#[derive(Template)]
#[template(path = "sessions/groups.html")]
struct GroupsPage {
    shell: Shell,
    heading: String,
    lead: String,
    groups: Vec<OwnGroup>,
}

struct OwnGroup {
    minutes: String,
    name: String,
    room: String,
    next: String,
    members: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "sessions/next.html")]
struct NextPage {
    shell: Shell,
    heading: String,
    lead: String,
    kind: &'static str,
    icon: &'static str,
    state: String,
    room: String,
    address: String,
    coming: Vec<Week>,
    has_place: bool,
    base: String,
    joining: Option<Question>,
}

/// One week ahead of a doctor.
struct Week {
    when: String,
    mark: (&'static str, &'static str, String),
    /// The release from which the doctor may still withdraw.
    release: Option<Uuid>,
}

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    withdrawn: Option<String>,
}

async fn list(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let scope = viewer.scope()?;
    let plan = planning::newest(&app, scope.id, true).await?;
    let (rows, held, total) = match &plan {
        Some(plan) => {
            let sessions = all(&app, plan.id).await?;
            let held = sessions.iter().filter(|one| one.state == State::Held);
            let held = held.count();
            let total = sessions.len();
            (rows(&app, &viewer, plan, &sessions).await?, held, total)
        }
        None => (Vec::new(), 0, 0),
    };
    let heading = match total {
        0 => "No session is planned yet".to_owned(),
        _ => format!("{held} of {total} sessions were held"),
    };
    page(ListPage {
        shell: Shell::new(&app, &viewer, heading.clone()),
        base: base(&viewer)?,
        lead: "When, where and how many came. Nothing that was said is written anywhere.".into(),
        heading,
        rows,
    })
}

async fn own_groups(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    let me = viewer.subject(Role::Facilitator).map(|id| id.to_string());
    let plan = planning::newest(&app, scope.id, true).await?;
    let mut groups = Vec::new();
    if let (Some(plan), Some(me)) = (&plan, &me) {
        let names: BTreeMap<String, String> = people::listed(&app, scope.id)
            .await?
            .into_iter()
            .map(|one| (one.id.to_string(), one.resident.full_name))
            .collect();
        let sessions = all(&app, plan.id).await?;
        let gone = joining::gone(&app, scope.id).await?;
        let zone = planning::zone()?;
        let now = app.now();
        for group in plan
            .document
            .groups
            .iter()
            .filter(|group| group.facilitators.contains(me))
        {
            let own: Vec<Session> = sessions
                .iter()
                .filter(|session| session.group == group.number)
                .cloned()
                .collect();
            let next = own.iter().find(|session| session.ends_at > now);
            let mut members: Vec<String> = group
                .members
                .iter()
                .filter(|member| gone.iter().all(|id| id.to_string() != member.resident))
                .filter_map(|member| names.get(&member.resident).cloned())
                .collect();
            members.sort();
            groups.push(OwnGroup {
                minutes: format!("{}/groups/{}/minutes", base(&viewer)?, group.number),
                name: planning::group_name(group),
                room: room(&app, scope.id, &group.venue).await?.0,
                next: next.map_or_else(
                    || "The run is over.".to_owned(),
                    |next| format!("Next: {}.", moment(next.starts_at.to_jiff(), &zone)),
                ),
                members,
                rows: rows(&app, &viewer, plan, &own).await?,
            });
        }
    }
    let heading = match groups.len() {
        0 => "You lead no group yet".to_owned(),
        some => format!("You lead {}", count(some, "group", "groups")),
    };
    page(GroupsPage {
        shell: Shell::new(&app, &viewer, heading.clone()),
        lead: "The names and the register of your own groups only.".into(),
        heading,
        groups,
    })
}

async fn next(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Query(done): Query<Done>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    let base = base(&viewer)?;
    let asked = viewer.subject(Role::Resident);
    let joining = match asked {
        Some(me) => joining::question(&app, scope.id, me).await?,
        None => None,
    };
    let gone = joining::gone(&app, scope.id).await?;
    let me = asked.filter(|me| !gone.contains(me));
    let plan = planning::newest(&app, scope.id, true).await?;
    let own: Option<(&PlanVersion, &PlannedGroup, Uuid)> = match (&plan, me) {
        (Some(plan), Some(me)) => plan
            .document
            .group_of(&me.to_string())
            .map(|group| (plan, group, me)),
        _ => None,
    };
    let Some((plan, group, me)) = own else {
        let waits = joining.as_ref().is_some_and(|one| !one.title.is_empty());
        let (heading, lead) = if waits {
            (
                "You have no place in a group yet",
                "One thing waits for your answer.",
            )
        } else if me == asked {
            (
                "You have no place in a group yet",
                "You stay on the list. When a place opens that fits your rota, you are asked first by letter; nobody else is told.",
            )
        } else {
            (
                "You have no place in a group",
                "You said no or left. Nobody expects you, and nobody asks why.",
            )
        };
        return page(NextPage {
            shell: Shell::new(&app, &viewer, heading),
            heading: heading.into(),
            lead: lead.into(),
            kind: "unknown",
            icon: "ask",
            state: String::new(),
            room: String::new(),
            address: String::new(),
            coming: Vec::new(),
            has_place: false,
            base,
            joining,
        });
    };
    let zone = planning::zone()?;
    let now = app.now();
    let releases = release::of_plan(&app, plan.id, None, Some(me)).await?;
    let sessions: Vec<Session> = all(&app, plan.id)
        .await?
        .into_iter()
        .filter(|session| session.group == group.number && session.ends_at > now)
        .filter(|session| session.state != State::Cancelled)
        .collect();
    let own = |session: &Session| releases.iter().find(|one| one.session == session.id);
    let mine = |session: &Session| release::own_words(own(session));
    let coming = sessions
        .iter()
        .map(|session| Week {
            when: moment(session.starts_at.to_jiff(), &zone),
            mark: mine(session),
            release: own(session)
                .filter(|one| release::may_withdraw(&app, one))
                .map(|one| one.id),
        })
        .collect();
    let first = sessions
        .iter()
        .find(|session| releases.iter().any(|one| one.session == session.id));
    let (heading, (kind, icon, state)) = match first {
        Some(session) => (
            format!(
                "{} to {}",
                moment(session.starts_at.to_jiff(), &zone),
                clock(session.ends_at.to_jiff(), &zone)
            ),
            mine(session),
        ),
        None => (
            "Your group has no session ahead of you".to_owned(),
            ("unknown", "ask", "Nothing planned".to_owned()),
        ),
    };
    let (room, address) = room(&app, scope.id, &group.venue).await?;
    let mut shell = Shell::new(&app, &viewer, heading.clone());
    if done.withdrawn.is_some() {
        shell = shell.notice(
            "ok",
            "You stay at work on that date",
            "Your hospital is told if it was asked. Nobody asks why, and your place in the group is kept.",
        );
    }
    page(NextPage {
        shell,
        lead: "Your next session. Your hospital is asked to let you go; you need not explain why."
            .into(),
        heading,
        kind,
        icon,
        state,
        room,
        address,
        coming,
        has_place: true,
        base,
        joining,
    })
}

async fn rows(
    app: &App,
    viewer: &Viewer,
    plan: &PlanVersion,
    sessions: &[Session],
) -> Result<Vec<Row>> {
    let (base, now) = (base(viewer)?, app.now());
    let zone = planning::zone()?;
    let registers = counts(app, plan.id).await?;
    let none = BTreeMap::new();
    let rooms: BTreeMap<String, String> = venues::listed(app, viewer.scope()?.id, &none)
        .await?
        .into_iter()
        .map(|venue| (venue.code, venue.name))
        .collect();
    Ok(sessions
        .iter()
        .map(|session| {
            let group = plan
                .document
                .groups
                .iter()
                .find(|group| group.number == session.group);
            let (kind, icon, state) = session.mark(now);
            Row {
                when: moment(session.starts_at.to_jiff(), &zone),
                group: group.map_or_else(String::new, planning::group_name),
                room: group
                    .and_then(|group| rooms.get(&group.venue).cloned())
                    .unwrap_or_default(),
                kind,
                icon,
                state,
                href: format!("{base}/sessions/{}", session.id),
                register: registers
                    .get(&session.id)
                    .map_or_else(|| "–".to_owned(), |(came, of)| format!("{came} of {of}")),
            }
        })
        .collect())
}

/// The kind and the icon of a mark in the register.
pub(super) fn mark_of(mark: Mark) -> (&'static str, &'static str) {
    match mark {
        Mark::Present => ("ok", "check"),
        Mark::AbsentTold => ("unknown", "note"),
        Mark::AbsentUntold => ("wait", "ask"),
        Mark::KeptBack => ("no", "stop"),
    }
}

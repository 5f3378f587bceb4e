//! The release board of the organiser: what to do today, and by site and week what is asked, agreed, refused and passed
//! on.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State as Shared};
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Date;
use platform::access::Viewer;
use platform::web::{Action, Announcements, Pass, Routes, Shell, page};
use platform::{App, Error, Result};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::act::Doer;
use super::event::Actor;
use super::send::{self, Drafts};
use super::state::{RefusalCode, State};
use super::store::{Release, of_plan};
use super::{Mark, clock, ledger};
use crate::addresses::base;
use crate::wording::{count, count_first, short_date};
use crate::{planning, sites};

/// The pages of the board.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/programmes/{programme}/release",
            Action("release.read"),
            board,
        )
        .stream(
            "/programmes/{programme}/release/live",
            Action("release.read"),
            follow,
        )
        .post(
            "/programmes/{programme}/release/send",
            Action("release.send"),
            send,
        )
        .post(
            "/programmes/{programme}/release/lock",
            Action("release.decide"),
            lock,
        )
}

#[derive(Template)]
#[template(path = "release/board.html")]
struct BoardPage {
    shell: Shell,
    base: String,
    heading: String,
    lead: String,
    ready: usize,
    ready_sites: usize,
    held_back: Vec<String>,
    may_lock: usize,
    todo: Vec<Todo>,
    tally: Vec<Mark>,
    sites: Vec<SiteRow>,
    weeks: Vec<String>,
    ledger: Vec<ledger::Line>,
    stream: String,
}

/// Something to do today.
struct Todo {
    words: String,
    href: String,
    label: &'static str,
}

struct SiteRow {
    id: Uuid,
    name: String,
    asked: usize,
    waiting: usize,
    agreed: usize,
    refused: String,
    passed_on: usize,
    weeks: Vec<Cell>,
}

/// A week of a site: agreed of asked.
struct Cell {
    words: String,
    kind: &'static str,
}

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    sent: Option<usize>,
    #[serde(default)]
    sites: Option<usize>,
    #[serde(default)]
    held: Option<usize>,
    #[serde(default)]
    locked: Option<usize>,
}

async fn board(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Query(done): Query<Done>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    let base = base(&viewer)?;
    let plan = planning::newest(&app, scope.id, true).await?;
    let (releases, drafts) = match &plan {
        Some(plan) => (
            of_plan(&app, plan.id, None, None).await?,
            send::drafts(&app, scope.id, plan.id, None).await?,
        ),
        None => (Vec::new(), Drafts::default()),
    };
    let names = sites::names(&app, scope.id).await?;
    let ready = drafts.ready();
    let ready_sites: BTreeSet<Uuid> = ready.iter().map(|one| one.site).collect();
    let waiting = releases
        .iter()
        .filter(|one| one.state.awaits_answer())
        .count();
    let heading = match (releases.len(), waiting, ready.len()) {
        (0, ..) => "No release is needed yet".to_owned(),
        (_, 0, 0) => "No hospital owes an answer".to_owned(),
        (_, 0, ready) => format!(
            "{} ready to be sent",
            count_first(ready, "request is", "requests are")
        ),
        (total, waiting, _) => format!("{waiting} of {total} requests wait for an answer"),
    };
    let mut shell = Shell::new(&app, &viewer, heading.clone());
    if let Some((kind, title, body)) = notice(&done) {
        shell = shell.notice(kind, title, body);
    }
    let weeks = weeks(&releases, planning::today(&app)?)?;
    page(BoardPage {
        shell,
        lead: "One request for each doctor and session. Not approved when the plan is locked means not released: nobody is expected.".into(),
        ready: ready.len(),
        ready_sites: ready_sites.len(),
        held_back: drafts.held_back(&names),
        may_lock: releases
            .iter()
            .filter(|one| matches!(one.state, State::Approved | State::ApprovedWithCover) && one.leaves_at > app.now())
            .count(),
        todo: todo(&app, &base, &releases, &names),
        tally: tally(&releases),
        sites: by_site(&releases, &names, &weeks)?,
        weeks: weeks.iter().map(|monday| short_date(*monday)).collect(),
        ledger: ledger::lines(&app, scope.id, None).await?,
        stream: format!("{base}/release/live"),
        base,
        heading,
    })
}

/// How many stand where, and when the last one changed: enough for the page to say that there is something new.
#[derive(Serialize)]
struct Standing {
    waiting: usize,
    agreed: usize,
    changed_at: i64,
}

async fn follow(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Extension(pass): Extension<Pass>,
) -> Result<Response> {
    let programme = viewer.scope()?.id;
    Announcements::of(&app, pass, &[&format!("release:{programme}")])
        .send(move |app, viewer| async move {
            let programme = viewer.scope()?.id;
            let releases = match planning::newest(&app, programme, true).await? {
                Some(plan) => of_plan(&app, plan.id, None, None).await?,
                None => Vec::new(),
            };
            let number =
                |is: fn(State) -> bool| releases.iter().filter(|one| is(one.state)).count();
            Ok(Standing {
                waiting: number(State::awaits_answer),
                agreed: number(State::is_agreed),
                changed_at: releases
                    .iter()
                    .map(|one| one.changed_at.0)
                    .max()
                    .unwrap_or(0),
            })
        })
        .await
}

fn notice(done: &Done) -> Option<(&'static str, String, String)> {
    if let Some(locked) = done.locked {
        return Some((
            "ok",
            format!(
                "{} locked",
                count_first(locked, "release is", "releases are")
            ),
            "Doctors and hospitals are told; calendars follow.".into(),
        ));
    }
    let sent = done.sent?;
    let held = match done.held.unwrap_or(0) {
        0 => String::new(),
        held => format!(
            " {} back; the reasons stand below.",
            count_first(held, "draft was held", "drafts were held")
        ),
    };
    if sent == 0 {
        return Some(("wait", "Nothing was sent".into(), held.trim().to_owned()));
    }
    let sites = count(done.sites.unwrap_or(0), "hospital", "hospitals");
    Some((
        "ok",
        format!(
            "{} asked of {sites}",
            count_first(sent, "release is", "releases are")
        ),
        format!(
            "Each rota desk gets one letter with a link. Reminders go after 3 and 7 working days, and after 10 the college tutor is asked.{held}"
        ),
    ))
}

async fn send(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let doer = Doer::account(Actor::Organiser, viewer.account);
    let event = viewer.event("release.send", "");
    let sent = send::send(&app, programme, None, doer, event).await?;
    let back = format!(
        "{}/release?sent={}&sites={}&held={}",
        base(&viewer)?,
        sent.asked,
        sent.sites,
        sent.held_back
    );
    Ok(Redirect::to(&back).into_response())
}

async fn lock(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let plan = planning::newest(&app, programme, true)
        .await?
        .ok_or(Error::NotFound)?;
    let now = app.now();
    let agreed: Vec<Release> = of_plan(&app, plan.id, None, None)
        .await?
        .into_iter()
        .filter(|one| matches!(one.state, State::Approved | State::ApprovedWithCover))
        .filter(|one| one.leaves_at > now)
        .collect();
    let doer = Doer::account(Actor::Organiser, viewer.account);
    let locked = clock::lock_all(&app, programme, &agreed, doer, None).await?;
    let back = format!("{}/release?locked={}", base(&viewer)?, locked.unwrap_or(0));
    Ok(Redirect::to(&back).into_response())
}

/// What waits for the organiser, oldest first.
fn todo(app: &App, base: &str, releases: &[Release], names: &BTreeMap<Uuid, String>) -> Vec<Todo> {
    let now = app.now();
    let mut found: BTreeMap<(u8, Uuid), (usize, platform::clock::Instant)> = BTreeMap::new();
    for one in releases.iter().filter(|one| one.leaves_at > now) {
        let what = match (one.state, one.code) {
            (State::AlternativeOffered, _) => 0,
            (State::Refused, Some(RefusalCode::Rest)) => continue,
            (State::Refused, _) => 1,
            (State::WithdrawnSafety, _) => 2,
            _ => continue,
        };
        let entry = found.entry((what, one.site)).or_insert((0, one.changed_at));
        entry.0 += 1;
        entry.1 = platform::clock::Instant(entry.1.0.min(one.changed_at.0));
    }
    let mut list: Vec<_> = found.into_iter().collect();
    list.sort_by_key(|(_, (_, since))| *since);
    list.into_iter()
        .map(|((what, site), (number, _))| {
            let name = names.get(&site).map_or("A hospital", String::as_str);
            let (words, label) = match what {
                0 => (
                    format!(
                        "{name} offers something else for {}.",
                        count(number, "request", "requests")
                    ),
                    "Decide",
                ),
                1 => (
                    format!("{name} refused {}.", count(number, "request", "requests")),
                    "See and pass on",
                ),
                _ => (
                    format!(
                        "{name} took back {} for safety.",
                        count(number, "release", "releases")
                    ),
                    "See",
                ),
            };
            Todo {
                words,
                href: format!("{base}/release/sites/{site}"),
                label,
            }
        })
        .collect()
}

fn tally(releases: &[Release]) -> Vec<Mark> {
    let mut counts: BTreeMap<State, usize> = BTreeMap::new();
    for release in releases {
        *counts.entry(release.state).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|(state, count)| {
            let (kind, icon) = state.mark();
            let word = format!("{state}: {count}");
            Mark { kind, icon, word }
        })
        .collect()
}

/// The Mondays of the weeks ahead in which somebody is asked for.
fn weeks(releases: &[Release], today: Date) -> Result<Vec<Date>> {
    let first = monday(today);
    let mut weeks = BTreeSet::new();
    for release in releases {
        let week = week_of(release)?;
        if week >= first {
            weeks.insert(week);
        }
    }
    Ok(weeks.into_iter().collect())
}

fn week_of(release: &Release) -> Result<Date> {
    let zone = planning::zone()?;
    Ok(monday(
        release.leaves_at.to_jiff().to_zoned_datetime(zone).date(),
    ))
}

pub(super) fn monday(date: Date) -> Date {
    let days = i64::from(date.weekday().to_monday_zero_offset());
    date.checked_sub(jiff::Span::new().days(days))
        .unwrap_or(date)
}

fn by_site(
    releases: &[Release],
    names: &BTreeMap<Uuid, String>,
    weeks: &[Date],
) -> Result<Vec<SiteRow>> {
    let mut by_site: BTreeMap<Uuid, Vec<&Release>> = BTreeMap::new();
    for release in releases.iter().filter(|one| one.state != State::Draft) {
        by_site.entry(release.site).or_default().push(release);
    }
    let mut rows = Vec::new();
    for (site, own) in by_site {
        let number = |is: &dyn Fn(State) -> bool| own.iter().filter(|one| is(one.state)).count();
        let mut cells = Vec::new();
        for week in weeks {
            let mut in_week = Vec::new();
            for one in own.iter().filter(|one| one.state != State::Cancelled) {
                if week_of(one)? == *week {
                    in_week.push(one.state);
                }
            }
            cells.push(cell(&in_week));
        }
        rows.push(SiteRow {
            id: site,
            name: names.get(&site).cloned().unwrap_or_else(|| "–".into()),
            asked: own.len(),
            waiting: number(&State::awaits_answer),
            agreed: number(&|state| state.is_agreed() || state == State::Taken),
            refused: refused(&own),
            passed_on: number(&|state| state == State::Escalated),
            weeks: cells,
        });
    }
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(rows)
}

/// The refusals of a site by code.
fn refused(releases: &[&Release]) -> String {
    let mut codes: BTreeMap<RefusalCode, usize> = BTreeMap::new();
    for one in releases.iter().filter(|one| one.state == State::Refused) {
        *codes
            .entry(one.code.unwrap_or(RefusalCode::Other))
            .or_default() += 1;
    }
    if codes.is_empty() {
        return "0".into();
    }
    codes
        .into_iter()
        .map(|(code, number)| format!("{number} ({})", code.sentence_part()))
        .collect::<Vec<_>>()
        .join(", ")
}

fn cell(states: &[State]) -> Cell {
    let agreed = states
        .iter()
        .filter(|state| state.is_agreed() || matches!(state, State::Taken | State::NotTaken))
        .count();
    let refused = states.contains(&State::Refused) || states.contains(&State::WithdrawnSafety);
    let kind = match (states.len(), agreed) {
        (0, _) => "none",
        (all, agreed) if all == agreed => "ok",
        _ if refused => "no",
        _ => "wait",
    };
    Cell {
        words: match states.len() {
            0 => String::new(),
            all => format!("{agreed}/{all}"),
        },
        kind,
    }
}

//! The release board of the organiser: what to do today, and by site and week what is asked, agreed, refused and passed
//! on.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Query, State as Shared};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::{Extension, Form};
use platform::access::Viewer;
use platform::web::{Action, Announcements, Pressed, Routes, Shell, StreamRight, page};
use platform::{App, Error, Result};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::act::Doer;
use super::board_rows::{SiteRow, Todo, by_site, over_limit, tally, todo, weeks};
use super::event::Actor;
use super::send::{self, Drafts};
use super::state::State;
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
    let mut todo = todo(&app, &base, &releases, &names);
    todo.extend(over_limit(&app, &base, scope.id, &releases, &names).await?);
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
        todo,
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
    Extension(right): Extension<StreamRight>,
) -> Result<Response> {
    let programme = viewer.scope()?.id;
    Announcements::of(&app, right, &[&format!("release:{programme}")])
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

async fn send(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
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

async fn lock(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
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

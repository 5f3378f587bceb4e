//! One hospital's requests as the organiser sees them: where each stands, what happened to it, and what can be done.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, Query, State as Shared};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::act::Doer;
use super::board_rows::monday;
use super::event::{Actor, Event};
use super::events_store::{self, Happened};
use super::state::State;
use super::store::{Release, of_plan};
use super::{change, clock, mark, offer};
use crate::addresses::base;
use crate::wording::{clock as clock_time, count_first, full_date, moment};
use crate::{people, planning, sites};

/// The pages of one hospital.
pub(super) fn routes() -> Routes {
    let decide = Action("release.decide");
    Routes::new()
        .get(
            "/programmes/{programme}/release/sites/{site}",
            Action("release.read"),
            show,
        )
        .post("/programmes/{programme}/release/decide", decide, act)
}

#[derive(Template)]
#[template(path = "release/site.html")]
struct SitePage {
    shell: Shell,
    base: String,
    heading: String,
    lead: String,
    weeks: Vec<(String, Vec<Row>)>,
}

struct Row {
    id: Uuid,
    doctor: String,
    when: String,
    code: String,
    state: (&'static str, &'static str, String),
    offer: String,
    history: Vec<String>,
    may_pass_on: bool,
    may_lock: bool,
    /// Another agreed release of the same doctor in the same week, for which this one can be given up.
    instead: Option<(Uuid, String)>,
}

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    done: Option<String>,
}

async fn show(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, site)): Path<(String, Uuid)>,
    Query(done): Query<Done>,
) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let base = base(&viewer)?;
    let name = sites::names(&app, programme)
        .await?
        .remove(&site)
        .ok_or(Error::NotFound)?;
    let releases = match planning::newest(&app, programme, true).await? {
        Some(plan) => of_plan(&app, plan.id, Some(site), None).await?,
        None => Vec::new(),
    };
    let waiting = releases
        .iter()
        .filter(|one| one.state.awaits_answer())
        .count();
    let heading = match (releases.len(), waiting) {
        (0, _) => format!("Nothing is asked of {name}"),
        (_, 0) => format!("{name} owes no answer"),
        (_, waiting) => format!(
            "{name}: {} an answer",
            count_first(waiting, "request awaits", "requests await")
        ),
    };
    let mut shell = Shell::new(&app, &viewer, heading.clone())
        .crumb("Release", Some(format!("{base}/release")))
        .crumb(name, None);
    if let Some(what) = done.done.as_deref().and_then(done_words) {
        shell = shell.notice("ok", what, "Whoever has to know is told by mail.");
    }
    let weeks = weeks(&app, programme, &releases).await?;
    page(SitePage {
        shell,
        base,
        heading,
        lead: "By week. A doctor keeps the place in the group whatever a hospital answers.".into(),
        weeks,
    })
}

fn done_words(what: &str) -> Option<&'static str> {
    Some(match what {
        "escalate" => "Passed on to the college tutor",
        "accept" => "The offer is taken",
        "reject" => "The offer is not taken; the request stands",
        "lock" => "Locked",
        "change" => "Given up for the other release",
        _ => return None,
    })
}

async fn weeks(
    app: &App,
    programme: Uuid,
    releases: &[Release],
) -> Result<Vec<(String, Vec<Row>)>> {
    let zone = planning::zone()?;
    let ids: Vec<Uuid> = releases.iter().map(|one| one.id).collect();
    let happened = events_store::happened(app.db.read(), &ids).await?;
    let names: BTreeMap<Uuid, String> = people::listed(app, programme)
        .await?
        .into_iter()
        .map(|one| (one.id, one.resident.full_name))
        .collect();
    let name = |id: &Uuid| {
        names
            .get(id)
            .cloned()
            .unwrap_or_else(|| "A doctor who is no longer listed".into())
    };
    let date = |one: &Release| {
        one.leaves_at
            .to_jiff()
            .to_zoned_datetime(zone.clone())
            .date()
    };
    let now = app.now();
    let mut weeks: Vec<(String, Vec<Row>)> = Vec::new();
    for release in releases {
        let ahead = release.leaves_at > now;
        let agreed_instead = releases.iter().find(|other| {
            other.id != release.id
                && other.resident == release.resident
                && matches!(other.state, State::Approved | State::ApprovedWithCover)
                && monday(date(other)) == monday(date(release))
        });
        let found = mark(release);
        let row = Row {
            id: release.id,
            doctor: name(&release.resident),
            when: format!(
                "{}, {} to {}",
                release
                    .leaves_at
                    .to_jiff()
                    .to_zoned_datetime(zone.clone())
                    .strftime("%A %-d %B"),
                clock_time(release.leaves_at.to_jiff(), &zone),
                clock_time(release.returns_at.to_jiff(), &zone)
            ),
            code: release.shift_code.clone(),
            state: (found.kind, found.icon, found.word),
            offer: release.alternative.map_or_else(String::new, |offer| {
                let who = match offer.resident {
                    Some(other) => name(&other),
                    None => "the same doctor".to_owned(),
                };
                format!(
                    "Offered: {who}, away from {} to {}",
                    clock_time(offer.leaves_at.to_jiff(), &zone),
                    clock_time(offer.returns_at.to_jiff(), &zone)
                )
            }),
            history: happened
                .get(&release.id)
                .into_iter()
                .flatten()
                .map(|what| in_words(what, &zone))
                .collect(),
            may_pass_on: ahead && matches!(release.state, State::Requested | State::Refused),
            may_lock: ahead && matches!(release.state, State::Approved | State::ApprovedWithCover),
            instead: agreed_instead
                .filter(|_| ahead && release.state.is_agreed())
                .map(|other| (other.id, moment(other.leaves_at.to_jiff(), &zone))),
        };
        let week = format!("Week from {}", full_date(monday(date(release))));
        match weeks.last_mut().filter(|(last, _)| *last == week) {
            Some((_, rows)) => rows.push(row),
            None => weeks.push((week, vec![row])),
        }
    }
    Ok(weeks)
}

/// One step of a release's history.
fn in_words(what: &Happened, zone: &jiff::tz::TimeZone) -> String {
    let who = match what.actor {
        Actor::Organiser => "an organiser",
        Actor::Coordinator => "the rota desk",
        Actor::Tutor => "the college tutor",
        Actor::Director => "the training programme director",
        Actor::Resident => "the doctor",
        Actor::Facilitator => "a facilitator",
        Actor::Clock => "the calendar",
        Actor::System => "Enid, on new facts",
    };
    let step = match what.event {
        Event::Remind => "Reminded".to_owned(),
        _ => what.to.to_string(),
    };
    let more = match (what.code, what.cover) {
        (Some(code), _) => format!(" ({})", code.sentence_part()),
        (None, Some(cover)) => format!(" ({})", cover.label().to_lowercase()),
        (None, None) => String::new(),
    };
    format!(
        "{}: {step}{more}, by {who}",
        moment(what.at.to_jiff(), zone)
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecideForm {
    release: Uuid,
    what: String,
    #[serde(default)]
    instead: Option<Uuid>,
}

async fn act(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<DecideForm>,
) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let release = change::found(&app, programme, form.release).await?;
    let doer = Doer::account(Actor::Organiser, viewer.account);
    let event = viewer
        .event("release.decide", release.id.to_string())
        .with_detail(form.what.clone());
    match form.what.as_str() {
        "escalate" => change::escalate(&app, programme, &release, doer, event).await?,
        "accept" => {
            let plan = planning::newest(&app, programme, true)
                .await?
                .ok_or(Error::NotFound)?;
            offer::accept(&app, programme, &plan, release.id, doer, event).await?;
        }
        "reject" => offer::reject(&app, programme, &release, doer, event).await?,
        "lock" => {
            let agreed = std::slice::from_ref(&release);
            if clock::lock_all(&app, programme, agreed, doer, None).await? == Some(0) {
                return Err(Error::refused(
                    "RE10",
                    "Rest or the hospital’s limit no longer holds for this release.",
                    "Look at the hospital’s newest rota and limit.",
                ));
            }
        }
        "change" => {
            let new = form.instead.ok_or(Error::NotFound)?;
            let new = change::found(&app, programme, new).await?;
            change::change(&app, programme, &release, &new, doer, event).await?;
        }
        _ => return Err(Error::NotFound),
    }
    let back = format!(
        "{}/release/sites/{}?done={}#r-{}",
        base(&viewer)?,
        release.site,
        form.what,
        release.id
    );
    Ok(Redirect::to(&back).into_response())
}

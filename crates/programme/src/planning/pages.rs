//! The plan as a board: groups by weekday, who has no place and why, what one change would give.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::{Extension, Form};
use platform::access::Viewer;
use platform::clock::Instant;
use platform::web::{Action, Pressed, Routes, Shell, download, page};
use platform::{App, Error, Result};
use uuid::Uuid;

use super::board::{Day, Hours, Side, days, hours, side};
use super::document::{Document, Gain};
use super::limits::{self, Limits};
use super::names::Names;
use super::search_page::{self, SearchPanel, panel};
use super::since::{Since, since};
use super::{
    PlanVersion, group_page, locks, moving, publish_newest, store, versions, why_page, wishes_store,
};
use crate::addresses::base;
use crate::wording::{count, full_date};
use crate::{facilitators, rotas};

/// The pages of the plan.
pub fn routes() -> Routes {
    /// An address below the plan of a programme.
    macro_rules! at {
        ($end:literal) => {
            concat!("/programmes/{programme}/plan", $end)
        };
    }
    const GROUP_MOVE: &str = at!("/groups/{group}/move");
    const PERSON_MOVE: &str = at!("/people/{resident}/move");
    let (read, make) = (Action("plan.read"), Action("plan.make"));
    Routes::new()
        .get(at!(""), read, board)
        .get(at!(".json"), read, file)
        .get(at!("/search"), read, search_page::searching)
        .get(at!("/table"), read, group_page::table)
        .get(at!("/versions"), read, versions::list)
        .get(at!("/versions/{version}"), read, version)
        .get(at!("/compare"), read, versions::compare)
        .get(at!("/known"), make, versions::known)
        .get(at!("/locks"), make, locks::show)
        .get(at!("/groups/{group}"), read, group_page::group)
        .get(GROUP_MOVE, make, moving::of_group)
        .get(PERSON_MOVE, make, moving::of_resident)
        .post(at!("/make"), make, search_page::make_plan)
        .post(at!("/limits"), make, limits::plan_again)
        .post(at!("/stop"), make, search_page::stop)
        .post(at!("/locks"), make, locks::lock)
        .post(at!("/locks/lift"), make, locks::lift)
        .post(GROUP_MOVE, make, moving::move_group)
        .post(PERSON_MOVE, make, moving::move_resident)
        .post(at!("/people/{resident}/why"), make, why_page::show)
        .post(at!("/mend"), Action("plan.mend"), versions::mend)
        .post(at!("/publish"), Action("plan.publish"), publish)
}

#[derive(Template)]
#[template(path = "planning/board.html")]
struct BoardPage {
    shell: Shell,
    base: String,
    heading: String,
    lead: String,
    ready: bool,
    search: SearchPanel,
    shown: Option<Shown>,
}

/// A version of the plan, drawn.
struct Shown {
    number: i64,
    draft: bool,
    /// Whether it is the newest one, which can be acted on.
    newest: bool,
    publish: String,
    contradiction: Vec<String>,
    days: Vec<Day>,
    side: Side,
    unplaced: Vec<Left>,
    gains: Vec<Gain>,
    hours: Vec<Hours>,
    limits: Limits,
    locks: Vec<String>,
    before: Option<(i64, Since)>,
    /// Whether something has come in since it was made.
    is_older: bool,
    holds: bool,
}

struct Left {
    /// None for whoever is no longer listed.
    id: Option<String>,
    name: String,
    best: String,
    all: Vec<String>,
}

async fn board(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let plan = store::newest(&app, viewer.scope()?.id, false).await?;
    drawn(&app, &viewer, plan, true).await
}

/// An earlier version, to look at.
async fn version(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, number)): Path<(String, i64)>,
) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let plan = store::numbered(&app, programme, number).await?;
    let newest = store::newest(&app, programme, false).await?;
    let is_newest = newest.is_some_and(|newest| newest.number == number);
    drawn(&app, &viewer, Some(plan), is_newest).await
}

async fn drawn(
    app: &App,
    viewer: &Viewer,
    plan: Option<PlanVersion>,
    newest: bool,
) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let base = base(viewer)?;
    let names = Names::of(app, programme).await?;
    let ready = !names.residents.is_empty();
    let heading = match &plan {
        Some(plan) => heading(&plan.document),
        None if ready => "No plan has been made yet".to_owned(),
        None => "A plan needs people, rooms and rotas first".to_owned(),
    };
    let mut shell = Shell::new(app, viewer, heading.clone());
    if let Some(plan) = plan.as_ref().filter(|_| !newest) {
        shell = shell
            .crumb("Plan", Some(format!("{base}/plan")))
            .crumb("Versions", Some(format!("{base}/plan/versions")))
            .crumb(format!("Version {}", plan.number), None);
    }
    let search = panel(app, viewer, &shell).await?;
    let lead = plan.as_ref().map_or_else(|| Ok(String::new()), lead)?;
    let shown = match plan {
        Some(plan) => Some(shown(app, programme, &plan, &names, newest).await?),
        None => None,
    };
    page(BoardPage {
        shell,
        lead,
        ready,
        search,
        shown,
        base,
        heading,
    })
}

fn heading(document: &Document) -> String {
    if !document.contradiction.is_empty() {
        return "What is decided cannot be kept together".to_owned();
    }
    format!(
        "{} of {} doctors have a place in {}",
        document.placed(),
        document.residents,
        count(document.groups.len(), "group", "groups")
    )
}

async fn shown(
    app: &App,
    programme: Uuid,
    plan: &PlanVersion,
    names: &Names,
    newest: bool,
) -> Result<Shown> {
    let document = &plan.document;
    let wishes = wishes_store::wishes(app.db.read(), programme).await?;
    let heads = store::heads(app, programme).await?;
    let is_published = |(_, state): &(i64, store::State)| *state == store::State::Published;
    let before = match versions::usual(&heads, plan.number) {
        Some(number) => {
            let before = store::numbered(app, programme, number).await?;
            let pair = (&before.document, document);
            Some((number, since(app, programme, pair, names).await?))
        }
        None => None,
    };
    let holds = heads.iter().any(is_published);
    let publish = match &before {
        Some((_, since)) if holds && !since.doctors.is_empty() => {
            let doctors = count(since.doctors.len(), "doctor", "doctors");
            format!("Check and publish: {doctors} must be told")
        }
        _ => "Check and publish".to_owned(),
    };
    Ok(Shown {
        number: plan.number,
        draft: plan.state == store::State::Draft,
        newest,
        publish,
        contradiction: document.contradiction.clone(),
        days: days(document, names, &wishes),
        side: side(document, names),
        unplaced: document
            .unplaced
            .iter()
            .map(|one| Left {
                name: names.resident(&one.resident),
                id: names.listed(&one.resident),
                best: one.best.clone(),
                all: one
                    .reasons
                    .iter()
                    .map(|reason| reason.sentence.clone())
                    .collect(),
            })
            .collect(),
        gains: document.gains.clone(),
        hours: hours(app, programme, document).await?,
        limits: Limits::of(&wishes),
        locks: wishes.locks.iter().map(|wish| names.wish(wish)).collect(),
        before,
        is_older: facts_changed_at(app, programme)
            .await?
            .is_some_and(|at| at > plan.made_at),
        holds,
    })
}

/// When rotas last came in, or facilitators or residents last said something that a plan rests on.
async fn facts_changed_at(app: &App, programme: Uuid) -> Result<Option<Instant>> {
    let rotas = rotas::last_imported_at(app, programme).await?;
    let said = facilitators::last_changed_at(app, programme).await?;
    Ok(rotas.max(said))
}

async fn file(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let plan = store::newest(&app, viewer.scope()?.id, false)
        .await?
        .ok_or(Error::NotFound)?;
    let text = serde_json::to_vec_pretty(&plan.document).map_err(Error::internal)?;
    let name = format!("plan-{}.json", plan.number);
    download(&name, "application/json", text)
}

async fn publish(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    publish_newest(&app, scope.id, viewer.event("plan.publish", "")).await?;
    to_board(&viewer)
}

/// Back to the board.
pub(super) fn to_board(viewer: &Viewer) -> Result<Response> {
    Ok(Redirect::to(&(base(viewer)? + "/plan")).into_response())
}

fn lead(plan: &PlanVersion) -> Result<String> {
    let document = &plan.document;
    let zone = super::zone()?;
    let first = document
        .groups
        .iter()
        .filter_map(|group| group.sessions.first());
    let last = document
        .groups
        .iter()
        .filter_map(|group| group.sessions.last());
    let run = match (first.min(), last.max()) {
        (Some(first), Some(last)) => {
            let day = |at: &jiff::Timestamp| full_date(at.to_zoned_datetime(zone.clone()).date());
            format!(
                "The run goes from {} to {}, {} weeks.",
                day(first),
                day(last),
                document.weeks
            )
        }
        _ => "No group can meet.".to_owned(),
    };
    let state = if plan.is_published() {
        "published"
    } else {
        "a draft, seen by planners only"
    };
    let proof = if document.optimal {
        "No better plan exists.".to_owned()
    } else if document.placed_bound <= document.objective.placed_weight {
        "No plan places more.".to_owned()
    } else {
        format!("No plan can place more than {}.", document.placed_bound)
    };
    Ok(format!("{run} Version {} is {state}. {proof}", plan.number))
}

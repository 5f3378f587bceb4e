//! The plan as a board: groups by weekday, who has no place and why, and one group in full.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, download, page};
use platform::{App, Error, Result};

use uuid::Uuid;

use super::board::{Day, Hours, Side, days, hours, side, time_of};
use super::document::{Document, Gain};
use super::limits::{self, Limits};
use super::make::Task;
use super::names::{Names, group_name};
use super::searches_store::State as SearchState;
use super::since::Since;
use super::{PlanVersion, moving, publish_newest, searches, store, versions, wishes_store};
use crate::addresses::base;
use crate::rotas;
use crate::wording::{count, full_date, moment};

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
        .get(at!("/search"), read, searching)
        .get(at!("/table"), read, table)
        .get(at!("/versions"), read, versions::list)
        .get(at!("/versions/{version}"), read, version)
        .get(at!("/compare"), read, versions::compare)
        .get(at!("/known"), make, versions::known)
        .get(at!("/locks"), make, limits::locks)
        .get(at!("/groups/{group}"), read, group)
        .get(GROUP_MOVE, make, moving::of_group)
        .get(PERSON_MOVE, make, moving::of_resident)
        .post(at!("/make"), make, make_plan)
        .post(at!("/limits"), make, limits::plan_again)
        .post(at!("/stop"), make, stop)
        .post(at!("/locks"), make, limits::lock)
        .post(at!("/locks/lift"), make, limits::lift)
        .post(GROUP_MOVE, make, moving::move_group)
        .post(PERSON_MOVE, make, moving::move_resident)
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

/// How far a search is, as the panel above the board says it.
#[derive(Template)]
#[template(path = "planning/search.html")]
struct SearchPanel {
    base: String,
    csrf: String,
    /// Whether it goes on.
    on: bool,
    stopping: bool,
    title: String,
    text: String,
    /// How much of the work is done, of 100; none before a twentieth is.
    share: Option<u64>,
    /// Why the last search came to nothing.
    failed: String,
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
    id: String,
    name: String,
    best: String,
    all: Vec<String>,
}

#[derive(Template)]
#[template(path = "planning/group.html")]
struct GroupPage {
    shell: Shell,
    base: String,
    heading: String,
    lead: String,
    number: usize,
    facilitators: Vec<String>,
    weeks: Vec<WeekRow>,
    members: Vec<MemberRow>,
    total: usize,
}

struct MemberRow {
    id: String,
    name: String,
    weeks: usize,
    marks: Vec<bool>,
    why: String,
}

struct WeekRow {
    week: usize,
    when: String,
    planned: usize,
    chance: String,
    /// Kind, icon and word of its chip.
    chip: (&'static str, &'static str, &'static str),
    /// The smallest move that would mend it.
    mend: String,
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
    let versions = store::versions(app, programme).await?;
    let before = versions::usual(&versions, plan)
        .map(|before| (before.number, Since::of(&before.document, document, names)));
    let publish = match &before {
        Some((_, since)) if since.doctors.is_empty() => "Check and publish".to_owned(),
        Some((number, since))
            if versions
                .iter()
                .any(|one| one.number == *number && one.published) =>
        {
            let doctors = count(since.doctors.len(), "doctor", "doctors");
            format!("Check and publish: {doctors} must be told")
        }
        _ => "Check and publish".to_owned(),
    };
    Ok(Shown {
        number: plan.number,
        draft: !plan.published && plan.state == store::State::Draft,
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
                id: one.resident.clone(),
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
        is_older: rotas::last_imported_at(app, programme)
            .await?
            .is_some_and(|at| at > plan.made_at),
        holds: versions.iter().any(|one| one.published),
    })
}

/// The panel of the newest search.
async fn panel(app: &App, viewer: &Viewer, shell: &Shell) -> Result<SearchPanel> {
    let base = base(viewer)?;
    let nothing = SearchPanel {
        base,
        csrf: shell.csrf.to_string(),
        on: false,
        stopping: false,
        title: String::new(),
        text: String::new(),
        share: None,
        failed: String::new(),
    };
    let Some(search) = searches::current(app, viewer.scope()?.id).await? else {
        return Ok(nothing);
    };
    if !search.is_on() {
        return Ok(SearchPanel {
            failed: match search.state {
                SearchState::Lost => {
                    "The server was stopped while a plan was being looked for. Plan again; nothing was changed.".into()
                }
                _ => search.outcome,
            },
            ..nothing
        });
    }
    let seconds = (app.now().0 - search.started_at.0) / 1_000_000;
    let far = search.far;
    let text = match (far.placed, far.bound) {
        (0, _) => "The facts are being weighed.".to_owned(),
        (placed, Some(bound)) if bound > placed => {
            format!("Best so far places {placed}. No plan can place more than {bound}.")
        }
        (placed, _) => format!(
            "Best so far places {placed}; no plan places more. Now it is made better in what comes after."
        ),
    };
    Ok(SearchPanel {
        on: true,
        stopping: search.state == SearchState::Stopping,
        title: format!(
            "Looking for a plan: {}",
            count(usize::try_from(seconds).unwrap_or(0), "second", "seconds")
        ),
        text: format!("{text} You can leave this page; the best checked plan is kept."),
        share: (far.share >= 50).then_some(far.share / 10),
        ..nothing
    })
}

/// The panel alone, for a page that follows it.
async fn searching(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let shell = Shell::new(&app, &viewer, "");
    page(panel(&app, &viewer, &shell).await?)
}

async fn stop(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    searches::stop(&app, &viewer).await?;
    limits::board(&viewer)
}

#[derive(Template)]
#[template(path = "planning/table.html")]
struct TablePage {
    shell: Shell,
    heading: String,
    lead: String,
    groups: Vec<(String, Vec<(String, bool)>)>,
    weeks: usize,
}

/// The chances of a quorum as a table.
async fn table(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let base = base(&viewer)?;
    let plan = store::newest(&app, viewer.scope()?.id, false)
        .await?
        .ok_or(Error::NotFound)?;
    let document = &plan.document;
    let heading = "The chance of a quorum, week by week".to_owned();
    page(TablePage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb("Plan", Some(format!("{base}/plan")))
            .crumb("As a table", None),
        lead: format!(
            "The chance that at least {} come, if every release is agreed. Version {}.",
            document.quorum, plan.number
        ),
        groups: document
            .groups
            .iter()
            .map(|group| {
                let chances = group.chances.iter();
                let cells = chances.map(|chance| (format!("{chance:.2}"), *chance < 0.8));
                (group_name(group), cells.collect())
            })
            .collect(),
        weeks: document.weeks,
        heading,
    })
}

async fn group(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, number)): Path<(String, usize)>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    let plan = store::newest(&app, scope.id, false)
        .await?
        .ok_or(Error::NotFound)?;
    let group = plan
        .document
        .groups
        .iter()
        .find(|group| group.number == number)
        .ok_or(Error::NotFound)?;
    let names = Names::of(&app, scope.id).await?;
    let zone = super::zone()?;
    let base = base(&viewer)?;
    let weeks = group
        .sessions
        .iter()
        .zip(&group.chances)
        .enumerate()
        .map(|(week, (at, chance))| {
            let coming = group.members.iter().filter(|member| member.attends[week]);
            let weak = group.weak.iter().find(|weak| weak.week == week);
            let mend = weak.and_then(|weak| weak.mend.as_deref());
            WeekRow {
                week: week + 1,
                when: moment(*at, &zone),
                planned: coming.count(),
                chance: format!("{chance:.2}"),
                chip: match chance {
                    chance if *chance < 0.6 => ("no", "stop", "Likely to fall short"),
                    chance if *chance < 0.8 => ("wait", "warn", "May fall short"),
                    _ => ("ok", "check", "Holds"),
                },
                mend: mend.map_or_else(String::new, |mend| names.in_words(mend)),
            }
        })
        .collect();
    let mut members: Vec<MemberRow> = group
        .members
        .iter()
        .map(|member| MemberRow {
            id: member.resident.clone(),
            name: names.resident(&member.resident),
            weeks: member.attends.iter().filter(|comes| **comes).count(),
            marks: member.attends.clone(),
            why: member
                .why
                .as_deref()
                .map_or_else(String::new, |why| names.in_words(why)),
        })
        .collect();
    members.sort_by(|a, b| a.name.cmp(&b.name));
    let name = group_name(group);
    let heading = format!("{name}: {}", count(members.len(), "member", "members"));
    page(GroupPage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb("Plan", Some(format!("{base}/plan")))
            .crumb(name, None),
        base,
        lead: format!(
            "{}, {}. Every member can come in at least {} of {} weeks.",
            time_of(group),
            names.venue(&group.venue),
            plan.document.min_weeks,
            plan.document.weeks
        ),
        number,
        facilitators: names.leaders(group),
        weeks,
        total: group.sessions.len(),
        members,
        heading,
    })
}

async fn file(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let plan = store::newest(&app, viewer.scope()?.id, false)
        .await?
        .ok_or(Error::NotFound)?;
    let text = serde_json::to_vec_pretty(&plan.document).map_err(Error::internal)?;
    let name = format!("plan-{}.json", plan.number);
    download(&name, "application/json", text)
}

async fn make_plan(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    searches::begin(&app, &viewer, Task::Anew).await?;
    limits::board(&viewer)
}

async fn publish(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let scope = viewer.scope()?;
    publish_newest(&app, scope.id, viewer.event("plan.publish", "")).await?;
    limits::board(&viewer)
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
    let state = if plan.published {
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

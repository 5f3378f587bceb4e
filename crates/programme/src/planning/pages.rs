//! The plan as a board: groups by weekday, who has no place and why, and one group in full.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, download, page};
use platform::{App, Error, Result};

use super::board::{Day, Hours, days, hours, time_of};
use super::names::{Names, group_name};
use super::{PlanVersion, make, publish_newest, store};
use crate::addresses::base;
use crate::wording::{count, full_date, moment};

/// The pages of the plan.
pub fn routes() -> Routes {
    Routes::new()
        .get("/programmes/{programme}/plan", Action("plan.read"), board)
        .get(
            "/programmes/{programme}/plan.json",
            Action("plan.read"),
            file,
        )
        .get(
            "/programmes/{programme}/plan/groups/{group}",
            Action("plan.read"),
            group,
        )
        .post(
            "/programmes/{programme}/plan/make",
            Action("plan.make"),
            make_plan,
        )
        .post(
            "/programmes/{programme}/plan/publish",
            Action("plan.publish"),
            publish,
        )
}

#[derive(Template)]
#[template(path = "planning/board.html")]
struct BoardPage {
    shell: Shell,
    base: String,
    heading: String,
    lead: String,
    ready: bool,
    has_plan: bool,
    draft: bool,
    days: Vec<Day>,
    unplaced: Vec<Left>,
    hours: Vec<Hours>,
}

struct Left {
    id: String,
    name: String,
    best: String,
}

#[derive(Template)]
#[template(path = "planning/group.html")]
struct GroupPage {
    shell: Shell,
    base: String,
    heading: String,
    lead: String,
    facilitators: Vec<String>,
    weeks: Vec<(usize, String, usize, String, bool)>,
    members: Vec<MemberRow>,
    total: usize,
}

struct MemberRow {
    id: String,
    name: String,
    weeks: usize,
    marks: Vec<bool>,
}

async fn board(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let scope = viewer.scope()?;
    let base = base(&viewer)?;
    let plan = store::newest(&app, scope.id, false).await?;
    let names = Names::of(&app, scope.id).await?;
    let Some(plan) = plan else {
        let heading = if names.residents.is_empty() {
            "A plan needs people, rooms and rotas first"
        } else {
            "No plan has been made yet"
        };
        return page(BoardPage {
            shell: Shell::new(&app, &viewer, heading),
            base,
            heading: heading.into(),
            lead: String::new(),
            ready: !names.residents.is_empty(),
            has_plan: false,
            draft: false,
            days: Vec::new(),
            unplaced: Vec::new(),
            hours: Vec::new(),
        });
    };
    let document = &plan.document;
    let heading = format!(
        "{} of {} doctors have a place in {}",
        document.placed(),
        document.residents,
        count(document.groups.len(), "group", "groups")
    );
    page(BoardPage {
        shell: Shell::new(&app, &viewer, heading.clone()),
        lead: lead(&plan)?,
        ready: true,
        has_plan: true,
        draft: !plan.published,
        days: days(document, &names),
        unplaced: document
            .unplaced
            .iter()
            .map(|one| Left {
                name: names.resident(&one.resident),
                id: one.resident.clone(),
                best: one.best.clone(),
            })
            .collect(),
        hours: hours(&app, scope.id, document).await?,
        base,
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
            (
                week + 1,
                moment(*at, &zone),
                coming.count(),
                format!("{chance:.2}"),
                *chance < 0.8,
            )
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
    let scope = viewer.scope()?;
    make(&app, scope.id, viewer.event("plan.make", "")).await?;
    let to = base(&viewer)? + "/plan";
    Ok(Redirect::to(&to).into_response())
}

async fn publish(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let scope = viewer.scope()?;
    publish_newest(&app, scope.id, viewer.event("plan.publish", "")).await?;
    let to = base(&viewer)? + "/plan";
    Ok(Redirect::to(&to).into_response())
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

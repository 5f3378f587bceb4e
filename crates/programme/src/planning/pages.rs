//! The plan as a board: groups by weekday, who has no place and why, and one group in full.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Weekday;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, download, page};
use platform::{App, Error, Result};
use uuid::Uuid;

use super::{Document, PlanVersion, PlannedGroup, make, publish_newest, store};
use crate::columns;
use crate::wording::{count, count_first, day_name, full_date, moment};
use crate::{facilitators, people, sites, venues};

const WORKING_DAYS: [Weekday; 5] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
];

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

struct Day {
    name: &'static str,
    groups: Vec<Card>,
    unused: Vec<String>,
}

struct Card {
    number: usize,
    name: String,
    time: String,
    room: String,
    facilitators: Vec<String>,
    seats: usize,
    members: usize,
    strip: Strip,
}

/// The chances of a quorum, week by week.
struct Strip {
    bars: Vec<Bar>,
    label: String,
    sentence: String,
    weeks: usize,
    width: usize,
}

struct Bar {
    x: usize,
    y: String,
    height: String,
    weak: bool,
}

struct Left {
    id: String,
    name: String,
    best: String,
}

struct Hours {
    site: String,
    hours: String,
    width: String,
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
    let base = format!("/programmes/{}", scope.slug);
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
    let base = format!("/programmes/{}", scope.slug);
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
    let to = format!("/programmes/{}/plan", scope.slug);
    Ok(Redirect::to(&to).into_response())
}

async fn publish(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let scope = viewer.scope()?;
    publish_newest(&app, scope.id, viewer.event("plan.publish", "")).await?;
    let to = format!("/programmes/{}/plan", scope.slug);
    Ok(Redirect::to(&to).into_response())
}

/// What a group is called: its weekday, and its time where a day has two.
pub(crate) fn group_name(group: &PlannedGroup) -> String {
    let day = columns::weekday(&group.weekday).map_or("", day_name);
    format!("{day} group, {}", group.start)
}

/// The names that a plan leaves out.
struct Names {
    residents: BTreeMap<String, String>,
    facilitators: BTreeMap<String, (String, &'static str)>,
    venues: BTreeMap<String, String>,
}

impl Names {
    async fn of(app: &App, programme: Uuid) -> Result<Self> {
        let none = BTreeMap::new();
        Ok(Self {
            residents: people::listed(app, programme)
                .await?
                .into_iter()
                .map(|one| (one.id.to_string(), one.resident.full_name))
                .collect(),
            facilitators: facilitators::listed(app, programme, &none)
                .await?
                .into_iter()
                .map(|one| {
                    let level = one.facilitator.level.word();
                    (one.id.to_string(), (one.facilitator.full_name, level))
                })
                .collect(),
            venues: venues::listed(app, programme, &none)
                .await?
                .into_iter()
                .map(|venue| (venue.code, venue.name))
                .collect(),
        })
    }

    fn resident(&self, id: &str) -> String {
        let name = self.residents.get(id).cloned();
        name.unwrap_or_else(|| "A doctor who is no longer listed".into())
    }

    fn venue(&self, code: &str) -> String {
        let name = self.venues.get(code).cloned();
        name.unwrap_or_else(|| code.to_owned())
    }

    fn leaders(&self, group: &PlannedGroup) -> Vec<String> {
        let name = |id: &String| match self.facilitators.get(id) {
            Some((name, "novice")) => format!("{name}, novice"),
            Some((name, _)) => name.clone(),
            None => "A facilitator who is no longer listed".into(),
        };
        group.facilitators.iter().map(name).collect()
    }
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

fn days(document: &Document, names: &Names) -> Vec<Day> {
    WORKING_DAYS
        .iter()
        .map(|day| {
            let word = columns::weekday_word(*day);
            Day {
                name: day_name(*day),
                groups: document
                    .groups
                    .iter()
                    .filter(|group| group.weekday == word)
                    .map(|group| card(group, document, names))
                    .collect(),
                unused: unused(document, word),
            }
        })
        .collect()
}

/// The times of a day that no group uses, a line each: how many could come, in the room where most could.
fn unused(document: &Document, weekday: &str) -> Vec<String> {
    let mut times: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for option in document
        .unused
        .iter()
        .filter(|option| option.weekday == weekday)
    {
        let time = option.label.split(',').next().unwrap_or_default();
        let (rooms, most) = times.entry(time).or_default();
        *rooms += 1;
        *most = option.could_come.max(*most);
    }
    times
        .into_iter()
        .map(|(time, (rooms, most))| {
            let rooms = count(rooms, "room", "rooms");
            match most {
                0 => format!("{time}, {rooms}: nobody is free often enough"),
                _ => format!("{time}, {rooms} not used: up to {most} could come often enough"),
            }
        })
        .collect()
}

fn card(group: &PlannedGroup, document: &Document, names: &Names) -> Card {
    Card {
        number: group.number,
        name: group_name(group),
        time: time_of(group),
        room: names.venue(&group.venue),
        facilitators: names.leaders(group),
        seats: group.seats,
        members: group.members.len(),
        strip: strip(group, document.quorum),
    }
}

fn strip(group: &PlannedGroup, quorum: usize) -> Strip {
    const TALL: f64 = 48.0;
    let bars: Vec<Bar> = group
        .chances
        .iter()
        .enumerate()
        .map(|(week, chance)| Bar {
            x: 1 + week * 8,
            y: format!("{:.1}", 50.0 - TALL * chance),
            height: format!("{:.1}", TALL * chance),
            weak: *chance < 0.8,
        })
        .collect();
    let weak = bars.iter().filter(|bar| bar.weak).count();
    let lowest = group
        .chances
        .iter()
        .enumerate()
        .min_by(|a, b| a.1.total_cmp(b.1))
        .map_or((0, 0.0), |(week, chance)| (week + 1, *chance));
    let sentence = match weak {
        0 => format!(
            "Every week at 0.80 or more; lowest {:.2}, week {}",
            lowest.1, lowest.0
        ),
        _ => format!(
            "{} under 0.80; lowest {:.2}, week {}",
            count_first(weak, "week", "weeks"),
            lowest.1,
            lowest.0
        ),
    };
    Strip {
        label: format!(
            "Chance of at least {quorum} present, by week: {} weeks, lowest {:.2} in week {}, {weak} below 0.80",
            bars.len(),
            lowest.1,
            lowest.0
        ),
        weeks: bars.len(),
        width: (bars.len() * 8).max(8),
        sentence,
        bars,
    }
}

/// Hours away that each hospital would give over the run, ways included (programme 7.5).
async fn hours(app: &App, programme: Uuid, document: &Document) -> Result<Vec<Hours>> {
    let minutes = super::minutes_given(app, programme, document).await?;
    let names = sites::names(app, programme).await?;
    let most = minutes.values().copied().max().unwrap_or(0).max(1);
    let mut rows: Vec<(u64, Hours)> = minutes
        .into_iter()
        .map(|(site, minutes)| {
            let row = Hours {
                site: names.get(&site).cloned().unwrap_or_default(),
                hours: format!("{}", (minutes + 30) / 60),
                width: format!("{}", minutes * 170 / most),
            };
            (minutes, row)
        })
        .collect();
    rows.sort_by(|a, b| (b.0, &a.1.site).cmp(&(a.0, &b.1.site)));
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

fn time_of(group: &PlannedGroup) -> String {
    let Ok(start) = columns::time(&group.start) else {
        return group.start.clone();
    };
    let end = start.wrapping_add(jiff::SignedDuration::from_mins(i64::from(group.minutes)));
    format!("{}–{}", group.start, columns::time_text(end))
}

//! One group in full, and all of them as a table.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Shell, page};
use platform::{App, Error, Result};

use super::board::time_of;
use super::names::{Names, group_name};
use super::store;
use crate::addresses::base;
use crate::wording::{count, moment};

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
    /// None for whoever is no longer listed: there is no page of theirs.
    id: Option<String>,
    name: String,
    weeks: usize,
    marks: Vec<bool>,
}

struct WeekRow {
    week: usize,
    when: String,
    planned: usize,
    /// None in plans of before this was kept.
    expected: Option<String>,
    chance: String,
    /// Kind, icon and word of its chip.
    chip: (&'static str, &'static str, &'static str),
    /// The smallest move that would mend it.
    mend: String,
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
pub(super) async fn table(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let base = base(&viewer)?;
    let plan = store::newest(&app, viewer.scope()?.id, false)
        .await?
        .ok_or(Error::NotFound)?;
    let document = &plan.document;
    let names = Names::of(&app, viewer.scope()?.id).await?;
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
                (names.place(&group.place()), cells.collect())
            })
            .collect(),
        weeks: document.weeks,
        heading,
    })
}

pub(super) async fn group(
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
                expected: group.expected.get(week).map(|one| format!("{one:.1}")),
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
            id: names.listed(&member.resident),
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
        number,
        facilitators: names.leaders(group),
        weeks,
        total: group.sessions.len(),
        members,
        heading,
    })
}

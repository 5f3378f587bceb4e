//! The release board of the organiser, and the list of one hospital for its coordinator.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::State as Shared;
use axum::response::Response;
use platform::access::{Role, Viewer};
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Error, Result};
use uuid::Uuid;

use super::{Release, State, of_plan};
use crate::addresses::base;
use crate::wording::{clock, count, count_first};
use crate::{people, planning, sites};

/// The pages of releases.
pub fn routes() -> Routes {
    Routes::new()
        .get(
            "/programmes/{programme}/release",
            Action("release.read"),
            board,
        )
        .get(
            "/programmes/{programme}/requests",
            Action("release.own-site"),
            own_site,
        )
}

#[derive(Template)]
#[template(path = "release/board.html")]
struct BoardPage {
    shell: Shell,
    base: String,
    heading: String,
    lead: String,
    tally: Vec<Mark>,
    sites: Vec<SiteRows>,
}

/// A state with its mark.
struct Mark {
    kind: &'static str,
    icon: &'static str,
    word: String,
}

struct SiteRows {
    name: String,
    total: usize,
    waiting: usize,
    agreed: usize,
    refused: usize,
    others: usize,
}

#[derive(Template)]
#[template(path = "release/own_site.html")]
struct OwnSitePage {
    shell: Shell,
    heading: String,
    lead: String,
    days: Vec<(String, Vec<Row>)>,
}

struct Row {
    name: String,
    shift: String,
    hours: String,
    mark: Mark,
}

async fn board(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let scope = viewer.scope()?;
    let plan = planning::newest(&app, scope.id, true).await?;
    let releases = match &plan {
        Some(plan) => of_plan(&app, plan.id, None, None).await?,
        None => Vec::new(),
    };
    let names = sites::names(&app, scope.id).await?;
    let waiting = releases
        .iter()
        .filter(|release| waits(release.state))
        .count();
    let heading = match (releases.len(), waiting) {
        (0, _) => "No release is needed yet".to_owned(),
        (_, 0) => "No hospital owes an answer".to_owned(),
        (total, waiting) => format!("{waiting} of {total} requests wait for an answer"),
    };
    page(BoardPage {
        shell: Shell::new(&app, &viewer, heading.clone()),
        base: base(&viewer)?,
        lead: "One request for each doctor and session. Not approved when the plan is locked means not released: nobody is expected.".into(),
        tally: tally(&releases),
        sites: by_site(&releases, &names),
        heading,
    })
}

async fn own_site(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let scope = viewer.scope()?;
    let site = viewer.subject(Role::Coordinator);
    let plan = planning::newest(&app, scope.id, true).await?;
    let releases = match (&plan, site) {
        (Some(plan), Some(site)) => of_plan(&app, plan.id, Some(site), None).await?,
        _ => Vec::new(),
    };
    let name = match site {
        Some(site) => sites::names(&app, scope.id)
            .await?
            .remove(&site)
            .ok_or(Error::NotFound)?,
        None => "Your hospital".to_owned(),
    };
    let zone = planning::zone()?;
    let people: BTreeMap<Uuid, String> = people::listed(&app, scope.id)
        .await?
        .into_iter()
        .map(|one| (one.id, one.resident.full_name))
        .collect();
    let now = app.now();
    let mut days: Vec<(String, Vec<Row>)> = Vec::new();
    for release in releases.iter().filter(|release| release.returns_at > now) {
        let at = release.leaves_at.to_jiff();
        let day = crate::wording::full_date(at.to_zoned_datetime(zone.clone()).date());
        if days.last().is_none_or(|(last, _)| *last != day) {
            days.push((day, Vec::new()));
        }
        if let Some((_, rows)) = days.last_mut() {
            rows.push(Row {
                name: people
                    .get(&release.resident)
                    .cloned()
                    .unwrap_or_else(|| "–".into()),
                shift: release.shift_code.clone(),
                hours: format!(
                    "{} to {}",
                    clock(at, &zone),
                    clock(release.returns_at.to_jiff(), &zone)
                ),
                mark: mark(release),
            });
        }
    }
    let waiting = releases
        .iter()
        .filter(|release| release.returns_at > now && waits(release.state))
        .count();
    let heading = match waiting {
        0 => format!("Nothing waits for {name}"),
        _ => format!(
            "{} for an answer of {name}",
            count_first(waiting, "request waits", "requests wait")
        ),
    };
    page(OwnSitePage {
        shell: Shell::new(&app, &viewer, heading.clone()),
        lead: "Doctors of your own hospital only, by day, with the hours away and the way. Your rota and its safety come first.".into(),
        heading,
        days,
    })
}

fn waits(state: State) -> bool {
    matches!(
        state,
        State::Requested | State::AlternativeOffered | State::Escalated
    )
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

fn by_site(releases: &[Release], names: &BTreeMap<Uuid, String>) -> Vec<SiteRows> {
    let mut sites: BTreeMap<&str, SiteRows> = BTreeMap::new();
    for release in releases {
        let name = names.get(&release.site).map_or("–", String::as_str);
        let row = sites.entry(name).or_insert_with(|| SiteRows {
            name: name.to_owned(),
            total: 0,
            waiting: 0,
            agreed: 0,
            refused: 0,
            others: 0,
        });
        row.total += 1;
        match release.state {
            state if waits(state) => row.waiting += 1,
            State::Approved | State::ApprovedWithCover | State::Locked | State::Taken => {
                row.agreed += 1;
            }
            State::Refused | State::WithdrawnSafety => row.refused += 1,
            _ => row.others += 1,
        }
    }
    sites.into_values().collect()
}

fn mark(release: &Release) -> Mark {
    let (kind, icon) = release.state.mark();
    let word = match &release.code {
        Some(code) if release.state == State::Refused => {
            format!("{}: {}", release.state, code.replace('_', " "))
        }
        _ => release.state.to_string(),
    };
    Mark { kind, icon, word }
}

/// A resident's own release for a session, in words.
pub(crate) fn own_words(release: Option<&Release>) -> (&'static str, &'static str, String) {
    match release {
        Some(release) => {
            let mark = mark(release);
            (mark.kind, mark.icon, mark.word)
        }
        None => ("unknown", "ask", "Not planned".to_owned()),
    }
}

/// How many requests wait, as a sentence part for other pages.
pub(crate) async fn waiting(app: &App, plan: Uuid) -> Result<String> {
    let releases = of_plan(app, plan, None, None).await?;
    let waiting = releases.iter().filter(|release| waits(release.state));
    Ok(count(waiting.count(), "request waits", "requests wait"))
}

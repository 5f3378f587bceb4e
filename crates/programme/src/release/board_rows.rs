//! What the board lists: what to do today, and hospitals by week.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use platform::clock::Instant;
use platform::{App, Result};
use uuid::Uuid;

use super::Mark;
use super::judge::Judge;
use super::state::{RefusalCode, State};
use super::store::Release;
use crate::planning;
use crate::wording::count;

/// Something to do today.
pub(super) struct Todo {
    pub words: String,
    pub href: String,
    pub label: &'static str,
}

pub(super) struct SiteRow {
    pub id: Uuid,
    pub name: String,
    pub asked: usize,
    pub waiting: usize,
    pub agreed: usize,
    pub refused: String,
    pub passed_on: usize,
    pub weeks: Vec<Cell>,
}

/// A week of a site: agreed of asked.
pub(super) struct Cell {
    pub words: String,
    pub kind: &'static str,
}

/// What waits for the organiser, oldest first.
pub(super) fn todo(
    app: &App,
    base: &str,
    releases: &[Release],
    names: &BTreeMap<Uuid, String>,
) -> Vec<Todo> {
    let now = app.now();
    let mut found: BTreeMap<(u8, Uuid), (usize, Instant)> = BTreeMap::new();
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
        entry.1 = Instant(entry.1.0.min(one.changed_at.0));
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

/// Where a hospital has lowered its limit below what is agreed (programme 7.4): nothing new fits, and what is agreed
/// stands until the hospital takes it back.
pub(super) async fn over_limit(
    app: &App,
    base: &str,
    programme: Uuid,
    releases: &[Release],
    names: &BTreeMap<Uuid, String>,
) -> Result<Vec<Todo>> {
    let now = app.now();
    let agreed: Vec<Release> = releases
        .iter()
        .filter(|one| one.state.is_agreed() && one.leaves_at > now)
        .cloned()
        .collect();
    if agreed.is_empty() {
        return Ok(Vec::new());
    }
    let plan = agreed[0].plan;
    let judge = Judge::of(app, programme, &agreed).await?;
    let judged = judge.judge(&agreed, releases, &super::sessions_of(app, plan).await?)?;
    let mut over: BTreeMap<(Uuid, String), (usize, usize)> = BTreeMap::new();
    for release in &agreed {
        for count in &judged[&release.id].caps {
            if count.agreed >= count.cap {
                let place = (release.site, count.label.clone());
                over.insert(place, (count.cap, count.agreed + 1));
            }
        }
    }
    let row = |((site, label), (cap, agreed)): ((Uuid, String), (usize, usize))| Todo {
        words: format!(
            "{} lets {cap} go now ({label}), and {agreed} are agreed. They stand unless the hospital takes one back; nothing more fits.",
            names.get(&site).map_or("A hospital", String::as_str)
        ),
        href: format!("{base}/release/sites/{site}"),
        label: "See",
    };
    Ok(over.into_iter().map(row).collect())
}

pub(super) fn tally(releases: &[Release]) -> Vec<Mark> {
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
pub(super) fn weeks(releases: &[Release], today: Date) -> Result<Vec<Date>> {
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

pub(super) fn by_site(
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

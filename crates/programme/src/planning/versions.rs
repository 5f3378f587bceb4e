//! The versions of a plan: all of them, two side by side, one against what is known now.

use std::collections::BTreeSet;

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Query, State};
use axum::response::Response;
use jiff::tz::TimeZone;
use platform::access::Viewer;
use platform::web::{Shell, page};
use platform::words::hexadecimal;
use platform::{App, Error, FieldError, Result};
use serde::Deserialize;

use super::document::Document;
use super::make::{Task, facts};
use super::names::Names;
use super::pages::to_board;
use super::since::{Since, since};
use super::store::{self, PlanVersion};
use super::{Why, check, searches};
use crate::addresses::base;
use crate::wording::{count, count_first, listed, moment};

#[derive(Template)]
#[template(path = "planning/versions.html")]
struct VersionsPage {
    shell: Shell,
    base: String,
    heading: String,
    versions: Vec<Row>,
    newest: i64,
}

struct Row {
    number: i64,
    state: &'static str,
    kind: &'static str,
    icon: &'static str,
    made: String,
    why: &'static str,
    placed: String,
    groups: usize,
    digest: String,
}

/// The state of a version in a word, with its chip.
fn state(plan: &PlanVersion) -> (&'static str, &'static str, &'static str) {
    match plan.state {
        store::State::Draft => ("Draft", "unknown", "note"),
        store::State::Published => ("Published", "ok", "check"),
        store::State::Replaced => ("Replaced", "info", "swap"),
    }
}

/// Every version.
pub(super) async fn list(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let base = base(&viewer)?;
    let zone = super::zone()?;
    let versions = store::versions(&app, viewer.scope()?.id).await?;
    let heading = match versions.len() {
        0 => "No plan has been made yet".to_owned(),
        many => count_first(many, "version of the plan", "versions of the plan"),
    };
    page(VersionsPage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb("Plan", Some(format!("{base}/plan")))
            .crumb("Versions", None),
        newest: versions.first().map_or(0, |plan| plan.number),
        versions: versions.iter().map(|plan| row(plan, &zone)).collect(),
        base,
        heading,
    })
}

fn row(plan: &PlanVersion, zone: &TimeZone) -> Row {
    let (state, kind, icon) = state(plan);
    let digest = plan.hash.as_deref().unwrap_or_default();
    Row {
        number: plan.number,
        state,
        kind,
        icon,
        made: moment(plan.made_at.to_jiff(), zone),
        why: plan.reason.map_or("", Why::label),
        placed: format!("{} of {}", plan.document.placed(), plan.document.residents),
        groups: plan.document.groups.len(),
        digest: hexadecimal(&digest[..6]),
    }
}

#[derive(Template)]
#[template(path = "planning/compare.html")]
struct ComparePage {
    shell: Shell,
    base: String,
    heading: String,
    lead: String,
    before: i64,
    now: i64,
    numbers: Vec<i64>,
    figures: Vec<(&'static str, String, String)>,
    groups: Vec<(String, String, String)>,
    since: Since,
}

#[derive(Deserialize)]
pub(super) struct Pair {
    before: Option<i64>,
    now: Option<i64>,
}

/// Two versions side by side: those that are asked for, or the newest and the one that holds.
pub(super) async fn compare(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(pair): Query<Pair>,
) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let base = base(&viewer)?;
    let heads = store::heads(&app, programme).await?;
    let (newest, _) = *heads.first().ok_or(Error::NotFound)?;
    let now = pair.now.unwrap_or(newest);
    let before = pair.before.or_else(|| usual(&heads, now)).unwrap_or(now);
    let now = store::numbered(&app, programme, now).await?;
    let before = store::numbered(&app, programme, before).await?;
    let names = Names::of(&app, programme).await?;
    let pair = (&before.document, &now.document);
    let since = since(&app, programme, pair, &names).await?;
    let changes = since.doctors.len();
    let heading = match changes {
        _ if before.number == now.number => "There is only one version yet".to_owned(),
        _ if since.is_same => format!(
            "Versions {} and {} are the same plan",
            before.number, now.number
        ),
        0 => format!(
            "Versions {} and {} place everybody alike",
            before.number, now.number
        ),
        _ => format!(
            "{} between version {} and version {}",
            count_first(changes, "doctor moves", "doctors move"),
            before.number,
            now.number
        ),
    };
    page(ComparePage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb("Plan", Some(format!("{base}/plan")))
            .crumb("Versions", Some(format!("{base}/plan/versions")))
            .crumb("Compare", None),
        lead: since.told.clone(),
        before: before.number,
        now: now.number,
        numbers: heads.iter().map(|(number, _)| *number).collect(),
        figures: figures(&before.document, &now.document),
        groups: groups(&before.document, &now.document, &names),
        since,
        base,
        heading,
    })
}

/// What a version is compared with: the one that holds, or else the one before it.
pub(super) fn usual(heads: &[(i64, store::State)], now: i64) -> Option<i64> {
    let earlier = || heads.iter().filter(|(number, _)| *number < now);
    let holds = earlier().find(|(_, state)| *state == store::State::Published);
    holds
        .or_else(|| earlier().next())
        .map(|(number, _)| *number)
}

fn figures(before: &Document, now: &Document) -> Vec<(&'static str, String, String)> {
    let worst = |document: &Document| {
        let worst = document.objective.burden_millionths.first();
        worst.map_or_else(
            || "–".to_owned(),
            |worst| format!("{:.2}", *worst as f64 / 1e6),
        )
    };
    let both = |name, value: &dyn Fn(&Document) -> String| (name, value(before), value(now));
    vec![
        both("Doctors with a place", &|one| {
            format!("{} of {}", one.placed(), one.residents)
        }),
        both("Groups", &|one| one.groups.len().to_string()),
        both("Weeks under 0.80", &|one| {
            one.objective.weak_weeks.to_string()
        }),
        both("Expected attendances", &|one| {
            format!("{:.0}", one.objective.expected_attendances())
        }),
        both("Highest ratio of a hospital", &worst),
        both("Minutes of travel, one way, one week", &|one| {
            one.objective.travel_minutes.to_string()
        }),
    ]
}

fn groups(before: &Document, now: &Document, names: &Names) -> Vec<(String, String, String)> {
    let places: BTreeSet<_> = before
        .groups
        .iter()
        .chain(&now.groups)
        .map(|group| group.place())
        .collect();
    let of = |document: &Document, place: &super::Place| {
        let group = document.groups.iter().find(|group| group.place() == *place);
        group.map_or_else(
            || "–".to_owned(),
            |group| {
                let members = count(group.members.len(), "member", "members");
                format!("{members}; {}", listed(&names.leaders(group)))
            },
        )
    };
    let mut rows: Vec<_> = places
        .into_iter()
        .map(|place| {
            let day = crate::columns::weekday(&place.weekday)
                .map_or(0, |day| day.to_monday_zero_offset());
            let row = (names.place(&place), of(before, &place), of(now, &place));
            ((day, place.start), row)
        })
        .collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    rows.into_iter().map(|(_, row)| row).collect()
}

#[derive(Template)]
#[template(path = "planning/known.html")]
struct KnownPage {
    shell: Shell,
    base: String,
    heading: String,
    lead: String,
    number: i64,
    broken: Vec<String>,
    gone: Vec<String>,
    refused: usize,
    holds: bool,
    reasons: Vec<(&'static str, &'static str)>,
}

/// The plan that holds against what is known now.
pub(super) async fn known(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let programme = viewer.scope()?.id;
    let base = base(&viewer)?;
    let plan = store::newest(&app, programme, true)
        .await?
        .ok_or(Error::NotFound)?;
    let folder = facts(&app, programme).await?;
    let names = Names::of(&app, programme).await?;
    let listed: BTreeSet<&str> = folder
        .residents
        .iter()
        .map(|one| one.reference.as_str())
        .collect();
    let members = plan.document.groups.iter().flat_map(|group| &group.members);
    let gone: Vec<String> = members
        .filter(|member| !listed.contains(member.resident.as_str()))
        .map(|member| names.resident(&member.resident))
        .collect();
    let checked = check(&folder, app.now().to_jiff(), &plan.document);
    let broken: Vec<String> = match checked {
        Ok(checked) => checked
            .violations
            .into_iter()
            .map(|one| one.sentence)
            .collect(),
        // Somebody in the plan is gone: that is said above, and the rest can only be checked without them.
        Err(Error::Refused(_)) => Vec::new(),
        Err(error) => return Err(error),
    };
    let releases = crate::release::of_plan(&app, plan.id, None, None).await?;
    let refused = releases
        .iter()
        .filter(|one| one.state == crate::release::State::Refused)
        .count();
    let holds = broken.is_empty() && gone.is_empty() && refused == 0;
    let heading = if holds {
        format!("Version {} holds with what is known now", plan.number)
    } else {
        format!("Version {} no longer holds as it is", plan.number)
    };
    page(KnownPage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb("Plan", Some(format!("{base}/plan")))
            .crumb("Known now", None),
        lead: "The checker has looked at every rule again, with the rotas, leave and answers of hospitals that are known now.".into(),
        number: plan.number,
        broken: broken.iter().map(|one| names.in_words(one)).collect(),
        gone,
        refused,
        holds,
        reasons: Why::ALL.iter().map(|why| (why.word(), why.label())).collect(),
        base,
        heading,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MendForm {
    #[serde(default)]
    why: String,
}

/// Mends the plan that holds with as little changed as can be; why is asked (programme M1).
pub(super) async fn mend(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<MendForm>,
) -> Result<Response> {
    let why: Why = form.why.parse().map_err(|_| {
        Error::Invalid(vec![FieldError {
            field: "why",
            message: "Choose why the published plan is changed.".into(),
        }])
    })?;
    searches::begin(&app, &viewer, Task::Mend(why)).await?;
    to_board(&viewer)
}

//! The page that says how a study is laid out, with its history.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State as Shared};
use axum::response::Response;
use jiff::civil::Date;
use platform::access::{Role, Viewer};
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};
use serde::Deserialize;

use super::store::{self, Setup};
use super::{Design, change_page};
use crate::consent::{self, Rule};
use crate::dates::day_in_words;
use crate::{cohorts, participants, team};

/// The pages of the set-up.
pub fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/set-up", Action("setup.read"), show)
        .merge(change_page::routes())
}

/// The pages among which the tabs lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tab {
    /// Stance, design, cohorts.
    Setup,
    /// Research questions.
    Questions,
    /// Interview guides.
    Guides,
    /// Who works in the study.
    Team,
    /// The recruitment log.
    Recruitment,
}

/// The tabs with where one is; the recruitment log is the research lead's.
pub(crate) fn tabs(viewer: &Viewer, current: Tab) -> Result<Vec<(&'static str, String, bool)>> {
    let slug = &viewer.scope()?.slug;
    let all = [
        (Tab::Setup, "Set-up", "set-up"),
        (Tab::Questions, "Questions", "set-up/questions"),
        (Tab::Guides, "Guides", "guides"),
        (Tab::Team, "Team", "team"),
        (Tab::Recruitment, "Recruitment", "recruitment"),
    ];
    Ok(all
        .into_iter()
        .filter(|(tab, ..)| *tab != Tab::Recruitment || leads(viewer))
        .map(|(tab, label, end)| (label, format!("/studies/{slug}/{end}"), tab == current))
        .collect())
}

/// Whether the one who asks leads the study.
pub(crate) fn leads(viewer: &Viewer) -> bool {
    viewer.acts_as(Role::ResearchLead)
}

#[derive(Template)]
#[template(path = "setup/show.html")]
struct ShowPage {
    shell: Shell,
    tabs: Vec<(&'static str, String, bool)>,
    here: String,
    heading: String,
    lead: String,
    leads: bool,
    is_set: bool,
    facts: Vec<(&'static str, String)>,
    other_freeze: String,
    cohorts: Vec<Cohort>,
    history: Vec<Change>,
}

struct Cohort {
    name: String,
    label: String,
    target: String,
    here: usize,
}

struct Change {
    when: String,
    by: String,
    what: String,
    why: String,
}

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    saved: Option<String>,
}

async fn show(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Query(done): Query<Done>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let history = store::history(app.db.read(), study.id).await?;
    let members = team::all(app.db.read(), study.id).await?;
    let newest = history.first();
    let heading = match newest {
        Some(setup) => format!("A {} study", setup.design),
        None => "Say how this study is laid out".to_owned(),
    };
    let mut shell = Shell::new(&app, &viewer, heading.clone());
    if done.saved.is_some() {
        shell = shell.notice("ok", "Saved", "What held before stays in the history.");
    }
    page(ShowPage {
        shell,
        tabs: tabs(&viewer, Tab::Setup)?,
        here: format!("/studies/{}/set-up", study.slug),
        heading,
        lead:
            "Reports quote this, so it is written down once, and each change keeps what was there."
                .into(),
        leads: leads(&viewer),
        is_set: newest.is_some(),
        facts: newest.map(facts).unwrap_or_default(),
        other_freeze: other_freeze(&app, study.id, newest).await?,
        cohorts: cohort_rows(&app, study.id).await?,
        history: history
            .iter()
            .zip(history.iter().skip(1).map(Some).chain([None]))
            .map(|(setup, before)| Change {
                when: day_in_words(setup.made_at),
                by: team::author(&members, setup.made_by),
                what: changed(before, setup),
                why: setup.why.clone(),
            })
            .collect(),
    })
}

fn or_dash(text: &str) -> String {
    match text {
        "" => "–".to_owned(),
        text => text.to_owned(),
    }
}

fn in_words(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

fn facts(setup: &Setup) -> Vec<(&'static str, String)> {
    let period = match (setup.period_start, setup.period_end) {
        (Some(start), Some(end)) => format!("{} to {}", in_words(start), in_words(end)),
        (Some(start), None) => format!("from {}", in_words(start)),
        (None, Some(end)) => format!("until {}", in_words(end)),
        (None, None) => "–".to_owned(),
    };
    vec![
        ("Ontology", or_dash(&setup.ontology)),
        ("Orientation", or_dash(&setup.orientation)),
        ("Theory", or_dash(&setup.theory)),
        ("Reasoning", setup.reasoning.to_string()),
        ("Design", setup.design.to_string()),
        ("Agreement between analysts", agreement(setup.design)),
        ("Stated period", period),
        ("Ethics reference", or_dash(&setup.ethics)),
        (
            "Frozen on",
            setup.freeze_on.map_or_else(|| "–".to_owned(), in_words),
        ),
    ]
}

fn agreement(design: Design) -> String {
    match design.shows_agreement() {
        true => "can be shown".to_owned(),
        false => "is not shown".to_owned(),
    }
}

/// What to do where the newest wording of consent freezes the study on another day.
async fn other_freeze(app: &App, study: uuid::Uuid, setup: Option<&Setup>) -> Result<String> {
    let versions = consent::versions(app.db.read(), study).await?;
    let signed = versions.first().map(|version| version.rule);
    Ok(match (signed, setup.and_then(|setup| setup.freeze_on)) {
        (Some(Rule::UntilFreeze(signed)), Some(set)) if signed != set => format!(
            "Participants were told that the study is frozen on {}. Change the day here, or make a new version of the wording.",
            in_words(signed)
        ),
        _ => String::new(),
    })
}

async fn cohort_rows(app: &App, study: uuid::Uuid) -> Result<Vec<Cohort>> {
    let connection = app.db.read();
    let aims = cohorts::aims(connection, study).await?;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for stored in participants::all(connection, study).await? {
        *counts.entry(stored.participant.cohort).or_default() += 1;
    }
    let row = |name: String| {
        let aim = aims.get(&name).cloned().unwrap_or_default();
        Cohort {
            label: or_dash(&aim.public_label),
            target: aim
                .target
                .map_or_else(|| "–".to_owned(), |target| target.to_string()),
            here: counts.get(&name).copied().unwrap_or(0),
            name,
        }
    };
    let names = cohorts::names(connection, study).await?;
    Ok(names.into_iter().map(row).collect())
}

/// What a change changed, in a few words.
fn changed(before: Option<&Setup>, after: &Setup) -> String {
    let Some(before) = before else {
        return format!("First set, as a {} study", after.design);
    };
    let mut parts = Vec::new();
    if before.design != after.design {
        parts.push(format!("design from {} to {}", before.design, after.design));
    }
    let earlier = facts(before);
    for ((name, old), (_, new)) in earlier.iter().zip(facts(after)) {
        let is_said = matches!(*name, "Design" | "Agreement between analysts");
        if !is_said && *old != new {
            parts.push(format!("{} from {old} to {new}", name.to_lowercase()));
        }
    }
    match parts.is_empty() {
        true => "Saved without a change".to_owned(),
        false => format!("Changed: {}", parts.join("; ")),
    }
}

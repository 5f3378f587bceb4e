//! The first page of an organiser: what stands, and the one step that comes next.

mod notice;
mod outlook;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};
use uuid::Uuid;

use outlook::Outlook;

use crate::addresses::base;
use crate::wording::{count_first, moment};
use crate::{exchange, joining, people, planning, release, rotas, sessions, sites};

/// The page.
pub fn routes() -> Routes {
    Routes::new().get("/programmes/{programme}", Action("today.read"), today)
}

/// How many lines of a list are shown before the rest is folded.
const SHOWN: usize = 6;

#[derive(Template)]
#[template(path = "today/today.html")]
struct TodayPage {
    shell: Shell,
    heading: String,
    lead: String,
    step: (String, String),
    rows: Vec<(String, String, String)>,
    /// What waits for the organiser: the sentence and the page that settles it.
    waits: Vec<(String, String)>,
    /// What waits beyond the first few, and what may go wrong beyond them: folded.
    more_waits: Vec<(String, String)>,
    more_warnings: Vec<outlook::Warning>,
    this_week: Vec<outlook::ThisWeek>,
    warnings: Vec<outlook::Warning>,
}

async fn today(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let scope = viewer.scope()?;
    let base = base(&viewer)?;
    let zone = planning::zone()?;
    let residents = people::listed(&app, scope.id).await?.len();
    let hospitals = sites::listed(&app, scope.id).await?.len();
    let newest = planning::newest(&app, scope.id, false).await?;
    let published = planning::newest(&app, scope.id, true).await?;
    let mut rows = Vec::new();
    let mut waits = Vec::new();
    let mut outlook = Outlook::default();
    if let Some(plan) = &published {
        outlook = Outlook::of(&app, &base, scope.id, plan).await?;
        waits.extend(unconfirmed(&base, &outlook.to_confirm));
        waits.extend(by_the_calendar(&app, &base, (scope.id, plan.id)).await?);
        waits.extend(release::to_do(&app, &base, (scope.id, plan.id)).await?);
    }
    rows.push((
        "People".to_owned(),
        format!(
            "{} at {hospitals} hospitals",
            count_first(residents, "resident", "residents")
        ),
        format!("{base}/people"),
    ));
    if let Some(import) = exchange::last(&app, scope.id).await? {
        rows.push((
            "Facts".into(),
            format!("Imported on {}", moment(import.at.to_jiff(), &zone)),
            format!("{base}/import"),
        ));
    }
    if residents > 0 {
        rows.push((
            "Joining".into(),
            joining::undecided(&app, scope.id).await?,
            format!("{base}/joining"),
        ));
    }
    if let Some(plan) = &newest {
        let state = if plan.is_published() {
            "published"
        } else {
            "a draft"
        };
        rows.push((
            "Plan".into(),
            format!(
                "Version {}, {state}: {} of {} have a place",
                plan.number,
                plan.document.placed(),
                plan.document.residents
            ),
            format!("{base}/plan"),
        ));
    }
    if let Some(plan) = &published {
        let sessions = sessions::all(&app, plan.id).await?;
        let next = sessions.iter().find(|one| one.starts_at > app.now());
        rows.push((
            "Release".into(),
            release::waiting(&app, plan.id).await? + " for an answer",
            format!("{base}/release"),
        ));
        rows.push((
            "Sessions".into(),
            next.map_or_else(
                || "The run is over".to_owned(),
                |next| format!("Next: {}", moment(next.starts_at.to_jiff(), &zone)),
            ),
            format!("{base}/sessions"),
        ));
    }
    let (heading, step) = match (residents, &newest, &published) {
        (0, ..) => ("Begin with the facts", ("Import a folder", "import")),
        (_, None, _) => ("The facts are in: make a plan", ("Make a plan", "plan")),
        (_, Some(plan), _) if !plan.is_published() => {
            ("A draft waits to be published", ("Open the draft", "plan"))
        }
        _ => (
            "The run is under way",
            ("Open the release board", "release"),
        ),
    };
    page(TodayPage {
        shell: Shell::new(&app, &viewer, heading),
        heading: heading.into(),
        lead: scope.name.clone(),
        step: (step.0.to_owned(), format!("{base}/{}", step.1)),
        rows,
        more_waits: waits.split_off(waits.len().min(SHOWN)),
        more_warnings: outlook
            .warnings
            .split_off(outlook.warnings.len().min(SHOWN)),
        waits,
        this_week: outlook.this_week,
        warnings: outlook.warnings,
    })
}

/// The sessions of this week to confirm, as one thing to do.
fn unconfirmed(base: &str, sessions: &[String]) -> Option<(String, String)> {
    let words =
        "not confirmed yet; members, facilitators and rooms count on it from a week before.";
    match sessions {
        [] => None,
        [one] => Some((
            format!("One session of the next seven days is {words}"),
            one.clone(),
        )),
        some => Some((
            format!(
                "Of the sessions of the next seven days, {} are {words}",
                some.len()
            ),
            format!("{base}/sessions"),
        )),
    }
}

/// What the calendar of the run asks for now.
async fn by_the_calendar(
    app: &App,
    base: &str,
    (programme, plan): (Uuid, Uuid),
) -> Result<Vec<(String, String)>> {
    let zone = planning::zone()?;
    let sessions = sessions::all(app, plan).await?;
    let Some(first) = sessions.iter().map(|one| one.starts_at).min() else {
        return Ok(Vec::new());
    };
    let ahead: Vec<_> = release::of_plan(app, plan, None, None)
        .await?
        .into_iter()
        .filter(|one| one.leaves_at > app.now())
        .collect();
    let known = rotas::completeness(app, programme, None).await?;
    let open = notice::Open {
        unsent: ahead
            .iter()
            .filter(|one| one.state == release::State::Draft)
            .count(),
        rotas: known.values().filter(|one| one.known < one.total()).count(),
        unanswered: ahead.iter().filter(|one| one.state.awaits_answer()).count(),
    };
    let first = first.to_jiff().to_zoned_datetime(zone).date();
    Ok(notice::due(base, first, planning::today(app)?, open))
}

//! In which phases the analysts work, and how they went through them.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Error, Result};
use serde::Deserialize;
use study::dates::day_in_words;
use study::rights::Analyst;
use study::team;

use super::course::{Course, Stretch, courses};
use super::desk::{self, Statement, open_of};
use super::phase::{Phase, PhaseState};
use super::timeline::{Timeline, draw};
use crate::acts::read_trail;
use crate::journal::open_prompts;
use crate::trail::Acts;

/// The page.
pub fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/phases", Action("phases.read"), show)
        .post("/studies/{study}/phases", Action("phases.state"), press)
}

#[derive(Template)]
#[template(path = "phases/show.html")]
struct PhasesPage {
    shell: Shell,
    here: String,
    writes: bool,
    /// Where the viewer is asked about what they did; empty where nothing is asked.
    asked: String,
    rows: Vec<Row>,
    timeline: Timeline,
    /// The sentence that the drawing stands for.
    finding: String,
    stretches: Vec<Told>,
}

/// One phase as the viewer states it.
struct Row {
    phase: Phase,
    is_open: bool,
    is_now: bool,
    /// Who else works in it now.
    others: String,
}

/// One stretch in the table.
struct Told {
    who: String,
    phase: String,
    from: String,
    until: String,
    what: &'static str,
}

async fn show(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let study = viewer.scope()?;
    let analyst = Analyst::of(&app, &viewer).await?;
    let trail = read_trail(&app, study.id).await?;
    let members = team::all(app.db.read(), study.id).await?;
    let acts = Acts::of(&trail.events);
    let named = |course: Course| (team::author(&members, course.member), course);
    let all = courses(&trail.events, &acts);
    let mut all: Vec<(String, Course)> = all.into_iter().map(named).collect();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    let mut rows = Vec::new();
    let own = open_of(app.db.read(), study.id, analyst.member).await?;
    let mut theirs: Vec<(String, PhaseState)> = Vec::new();
    for (name, course) in &all {
        if course.member != analyst.member || !analyst.writes {
            let open = open_of(app.db.read(), study.id, course.member).await?;
            theirs.push((name.clone(), open));
        }
    }
    for phase in Phase::ALL {
        let here = theirs.iter().filter(|(_, open)| open.now() == Some(phase));
        let names: Vec<&str> = here.map(|(name, _)| name.as_str()).collect();
        rows.push(Row {
            phase,
            is_open: analyst.writes && own.open.contains(&phase),
            is_now: analyst.writes && own.now() == Some(phase),
            others: names.join(", "),
        });
    }
    let asked = match analyst.member {
        Some(member) => open_prompts(&app, study.id, member).await?.len(),
        None => 0,
    };
    let finding = finding(&all);
    page(PhasesPage {
        shell: Shell::new(&app, &viewer, finding.clone()),
        here: format!("/studies/{}/phases", study.slug),
        writes: analyst.writes,
        asked: match asked {
            0 => String::new(),
            _ => format!("/studies/{}/journal", study.slug),
        },
        rows,
        timeline: draw(&all, app.now()),
        stretches: told(&all),
        finding,
    })
}

fn finding(all: &[(String, Course)]) -> String {
    let returns: usize = all.iter().map(|(_, course)| course.returns()).sum();
    match (all.is_empty(), returns) {
        (true, _) => "Nobody has stated a phase yet".to_owned(),
        (_, 0) => "Nobody has returned to an earlier phase yet".to_owned(),
        (_, 1) => "One return to an earlier phase".to_owned(),
        (_, count) => format!("{count} returns to earlier phases"),
    }
}

/// The stretches of all analysts with who worked in each, the oldest first.
pub(crate) fn stretches(all: &[(String, Course)]) -> Vec<(Stretch, String)> {
    let of = |(name, course): &(String, Course)| {
        let name = name.clone();
        let stretches = course.stretches.clone().into_iter();
        stretches.map(move |one| (one, name.clone()))
    };
    let mut all: Vec<_> = all.iter().flat_map(of).collect();
    all.sort_by_key(|(one, _)| one.from);
    all
}

fn told(all: &[(String, Course)]) -> Vec<Told> {
    let told = stretches(all).into_iter().map(|(one, who)| Told {
        who,
        phase: format!("{} {}", one.phase.number(), one.phase.in_words()),
        from: day_in_words(one.from),
        until: one.until.map_or("open".to_owned(), day_in_words),
        what: match (one.is_first, one.is_return) {
            (true, _) => "first time",
            (_, true) => "return",
            _ => "again",
        },
    });
    told.collect()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PhaseForm {
    phase: String,
    /// `enter` or `leave`.
    does: String,
}

async fn press(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<PhaseForm>,
) -> Result<Response> {
    let analyst = Analyst::writing(&app, &viewer).await?;
    let study = viewer.scope()?;
    let none = || Error::Forbidden("no page names a phase so");
    let phase = Phase::of_word(&form.phase).ok_or_else(none)?;
    let statement = match form.does.as_str() {
        "enter" => Statement::Enter(phase),
        "leave" => Statement::Leave(phase),
        _ => return Err(none()),
    };
    let tx = app.db.write().await?;
    if desk::state(&tx, &app, study.id, analyst.member, statement).await? {
        let event = viewer.event("phases.state", phase.word());
        tx.commit(&app, event.with_detail(form.does)).await?;
    }
    let to = format!("/studies/{}/phases", study.slug);
    Ok(Redirect::to(&to).into_response())
}

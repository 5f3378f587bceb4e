//! Guides to read, to take away as text, and two versions beside each other.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State as Shared};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::store::{self, GuideVersion};
use super::{Compared, GuideQuestion, compare, to_text, write_page};
use crate::cohorts;
use crate::dates::day_in_words;
use crate::setup::{Tab, leads, tabs};

const READ: Action = Action("setup.read");

/// The pages of guides.
pub fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/guides", READ, list)
        .get("/studies/{study}/guides/compare", READ, beside)
        .get("/studies/{study}/guides/{guide}", READ, show)
        .get("/studies/{study}/guides/{guide}/guide.txt", READ, text)
        .merge(write_page::routes())
}

#[derive(Template)]
#[template(path = "guides/list.html")]
struct ListPage {
    shell: Shell,
    tabs: Vec<(&'static str, String, bool)>,
    here: String,
    leads: bool,
    cohorts: Vec<Cohort>,
}

struct Cohort {
    name: String,
    write: String,
    versions: Vec<Version>,
    compare: String,
}

struct Version {
    id: Uuid,
    number: i64,
    questions: usize,
    since: String,
    used: bool,
}

#[derive(Template)]
#[template(path = "guides/show.html")]
struct ShowPage {
    shell: Shell,
    here: String,
    lead: String,
    used: bool,
    questions: Vec<GuideQuestion>,
}

#[derive(Template)]
#[template(path = "guides/compare.html")]
struct ComparePage {
    shell: Shell,
    lead: String,
    rows: Vec<Line>,
}

/// One question of two versions.
struct Line {
    kind: &'static str,
    icon: &'static str,
    word: &'static str,
    places: String,
    before: String,
    after: String,
    prompts: Vec<(&'static str, String)>,
}

#[derive(Deserialize)]
struct Two {
    #[serde(default)]
    before: Option<Uuid>,
    #[serde(default)]
    after: Option<Uuid>,
}

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    saved: Option<String>,
}

async fn list(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Query(done): Query<Done>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let here = format!("/studies/{}/guides", study.slug);
    let versions = store::versions(app.db.read(), study.id).await?;
    let mut names = cohorts::names(app.db.read(), study.id).await?;
    for version in &versions {
        if !names.contains(&version.cohort) {
            names.push(version.cohort.clone());
        }
    }
    let cohort = |(at, name): (usize, String)| {
        let own: Vec<&GuideVersion> = versions.iter().filter(|one| one.cohort == name).collect();
        Cohort {
            write: format!("{here}/write?cohort={at}"),
            compare: match own.as_slice() {
                [newest, before, ..] => {
                    format!("{here}/compare?before={}&after={}", before.id, newest.id)
                }
                _ => String::new(),
            },
            versions: own.into_iter().map(Version::of).collect(),
            name,
        }
    };
    let rows: Vec<Cohort> = names.into_iter().enumerate().map(cohort).collect();
    let lacking = rows.iter().filter(|one| one.versions.is_empty()).count();
    let heading = match (rows.len(), lacking) {
        (0, _) => "Interview guides".to_owned(),
        (_, 0) => "Every cohort has a guide".to_owned(),
        (_, 1) => "One cohort has no guide yet".to_owned(),
        (_, some) => format!("{some} cohorts have no guide yet"),
    };
    let mut shell = Shell::new(&app, &viewer, heading);
    if done.saved.is_some() {
        let body = "A version can be changed until an interview has used it.";
        shell = shell.notice("ok", "The guide is saved", body);
    }
    page(ListPage {
        shell,
        tabs: tabs(&viewer, Tab::Guides)?,
        here,
        leads: leads(&viewer),
        cohorts: rows,
    })
}

impl Version {
    fn of(version: &GuideVersion) -> Self {
        Self {
            id: version.id,
            number: version.number,
            questions: version.questions.len(),
            since: day_in_words(version.made_at),
            used: version.used,
        }
    }
}

async fn one(app: &App, viewer: &Viewer, id: Uuid) -> Result<GuideVersion> {
    let found = store::find(app.db.read(), viewer.scope()?.id, id).await?;
    found.ok_or(Error::NotFound)
}

async fn show(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    let guide = one(&app, &viewer, id).await?;
    let list = format!("/studies/{}/guides", viewer.scope()?.slug);
    let title = format!("What {} are asked", guide.cohort);
    let count = match guide.questions.len() {
        1 => "one question".to_owned(),
        count => format!("{count} questions"),
    };
    page(ShowPage {
        shell: Shell::new(&app, &viewer, title)
            .crumb("Guides", Some(list.clone()))
            .crumb(format!("Version {}", guide.number), None),
        here: format!("{list}/{id}"),
        lead: format!(
            "Version {} of {}, {count}.",
            guide.number,
            day_in_words(guide.made_at)
        ),
        used: guide.used,
        questions: guide.questions,
    })
}

async fn text(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    let guide = one(&app, &viewer, id).await?;
    let name = format!("attachment; filename=\"guide-{}.txt\"", guide.number);
    let head = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((head, to_text(&guide.questions)).into_response())
}

async fn beside(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Query(two): Query<Two>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let list = format!("/studies/{}/guides", study.slug);
    let (Some(before), Some(after)) = (two.before, two.after) else {
        return Ok(axum::response::Redirect::to(&list).into_response());
    };
    let before = one(&app, &viewer, before).await?;
    let after = one(&app, &viewer, after).await?;
    let compared = compare(&before.questions, &after.questions);
    let rows: Vec<Line> = compared
        .iter()
        .map(|row| Line::of(row, &before.questions, &after.questions))
        .collect();
    let changed = rows.iter().filter(|row| row.kind != "unknown").count();
    let title = match changed {
        0 => "Both versions ask the same".to_owned(),
        1 => "One question differs".to_owned(),
        count => format!("{count} questions differ"),
    };
    page(ComparePage {
        shell: Shell::new(&app, &viewer, title)
            .crumb("Guides", Some(list))
            .crumb("Compare", None),
        lead: format!(
            "Version {} for {}, against version {} for {}.",
            before.number, before.cohort, after.number, after.cohort
        ),
        rows,
    })
}

impl Line {
    fn of(row: &Compared, before: &[GuideQuestion], after: &[GuideQuestion]) -> Self {
        let (kind, icon, word) = match row {
            row if row.added() => ("ok", "plus", "Added"),
            row if row.dropped() => ("no", "cross", "Dropped"),
            row if row.moved && row.reworded => ("wait", "swap", "Moved and reworded"),
            row if row.moved => ("info", "swap", "Moved"),
            row if row.reworded => ("wait", "note", "Reworded"),
            row if row.prompts => ("wait", "note", "Other prompts"),
            _ => ("unknown", "check", "The same"),
        };
        let words = |place: Option<usize>, questions: &[GuideQuestion]| {
            place
                .map(|at| questions[at].question.clone())
                .unwrap_or_default()
        };
        let (old, new) = (words(row.before, before), words(row.after, after));
        let place = |place: Option<usize>| place.map_or(0, |at| at + 1);
        Self {
            kind,
            icon,
            word,
            places: match (place(row.before), place(row.after)) {
                (0, new) => format!("now {new}"),
                (old, 0) => format!("was {old}"),
                (old, new) if old == new => new.to_string(),
                (old, new) => format!("was {old}, now {new}"),
            },
            prompts: prompts(row, before, after),
            before: match old == new {
                true => String::new(),
                false => old,
            },
            after: new,
        }
    }
}

/// The prompts that only one of the two versions has, in their order.
fn prompts(
    row: &Compared,
    before: &[GuideQuestion],
    after: &[GuideQuestion],
) -> Vec<(&'static str, String)> {
    let (Some(old), Some(new)) = (row.before, row.after) else {
        return Vec::new();
    };
    let (old, new) = (&before[old].prompts, &after[new].prompts);
    let gone = old.iter().filter(|one| !new.contains(one));
    let come = new.iter().filter(|one| !old.contains(one));
    gone.map(|one| ("Prompt dropped", one.clone()))
        .chain(come.map(|one| ("Prompt added", one.clone())))
        .collect()
}

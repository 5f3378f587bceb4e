//! Research questions with what they said before, and rewording one (study R2).

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, Query, State as Shared};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, error_of, form_status, only, page, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::store;
use super::wordings::{self, NewWording};
use crate::columns::fold_spaces;
use crate::dates::day_in_words;
use crate::setup::{Tab, leads, tabs};
use crate::{cohorts, team};

/// Longest wording and reason, in characters.
const LONGEST: usize = 1_000;

/// The pages of questions.
pub fn routes() -> Routes {
    let write = Action("setup.write");
    let reword = "/studies/{study}/set-up/questions/{question}/change";
    Routes::new()
        .get(
            "/studies/{study}/set-up/questions",
            Action("setup.read"),
            list,
        )
        .get(reword, write, form)
        .post(reword, write, save)
}

#[derive(Template)]
#[template(path = "questions/list.html")]
struct ListPage {
    shell: Shell,
    tabs: Vec<(&'static str, String, bool)>,
    here: String,
    leads: bool,
    rows: Vec<Row>,
}

struct Row {
    label: String,
    wording: String,
    put_to: String,
    since: String,
    earlier: Vec<Earlier>,
}

struct Earlier {
    number: i64,
    wording: String,
    since: String,
    why: String,
}

#[derive(Template)]
#[template(path = "questions/change.html")]
struct ChangePage {
    shell: Shell,
    here: String,
    back: String,
    label: String,
    wording: String,
    why: String,
    cohorts: Vec<(String, bool)>,
    errors: Vec<(&'static str, String)>,
}

impl ChangePage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
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
    let rows = rows(&app, study.id).await?;
    let heading = match rows.len() {
        0 => "Research questions".to_owned(),
        1 => "One research question".to_owned(),
        count => format!("{count} research questions"),
    };
    let mut shell = Shell::new(&app, &viewer, heading);
    if done.saved.is_some() {
        shell = shell.notice(
            "ok",
            "Saved",
            "What the question said before stays in its history.",
        );
    }
    page(ListPage {
        shell,
        tabs: tabs(&viewer, Tab::Questions)?,
        here: format!("/studies/{}/set-up/questions", study.slug),
        leads: leads(&viewer),
        rows,
    })
}

/// Every question with its wordings, the newest first.
async fn rows(app: &App, study: Uuid) -> Result<Vec<Row>> {
    let connection = app.db.read();
    let mut histories = wordings::wordings(connection, study).await?;
    let put_to = wordings::put_to(connection, study).await?;
    let members = team::all(connection, study).await?;
    let since = |one: &wordings::Wording| match one.from_folder {
        true => format!("since {}, from a folder", day_in_words(one.made_at)),
        false => {
            let by = team::author(&members, one.made_by);
            format!("since {}, by {by}", day_in_words(one.made_at))
        }
    };
    let mut rows = Vec::new();
    for (_, question) in store::all(connection, study).await? {
        let mut history = histories.remove(&question.id).unwrap_or_default();
        history.reverse();
        rows.push(Row {
            since: history
                .first()
                .map(|one| format!("Wording {}, {}", one.number, since(one)))
                .unwrap_or_default(),
            put_to: match put_to.get(&question.id) {
                Some(names) => format!("Put to: {}", names.join(", ")),
                None => "Put to all cohorts".to_owned(),
            },
            earlier: history
                .iter()
                .map(|one| Earlier {
                    number: one.number,
                    wording: one.wording.clone(),
                    since: since(one),
                    why: one.why.clone(),
                })
                .collect(),
            label: question.id,
            wording: question.wording,
        });
    }
    Ok(rows)
}

async fn form(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, label)): Path<(String, String)>,
) -> Result<Response> {
    let study = viewer.scope()?.id;
    let wording = wording(&app, study, &label).await?;
    let put_to = wordings::put_to(app.db.read(), study).await?;
    let chosen = put_to.get(&label).cloned().unwrap_or_default();
    let draft = Draft {
        wording,
        why: String::new(),
        cohorts: chosen,
    };
    shown(&app, &viewer, &label, draft, Vec::new()).await
}

async fn wording(app: &App, study: Uuid, label: &str) -> Result<String> {
    let all = store::all(app.db.read(), study).await?;
    let found = all.into_iter().find(|(_, one)| one.id == label);
    found.map(|(_, one)| one.wording).ok_or(Error::NotFound)
}

struct Draft {
    wording: String,
    why: String,
    cohorts: Vec<String>,
}

async fn shown(
    app: &App,
    viewer: &Viewer,
    label: &str,
    draft: Draft,
    errors: Vec<(&'static str, String)>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let names = cohorts::names(app.db.read(), study.id).await?;
    let status = form_status(&errors);
    let back = format!("/studies/{}/set-up/questions", study.slug);
    let page = ChangePage {
        shell: Shell::new(app, viewer, format!("What {label} asks"))
            .crumb("Questions", Some(back.clone()))
            .crumb(label, None),
        here: format!("{back}/{label}/change"),
        back,
        label: label.to_owned(),
        wording: draft.wording,
        why: draft.why,
        cohorts: names
            .into_iter()
            .map(|name| (name.clone(), draft.cohorts.contains(&name)))
            .collect(),
        errors,
    };
    page_with(status, page)
}

async fn save(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, label)): Path<(String, String)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let known = ["wording", "why", "cohort"];
    only(fields.iter().map(|(name, _)| name.as_str()), &known)?;
    let study = viewer.scope()?;
    let value = |name: &str| {
        let found = fields.iter().find(|(field, _)| field == name);
        found
            .map(|(_, value)| fold_spaces(value))
            .unwrap_or_default()
    };
    let chosen = fields.iter().filter(|(name, _)| name == "cohort");
    let draft = Draft {
        wording: value("wording"),
        why: value("why"),
        cohorts: chosen.map(|(_, value)| value.clone()).collect(),
    };
    let tx = app.db.write().await?;
    let all = store::all(tx.connection(), study.id).await?;
    let held = all.iter().find(|(_, one)| one.id == label);
    let (_, held) = held.ok_or(Error::NotFound)?;
    let same = |text: &str| text.to_lowercase() == draft.wording.to_lowercase();
    let is_taken = all
        .iter()
        .any(|(_, one)| one.id != label && same(&one.wording));
    let errors = draft.errors(is_taken);
    if !errors.is_empty() {
        drop(tx);
        return shown(&app, &viewer, &label, draft, errors).await;
    }
    let mut detail = "cohorts".to_owned();
    if held.wording != draft.wording {
        let member = team::of_viewer(tx.connection(), &viewer).await?;
        let new = NewWording {
            wording: &draft.wording,
            why: &draft.why,
            from_folder: false,
            by: member.map(|member| member.id),
        };
        let number = store::reword(&tx, &app, study.id, &label, new).await?;
        detail = format!("wording {number}");
    }
    let names = cohorts::names(tx.connection(), study.id).await?;
    let mut put = draft.cohorts;
    put.retain(|name| names.contains(name));
    if put.len() == names.len() {
        put.clear();
    }
    wordings::put(&tx, study.id, &label, &put).await?;
    let event = viewer.event("setup.write", label.as_str());
    tx.commit(&app, event.with_detail(detail)).await?;
    let back = format!("/studies/{}/set-up/questions?saved=1", study.slug);
    Ok(Redirect::to(&back).into_response())
}

impl Draft {
    fn errors(&self, is_taken: bool) -> Vec<(&'static str, String)> {
        let mut errors = Vec::new();
        if self.wording.is_empty() {
            errors.push(("wording", "Write the question.".to_owned()));
        }
        for (name, text) in [("wording", &self.wording), ("why", &self.why)] {
            if text.chars().count() > LONGEST {
                errors.push((name, format!("Write at most {LONGEST} characters.")));
            }
        }
        if is_taken {
            let words = "Another question has these words already.";
            errors.push(("wording", words.to_owned()));
        }
        errors
    }
}

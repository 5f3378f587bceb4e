//! The recruitment log and its counts, for the research lead.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Query, State as Shared};
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Date;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, error_of, form_status, page, page_with};
use platform::{App, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::count::{Counts, Entry, EntryKind, Method};
use super::store::{self, NewEntry};
use crate::columns::fold_spaces;
use crate::dates::today;
use crate::setup::{Tab, tabs};
use crate::{cohorts, participants, team};

/// Most people in one line of the log.
const MOST_PEOPLE: u32 = 10_000;
/// Longest reason, in characters.
const LONGEST: usize = 500;

/// The pages of recruitment.
pub fn routes() -> Routes {
    let keep = Action("recruitment.keep");
    Routes::new()
        .get("/studies/{study}/recruitment", keep, list)
        .get("/studies/{study}/recruitment/enter", keep, form)
        .post("/studies/{study}/recruitment/enter", keep, enter)
}

#[derive(Template)]
#[template(path = "recruitment/list.html")]
struct ListPage {
    shell: Shell,
    tabs: Vec<(&'static str, String, bool)>,
    here: String,
    rows: Vec<Row>,
    log: Vec<(String, String, String)>,
}

struct Row {
    counts: Counts,
    aim: String,
    methods: String,
}

#[derive(Template)]
#[template(path = "recruitment/enter.html")]
struct EnterPage {
    shell: Shell,
    here: String,
    back: String,
    cohorts: Vec<(String, bool)>,
    methods: Vec<(Method, bool)>,
    form: EnterForm,
    errors: Vec<(&'static str, String)>,
}

impl EnterPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct EnterForm {
    cohort: String,
    kind: String,
    method: String,
    people: String,
    participant: String,
    reason: String,
    on: String,
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
    let connection = app.db.read();
    let counts = store::counts(connection, study.id).await?;
    let aims = cohorts::aims(connection, study.id).await?;
    let log = store::entries(connection, study.id).await?;
    let invited: u32 = counts.iter().map(|one| one.invited).sum();
    let completed: u32 = counts.iter().map(|one| one.completed).sum();
    let heading = match invited {
        0 => "Nobody has been invited yet".to_owned(),
        all => format!("{completed} of {all} who were invited gave an interview"),
    };
    let mut shell = Shell::new(&app, &viewer, heading);
    if done.saved.is_some() {
        shell = shell.notice("ok", "Entered", "The counts below include it.");
    }
    let row = |counts: Counts| Row {
        aim: aims
            .get(&counts.cohort)
            .and_then(|aim| aim.target)
            .map_or_else(String::new, |target| format!("of {target} aimed at")),
        methods: methods(&counts),
        counts,
    };
    page(ListPage {
        shell,
        tabs: tabs(&viewer, Tab::Recruitment)?,
        here: format!("/studies/{}/recruitment", study.slug),
        rows: counts.into_iter().map(row).collect(),
        log: log.iter().map(line).collect(),
    })
}

/// A line of the log: the day, what happened, and the reason that was given.
fn line(entry: &Entry) -> (String, String, String) {
    let people = match entry.people {
        1 => "one person".to_owned(),
        count => format!("{count} people"),
    };
    let what = match entry.kind {
        EntryKind::Approach => format!("{people} of {} asked: {}", entry.cohort, entry.method),
        EntryKind::Decline => format!("{people} of {} said no", entry.cohort),
    };
    let day = entry.on.strftime("%-d %B %Y").to_string();
    (day, what, entry.reason.clone())
}

fn methods(counts: &Counts) -> String {
    let parts: Vec<String> = counts
        .methods
        .iter()
        .map(|(method, people)| format!("{method} ({people})"))
        .collect();
    match parts.is_empty() {
        true => "–".to_owned(),
        false => parts.join(", "),
    }
}

async fn form(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let form = EnterForm {
        kind: EntryKind::Approach.word().to_owned(),
        on: today(&app).to_string(),
        ..EnterForm::default()
    };
    shown(&app, &viewer, form, Vec::new()).await
}

async fn shown(
    app: &App,
    viewer: &Viewer,
    form: EnterForm,
    errors: Vec<(&'static str, String)>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let names = cohorts::names(app.db.read(), study.id).await?;
    let status = form_status(&errors);
    let back = format!("/studies/{}/recruitment", study.slug);
    let page = EnterPage {
        shell: Shell::new(app, viewer, "Who was asked, or said no")
            .crumb("Recruitment", Some(back.clone()))
            .crumb("Enter", None),
        here: format!("{back}/enter"),
        back,
        cohorts: names
            .into_iter()
            .map(|name| (name.clone(), name == form.cohort))
            .collect(),
        methods: Method::ALL
            .map(|one| (one, one.word() == form.method))
            .to_vec(),
        form,
        errors,
    };
    page_with(status, page)
}

async fn enter(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<EnterForm>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let tx = app.db.write().await?;
    let names = cohorts::names(tx.connection(), study.id).await?;
    let known = participants::all(tx.connection(), study.id).await?;
    let entry = match form.read(&names, &known, today(&app)) {
        Ok(entry) => entry,
        Err(errors) => {
            drop(tx);
            return shown(&app, &viewer, form, errors).await;
        }
    };
    let member = team::of_viewer(tx.connection(), &viewer).await?;
    let detail = format!("{}, people {}", entry.kind.word(), entry.people);
    let new = NewEntry {
        entry,
        by: member.map(|member| member.id),
    };
    store::enter(&tx, &app, study.id, &new).await?;
    let event = viewer.event("recruitment.keep", study.id.to_string());
    tx.commit(&app, event.with_detail(detail)).await?;
    let back = format!("/studies/{}/recruitment?saved=1", study.slug);
    Ok(Redirect::to(&back).into_response())
}

impl EnterForm {
    /// The line, or what needs another look.
    fn read(
        &self,
        cohorts: &[String],
        known: &[participants::Stored],
        today: Date,
    ) -> Result<Entry, Vec<(&'static str, String)>> {
        let mut errors = Vec::new();
        let mut wrong = |field, words: &str| errors.push((field, words.to_owned()));
        let kind = self.kind.parse::<EntryKind>();
        if kind.is_err() {
            wrong("kind", "Choose what happened.");
        }
        if !cohorts.contains(&self.cohort) {
            wrong("cohort", "Choose a cohort.");
        }
        let method = self.method.parse::<Method>();
        if method.is_err() {
            wrong("method", "Choose how.");
        }
        let people = self.people.trim().parse::<u32>().ok();
        let people = people.filter(|people| (1..=MOST_PEOPLE).contains(people));
        if people.is_none() {
            wrong("people", "Write how many people, as a whole number.");
        }
        let on = self.on.trim().parse::<Date>().ok();
        if on.is_none_or(|on| on > today) {
            wrong("on", "Write a day that has come, such as 2031-03-01.");
        }
        let participant = self.who(known, kind.ok(), people);
        if let Err(words) = participant {
            wrong("participant", words);
        }
        let reason = fold_spaces(&self.reason);
        if reason.chars().count() > LONGEST {
            wrong("reason", "Write at most 500 characters.");
        }
        match (kind, method, people, on, errors.is_empty()) {
            (Ok(kind), Ok(method), Some(people), Some(on), true) => Ok(Entry {
                cohort: self.cohort.clone(),
                kind,
                method,
                people,
                participant: participant.unwrap_or_default(),
                reason,
                on,
            }),
            _ => Err(errors),
        }
    }

    /// Whose no it is, of somebody who has an id.
    fn who(
        &self,
        known: &[participants::Stored],
        kind: Option<EntryKind>,
        people: Option<u32>,
    ) -> Result<Option<Uuid>, &'static str> {
        let handle = self.participant.trim();
        if handle.is_empty() {
            return Ok(None);
        }
        let stored = known.iter().find(|stored| {
            let one = &stored.participant;
            one.participant == handle && one.cohort == self.cohort
        });
        match (stored, kind, people) {
            (None, ..) => Err("There is no participant of this id in the cohort."),
            (Some(stored), Some(EntryKind::Decline), Some(1)) => Ok(Some(stored.id)),
            _ => Err("An id belongs to one person who said no."),
        }
    }
}

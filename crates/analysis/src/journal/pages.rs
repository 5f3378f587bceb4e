//! One's own journal. Nothing of it that is private shows anywhere else, not even as an act in the record (study P11).

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Pressed, Routes, Shell, error_of, form_status, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use study::dates::today;
use study::journal::{self, Visibility};
use study::rows::random_id;
use study::team;
use uuid::Uuid;

use super::desk::{EntryForm, Errors, found, keep, me, own, take_away};
use super::prompts::{Prompt, open_prompts};
use crate::acts::{Saying, read_trail};
use crate::trail::Acts;

const OWN: Action = Action("journal.own");
/// The pages of one's own journal.
pub fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/journal", OWN, list)
        .post("/studies/{study}/journal", OWN, write)
        .post("/studies/{study}/journal/dismiss", OWN, dismiss)
        .get("/studies/{study}/journal/{entry}", OWN, show)
        .post("/studies/{study}/journal/{entry}/change", OWN, change)
        .post("/studies/{study}/journal/{entry}/remove", OWN, remove)
}

#[derive(Template)]
#[template(path = "journal/journal.html")]
struct JournalPage {
    shell: Shell,
    here: String,
    /// Where the form goes.
    to: String,
    /// Where the entry is removed; empty for a new one.
    remove: String,
    lead: &'static str,
    prompts: Vec<Prompt>,
    entries: Vec<Shown>,
    /// What the entry is about, in words; empty for nothing.
    about: String,
    form: EntryForm,
    errors: Errors,
}

impl JournalPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }

    fn visibilities(&self) -> [Visibility; 3] {
        Visibility::ALL
    }
}

struct Shown {
    id: Uuid,
    day: String,
    visibility: Visibility,
    text: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    about: String,
}

async fn list(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let form = EntryForm {
        dated: today(&app).to_string(),
        visibility: Visibility::Private.word().to_owned(),
        about: asked.about,
        ..EntryForm::default()
    };
    shown(&app, &viewer, None, (form, Errors::new())).await
}

async fn shown(
    app: &App,
    viewer: &Viewer,
    entry: Option<Uuid>,
    (form, errors): (EntryForm, Errors),
) -> Result<Response> {
    let me = me(app, viewer).await?;
    let study = viewer.scope()?;
    let here = format!("/studies/{}/journal", study.slug);
    let notes = format!("/studies/{}/notes", study.slug);
    let mut entries = Vec::new();
    let mut prompts = Vec::new();
    if entry.is_none() {
        prompts = open_prompts(app, study.id, me.id).await?;
        entries = own(app, viewer, &me).await?;
    }
    let title = match (entry, entries.len()) {
        (Some(_), _) => "An entry of your journal".to_owned(),
        (None, 0) => "Your journal".to_owned(),
        (None, 1) => "One entry in your journal".to_owned(),
        (None, count) => format!("{count} entries in your journal"),
    };
    let status = form_status(&errors);
    let shell = Shell::new(app, viewer, title).crumb("Memos and journal", Some(notes));
    let page = JournalPage {
        shell: match entry {
            None => shell.crumb("My journal", None),
            Some(_) => shell
                .crumb("My journal", Some(here.clone()))
                .crumb("An entry", None),
        },
        to: entry.map_or_else(|| here.clone(), |id| format!("{here}/{id}/change")),
        remove: entry.map_or_else(String::new, |id| format!("{here}/{id}/remove")),
        here,
        lead: "What is for you alone is sealed: nobody else reads it, finds it or learns that it is there, neither the research lead nor who runs Enid.",
        about: about(app, viewer, &form.about).await?,
        prompts,
        entries: entries
            .into_iter()
            .map(|one| Shown {
                id: one.id,
                day: one.dated.strftime("%-d %B %Y").to_string(),
                visibility: one.visibility,
                text: one.text,
            })
            .collect(),
        form,
        errors,
    };
    page_with(status, page)
}

/// What an act did, in words; empty where none is named.
async fn about(app: &App, viewer: &Viewer, act: &str) -> Result<String> {
    let Ok(act) = act.parse::<Uuid>() else {
        return Ok(String::new());
    };
    let study = viewer.scope()?.id;
    let trail = read_trail(app, study).await?;
    let members = team::all(app.db.read(), study).await?;
    let acts = Acts::of(&trail.events);
    let saying = Saying::of(&trail, &acts, &members)?;
    let Some(first) = acts.events_of(act).first() else {
        return Ok(String::new());
    };
    Ok(format!("{} {}", saying.who(first.member), saying.act(act)))
}

async fn write(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<EntryForm>,
) -> Result<Response> {
    let me = me(&app, &viewer).await?;
    match form.read(&app, (random_id(&app), me.id)) {
        Ok(entry) => {
            keep(&app, &viewer, &entry).await?;
            back(&viewer)
        }
        Err(errors) => shown(&app, &viewer, None, (form, errors)).await,
    }
}

fn back(viewer: &Viewer) -> Result<Response> {
    let to = format!("/studies/{}/journal", viewer.scope()?.slug);
    Ok(Redirect::to(&to).into_response())
}

async fn show(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response> {
    let entry = found(&app, &viewer, &id).await?;
    let asked = (EntryForm::of(&entry), Errors::new());
    shown(&app, &viewer, Some(entry.id), asked).await
}

async fn change(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, id)): Path<(String, String)>,
    Form(form): Form<EntryForm>,
) -> Result<Response> {
    let before = found(&app, &viewer, &id).await?;
    match form.read(&app, (before.id, before.member)) {
        Ok(entry) => {
            keep(&app, &viewer, &entry).await?;
            back(&viewer)
        }
        Err(errors) => shown(&app, &viewer, Some(before.id), (form, errors)).await,
    }
}

async fn remove(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, id)): Path<(String, String)>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    take_away(&app, &viewer, &found(&app, &viewer, &id).await?).await?;
    back(&viewer)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DismissForm {
    /// A kind of prompt, or the act that one asks about.
    prompt: String,
}

async fn dismiss(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<DismissForm>,
) -> Result<Response> {
    let me = me(&app, &viewer).await?;
    let study = viewer.scope()?;
    if !Prompt::is_kind(&form.prompt) && form.prompt.parse::<Uuid>().is_err() {
        return Err(Error::Forbidden("no page names a prompt so"));
    }
    let tx = app.db.write().await?;
    journal::dismiss(&tx, study.id, me.id, &form.prompt).await?;
    // What somebody is asked is theirs, as what they answer is.
    tx.commit_bookkeeping().await?;
    let to = format!("/studies/{}/journal", study.slug);
    Ok(Redirect::to(&to).into_response())
}

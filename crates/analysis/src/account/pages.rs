//! The account: its extracts in their order, what else could be in it, and its files.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Form, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, error_of, form_status, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use study::columns::fold_spaces;
use study::documents::{self, AuthorRole};
use study::rights::Analyst;
use study::team;
use uuid::Uuid;

use super::desk::{Part, change, subject};
use super::output::{Extract, Shown};
use super::state::{AccountState, Step};
use crate::acts::{read_trail, written};
use crate::quotes::{Visible, visible};
use crate::trail::Trail;

const READ: Action = Action("quotes.read");
const WRITE: Action = Action("quotes.write");
/// Longest title, in characters.
pub(super) const LONGEST: usize = 200;

/// The page; its files are with all that leaves a study.
pub fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/account", READ, show)
        .post("/studies/{study}/account", WRITE, arrange)
        .post("/studies/{study}/account/title", WRITE, name)
}

#[derive(Template)]
#[template(path = "account/account.html")]
struct AccountPage {
    shell: Shell,
    here: String,
    quotes: String,
    writes: bool,
    seen: i64,
    title: String,
    panels: Vec<Vec<Row>>,
    others: Vec<Row>,
    changed: bool,
    errors: Vec<(&'static str, String)>,
}

impl AccountPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }
}

struct Row {
    id: Uuid,
    words: String,
    note: String,
    themes: Vec<String>,
}

/// An account with everything it shows.
pub(super) struct Account {
    trail: Trail,
    pub(super) state: AccountState,
    pub(super) seen: i64,
    /// The quotes from notes of participant-researchers, with the month of the note.
    pub(super) extracts: BTreeMap<Uuid, (Visible, String)>,
}

impl Account {
    pub(super) async fn of(app: &App, viewer: &Viewer) -> Result<Self> {
        let study = viewer.scope()?.id;
        let trail = read_trail(app, study).await?;
        let (state, seen) = written(&trail, &subject(study))?;
        let notes = documents::all(app.db.read(), study).await?.into_iter();
        let notes: BTreeMap<String, String> = notes
            .filter(|note| {
                let role = note.author.as_ref().map(|author| author.role);
                role == Some(AuthorRole::ParticipantResearcher)
            })
            .map(|note| {
                let month = note.dated.map(|date| date.month().in_words());
                (note.handle, month.unwrap_or_default())
            })
            .collect();
        let quotes = visible(app.db.read(), study).await?.into_iter();
        let extracts = quotes.filter_map(|quote| {
            let month = notes.get(quote.document.as_ref()?)?.clone();
            Some((quote.id, (quote, month)))
        });
        Ok(Self {
            extracts: extracts.collect(),
            state: state.unwrap_or_default(),
            trail,
            seen,
        })
    }

    fn title(&self) -> &str {
        match self.trail.words(self.state.name.as_ref()) {
            "" => "An account from field notes",
            title => title,
        }
    }

    /// What of each panel is still there.
    pub(super) fn panels(&self) -> Vec<Vec<&(Visible, String)>> {
        let panels = self.state.panels().into_iter();
        let panels = panels.map(|panel| {
            let found = panel.iter().filter_map(|id| self.extracts.get(id));
            found.collect::<Vec<_>>()
        });
        panels.filter(|panel| !panel.is_empty()).collect()
    }
}

pub(super) fn themes(quote: &Visible) -> Vec<String> {
    let places = quote.places.iter();
    places
        .map(|place| match place.path.is_empty() {
            true => "Other findings".to_owned(),
            false => place.path.join(" – "),
        })
        .collect()
}

fn row((quote, month): &(Visible, String)) -> Row {
    Row {
        id: quote.id,
        words: format!("“{}”", quote.words.text),
        note: format!("{}, {month}", quote.document.as_deref().unwrap_or_default()),
        themes: themes(quote),
    }
}

async fn show(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    shown(&app, &viewer, (Vec::new(), false)).await
}

async fn shown(
    app: &App,
    viewer: &Viewer,
    (errors, changed): (Vec<(&'static str, String)>, bool),
) -> Result<Response> {
    let study = viewer.scope()?;
    let account = Account::of(app, viewer).await?;
    let writes = Analyst::of(app, viewer).await?.writes;
    let panels: Vec<Vec<Row>> = account
        .panels()
        .into_iter()
        .map(|panel| panel.into_iter().map(row).collect())
        .collect();
    let others = account.extracts.iter();
    let others = others.filter(|(id, _)| !account.state.extracts.contains(id));
    let heading = match panels.iter().map(Vec::len).sum::<usize>() {
        0 => "The account from field notes has no extract yet".to_owned(),
        1 => "The account from field notes has one extract".to_owned(),
        count => format!("The account from field notes has {count} extracts"),
    };
    let page = AccountPage {
        shell: Shell::new(app, viewer, heading),
        here: format!("/studies/{}/account", study.slug),
        quotes: format!("/studies/{}/quotes", study.slug),
        writes,
        seen: account.seen,
        title: account.trail.words(account.state.name.as_ref()).to_owned(),
        panels,
        others: others.map(|(_, one)| row(one)).collect(),
        changed,
        errors,
    };
    let status = match page.changed {
        true => axum::http::StatusCode::CONFLICT,
        false => form_status(&page.errors),
    };
    page_with(status, page)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StepForm {
    seen: String,
    what: String,
    extract: Uuid,
}

async fn arrange(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<StepForm>,
) -> Result<Response> {
    let id = form.extract;
    let step = match form.what.as_str() {
        "add" => Step::Add(id),
        "up" => Step::Up(id),
        "down" => Step::Down(id),
        "out" => Step::Out(id),
        "turn" => Step::Turn(id),
        _ => return Err(Error::Forbidden("the form has a button that no page has")),
    };
    let analyst = Analyst::writing(&app, &viewer).await?;
    let account = Account::of(&app, &viewer).await?;
    if !account.extracts.contains_key(&id) {
        return Err(Error::NotFound);
    }
    store(
        &app,
        &viewer,
        (analyst.member, &form.seen),
        Part::Step(step),
    )
    .await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TitleForm {
    seen: String,
    title: String,
}

async fn name(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<TitleForm>,
) -> Result<Response> {
    let analyst = Analyst::writing(&app, &viewer).await?;
    let title = fold_spaces(&form.title);
    if title.is_empty() || title.chars().count() > LONGEST {
        let errors = vec![(
            "title",
            format!("Write a title of at most {LONGEST} characters."),
        )];
        return shown(&app, &viewer, (errors, false)).await;
    }
    store(
        &app,
        &viewer,
        (analyst.member, &form.seen),
        Part::Title(title),
    )
    .await
}

async fn store(
    app: &App,
    viewer: &Viewer,
    (member, seen): (Option<Uuid>, &str),
    part: Part,
) -> Result<Response> {
    let study = viewer.scope()?;
    let tx = app.db.write().await?;
    let seen = Some(seen.parse().unwrap_or(-1));
    if !change(&tx, app, study.id, (member, seen), part).await? {
        drop(tx);
        return shown(app, viewer, (Vec::new(), true)).await;
    }
    let event = viewer.event("quotes.write", study.id.to_string());
    tx.commit(app, event).await?;
    let to = format!("/studies/{}/account", study.slug);
    Ok(Redirect::to(&to).into_response())
}

/// The account as it leaves the study.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn leaving(app: &App, viewer: &Viewer) -> Result<Shown> {
    let account = Account::of(app, viewer).await?;
    let declared = team::dual_roles(app.db.read(), viewer.scope()?.id).await?;
    let supports = declared.iter().map(|one| one.support.as_str());
    let supported = supports.filter(|text| !text.is_empty()).collect::<Vec<_>>();
    let extract = |(quote, month): &(Visible, String)| Extract {
        dated: month.clone(),
        words: quote.words.text.clone(),
        themes: themes(quote),
    };
    let panels = account.panels().into_iter();
    Ok(Shown {
        title: account.title().to_owned(),
        supported: supported.join("; "),
        panels: panels
            .map(|panel| panel.into_iter().map(extract).collect())
            .collect(),
    })
}

//! The account: its extracts in their order, what else could be in it, and its files.

use askama::Template;
use axum::Extension;
use axum::extract::{Form, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, error_of, form_status, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use study::columns::fold_spaces;
use study::rights::Analyst;
use uuid::Uuid;

use super::desk::{LONGEST, Part, change};
use super::material::{Account, themes};
use super::state::Step;
use crate::quotes::Visible;

const READ: Action = Action("quotes.read");
const WRITE: Action = Action("quotes.write");

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
        title: account.name().to_owned(),
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

//! A search that goes on, as the panel above the board.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Form};
use platform::access::Viewer;
use platform::web::{Pressed, Shell};
use platform::{App, Result};

use super::make::Task;
use super::pages::to_board;
use super::searches;
use super::searches_store::State as SearchState;
use crate::addresses::base;
use crate::wording::count;

/// How far a search is, as the panel above the board says it.
#[derive(Template)]
#[template(path = "planning/search.html")]
pub(super) struct SearchPanel {
    base: String,
    csrf: String,
    /// Whether it goes on.
    pub(super) on: bool,
    stopping: bool,
    title: String,
    text: String,
    /// How much of the work is done, of 100; none before a twentieth is.
    share: Option<u64>,
    /// Why the last search came to nothing.
    failed: String,
}

/// The panel of the newest search.
pub(super) async fn panel(app: &App, viewer: &Viewer, shell: &Shell) -> Result<SearchPanel> {
    let base = base(viewer)?;
    let nothing = SearchPanel {
        base,
        csrf: shell.csrf.to_string(),
        on: false,
        stopping: false,
        title: String::new(),
        text: String::new(),
        share: None,
        failed: String::new(),
    };
    let Some(search) = searches::current(app, viewer.scope()?.id).await? else {
        return Ok(nothing);
    };
    if !search.is_on() {
        return Ok(SearchPanel {
            failed: match search.state {
                SearchState::Lost => {
                    "The server was stopped while a plan was being looked for. Plan again; nothing was changed.".into()
                }
                _ => search.outcome,
            },
            ..nothing
        });
    }
    let seconds = (app.now().0 - search.started_at.0) / 1_000_000;
    let far = search.far;
    let text = match (far.placed, far.bound) {
        (0, _) => "The facts are being weighed.".to_owned(),
        (placed, Some(bound)) if bound > placed => {
            format!("Best so far places {placed}. No plan can place more than {bound}.")
        }
        (placed, _) => format!(
            "Best so far places {placed}; no plan places more. Now it is made better in what comes after."
        ),
    };
    Ok(SearchPanel {
        on: true,
        stopping: search.state == SearchState::Stopping,
        title: title(u64::try_from(seconds).unwrap_or(0), far.share),
        text: format!("{text} You can leave this page; the best checked plan is kept."),
        share: (far.share >= 50).then_some(far.share / 10),
        ..nothing
    })
}

/// How long it goes on, by the rate so far; nothing is said of that before a twentieth is done.
fn title(seconds: u64, share: u64) -> String {
    if share < 50 {
        return "Looking for a plan".to_owned();
    }
    let left = seconds.max(1) * 1000_u64.saturating_sub(share) / share;
    let left = usize::try_from(left).unwrap_or(usize::MAX);
    format!(
        "Looking for a plan: about {} left",
        count(left.max(1), "second", "seconds")
    )
}

/// How far the search is, for a page that follows it.
pub(super) async fn searching(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let shell = Shell::new(&app, &viewer, "");
    let panel = panel(&app, &viewer, &shell).await?;
    let far = serde_json::json!({
        "on": panel.on,
        "title": panel.title,
        "text": panel.text,
        "share": panel.share,
    });
    let kind = [(header::CONTENT_TYPE, "application/json")];
    Ok((kind, far.to_string()).into_response())
}

pub(super) async fn stop(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    searches::stop(&app, &viewer).await?;
    to_board(&viewer)
}

pub(super) async fn make_plan(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    searches::begin(&app, &viewer, Task::Anew).await?;
    to_board(&viewer)
}

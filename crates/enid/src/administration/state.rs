//! Whether the installation is well.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use platform::access::{self, Viewer};
use platform::storage::{self, Dialect};
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};

use crate::schema::MIGRATIONS;

pub(super) fn routes() -> Routes {
    Routes::new().get("/state", Action("state.read"), show)
}

#[derive(Template)]
#[template(path = "administration/state.html")]
struct StatePage {
    shell: Shell,
    heading: &'static str,
    facts: Vec<(&'static str, String)>,
}

async fn show(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let database = match app.db.dialect() {
        Dialect::Sqlite => "SQLite",
        Dialect::Postgres => "PostgreSQL",
    };
    let todo = storage::pending(&app.db, MIGRATIONS).await?;
    let scopes = access::scopes(&app).await?;
    let count = |kind| scopes.iter().filter(|scope| scope.kind == kind).count();
    let heading = if todo.names.is_empty() {
        "Everything is up to date"
    } else {
        "The schema needs a step: run enid migrate"
    };
    page(StatePage {
        shell: Shell::new(&app, &viewer, heading),
        heading,
        facts: vec![
            ("Enid", env!("CARGO_PKG_VERSION").to_owned()),
            (
                "Database",
                format!("{database} {}", app.db.version().await?),
            ),
            (
                "Schema steps applied",
                (MIGRATIONS.len() - todo.names.len()).to_string(),
            ),
            (
                "Accounts",
                access::all_accounts(&app).await?.len().to_string(),
            ),
            (
                "Programmes",
                count(access::ScopeKind::Programme).to_string(),
            ),
            ("Studies", count(access::ScopeKind::Study).to_string()),
        ],
    })
}

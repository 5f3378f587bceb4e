//! Whether the installation is well.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use platform::access::{self, Viewer};
use platform::clock::Instant;
use platform::jobs;
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
    let jobs = jobs::standing(&app, &crate::jobs::all()).await?;
    let heading = if !todo.names.is_empty() {
        "The schema needs a step: run enid migrate"
    } else if jobs.failed + jobs.failing > 0 {
        "Some jobs have failed"
    } else {
        "Everything is up to date"
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
            ("Jobs that wait", jobs.waiting.to_string()),
            (
                "Jobs that failed and are tried again",
                jobs.failing.to_string(),
            ),
            ("Jobs that are not tried any more", jobs.failed.to_string()),
            (
                "Jobs of kinds this version does not know",
                jobs.unknown.to_string(),
            ),
            ("Oldest job that is due", age(app.now(), jobs.oldest)),
        ],
    })
}

/// How long ago a moment was, in the largest unit that is whole.
fn age(now: Instant, then: Option<Instant>) -> String {
    let Some(then) = then else {
        return "none".into();
    };
    let minutes = (now.0 - then.0).max(0) / 60_000_000;
    match minutes {
        0 => "less than a minute".into(),
        1 => "1 minute".into(),
        2..120 => format!("{minutes} minutes"),
        120..2880 => format!("{} hours", minutes / 60),
        _ => format!("{} days", minutes / 1440),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_told_in_the_largest_unit_that_is_whole() {
        let told = |minutes: i64| age(Instant(minutes * 60_000_000), Some(Instant(0)));
        assert_eq!(told(0), "less than a minute");
        assert_eq!(told(1), "1 minute");
        assert_eq!(told(119), "119 minutes");
        assert_eq!(told(120), "2 hours");
        assert_eq!(told(2880), "2 days");
        assert_eq!(age(Instant(5), None), "none");
    }
}

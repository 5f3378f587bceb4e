//! The form that a rota is brought in with, and the rotas so far.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use platform::access::Viewer;
use platform::web::{Shell, page_with};
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::prepare::Ground;
use super::store;
use crate::addresses::base;
use crate::identity::open;
use crate::rotas::Source;
use crate::wording::{capital, count, moment, short_date};

#[derive(Template)]
#[template(path = "rotas/import/form.html")]
struct FormPage {
    shell: Shell,
    base: String,
    site: Uuid,
    heading: String,
    lead: String,
    error: String,
    errors: Vec<(String, String)>,
    doctors: Vec<(Uuid, String)>,
    codes: String,
    imports: Vec<ImportLine>,
    placed: bool,
}

struct ImportLine {
    id: Uuid,
    number: i64,
    when: String,
    what: String,
    first: String,
    dates: String,
    facts: i64,
    unknown: i64,
    undone: bool,
    may_undo: bool,
}

impl ImportLine {
    fn days(&self) -> String {
        let known = match self.unknown {
            0 => String::new(),
            some => format!(", {some} not known"),
        };
        format!("{} days{known}, {}", self.facts, self.dates)
    }
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    after: After,
}

/// What has just been done, so that the page can say it.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum After {
    /// Nothing: the page was opened.
    #[default]
    Nothing,
    /// A rota was put in place.
    Placed,
    /// A rota was taken back.
    Undone,
}

pub(super) async fn form(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, site)): Path<(String, Uuid)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    form_page(&app, &viewer, site, String::new(), asked.after).await
}

pub(super) async fn form_page(
    app: &App,
    viewer: &Viewer,
    site: Uuid,
    error: String,
    after: After,
) -> Result<Response> {
    let scope = viewer.scope()?;
    let ground = Ground::of(app, scope.id, site).await?;
    let base = base(viewer)?;
    let name = ground.site.site.name.clone();
    let imports = lines(app, &ground).await?;
    let newest = imports.first();
    let placed = after == After::Placed && newest.is_some_and(|one| !one.undone);
    let undone = after == After::Undone && imports.iter().any(|one| one.undone);
    let (heading, lead) = match newest {
        Some(newest) if placed => (
            format!("The rota of {name} is in place"),
            format!("{}: {}. It can be undone.", newest.what, newest.days()),
        ),
        _ if undone => (
            format!("The rota of {name} is as it was before"),
            "What was brought in last is taken back. The same file can be brought in again.".into(),
        ),
        _ => (
            format!("Bring in the rota of {name}"),
            "As the hospital keeps it: Enid reads rotas that were made for people.".into(),
        ),
    };
    let status = if error.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let shell = Shell::new(app, viewer, heading.clone())
        .crumb("Hospitals", Some(format!("{base}/sites")))
        .crumb(name, Some(format!("{base}/sites/{site}/rota")))
        .crumb("Bring in", None);
    page_with(
        status,
        FormPage {
            shell,
            base,
            site,
            heading,
            lead,
            placed,
            errors: Some(error.clone())
                .filter(|error| !error.is_empty())
                .map(|error| ("file".to_owned(), error))
                .into_iter()
                .collect(),
            error,
            doctors: doctors(&ground),
            codes: match ground.codes.len() {
                0 => "No code has a meaning yet".to_owned(),
                some => format!("{} known", count(some, "meaning", "meanings")),
            },
            imports,
        },
    )
}

/// Doctors of the site first, then the others, by surname as they are listed.
pub(super) fn doctors(ground: &Ground) -> Vec<(Uuid, String)> {
    let (here, elsewhere): (Vec<_>, Vec<_>) = ground.people.iter().partition(|one| one.is_here);
    here.into_iter()
        .chain(elsewhere)
        .map(|one| (one.id, one.name.clone()))
        .collect()
}

async fn lines(app: &App, ground: &Ground) -> Result<Vec<ImportLine>> {
    let rows = store::imports_of_site(app, ground.site.id).await?;
    let mut lines = Vec::new();
    for row in rows {
        let source: Source = row.source.parse().map_err(Error::internal)?;
        let name: Option<String> = match &row.file_name {
            Some(name) => Some(open(&ground.key, name)?),
            None => None,
        };
        let undone = row.undone_at.is_some();
        lines.push(ImportLine {
            may_undo: !undone && store::is_newest(app.db.read(), &row).await?,
            id: row.id,
            number: row.number,
            when: moment(row.imported_at.to_jiff(), &ground.zone),
            what: match name {
                Some(name) => format!("{name} ({})", source.words()),
                None => capital(source.words()),
            },
            dates: dates(&row.first_date, &row.last_date),
            first: row.first_date,
            facts: row.facts,
            unknown: row.unknown,
            undone,
        });
    }
    Ok(lines)
}

/// Two stored dates as a reader says them.
fn dates(first: &str, last: &str) -> String {
    let said = |text: &str| {
        let date = text.parse::<Date>();
        date.map_or_else(|_| text.to_owned(), short_date)
    };
    format!("{} to {}", said(first), said(last))
}

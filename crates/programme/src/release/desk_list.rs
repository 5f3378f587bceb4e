//! The list of a desk as a file: surname first, in the hospital's own codes, with room to sign.

use axum::Extension;
use axum::extract::State as Shared;
use axum::response::Response;
use formats::report;
use formats::table::write_csv;
use platform::access::Viewer;
use platform::web::download;
use platform::{App, Error, Result};

use super::desk::desk_of;
use super::desk_rows::{DeskRows, Row};
use super::letters::{Doctor, Hospital, Line};
use super::list::{CoordinatorList, coordinator_list, surname_first};
use crate::planning::AtOnce;
use crate::sites;

const HEADER: [&str; 10] = [
    "Doctor",
    "Date",
    "Your shift",
    "Shift hours",
    "Away from",
    "Back at",
    "Hours away",
    "Out together",
    "Rest",
    "Answer",
];

pub(super) async fn csv(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let rows: Vec<Vec<String>> = rows(&app, &viewer).await?.into_iter().map(cells).collect();
    let text = write_csv(&HEADER, &rows);
    download("requests.csv", "text/csv; charset=utf-8", text.into_bytes())
}

pub(super) async fn xlsx(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let (_, bytes) = coordinator_list(&list(&app, &viewer).await?)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    download("requests.xlsx", kind, bytes)
}

pub(super) async fn pdf(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let (written, _) = coordinator_list(&list(&app, &viewer).await?)?;
    // Setting type takes a moment, and others are served meanwhile.
    let bytes = tokio::task::spawn_blocking(move || report::pdf(&written))
        .await
        .map_err(Error::internal)?
        .map_err(Error::internal)?;
    download("requests.pdf", "application/pdf", bytes)
}

async fn list(app: &App, viewer: &Viewer) -> Result<CoordinatorList> {
    let desk = desk_of(app, viewer).await?.ok_or(Error::NotFound)?;
    let site = sites::listed(app, desk.programme)
        .await?
        .into_iter()
        .find(|one| one.id == desk.site)
        .ok_or(Error::NotFound)?
        .site;
    let rows = rows(app, viewer).await?;
    Ok(CoordinatorList {
        hospital: Hospital {
            name: site.name,
            organisation: site.organisation,
            coordinator: site.coordinator_name,
        },
        lines: rows.into_iter().map(line).collect(),
        reference: viewer.scope()?.name.clone(),
    })
}

async fn rows(app: &App, viewer: &Viewer) -> Result<Vec<Row>> {
    let rows = match desk_of(app, viewer).await? {
        Some(desk) => DeskRows::of(app, &desk).await?,
        None => DeskRows::default(),
    };
    Ok(rows.days.into_iter().flat_map(|day| day.rows).collect())
}

fn line(row: Row) -> Line {
    Line {
        doctor: Doctor {
            name: row.doctor,
            reference: String::new(),
        },
        shift: row.code,
        leaves: row.from,
        returns: row.to,
        at_once: row.at_once.map(|(away, cap)| AtOnce { away, limit: cap }),
        cover: row.cover,
    }
}

fn cells(row: Row) -> Vec<String> {
    vec![
        surname_first(&row.doctor),
        row.date,
        row.code,
        row.shift,
        row.leaves,
        row.returns,
        row.hours,
        row.together,
        row.rest.2.to_owned(),
        row.state.2,
    ]
}

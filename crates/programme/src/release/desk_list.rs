//! The list of a desk as a file: surname first, in the hospital's own codes.

use axum::Extension;
use axum::extract::State as Shared;
use axum::response::Response;
use formats::table::{Sheet, SheetCell, write_csv, write_xlsx};
use platform::access::Viewer;
use platform::web::download;
use platform::{App, Error, Result};

use super::desk::desk_of;
use super::desk_rows::DeskRows;
use super::list::surname_first;

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
    let rows = rows(&app, &viewer).await?;
    let text = write_csv(&HEADER, &rows);
    download("requests.csv", "text/csv; charset=utf-8", text.into_bytes())
}

pub(super) async fn xlsx(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
) -> Result<Response> {
    let sheet = Sheet {
        name: "Requests".into(),
        header: HEADER.map(str::to_owned).to_vec(),
        rows: rows(&app, &viewer)
            .await?
            .into_iter()
            .map(|row| row.into_iter().map(SheetCell::Text).collect())
            .collect(),
    };
    let bytes = write_xlsx(&[sheet]).map_err(Error::internal)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    download("requests.xlsx", kind, bytes)
}

async fn rows(app: &App, viewer: &Viewer) -> Result<Vec<Vec<String>>> {
    let rows = match desk_of(app, viewer).await? {
        Some(desk) => DeskRows::of(app, &desk).await?,
        None => DeskRows::default(),
    };
    Ok(rows
        .days
        .into_iter()
        .flat_map(|day| day.rows)
        .map(|row| {
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
        })
        .collect())
}

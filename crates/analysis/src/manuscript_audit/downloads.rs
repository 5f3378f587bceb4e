//! The audit to take away: a page, a document, for programs, as text (study O11).

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use formats::report;
use platform::access::Viewer;
use platform::web::{Action, Routes, download};
use platform::{App, Error, Result};
use study::rights::Analyst;

use super::run;
use crate::reporting_audit::shown;

pub(super) fn routes() -> Routes {
    Routes::new().get(
        "/studies/{study}/reporting-audit/{file}",
        Action("reporting-audit.read"),
        file,
    )
}

async fn file(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, file)): Path<(String, String)>,
) -> Result<Response> {
    Analyst::writing(&app, &viewer).await?;
    let (kind, write): (_, fn(&_) -> Result<Vec<u8>>) = match file.as_str() {
        "audit.html" => ("text/html; charset=utf-8", |audit| {
            Ok(report::html(&shown::report(audit)).into_bytes())
        }),
        "audit.docx" => (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            |audit| report::docx(&shown::report(audit)).map_err(Error::internal),
        ),
        "audit.json" => ("application/json", |audit| {
            let json = shown::json(audit).map_err(Error::internal)?;
            Ok(json.into_bytes())
        }),
        "audit.txt" => ("text/plain; charset=utf-8", |audit| {
            Ok(shown::text(audit, false).into_bytes())
        }),
        _ => return Err(Error::NotFound),
    };
    let run = run::of_kept(&app, &viewer).await?;
    download(&file, kind, write(&run.audit)?)
}

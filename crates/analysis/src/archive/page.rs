//! The page on which a study is taken away whole: what is in the archive and what stays, then the file.

use std::io::Cursor;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use formats::study_archive::{self, LeftOut};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, download, page};
use platform::{App, Error, Result};

use super::out::{refuse_while_blind, take_for};
use super::tables::left_out;

const ARCHIVE: Action = Action("study.archive");

/// The page, and the file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/archive", ARCHIVE, show)
        .get("/studies/{study}/archive/study.enid", ARCHIVE, file)
}

#[derive(Template)]
#[template(path = "archive/archive.html")]
struct ArchivePage {
    shell: Shell,
    file: String,
    slug: String,
    left_out: Vec<LeftOut>,
    /// Why it cannot be taken now; empty where it can.
    waits: String,
}

async fn show(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let waits = match refuse_while_blind(&app, &viewer).await {
        Ok(()) => String::new(),
        Err(Error::Refused(refusal)) => refusal.to_string(),
        Err(error) => return Err(error),
    };
    let slug = viewer.scope()?.slug.clone();
    let base = format!("/studies/{slug}");
    page(ArchivePage {
        shell: Shell::new(&app, &viewer, "Take this study away whole")
            .crumb("Write-up", Some(format!("{base}/write-up")))
            .crumb("What leaves the study", Some(format!("{base}/outputs")))
            .crumb("An archive", None),
        file: format!("{base}/archive/study.enid"),
        left_out: left_out(),
        slug,
        waits,
    })
}

async fn file(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let archive = take_for(&app, &viewer).await?;
    let output = study_archive::write(Cursor::new(Vec::new()), &archive);
    let output = output.map_err(Error::internal)?;
    let name = format!("{}.enid", viewer.scope()?.slug);
    download(&name, "application/zip", output.into_inner())
}

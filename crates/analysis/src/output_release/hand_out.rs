//! The files of a release that was approved. What hands them out takes what disclosure control has let pass, and nothing else
//! (trust PRI-2).

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use formats::bundle::bundle;
use measures::disclosure::{File, Released};
use platform::access::Viewer;
use platform::web::{Action, Routes, download};
use platform::{App, Error, Result};
use uuid::Uuid;

use super::store;
use crate::outputs::OutputFormat;

const READ: Action = Action("releases.read");

pub(super) fn routes() -> Routes {
    Routes::new().get("/studies/{study}/releases/{set}/files/{file}", READ, file)
}

/// The name of the archive with all of them.
pub(super) fn archive(number: i64) -> String {
    format!("release-{number}.zip")
}

async fn file(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, set, name)): Path<(String, Uuid, String)>,
) -> Result<Response> {
    let study = viewer.scope()?.id;
    let kept = store::find(app.db.read(), study, set).await?;
    let number = kept.frozen.ok_or(Error::NotFound)?.number;
    let files = store::files(app.db.read(), set).await?;
    let answer = match name == archive(number) {
        true => together(&name, &files)?,
        false => {
            let mut files = files.iter();
            let found = files.find(|file| file.get().name == name);
            alone(found.ok_or(Error::NotFound)?)?
        }
    };
    let tx = app.db.write().await?;
    let event = viewer.event(READ.0, set.to_string());
    let detail = format!("took {name} of release {number}");
    tx.commit(&app, event.with_detail(detail)).await?;
    Ok(answer)
}

fn alone(file: &Released<File>) -> Result<Response> {
    let File { name, bytes } = file.get();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let format = ending.parse::<OutputFormat>();
    let kind = format.map_or("application/zip", OutputFormat::media_type);
    download(name, kind, bytes.clone())
}

fn together(name: &str, files: &[Released<File>]) -> Result<Response> {
    let files = files.iter().map(Released::get);
    let files = files.map(|file| (file.name.as_str(), file.bytes.as_slice()));
    let packed = bundle(files).map_err(Error::internal)?;
    download(name, "application/zip", packed)
}

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
/// What the project of a release is called, in each.
pub(super) const PROJECT: &str = "project.qdpx";

pub(super) fn routes() -> Routes {
    Routes::new().get("/studies/{study}/releases/{set}/files/{file}", READ, file)
}

/// The name of the archive with all of them.
pub(super) fn archive(number: i64) -> String {
    format!("release-{number}.zip")
}

/// The project of a release as it was approved, with the number of the release: of this one, or of the newest that has one. That it was
/// taken is a row of the record.
///
/// # Errors
/// `Refused`: no approved release has a project, or the one of this number has none. A file that is not what was released is handed out
/// to nobody.
pub async fn project(
    app: &App,
    viewer: &Viewer,
    wanted: Option<i64>,
) -> Result<(i64, Released<File>)> {
    let all = store::all(app.db.read(), viewer.scope()?.id).await?;
    let numbered = all
        .iter()
        .filter_map(|kept| Some((kept.frozen.as_ref()?.number, kept)));
    let mut with_one = numbered.filter(|(_, kept)| kept.choice.project);
    let found = match wanted {
        Some(number) => with_one.find(|(found, _)| *found == number),
        None => with_one.max_by_key(|(number, _)| *number),
    };
    let (number, kept) = found.ok_or_else(|| without(wanted))?;
    let files = store::files(app.db.read(), kept.id).await?;
    let mut files = files.into_iter();
    let project = files
        .find(|file| file.get().name == PROJECT)
        .ok_or_else(|| without(Some(number)))?;
    took(app, viewer, (kept.id, number), PROJECT).await?;
    Ok((number, project))
}

fn without(wanted: Option<i64>) -> Error {
    let sentence = match wanted {
        Some(number) => format!(
            "Release {number} of this study has no project in it, or there is no such release."
        ),
        None => {
            "No release of this study that was approved has a project for other programs in it."
                .to_owned()
        }
    };
    Error::refused(
        "PRI-2",
        sentence,
        "The research lead gets one on the pages of the study: Write-up, What leaves the study, Releases. Prepare a release, choose “A project \
         for other programs”, and approve it.",
    )
}

/// Notes in the record that something of a release was taken.
async fn took(
    app: &App,
    viewer: &Viewer,
    (release, number): (Uuid, i64),
    name: &str,
) -> Result<()> {
    let tx = app.db.write().await?;
    let event = viewer.event(READ.0, release.to_string());
    let detail = format!("took {name} of release {number}");
    tx.commit(app, event.with_detail(detail)).await
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
    took(&app, &viewer, (set, number), &name).await?;
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

//! What the script of the upload page asks for: to begin, to take a piece, how far it is, to end. Answers are JSON; a rule
//! that says no is a sentence in it.

use axum::extract::{Form, Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use platform::access::Viewer;
use platform::web::{Action, Pressed, Routes, Upload, only};
use platform::{App, Error, Result};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::PIECE;
use super::permit::may_upload;
use super::store;
use super::upload::{self, New};
use super::upload_page::{begun, done, finished};
use crate::rights::Rights;

/// A piece, and the lines of the form around it.
const MOST: usize = PIECE + 16 * 1024;

/// The steps.
pub(super) fn routes() -> Routes {
    let write = Action("recordings.upload");
    let one = "/studies/{study}/recordings/uploads/{upload}";
    Routes::new()
        .post("/studies/{study}/recordings/uploads", write, begin)
        .get(one, write, progress)
        .part(
            "/studies/{study}/recordings/uploads/{upload}/part",
            write,
            MOST,
            part,
        )
        .post(
            "/studies/{study}/recordings/uploads/{upload}/finish",
            write,
            finish,
        )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BeginForm {
    participant: Uuid,
    size: u64,
    /// The SHA-256 of the first piece, in hexadecimal.
    first: String,
    /// The SHA-256 of all of it, where the browser can tell.
    #[serde(default)]
    sha256: String,
}

async fn begin(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Form(form): Form<BeginForm>,
) -> Result<Response> {
    let new = New {
        participant: form.participant,
        size: form.size,
        first_sha256: digest(&form.first)?,
        sha256: match form.sha256.as_str() {
            "" => None,
            text => Some(digest(text)?),
        },
    };
    let begun = begun(&app, &viewer, &new).await;
    answered(begun.map(|(upload, at)| json!({"upload": upload, "at": at})))
}

async fn progress(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    own(&app, &viewer, id).await?;
    let progress = upload::progress(&app, viewer.scope()?.id, id).await;
    answered(progress.map(|(at, size)| json!({"at": at, "size": size})))
}

async fn part(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, id)): Path<(String, Uuid)>,
    Extension(sent): Extension<Upload>,
) -> Result<Response> {
    let names = sent.fields.iter().map(|(name, _)| name.as_str());
    only(names, &["csrf", "at"])?;
    only(
        sent.files.iter().map(|file| file.field.as_str()),
        &["piece"],
    )?;
    own(&app, &viewer, id).await?;
    let at = sent.field("at").and_then(|at| at.parse().ok());
    let at = at.ok_or(Error::Forbidden("a part does not say where it begins"))?;
    let [piece] = sent.files.as_slice() else {
        return Err(Error::Forbidden("a part is one piece"));
    };
    let taken = upload::take_piece(&app, viewer.scope()?.id, id, at, &piece.bytes).await;
    answered(taken.map(|at| json!({"at": at})))
}

async fn finish(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, id)): Path<(String, Uuid)>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    own(&app, &viewer, id).await?;
    match finished(&app, &viewer, id).await {
        Ok(participant) => {
            let to = done(&viewer, participant)?;
            answered(Ok(json!({"to": to})))
        }
        Err(error) => answered(Err(error)),
    }
}

/// Whether an upload is for somebody of whom the viewer may hand one in.
async fn own(app: &App, viewer: &Viewer, id: Uuid) -> Result<()> {
    let study = viewer.scope()?.id;
    let rights = Rights::of(app.db.read(), viewer).await?;
    let upload = store::find_upload(app.db.read(), study, id).await?;
    let recording = store::find(app.db.read(), study, id).await?;
    let participant = upload
        .map(|one| one.participant)
        .or(recording.map(|one| one.participant))
        .ok_or(Error::NotFound)?;
    match may_upload(&rights, participant) {
        true => Ok(()),
        false => Err(Error::NotFound),
    }
}

fn answered(result: Result<Value>) -> Result<Response> {
    let says = |status: StatusCode, words: String| {
        Ok((status, Json(json!({"says": words}))).into_response())
    };
    match result {
        Ok(value) => Ok(Json(value).into_response()),
        Err(Error::Refused(refusal)) => says(StatusCode::UNPROCESSABLE_ENTITY, refusal.to_string()),
        Err(Error::Conflict(what)) => says(StatusCode::CONFLICT, format!("Stopped: {what}.")),
        Err(error) => Err(error),
    }
}

/// A SHA-256 in hexadecimal.
fn digest(text: &str) -> Result<Vec<u8>> {
    let wrong = Error::Forbidden("a sum of the file cannot be read");
    let digits: Option<Vec<u8>> = (text.len() == 64 && text.is_ascii())
        .then(|| {
            (0..32)
                .map(|at| u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok())
                .collect()
        })
        .flatten();
    digits.ok_or(wrong)
}

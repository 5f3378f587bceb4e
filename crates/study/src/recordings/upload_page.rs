//! The page on which a recording is handed in: in pieces where scripts run, in one go where they do not.

use askama::Template;
use axum::Extension;
use axum::extract::State as Shared;
use axum::response::{IntoResponse as _, Redirect, Response};
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, Upload, error_of, form_status, only, page_with};
use platform::{App, Error, Result};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::PIECE;
use super::media::ACCEPTED;
use super::permit::{self, may_upload};
use super::upload::{self, New};
use crate::participants;
use crate::rights::Rights;

/// The page.
pub(super) fn routes() -> Routes {
    let write = Action("recordings.upload");
    Routes::new()
        .get("/studies/{study}/recordings/upload", write, form)
        .upload("/studies/{study}/recordings/upload", write, take)
}

#[derive(Template)]
#[template(path = "recordings/upload.html")]
struct UploadPage {
    shell: Shell,
    here: String,
    back: String,
    heading: &'static str,
    accepted: &'static str,
    piece: usize,
    /// Whoever has agreed to be recorded: id and handle.
    agreed: Vec<(Uuid, String)>,
    /// Who has not, in words; only for whoever may know.
    others: String,
    chosen: String,
    errors: Vec<(&'static str, String)>,
}

impl UploadPage {
    fn error(&self, field: &str) -> &str {
        error_of(&self.errors, field)
    }

    fn is_chosen(&self, id: &Uuid) -> bool {
        self.chosen == id.to_string()
    }
}

async fn form(Shared(app): Shared<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    shown(&app, &viewer, String::new(), Vec::new()).await
}

async fn shown(
    app: &App,
    viewer: &Viewer,
    chosen: String,
    errors: Vec<(&'static str, String)>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let rights = Rights::of(app.db.read(), viewer).await?;
    let all = permit::agreed(app.db.read(), study.id).await?;
    let (mut agreed, mut others) = (Vec::new(), Vec::new());
    for stored in participants::all(app.db.read(), study.id).await? {
        if !may_upload(&rights, stored.id) {
            continue;
        }
        let handle = stored.participant.participant;
        match all.contains(&stored.id) {
            true => agreed.push((stored.id, handle)),
            false => others.push(handle),
        }
    }
    let heading = "Hand in a recording";
    let back = format!("/studies/{}/recordings", study.slug);
    let status = form_status(&errors);
    let page = UploadPage {
        shell: Shell::new(app, viewer, heading)
            .crumb("Recordings", Some(back.clone()))
            .crumb("Hand in", None),
        here: format!("{back}/upload"),
        back,
        heading,
        accepted: ACCEPTED,
        piece: PIECE,
        agreed,
        others: match rights.leads {
            true => others.join(", "),
            false => String::new(),
        },
        chosen,
        errors,
    };
    page_with(status, page)
}

/// A small file without scripts: the same steps as piece by piece, in one request.
async fn take(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Extension(sent): Extension<Upload>,
) -> Result<Response> {
    let names = sent.fields.iter().map(|(name, _)| name.as_str());
    only(names, &["csrf", "participant"])?;
    only(sent.files.iter().map(|file| file.field.as_str()), &["file"])?;
    let chosen = sent.field("participant").unwrap_or_default().to_owned();
    let mut errors = Vec::new();
    let participant = chosen.parse::<Uuid>().ok();
    if participant.is_none() {
        errors.push(("participant", "Choose whose interview it is.".to_owned()));
    }
    let file = sent.files.first();
    if file.is_none() {
        errors.push(("file", "Choose the file of the recording.".to_owned()));
    }
    let (Some(participant), Some(file)) = (participant, file) else {
        return shown(&app, &viewer, chosen, errors).await;
    };
    match whole(&app, &viewer, participant, &file.bytes).await {
        Ok(()) => {
            let back = done(&viewer, participant)?;
            Ok(Redirect::to(&back).into_response())
        }
        Err(Error::Refused(refusal)) => {
            let field = match refusal.rule {
                "INP-2" => "file",
                _ => "participant",
            };
            shown(&app, &viewer, chosen, vec![(field, refusal.to_string())]).await
        }
        Err(error) => Err(error),
    }
}

async fn whole(app: &App, viewer: &Viewer, participant: Uuid, bytes: &[u8]) -> Result<()> {
    let first = bytes.get(..PIECE).unwrap_or(bytes);
    let new = New {
        participant,
        size: bytes.len() as u64,
        first_sha256: Sha256::digest(first).to_vec(),
        sha256: Some(Sha256::digest(bytes).to_vec()),
    };
    let (id, _) = begun(app, viewer, &new).await?;
    let study = viewer.scope()?.id;
    for (number, piece) in bytes.chunks(PIECE).enumerate() {
        let at = (number * PIECE) as u64;
        upload::take_piece(app, study, id, at, piece).await?;
    }
    finished(app, viewer, id).await?;
    Ok(())
}

/// Begins an upload for somebody who may.
pub(super) async fn begun(app: &App, viewer: &Viewer, new: &New) -> Result<(Uuid, u64)> {
    let study = viewer.scope()?.id;
    let rights = Rights::of(app.db.read(), viewer).await?;
    if !may_upload(&rights, new.participant) {
        return Err(Error::NotFound);
    }
    let event = viewer.event("recordings.upload", new.participant.to_string());
    let event = event.with_detail(format!("begun, {} bytes", new.size));
    upload::begin(
        app,
        study,
        new,
        rights.member.as_ref().map(|member| member.id),
        event,
    )
    .await
}

/// Makes a recording of an upload.
pub(super) async fn finished(app: &App, viewer: &Viewer, id: Uuid) -> Result<Uuid> {
    let study = viewer.scope()?.id;
    let event = viewer.event("recordings.upload", id.to_string());
    let made = upload::finish(app, study, id, event.with_detail("complete")).await?;
    Ok(made.participant)
}

/// Where to go once a recording is there.
pub(super) fn done(viewer: &Viewer, participant: Uuid) -> Result<String> {
    let study = viewer.scope()?;
    Ok(format!(
        "/studies/{}/recordings?uploaded={participant}",
        study.slug
    ))
}

//! Where files come in, and those that wait for their speakers.

use std::collections::BTreeSet;

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use formats::transcript::{Settings, Transcript};
use platform::access::Viewer;
use platform::web::{Pressed, Routes, Shell, Upload, UploadedFile, form_status, page_with};
use platform::{App, Result};
use uuid::Uuid;

use super::keeping::Certain;
use super::reading::Reading;
use super::{IMPORT, allow};
use crate::dates::day_in_words;
use crate::transcripts::store;
use crate::{documents, participants, team};

/// So many files of one upload are read beside each other.
const AT_ONCE: usize = 8;

/// The page.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/transcripts/new", IMPORT, list)
        .upload("/studies/{study}/transcripts/new", IMPORT, take)
        .post(
            "/studies/{study}/transcripts/new/keep",
            IMPORT,
            keep_certain,
        )
}

#[derive(Template)]
#[template(path = "transcripts/intake/list.html")]
struct ListPage {
    shell: Shell,
    here: String,
    waiting: Vec<Row>,
    errors: Vec<(&'static str, String)>,
}

struct Row {
    href: String,
    title: String,
    ending: String,
    received: String,
}

#[derive(serde::Deserialize)]
struct Asked {
    /// How many files were kept together a moment ago.
    kept: Option<usize>,
}

async fn list(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    allow(app.db.read(), &viewer).await?;
    show(&app, &viewer, (asked.kept, Vec::new())).await
}

async fn show(
    app: &App,
    viewer: &Viewer,
    (kept, errors): (Option<usize>, Vec<(&'static str, String)>),
) -> Result<Response> {
    let study = viewer.scope()?;
    let here = format!("/studies/{}/transcripts/new", study.slug);
    let known = participants::all(app.db.read(), study.id).await?;
    let waiting = store::waiting(app.db.read(), study.id).await?;
    let row = |file: store::Waiting| Row {
        href: format!("{here}/{}", file.id),
        title: known
            .iter()
            .find(|stored| Some(stored.id) == file.participant)
            .map_or_else(
                || "A transcript".to_owned(),
                |stored| format!("Transcript of {}", stored.participant.participant),
            ),
        ending: file.ending.to_uppercase(),
        received: day_in_words(file.received_at),
    };
    let status = form_status(&errors);
    let list = format!("/studies/{}/transcripts", study.slug);
    let mut shell = Shell::new(app, viewer, "Bring in transcripts")
        .crumb("Transcripts", Some(list))
        .crumb("Bring in", None);
    let body = "What waits below has a speaker that nobody can guess, or nobody knows whose it is.";
    shell = match kept {
        None => shell,
        Some(0) => shell.notice("info", "No file was certain in everything", body),
        Some(1) => shell.notice("ok", "One transcript is kept", body),
        Some(count) => shell.notice("ok", format!("{count} transcripts are kept"), body),
    };
    let page = ListPage {
        shell,
        here: here.clone(),
        waiting: waiting.into_iter().map(row).collect(),
        errors,
    };
    page_with(status, page)
}

async fn take(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Extension(upload): Extension<Upload>,
) -> Result<Response> {
    allow(app.db.read(), &viewer).await?;
    upload.only(&["csrf", "at_once"])?;
    let at_once = upload.fields.iter().any(|(name, _)| name == "at_once");
    let study = viewer.scope()?;
    let checker = checker(&app, &viewer).await?;
    let (files, errors) = readable(&upload.files).await?;
    if !errors.is_empty() {
        return show(&app, &viewer, (None, errors)).await;
    }
    let tx = app.db.write().await?;
    let known = participants::all(tx.connection(), study.id).await?;
    let handles: BTreeSet<String> = known
        .iter()
        .map(|stored| stored.participant.participant.clone())
        .collect();
    let mut certain = match at_once {
        true => Some(Certain::of(&tx, study.id, checker).await?),
        false => None,
    };
    let (mut kept, mut waiting) = (0, Vec::new());
    for (stem, ending, file, transcript) in files {
        let participant = documents::participant_of(&stem, &handles).and_then(|handle| {
            let mut known = known.iter();
            known.find(|stored| stored.participant.participant == handle)
        });
        let participant = participant.map(|stored| stored.id);
        let file = (ending.as_str(), &file.bytes[..], participant);
        let file = store::receive(&tx, &app, study.id, file).await?;
        let is_kept = match &mut certain {
            Some(certain) => {
                let read = (study.id, &file, &transcript);
                certain.keep_read(&tx, &app, read).await?
            }
            None => false,
        };
        match is_kept {
            true => kept += 1,
            false => waiting.push(file.id),
        }
    }
    let event = viewer.event("transcripts.import", study.id.to_string());
    let detail = format!(
        "{} file(s) wait for their speakers, {kept} kept",
        waiting.len()
    );
    tx.commit(&app, event.with_detail(detail)).await?;
    let here = format!("/studies/{}/transcripts/new", study.slug);
    let next = match waiting.as_slice() {
        [only] if kept == 0 => format!("{here}/{only}"),
        _ if at_once => format!("{here}?kept={kept}"),
        _ => here,
    };
    Ok(Redirect::to(&next).into_response())
}

/// Keeps every file of which nothing has to be asked: its name began with the id of a participant, and each of its labels
/// is an interviewer's, the participant's id, or that of the only other speaker.
async fn keep_certain(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Form(Pressed {}): Form<Pressed>,
) -> Result<Response> {
    allow(app.db.read(), &viewer).await?;
    let study = viewer.scope()?;
    let checker = checker(&app, &viewer).await?;
    let tx = app.db.write().await?;
    let mut certain = Certain::of(&tx, study.id, checker).await?;
    let mut count = 0;
    for waiting in store::waiting(tx.connection(), study.id).await? {
        if certain.keep(&tx, &app, (study.id, &waiting)).await? {
            count += 1;
        }
    }
    let event = viewer.event("transcripts.import", study.id.to_string());
    tx.commit(
        &app,
        event.with_detail(format!("{count} kept, all certain")),
    )
    .await?;
    let next = format!("/studies/{}/transcripts/new?kept={count}", study.slug);
    Ok(Redirect::to(&next).into_response())
}

/// Whoever brings files in checks them, where that is theirs to do.
async fn checker(app: &App, viewer: &Viewer) -> Result<Option<Uuid>> {
    let member = team::of_viewer(app.db.read(), viewer).await?;
    let checks = member.filter(|member| member.checks || member.interviews);
    Ok(checks.map(|member| member.id))
}

/// Each file with the stem and the ending of its name and what was read, or why one cannot be read: then none is kept.
async fn readable(
    files: &[UploadedFile],
) -> Result<(
    Vec<(String, String, &UploadedFile, Transcript)>,
    Vec<(&'static str, String)>,
)> {
    let mut errors = Vec::new();
    let mut read = Vec::new();
    if files.is_empty() {
        errors.push(("files", "Choose the files first.".to_owned()));
    }
    for (group, files_at_once) in files.chunks(AT_ONCE).enumerate() {
        let begun: Vec<_> = files_at_once.iter().map(begun).collect();
        for (place, ((stem, ending, reading), file)) in
            begun.into_iter().zip(files_at_once).enumerate()
        {
            let number = group * AT_ONCE + place + 1;
            match reading.end().await? {
                Ok(transcript) => read.push((stem, ending, file, transcript)),
                // The name may be a person's: the message counts the file instead.
                Err(error) => errors.push((
                    "files",
                    format!("File {number} of {}: {error}.", files.len()),
                )),
            }
        }
    }
    Ok((read, errors))
}

/// A file that is being read, with the stem and the ending of its name.
fn begun(file: &UploadedFile) -> (String, String, Reading) {
    let (stem, ending) = file.name.rsplit_once('.').unwrap_or((&file.name, ""));
    let ending: String = ending
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(10)
        .flat_map(char::to_lowercase)
        .collect();
    let reading = Reading::begin(&ending, file.bytes.to_vec(), Settings::default());
    (stem.to_owned(), ending, reading)
}

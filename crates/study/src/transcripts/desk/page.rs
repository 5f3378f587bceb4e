//! The desk itself: recording and text side by side.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Routes, Shell, download, page};
use platform::{App, Result};
use serde::Serialize;

use super::doubts::doubts;
use super::{CHECK, Opened};
use crate::documents::{self, Role};
use crate::recordings;
use crate::transcripts::listening::{
    Interval, corrections_per_thousand, listened_ms, percent, status, words,
};
use crate::transcripts::store::{self, Spoken};

/// The pages.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/studies/{study}/documents/{document}/desk", CHECK, desk)
        .get(
            "/studies/{study}/documents/{document}/file",
            CHECK,
            original,
        )
}

#[derive(Template)]
#[template(path = "transcripts/desk/desk.html")]
struct DeskPage {
    shell: Shell,
    here: String,
    file: String,
    lead: String,
    /// Address of the recording, and whether it has a picture.
    media: Option<(String, bool)>,
    recordings: String,
    state: (&'static str, &'static str, &'static str),
    heard: String,
    percent: u64,
    length_ms: i64,
    version: i64,
    locked: bool,
    leads: bool,
    doubtful: usize,
    turns: Vec<Line>,
}

/// A turn on the page.
#[derive(Serialize)]
pub(super) struct Line {
    who: &'static str,
    role: &'static str,
    start_ms: String,
    time: String,
    doubt: &'static str,
    text: String,
}

async fn desk(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
) -> Result<Response> {
    let opened = Opened::of(&app, &viewer, &handle).await?;
    let (stored, connection) = (&opened.stored, app.db.read());
    let turns = store::spoken(connection, &app, stored).await?;
    let heard = store::listened(connection, stored.document).await?;
    let length = stored.length_ms.and_then(|ms| u64::try_from(ms).ok());
    let doubts = doubts(&turns);
    let lines: Vec<Line> = turns
        .iter()
        .zip(&doubts)
        .map(|(turn, doubt)| Line::of(turn, *doubt))
        .collect();
    let spoken: usize = turns.iter().map(|turn| words(&turn.text)).sum();
    let media = match opened.document.participant {
        Some(participant) => recordings::open_beside(&app, &viewer, participant).await?,
        None => None,
    };
    let here = opened.here(&viewer)?;
    let slug = &viewer.scope()?.slug;
    page(DeskPage {
        shell: Shell::new(
            &app,
            &viewer,
            format!("Check {handle} against the recording"),
        )
        .crumb("Transcripts", Some(format!("/studies/{slug}/transcripts")))
        .crumb(&handle, None),
        file: format!("/studies/{slug}/documents/{handle}/file"),
        here,
        media,
        recordings: format!("/studies/{slug}/recordings"),
        lead: lead(turns.len(), (stored.version, spoken)),
        state: state(status(
            &heard,
            length.unwrap_or(0),
            stored.locked_at.is_some(),
        )),
        percent: length
            .and_then(|length| percent(&heard, length))
            .map_or(0, |percent| percent.floor() as u64),
        heard: heard_text(&heard),
        length_ms: stored.length_ms.unwrap_or(0),
        version: stored.version,
        locked: stored.locked_at.is_some(),
        leads: opened.rights.leads,
        doubtful: doubts.iter().flatten().count(),
        turns: lines,
    })
}

/// The bytes of the file as it was brought in.
async fn original(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
) -> Result<Response> {
    let opened = Opened::of(&app, &viewer, &handle).await?;
    let bytes = store::source(app.db.read(), &app, &opened.stored).await?;
    let name = format!("{handle}.{}", opened.stored.ending);
    let tx = app.db.write().await?;
    let event = viewer.event("transcripts.check", opened.stored.document.to_string());
    tx.commit(&app, event.with_detail("file taken away"))
        .await?;
    download(&name, "application/octet-stream", bytes)
}

impl Line {
    pub(super) fn of(turn: &Spoken, doubt: Option<&'static str>) -> Self {
        let role = match turn.role {
            Role::Participant => "Participant",
            Role::Interviewer => "Interviewer",
            Role::Other => "Somebody else",
            Role::Unknown => "Not known",
        };
        let start = turn.start_ms.and_then(|ms| u64::try_from(ms).ok());
        Line {
            who: role,
            role: turn.role.word(),
            start_ms: start.map(|ms| ms.to_string()).unwrap_or_default(),
            time: start.map(documents::clock).unwrap_or_default(),
            doubt: doubt.unwrap_or_default(),
            text: turn.text.clone(),
        }
    }
}

fn lead(turns: usize, (version, words): (i64, usize)) -> String {
    let turns = match turns {
        1 => "One turn".to_owned(),
        count => format!("{count} turns"),
    };
    let made = usize::try_from(version).unwrap_or(0);
    match (made, corrections_per_thousand(made, words)) {
        (0, _) | (_, None) => format!("{turns}, none corrected yet."),
        (1, Some(share)) => format!("{turns}, one correction: {share:.1} for 1,000 words."),
        (made, Some(share)) => {
            format!("{turns}, {made} corrections: {share:.1} for 1,000 words.")
        }
    }
}

/// Kind, icon and words of the chip.
pub(crate) fn state(
    status: crate::transcripts::listening::CheckStatus,
) -> (&'static str, &'static str, &'static str) {
    use crate::transcripts::listening::CheckStatus;
    match status {
        CheckStatus::Unchecked => ("unknown", "ask", "Not checked"),
        CheckStatus::Partly => ("wait", "clock", "Partly heard"),
        CheckStatus::Checked => ("ok", "check", "All heard"),
        CheckStatus::Locked => ("info", "lock", "Locked"),
    }
}

fn heard_text(heard: &[Interval]) -> String {
    let pairs: Vec<String> = heard
        .iter()
        .map(|interval| format!("{}-{}", interval.start_ms, interval.end_ms))
        .collect();
    pairs.join(",")
}

/// Minutes of a recording that were listened to, for readers.
pub(super) fn minutes(heard: &[Interval]) -> u64 {
    listened_ms(heard, u64::MAX) / 60_000
}

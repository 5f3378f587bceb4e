//! Which recordings there are, by participant: how long each stays, and why one went.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State as Shared};
use axum::response::Response;
use platform::access::Viewer;
use platform::retention::Period;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::permit::{may_play, may_upload};
use super::store::{self, Upload};
use super::{Recording, removal};
use crate::consent::day;
use crate::participants;
use crate::rights::Rights;

/// The list.
pub(super) fn routes() -> Routes {
    let read = Action("recordings.read");
    Routes::new().get("/studies/{study}/recordings", read, list)
}

#[derive(Template)]
#[template(path = "recordings/list.html")]
struct ListPage {
    shell: Shell,
    here: String,
    documents: String,
    notes: String,
    heading: String,
    lead: String,
    rows: Vec<Row>,
    may_upload: bool,
    may_remove: bool,
}

/// A recording, what is left to say of one, or an upload that is under way.
struct Row {
    handle: String,
    length: String,
    size: String,
    kind: &'static str,
    icon: &'static str,
    state: &'static str,
    detail: String,
    /// Where it can be heard; empty for what cannot.
    play: String,
    remove: String,
}

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    uploaded: Option<Uuid>,
    #[serde(default)]
    removed: Option<Uuid>,
}

async fn list(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Query(done): Query<Done>,
) -> Result<Response> {
    let study = viewer.scope()?;
    let connection = app.db.read();
    let rights = Rights::of(connection, &viewer).await?;
    let here = format!("/studies/{}/recordings", study.slug);
    let mut handles = BTreeMap::new();
    let mut order = BTreeMap::new();
    for (at, stored) in participants::all(connection, study.id)
        .await?
        .into_iter()
        .enumerate()
    {
        handles.insert(stored.id, stored.participant.participant);
        order.insert(stored.id, at);
    }
    let keepers = removal::keepers(connection, study.id).await?;
    let period = app.periods.of(&removal::CLASS);
    let mut recordings = store::all(connection, study.id).await?;
    recordings.retain(|one| may_play(&rights, one));
    recordings.sort_by_key(|one| order.get(&one.participant).copied().unwrap_or(usize::MAX));
    let handle = |participant: Uuid| {
        let known = handles.get(&participant).cloned();
        known.unwrap_or_else(|| "not in the list any more".to_owned())
    };
    let mut rows = Vec::new();
    for upload in store::uploads(connection, study.id).await? {
        if may_upload(&rights, upload.participant) {
            rows.push(under_way(handle(upload.participant), &upload));
        }
    }
    for one in &recordings {
        let is_kept = keepers.contains(&one.participant);
        rows.push(row(handle(one.participant), one, (is_kept, period), &here));
    }
    let there = recordings
        .iter()
        .filter(|one| one.deleted.is_none())
        .count();
    let (heading, lead) = words(there, period);
    let mut shell = Shell::new(&app, &viewer, heading.clone());
    if let Some(participant) = done.uploaded {
        let title = format!("The recording of {} is here", handle(participant));
        shell = shell.notice(
            "ok",
            title,
            "It is sealed. Delete the file where it came from.",
        );
    } else if let Some(participant) = done.removed {
        let title = format!("The recording of {} is removed", handle(participant));
        shell = shell.notice("ok", title, "No copy of it can be played any more.");
    }
    page(ListPage {
        shell,
        documents: format!("/studies/{}/transcripts", study.slug),
        notes: format!("/studies/{}/field-notes", study.slug),
        here,
        heading,
        lead,
        rows,
        may_upload: rights.holds_any(),
        may_remove: rights.leads,
    })
}

fn words(there: usize, period: Period) -> (String, String) {
    let heading = match there {
        0 => "No recording is kept here".to_owned(),
        1 => "One recording is kept here".to_owned(),
        some => format!("{some} recordings are kept here"),
    };
    let until = match period {
        Period::Never => String::new(),
        period => format!(", at the latest {period} after it came"),
    };
    let lead = format!(
        "Sealed, for the check of the transcript. Once that is done a recording is removed{until}."
    );
    (heading, lead)
}

fn row(handle: String, one: &Recording, (is_kept, period): (bool, Period), here: &str) -> Row {
    let (kind, icon, state, detail) = match (one.deleted, one.checked_at) {
        (Some((at, why)), _) => (
            "unknown",
            "cross",
            "Removed",
            format!("on {}: {}", day(at), why.sentence()),
        ),
        (None, checked) => {
            let goes = match one.goes_at(is_kept, period) {
                Some(at) if checked.is_some() => {
                    format!("checked on {}; removed in the night that follows", day(at))
                }
                Some(at) => format!("removed on {} at the latest", day(at)),
                None if is_kept => "kept, as the participant agreed".to_owned(),
                None => String::new(),
            };
            match checked {
                Some(_) => ("ok", "check", "Checked", goes),
                None => ("wait", "clock", "Waits for the check", goes),
            }
        }
    };
    let is_there = one.deleted.is_none();
    Row {
        handle,
        length: one.length_ms.map_or_else(|| "–".to_owned(), length),
        size: size(one.size),
        kind,
        icon,
        state,
        detail,
        play: match is_there {
            true => format!("{here}/{}", one.id),
            false => String::new(),
        },
        remove: match is_there {
            true => format!("{here}/{}/remove", one.id),
            false => String::new(),
        },
    }
}

fn under_way(handle: String, upload: &Upload) -> Row {
    let total = u64::try_from(upload.size).unwrap_or(1).max(1);
    let there = u64::try_from(upload.received).unwrap_or(0) * super::PIECE as u64;
    let share = there.min(total) * 100 / total;
    Row {
        handle,
        length: "–".to_owned(),
        size: size(total),
        kind: "wait",
        icon: "up",
        state: "Being handed in",
        detail: format!("{share} % is here; choose the same file again to go on"),
        play: String::new(),
        remove: String::new(),
    }
}

/// A length, such as "1 h 2 min" or "45 s".
pub(super) fn length(milliseconds: u64) -> String {
    let seconds = milliseconds.div_ceil(1000);
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

/// A size, such as "2.1 MB".
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        1_000_000..1_000_000_000 => {
            let tenths = bytes / 100_000;
            format!("{}.{} MB", tenths / 10, tenths % 10)
        }
        _ => {
            let tenths = bytes / 100_000_000;
            format!("{}.{} GB", tenths / 10, tenths % 10)
        }
    }
}

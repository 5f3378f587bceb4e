//! Hearing a recording. Opening the page is one row of the record; the player on it fetches whatever places it needs.

use askama::Template;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, Query, State as Shared};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::TryStreamExt as _;
use platform::access::Viewer;
use platform::keys;
use platform::web::{Action, Routes, Sandboxed, Shell, page};
use platform::words::hexadecimal;
use platform::{App, Error, Result};
use serde::Deserialize;
use uuid::Uuid;

use super::list_page::{length, size};
use super::permit::may_play;
use super::pieces::Pieces;
use super::range::{Span, Wanted, wanted};
use super::{Recording, store, upload};
use crate::consent::day;
use crate::participants;
use crate::rights::Rights;

/// For how long an opened recording can be played, in seconds: as long as a sign-in lives.
const OPEN_FOR: i64 = 12 * 60 * 60;

/// The page and what its player asks for.
pub(super) fn routes() -> Routes {
    let play = Action("recordings.play");
    Routes::new()
        .get("/studies/{study}/recordings/{recording}", play, open)
        .get("/studies/{study}/recordings/{recording}/sound", play, sound)
}

#[derive(Template)]
#[template(path = "recordings/play.html")]
struct PlayPage {
    shell: Shell,
    heading: String,
    source: String,
    kind: &'static str,
    may_show: bool,
    facts: Vec<(&'static str, String)>,
    back: String,
}

async fn open(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    let recording = of(&app, &viewer, id).await?;
    let study = viewer.scope()?;
    let stored = participants::find(app.db.read(), study.id, recording.participant).await?;
    let handle = stored.ok_or(Error::NotFound)?.participant.participant;
    let tx = app.db.write().await?;
    let event = viewer.event("recordings.play", id.to_string());
    tx.commit(&app, event).await?;
    let heading = format!("The recording of {handle}");
    let back = format!("/studies/{}/recordings", study.slug);
    let viewing = viewing(&app, &viewer, id, app.now().to_jiff().as_second());
    let mut facts = vec![("Handed in", day(recording.uploaded_at))];
    if let Some(milliseconds) = recording.length_ms {
        facts.push(("Length", length(milliseconds)));
    }
    facts.push(("Size", size(recording.size)));
    page(PlayPage {
        shell: Shell::new(&app, &viewer, heading.clone())
            .crumb("Recordings", Some(back.clone()))
            .crumb(handle, None),
        heading,
        source: format!("{back}/{id}/sound?viewing={viewing}"),
        kind: recording.media.content_type(),
        may_show: recording.media.may_show(),
        facts,
        back,
    })
}

/// Opens the newest recording of a participant for the desk at which its transcript is checked, which is one row of the
/// record: the address that the player asks, and whether there is a picture. None where there is no recording, or none that
/// this person may hear.
pub async fn open_beside(
    app: &App,
    viewer: &Viewer,
    participant: Uuid,
) -> Result<Option<(String, bool)>> {
    let study = viewer.scope()?;
    let rights = Rights::of(app.db.read(), viewer).await?;
    let all = store::all(app.db.read(), study.id).await?;
    let theirs = all.into_iter().filter(|one| {
        one.participant == participant && one.deleted.is_none() && may_play(&rights, one)
    });
    let Some(newest) = theirs.max_by_key(|one| one.uploaded_at) else {
        return Ok(None);
    };
    let tx = app.db.write().await?;
    let event = viewer.event("recordings.play", newest.id.to_string());
    tx.commit(app, event).await?;
    let viewing = viewing(app, viewer, newest.id, app.now().to_jiff().as_second());
    let source = format!(
        "/studies/{}/recordings/{}/sound?viewing={viewing}",
        study.slug, newest.id
    );
    Ok(Some((source, newest.media.may_show())))
}

/// A recording that is there, for somebody who may hear it.
async fn of(app: &App, viewer: &Viewer, id: Uuid) -> Result<Recording> {
    let study = viewer.scope()?.id;
    let found = store::find(app.db.read(), study, id).await?;
    let recording = found.filter(|one| one.deleted.is_none());
    let recording = recording.ok_or(Error::NotFound)?;
    let rights = Rights::of(app.db.read(), viewer).await?;
    match may_play(&rights, &recording) {
        true => Ok(recording),
        false => Err(Error::NotFound),
    }
}

/// What shows that this sign-in has opened the recording at that second, which is in the record.
fn viewing(app: &App, viewer: &Viewer, id: Uuid, second: i64) -> String {
    let what = [
        id.as_bytes().as_slice(),
        viewer.sign_in.as_bytes(),
        &second.to_be_bytes(),
    ]
    .concat();
    let mark = app.keys.hash("recording viewing", &what);
    format!("{second}.{}", hexadecimal(&mark[..16]))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    viewing: String,
}

async fn sound(
    Shared(app): Shared<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, id)): Path<(String, Uuid)>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response> {
    let recording = of(&app, &viewer, id).await?;
    if !is_open(&app, &viewer, id, &asked.viewing) {
        return Err(Error::Forbidden("the recording was not opened on its page"));
    }
    // Nothing that we send could be named in If-Range, so a part of what was there before is never asked for.
    let range = match headers.contains_key(header::IF_RANGE) {
        true => None,
        false => headers
            .get(header::RANGE)
            .and_then(|text| text.to_str().ok()),
    };
    let (status, span) = match wanted(range, recording.size) {
        Wanted::Whole => (
            StatusCode::OK,
            Span {
                start: 0,
                end: recording.size,
            },
        ),
        Wanted::Part(span) => (StatusCode::PARTIAL_CONTENT, span),
        Wanted::Beyond => (StatusCode::RANGE_NOT_SATISFIABLE, Span { start: 0, end: 0 }),
    };
    let key = upload::key(&app, recording.person).await?;
    let pieces = Pieces::new(&app, id, key, recording.size);
    let bytes = pieces.stream(span).inspect_err(move |error| {
        tracing::error!(recording = %id, %error, "a recording cannot be read");
    });
    let mut response = (status, Body::from_stream(bytes)).into_response();
    response.extensions_mut().insert(Sandboxed);
    describe(response.headers_mut(), &recording, status, span)?;
    Ok(response)
}

fn is_open(app: &App, viewer: &Viewer, id: Uuid, shown: &str) -> bool {
    let second = shown.split_once('.').map(|(second, _)| second.parse());
    let Some(Ok(second)) = second else {
        return false;
    };
    let age = app.now().to_jiff().as_second().saturating_sub(second);
    let expected = viewing(app, viewer, id, second);
    (0..=OPEN_FOR).contains(&age) && keys::same(expected.as_bytes(), shown.as_bytes())
}

fn describe(
    headers: &mut HeaderMap,
    recording: &Recording,
    status: StatusCode,
    span: Span,
) -> Result<()> {
    let kind = recording.media.content_type();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_LENGTH, (span.end - span.start).into());
    let size = recording.size;
    let range = match status {
        StatusCode::PARTIAL_CONTENT => format!("bytes {}-{}/{size}", span.start, span.end - 1),
        StatusCode::RANGE_NOT_SATISFIABLE => format!("bytes */{size}"),
        _ => return Ok(()),
    };
    let range = HeaderValue::from_str(&range).map_err(Error::internal)?;
    headers.insert(header::CONTENT_RANGE, range);
    Ok(())
}

//! What is done at the desk. The page sends each act by itself and goes on; nothing waits for a button at the end.

use std::ops::Range;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::{Extension, Json};
use platform::access::Viewer;
use platform::web::Routes;
use platform::{App, Error, Result};
use serde::{Deserialize, Serialize};

use super::doubts::doubts;
use super::page::Line;
use super::{CHECK, Opened};
use crate::documents::Role;
use crate::recordings;
use crate::transcripts::correcting::Act;
use crate::transcripts::listening::{CheckStatus, Interval, percent, status};
use crate::transcripts::store::{self, Change, Corrected, Outcome};

/// Longest turn, in characters.
const LONGEST: usize = 100_000;
/// Most stretches that one message tells of.
const MOST: usize = 2_000;

/// The acts.
pub(super) fn routes() -> Routes {
    Routes::new()
        .post(
            "/studies/{study}/documents/{document}/desk/correct",
            CHECK,
            say,
        )
        .post(
            "/studies/{study}/documents/{document}/desk/join",
            CHECK,
            join,
        )
        .post(
            "/studies/{study}/documents/{document}/desk/listened",
            CHECK,
            listened,
        )
        .post(
            "/studies/{study}/documents/{document}/desk/undo",
            CHECK,
            undo,
        )
        .post(
            "/studies/{study}/documents/{document}/desk/check",
            CHECK,
            check,
        )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    turn: usize,
    seen: String,
    text: String,
    /// What becomes a turn of its own, where the turn is parted.
    rest: Option<String>,
    role: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Joined {
    turn: usize,
    seen: String,
    /// What the next turn says.
    seen_next: String,
}

/// What the page shows after a correction.
#[derive(Serialize)]
struct Answer {
    version: i64,
    /// The turns that stand there now.
    lines: Vec<Line>,
    /// How many turns of the transcript are doubtful.
    doubtful: usize,
}

async fn say(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
    Form(form): Form<Said>,
) -> Result<Response> {
    let texts: Vec<String> = [Some(form.text), form.rest]
        .into_iter()
        .flatten()
        .map(|text| lines_of(&text).trim().to_owned())
        .collect();
    if texts
        .iter()
        .any(|text| text.is_empty() || text.chars().count() > LONGEST)
    {
        // The page says what a line may be; of one that nobody said, a checker writes so.
        return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response());
    }
    let act = Act::Say(Role::of_word(&form.role), texts);
    correct(&app, &viewer, &handle, (form.turn, &[form.seen], act)).await
}

async fn join(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
    Form(form): Form<Joined>,
) -> Result<Response> {
    let seen = [form.seen, form.seen_next];
    correct(&app, &viewer, &handle, (form.turn, &seen, Act::Join)).await
}

/// Text as a form sends it, with the line ends of the text it came from.
fn lines_of(text: &str) -> String {
    text.replace("\r\n", "\n")
}

async fn correct(
    app: &App,
    viewer: &Viewer,
    handle: &str,
    (turn, seen, act): (usize, &[String], Act),
) -> Result<Response> {
    let opened = Opened::of(app, viewer, handle).await?;
    let seen: Vec<String> = seen.iter().map(|text| lines_of(text)).collect();
    let takes = act.takes();
    let change = Change {
        turn,
        seen: &seen,
        act,
        member: opened.member(),
    };
    let tx = app.db.write().await?;
    let stored = opened.again(&tx).await?;
    match store::correct(&tx, app, &stored, &change).await {
        Ok(done) => {
            let event = viewer.event("transcripts.correct", stored.document.to_string());
            let detail = format!("turn {}, version {}", turn + 1, done.version);
            tx.commit(app, event.with_detail(detail)).await?;
            Ok(Json(Answer::of(&done, turn..turn + done.put)).into_response())
        }
        Err(Error::Conflict(_)) if stored.locked_at.is_some() => {
            Ok(StatusCode::LOCKED.into_response())
        }
        Err(Error::Conflict(_)) => {
            // Somebody else was faster: the page shows both and asks.
            let turns = store::spoken(tx.connection(), app, &stored).await?;
            let standing = Corrected {
                version: stored.version,
                put: takes,
                turns,
            };
            let answer = Answer::of(&standing, turn..turn + takes);
            Ok((StatusCode::CONFLICT, Json(answer)).into_response())
        }
        Err(error) => Err(error),
    }
}

impl Answer {
    fn of(done: &Corrected, shown: Range<usize>) -> Self {
        let doubts = doubts(&done.turns);
        let lines = done.turns.iter().zip(&doubts);
        Answer {
            version: done.version,
            doubtful: doubts.iter().flatten().count(),
            lines: lines
                .skip(shown.start)
                .take(shown.len())
                .map(|(turn, doubt)| Line::of(turn, *doubt))
                .collect(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Heard {
    /// `0-3000,5000-9000`, in milliseconds.
    heard: String,
    /// Length of the recording in milliseconds.
    length: i64,
}

/// How far the check has come.
#[derive(Serialize)]
struct Far {
    percent: f64,
}

async fn listened(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
    Form(form): Form<Heard>,
) -> Result<Response> {
    let opened = Opened::of(&app, &viewer, &handle).await?;
    let Some(member) = opened.member() else {
        return Err(Error::refused(
            "R24",
            "What was listened to is noted for a member of the team, and you are not one.",
            "Add yourself to the team of the study first.",
        ));
    };
    let heard = intervals(&form.heard);
    let tx = app.db.write().await?;
    let stored = opened.again(&tx).await?;
    store::hear(&tx, &stored, member, (&heard, Some(form.length))).await?;
    let all = store::listened(tx.connection(), stored.document).await?;
    let event = viewer.event("transcripts.listen", stored.document.to_string());
    tx.commit(&app, event).await?;
    let length = u64::try_from(form.length).unwrap_or(0);
    let percent = percent(&all, length).unwrap_or(0.0);
    Ok(Json(Far { percent }).into_response())
}

/// Reads stretches; one that cannot be read is left out.
fn intervals(text: &str) -> Vec<Interval> {
    text.split(',')
        .take(MOST)
        .filter_map(|pair| {
            let (start, end) = pair.trim().split_once('-')?;
            Some(Interval {
                start_ms: start.parse().ok()?,
                end_ms: end.parse().ok()?,
            })
        })
        .filter(|interval| i64::try_from(interval.end_ms).is_ok())
        .collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Undone {
    version: i64,
}

/// Puts back what a correction changed, as a correction of its own.
async fn undo(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
    Form(form): Form<Undone>,
) -> Result<Response> {
    let opened = Opened::of(&app, &viewer, &handle).await?;
    let tx = app.db.write().await?;
    let stored = opened.again(&tx).await?;
    let asked = (form.version, opened.member());
    let version = store::undo(&tx, &app, &stored, asked).await?;
    let event = viewer.event("transcripts.correct", stored.document.to_string());
    let detail = format!("version {} undone by version {version}", form.version);
    tx.commit(&app, event.with_detail(detail)).await?;
    Ok(Redirect::to(&format!("{}/changes", opened.here(&viewer)?)).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Concluded {
    outcome: String,
}

async fn check(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
    Form(form): Form<Concluded>,
) -> Result<Response> {
    let opened = Opened::of(&app, &viewer, &handle).await?;
    let outcome = match form.outcome.as_str() {
        "checked" => Outcome::Checked,
        "locked" if opened.rights.leads => Outcome::Locked,
        "unlocked" if opened.rights.leads => Outcome::Unlocked,
        _ => {
            return Err(Error::Forbidden(
                "only the research lead locks a transcript",
            ));
        }
    };
    let tx = app.db.write().await?;
    let stored = opened.again(&tx).await?;
    if outcome == Outcome::Checked {
        let heard = store::listened(tx.connection(), stored.document).await?;
        let length = stored.length_ms.and_then(|ms| u64::try_from(ms).ok());
        if status(&heard, length.unwrap_or(0), false) != CheckStatus::Checked {
            return Err(Error::refused(
                "R24",
                "A part of the recording was not listened to yet.",
                "Listen to the rest: the desk goes to the first part that nobody has heard.",
            ));
        }
    }
    let member = opened.member();
    store::conclude(&tx, &app, &stored, (outcome, member)).await?;
    if let (Outcome::Checked, Some(participant)) = (outcome, opened.document.participant) {
        recordings::transcript_checked(&tx, &app, stored.study, participant).await?;
    }
    let event = viewer.event("transcripts.check", stored.document.to_string());
    tx.commit(&app, event.with_detail(form.outcome)).await?;
    Ok(Redirect::to(&opened.here(&viewer)?).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_read_and_what_is_none_is_left_out() {
        let read = |text: &str| -> Vec<(u64, u64)> {
            let all = intervals(text).into_iter();
            all.map(|interval| (interval.start_ms, interval.end_ms))
                .collect()
        };
        assert_eq!(read("0-3000, 5000-9000"), [(0, 3000), (5000, 9000)]);
        assert_eq!(read("x,1,-2,3-y,99999999999999999999-1"), []);
        assert_eq!(read(""), []);
    }
}

//! What was corrected: each correction beside the words before it, and who checked what.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Routes, Shell, page};
use platform::{App, Result};

use super::{CHECK, Opened, Part, changes, page::minutes};
use crate::dates::day_in_words;
use crate::documents::Role;
use crate::team;
use crate::transcripts::listening::Interval;
use crate::transcripts::store::{self, Correction, Spoken};

/// The page.
pub(super) fn routes() -> Routes {
    Routes::new().get(
        "/studies/{study}/documents/{document}/desk/changes",
        CHECK,
        history,
    )
}

#[derive(Template)]
#[template(path = "transcripts/desk/changes.html")]
struct HistoryPage {
    shell: Shell,
    here: String,
    lead: String,
    locked: bool,
    corrections: Vec<Shown>,
    checks: Vec<String>,
}

struct Shown {
    version: i64,
    turn: usize,
    by: String,
    day: String,
    /// What else than words was corrected.
    what: String,
    parts: Vec<Part>,
    /// Whether the turn still stands as this correction left it.
    newest: bool,
}

async fn history(
    State(app): State<App>,
    Extension(viewer): Extension<Viewer>,
    Path((_, handle)): Path<(String, String)>,
) -> Result<Response> {
    let opened = Opened::of(&app, &viewer, &handle).await?;
    let (stored, connection) = (&opened.stored, app.db.read());
    let members = team::all(connection, stored.study).await?;
    let by = |id| {
        let member = members.iter().find(|member| Some(member.id) == id);
        member.map_or_else(
            || "the research lead".to_owned(),
            |member| member.handle.clone(),
        )
    };
    let all = store::corrections(connection, &app, stored).await?;
    let corrections: Vec<Shown> = all
        .iter()
        .enumerate()
        .rev()
        .map(|(index, one)| Shown {
            version: one.version,
            turn: one.turn + 1,
            by: by(one.member),
            day: day_in_words(one.made_at),
            what: what(one),
            parts: changes(&text_of(&one.before), &text_of(&one.after)),
            newest: store::stands_at(&all, index).is_some(),
        })
        .collect();
    let checks = store::checks(connection, stored.document).await?;
    let checks = checks.iter().rev().map(|check| {
        let heard = Interval {
            start_ms: 0,
            end_ms: u64::try_from(check.listened_ms).unwrap_or(0),
        };
        format!(
            "{} by {} on {}: {} minutes of the recording heard, {} corrections.",
            check.outcome.in_words(),
            by(check.member),
            day_in_words(check.made_at),
            minutes(&[heard]),
            check.version
        )
    });
    let title = match corrections.len() {
        0 => format!("Nothing was corrected in {handle}"),
        1 => format!("One correction in {handle}"),
        count => format!("{count} corrections in {handle}"),
    };
    let here = opened.here(&viewer)?;
    let slug = &viewer.scope()?.slug;
    page(HistoryPage {
        shell: Shell::new(&app, &viewer, title)
            .crumb("Transcripts", Some(format!("/studies/{slug}/transcripts")))
            .crumb(&handle, Some(here.clone()))
            .crumb("Corrections", None),
        here,
        lead: "The file as it was brought in is kept; each correction makes a version, the newest first.".to_owned(),
        locked: stored.locked_at.is_some(),
        corrections,
        checks: checks.collect(),
    })
}

/// The words of turns, each on a line of its own.
fn text_of(turns: &[Spoken]) -> String {
    let texts: Vec<&str> = turns.iter().map(|turn| turn.text.as_str()).collect();
    texts.join("\n")
}

fn what(one: &Correction) -> String {
    match (one.before.as_slice(), one.after.as_slice()) {
        ([before], [after, rest @ ..]) => {
            let mut all = Vec::new();
            if before.role != after.role {
                let (now, then) = (in_words(after.role), in_words(before.role));
                all.push(format!("Speaker: {now}, before: {then}."));
            }
            match rest.len() {
                0 => {}
                1 => all.push("The turn was parted.".to_owned()),
                more => all.push(format!("The turn was parted into {}.", more + 1)),
            }
            all.join(" ")
        }
        (_, [_]) => "Turns were joined.".to_owned(),
        _ => "Turns were put back.".to_owned(),
    }
}

fn in_words(role: Role) -> &'static str {
    match role {
        Role::Participant => "the participant",
        Role::Interviewer => "the interviewer",
        Role::Other => "somebody else",
        Role::Unknown => "not known",
    }
}

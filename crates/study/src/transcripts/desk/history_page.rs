//! What was corrected: each correction beside the words before it, and who checked what.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Routes, Shell, page};
use platform::{App, Result};

use super::{CHECK, Opened, Part, changes, page::minutes};
use crate::dates::day_of;
use crate::documents::Role;
use crate::team;
use crate::transcripts::listening::Interval;
use crate::transcripts::store::{self, Correction};

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
    speaker: String,
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
    let newest = |one: &Correction| {
        let later = all.iter().filter(|other| other.turn == one.turn);
        later.map(|other| other.version).max() == Some(one.version)
    };
    let corrections: Vec<Shown> = all
        .iter()
        .rev()
        .map(|one| Shown {
            version: one.version,
            turn: one.turn + 1,
            by: by(one.member),
            day: day_of(one.made_at).strftime("%-d %B %Y").to_string(),
            speaker: match one.before.0 == one.after.0 {
                true => String::new(),
                false => format!(
                    "Speaker: {}, before: {}.",
                    in_words(one.after.0),
                    in_words(one.before.0)
                ),
            },
            parts: changes(&one.before.1, &one.after.1),
            newest: newest(one),
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
            day_of(check.made_at).strftime("%-d %B %Y"),
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

fn in_words(role: Role) -> &'static str {
    match role {
        Role::Participant => "the participant",
        Role::Interviewer => "the interviewer",
        Role::Other => "somebody else",
        Role::Unknown => "not known",
    }
}

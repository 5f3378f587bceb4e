//! Release from duty: one request for one resident and one session, and the site's answer.
//!
//! The table of programme 7.1 ([`Event`], [`Actor`]) is the only way in which a release changes. What a site agreed to
//! stands until the site, a rest rule, the doctor or the end of the session takes it away; no release is asked for or
//! agreed to against a rest rule or above a cap.

mod act;
mod answer;
mod batch_store;
mod board;
mod board_rows;
pub(crate) mod calendar;
mod change;
mod clock;
mod desk;
mod desk_list;
mod desk_rows;
mod event;
mod events_store;
mod fairness;
pub mod from_plan;
mod judge;
mod ledger;
mod letter_words;
pub mod letters;
mod list;
mod mails;
mod moved;
mod offer;
mod outcome;
mod own;
mod recheck;
mod scene;
mod send;
mod site_page;
mod state;
mod store;
mod tell;
#[cfg(test)]
mod tests;
mod working_days;

use std::collections::BTreeMap;

use platform::jobs::Kind;
use platform::storage::Migration;
use platform::web::Routes;
use platform::{App, Result};
use uuid::Uuid;

pub use act::Doer;
pub use answer::{Answer, Desk, answer, approve_all};
pub use event::{Actor, Conditions, Event, Refused};
pub use list::{CoordinatorList, coordinator_list, surname_first};
pub use mails::fresh_link;
pub(crate) use moved::desks_moved;
pub use outcome::{called_off_by_plan, resident_withdraws, session_cancelled, session_held};
pub(crate) use own::may_withdraw;
pub(crate) use recheck::after_facts;
pub(crate) use scene::Scene;
pub use send::{Sent, send};
pub use state::{RefusalCode, State};
pub use store::{Alternative, Asked, Release, add, go_on, of_plan, record};
pub(crate) use store::{find, of_session};

use crate::sessions::{self, Session};
use crate::wording::count;

/// The events of releases, and batches.
pub const MIGRATION: Migration = Migration {
    name: "0011 release desk",
    sql: include_str!("schema.sql"),
    append_only: &["release_events"],
};

/// Conditions of events that ask for none.
const NO_CONDITIONS: Conditions = Conditions {
    verdict: None,
    cap_holds: true,
    refused_for: None,
    is_over: false,
    is_replaced: false,
};

/// The pages of releases.
pub fn routes() -> Routes {
    Routes::new()
        .merge(board::routes())
        .merge(site_page::routes())
        .merge(desk::routes())
        .merge(own::routes())
}

/// What happens to releases because time goes by, and the letters.
pub(crate) fn jobs() -> Vec<Kind> {
    let mut kinds = clock::kinds();
    kinds.push(recheck::kind());
    kinds.extend(mails::kinds());
    kinds
}

/// The sessions of a plan by identifier.
async fn sessions_of(app: &App, plan: Uuid) -> Result<BTreeMap<Uuid, Session>> {
    let sessions = sessions::all(app, plan).await?;
    Ok(sessions.into_iter().map(|one| (one.id, one)).collect())
}

/// A state with its mark.
struct Mark {
    kind: &'static str,
    icon: &'static str,
    word: String,
}

fn mark(release: &Release) -> Mark {
    let (kind, icon) = release.state.mark();
    let word = match release.code {
        Some(code) if release.state == State::Refused => {
            format!("{}: {}", release.state, code.sentence_part())
        }
        _ => release.state.to_string(),
    };
    Mark { kind, icon, word }
}

/// A resident's own release for a session, in words.
pub(crate) fn own_words(release: Option<&Release>) -> (&'static str, &'static str, String) {
    match release {
        Some(release) => {
            let mark = mark(release);
            (mark.kind, mark.icon, mark.word)
        }
        None => ("unknown", "ask", "Not planned".to_owned()),
    }
}

/// What waits for an organiser, oldest first: the sentence and the address of the page that settles it.
pub(crate) async fn to_do(
    app: &App,
    base: &str,
    (programme, plan): (Uuid, Uuid),
) -> Result<Vec<(String, String)>> {
    let releases = of_plan(app, plan, None, None).await?;
    let names = crate::sites::names(app, programme).await?;
    let mut todo = board_rows::todo(app, base, &releases, &names);
    todo.extend(board_rows::over_limit(app, base, programme, &releases, &names).await?);
    Ok(todo.into_iter().map(|one| (one.words, one.href)).collect())
}

/// How many requests wait, as a sentence part for other pages.
pub(crate) async fn waiting(app: &App, plan: Uuid) -> Result<String> {
    let releases = of_plan(app, plan, None, None).await?;
    let waiting = releases.iter().filter(|one| one.state.awaits_answer());
    Ok(count(waiting.count(), "request waits", "requests wait"))
}

//! A resident's own rota: the week with an answer for each session, what the resident reports of it, and the
//! calendar that the resident hands in.

mod answers;
mod calendar;
mod report;
mod week;

pub(super) use week::fact_words;

use platform::access::{Role, Viewer};
use platform::web::{Action, Routes};
use platform::{Error, Result};
use uuid::Uuid;

/// The pages of a resident about the own rota.
pub(super) fn routes() -> Routes {
    let week = "/programmes/{programme}/my-rota";
    let change = "/programmes/{programme}/my-rota/change";
    let draft = "/programmes/{programme}/my-rota/calendar/{draft}";
    Routes::new()
        .get(week, Action("my-rota.read"), week::show)
        .post(week, Action("my-rota.report"), report::as_shown)
        .get(change, Action("my-rota.report"), report::form)
        .post(change, Action("my-rota.report"), report::changed)
        .upload(
            "/programmes/{programme}/my-rota/calendar",
            Action("my-rota.calendar"),
            calendar::upload,
        )
        .get(draft, Action("my-rota.calendar"), calendar::show)
        .post(draft, Action("my-rota.calendar"), calendar::put)
        .post(
            "/programmes/{programme}/my-rota/undo/{import}",
            Action("my-rota.calendar"),
            calendar::undo,
        )
}

/// The resident who asks.
fn me(viewer: &Viewer) -> Result<Uuid> {
    viewer.subject(Role::Resident).ok_or(Error::NotFound)
}

//! The participants as the research lead sees them.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use platform::access::Viewer;
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};

use super::{Participant, Status, store};

/// The pages of participants.
pub fn routes() -> Routes {
    Routes::new().get(
        "/studies/{study}/participants",
        Action("participants.read"),
        list,
    )
}

#[derive(Template)]
#[template(path = "participants/list.html")]
struct ListPage {
    shell: Shell,
    cohorts: Vec<Cohort>,
    import: String,
    interviewers: String,
}

struct Cohort {
    name: String,
    interviewed: usize,
    rows: Vec<Shown>,
}

/// A participant in words, as the research lead and the participant read them.
pub(crate) struct Shown {
    pub(crate) handle: String,
    pub(crate) kind: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) state: &'static str,
    pub(crate) date: String,
    pub(crate) length: String,
}

async fn list(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let scope = viewer.scope()?;
    let stored = store::all(app.db.read(), scope.id).await?;
    let interviewers = format!("/studies/{}/interviewers", scope.slug);
    let import = format!("/studies/{}/import", scope.slug);
    let mut cohorts: Vec<Cohort> = Vec::new();
    for participant in stored.iter().map(|stored| &stored.participant) {
        let row = Shown::of(participant);
        let interviewed = usize::from(participant.status == Status::Completed);
        match cohorts.iter_mut().find(|c| c.name == participant.cohort) {
            Some(cohort) => {
                cohort.interviewed += interviewed;
                cohort.rows.push(row);
            }
            None => cohorts.push(Cohort {
                name: participant.cohort.clone(),
                interviewed,
                rows: vec![row],
            }),
        }
    }
    let interviewed: usize = cohorts.iter().map(|cohort| cohort.interviewed).sum();
    let title = match stored.len() {
        0 => "Participants".to_owned(),
        all => format!("{interviewed} of {all} participants were interviewed"),
    };
    page(ListPage {
        shell: Shell::new(&app, &viewer, title),
        cohorts,
        import,
        interviewers,
    })
}

impl Shown {
    pub(crate) fn of(participant: &Participant) -> Self {
        let (kind, icon) = match participant.status {
            Status::Completed => ("ok", "check"),
            Status::Invited | Status::Agreed | Status::Scheduled => ("wait", "clock"),
            Status::DidNotParticipate => ("unknown", "cross"),
            Status::Withdrawn => ("no", "undo"),
        };
        let none = || "–".to_owned();
        Shown {
            handle: participant.participant.clone(),
            kind,
            icon,
            state: participant.status.in_words(),
            date: participant.date.map_or_else(none, |date| date.in_words()),
            length: participant
                .length
                .map_or_else(none, |length| length.to_string()),
        }
    }
}

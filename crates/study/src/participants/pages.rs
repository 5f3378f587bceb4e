//! The participants as the research lead sees them, and one's own interview as the participant does.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use platform::access::{Role, Viewer};
use platform::web::{Action, Routes, Shell, page};
use platform::{App, Result};

use super::{Participant, Status, store};

/// The pages of participants.
pub fn routes() -> Routes {
    Routes::new()
        .get(
            "/studies/{study}/participants",
            Action("participants.read"),
            list,
        )
        .get(
            "/studies/{study}/my-interview",
            Action("my-interview.read"),
            own,
        )
}

#[derive(Template)]
#[template(path = "participants/list.html")]
struct ListPage {
    shell: Shell,
    cohorts: Vec<Cohort>,
    import: String,
}

struct Cohort {
    name: String,
    interviewed: usize,
    rows: Vec<Row>,
}

struct Row {
    handle: String,
    kind: &'static str,
    icon: &'static str,
    state: &'static str,
    date: String,
    length: String,
}

#[derive(Template)]
#[template(path = "participants/own.html")]
struct OwnPage {
    shell: Shell,
    lead: &'static str,
    own: Option<Row>,
    choices: String,
}

async fn list(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let scope = viewer.scope()?;
    let stored = store::all(app.db.read(), scope.id).await?;
    let import = format!("/studies/{}/import", scope.slug);
    let mut cohorts: Vec<Cohort> = Vec::new();
    for participant in stored.iter().map(|stored| &stored.participant) {
        let row = Row::of(participant);
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
    })
}

/// Only the participant's own row, found by the subject of the grant; nothing of the study besides.
async fn own(State(app): State<App>, Extension(viewer): Extension<Viewer>) -> Result<Response> {
    let study = viewer.scope()?.id;
    let own = match viewer.subject(Role::Participant) {
        Some(subject) => store::find(app.db.read(), study, subject).await?,
        None => None,
    };
    let own = own.map(|stored| Row::of(&stored.participant));
    page(OwnPage {
        shell: Shell::new(&app, &viewer, "My interview"),
        lead: "What this study has noted about your interview, and nothing else.",
        own,
        choices: format!("/studies/{}/my-choices", viewer.scope()?.slug),
    })
}

impl Row {
    fn of(participant: &Participant) -> Self {
        let (kind, icon) = match participant.status {
            Status::Completed => ("ok", "check"),
            Status::Invited | Status::Agreed | Status::Scheduled => ("wait", "clock"),
            Status::DidNotParticipate => ("unknown", "cross"),
            Status::Withdrawn => ("no", "undo"),
        };
        let none = || "–".to_owned();
        Row {
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

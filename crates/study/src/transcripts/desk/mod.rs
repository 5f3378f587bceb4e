//! The desk at which a transcript is checked against its recording (study R24, R25).

mod acts;
mod changes;
mod doubts;
mod history_page;
mod page;

use platform::access::{Role, Viewer};
use platform::web::{Action, Routes};
use platform::{App, Error, Result};

use super::store::{self, Stored};
use crate::documents::{self, Listed};
use crate::team::{self, Member};

pub use changes::{Part, changes};

const CHECK: Action = Action("transcripts.check");

/// The pages and acts of the desk.
pub fn routes() -> Routes {
    Routes::new()
        .merge(page::routes())
        .merge(acts::routes())
        .merge(history_page::routes())
}

/// A transcript, opened for somebody who may hear and correct it.
struct Opened {
    document: Listed,
    stored: Stored,
    /// None for a research lead who is not in the team.
    member: Option<Member>,
    leads: bool,
}

impl Opened {
    /// The transcript of this handle. Whoever neither leads the study nor checks this transcript does not learn that there
    /// is one (R10).
    async fn of(app: &App, viewer: &Viewer, handle: &str) -> Result<Self> {
        let study = viewer.scope()?.id;
        let connection = app.db.read();
        let document = documents::find(connection, study, handle)
            .await?
            .ok_or(Error::NotFound)?;
        let stored = store::find(connection, study, document.id)
            .await?
            .ok_or(Error::NotFound)?;
        let member = team::of_viewer(connection, viewer).await?;
        let leads = leads(viewer);
        if !may_check(leads, member.as_ref(), &stored) {
            return Err(Error::NotFound);
        }
        Ok(Opened {
            document,
            stored,
            member,
            leads,
        })
    }

    /// The same, newest, in a transaction that is to change it.
    async fn again(&self, tx: &platform::storage::Tx) -> Result<Stored> {
        store::find(tx.connection(), self.stored.study, self.stored.document)
            .await?
            .ok_or(Error::NotFound)
    }

    fn here(&self, viewer: &Viewer) -> Result<String> {
        let slug = &viewer.scope()?.slug;
        let handle = &self.document.handle;
        Ok(format!("/studies/{slug}/documents/{handle}/desk"))
    }
}

/// Whether somebody leads the study.
pub(crate) fn leads(viewer: &Viewer) -> bool {
    let mut relations = viewer.relations.iter();
    relations.any(|(role, _)| *role == Role::ResearchLead)
}

/// Whether somebody may hear and correct a transcript: the research lead, and the member who checks it (study R10).
pub(crate) fn may_check(leads: bool, member: Option<&Member>, stored: &Stored) -> bool {
    leads || member.is_some_and(|member| stored.checker == Some(member.id))
}

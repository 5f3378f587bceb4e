//! The desk at which a transcript is checked against its recording (study R24, R25).

mod acts;
mod changes;
mod doubts;
mod history_page;
mod page;

use platform::access::Viewer;
use platform::web::{Action, Routes};
use platform::{App, Error, Result};
use uuid::Uuid;

use super::store::{self, Stored};
use crate::documents::{self, Listed};
use crate::rights::Rights;

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
    rights: Rights,
}

impl Opened {
    /// The transcript of this handle. Whoever neither leads the study nor holds or checks this interview does not learn that
    /// there is one (R10).
    async fn of(app: &App, viewer: &Viewer, handle: &str) -> Result<Self> {
        let study = viewer.scope()?.id;
        let connection = app.db.read();
        let document = documents::find(connection, study, handle)
            .await?
            .ok_or(Error::NotFound)?;
        let stored = store::find(connection, study, document.id)
            .await?
            .ok_or(Error::NotFound)?;
        let rights = Rights::of(connection, viewer).await?;
        match rights.reads(&stored, document.participant) {
            true => Ok(Opened {
                document,
                stored,
                rights,
            }),
            false => Err(Error::NotFound),
        }
    }

    /// The member at work; none for a research lead who is not in the team.
    fn member(&self) -> Option<Uuid> {
        self.rights.member.as_ref().map(|member| member.id)
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

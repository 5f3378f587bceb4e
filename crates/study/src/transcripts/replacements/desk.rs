//! Who may read what was said and decide what is replaced: the research lead, and the member who checks the transcript.

use platform::access::{Role, Viewer};
use platform::{App, Error, Result};
use uuid::Uuid;

use crate::documents::{self, Listed};
use crate::rights::Rights;
use crate::transcripts::store::{self as transcripts, Stored};

/// A transcript before somebody who may work on it.
pub struct Desk {
    /// The transcript.
    pub stored: Stored,
    /// The document that is read in its place.
    pub document: Listed,
    /// Which member of the team is at work; none for a research lead who is no member.
    pub member: Option<Uuid>,
}

/// One transcript of the study by the handle of its document.
///
/// # Errors
/// `NotFound` for a document that is no transcript of its own; `Refused` for somebody who may not read what was said.
pub async fn open(app: &App, viewer: &Viewer, handle: &str) -> Result<Desk> {
    let study = viewer.scope()?.id;
    let connection = app.db.read();
    let document = documents::find(connection, study, handle)
        .await?
        .ok_or(Error::NotFound)?;
    let stored = transcripts::find(connection, study, document.id)
        .await?
        .ok_or(Error::NotFound)?;
    let rights = Rights::of(connection, viewer).await?;
    if !rights.reads(&stored, document.participant) {
        return Err(Error::refused(
            "R10",
            "Who checks this transcript reads what was said; you read the text that is made from it.",
            "Ask the research lead to make you its checker.",
        ));
    }
    Ok(Desk {
        stored,
        document,
        member: rights.member.map(|member| member.id),
    })
}

/// Every transcript that this person may work on, in the order of the documents.
pub async fn desks(app: &App, viewer: &Viewer) -> Result<Vec<Desk>> {
    let study = viewer.scope()?.id;
    let connection = app.db.read();
    let rights = Rights::of(connection, viewer).await?;
    let member = rights.member.as_ref().map(|member| member.id);
    let mut own = transcripts::all(connection, study).await?;
    let mut desks = Vec::new();
    for document in documents::all(connection, study).await? {
        if let Some(stored) = own.remove(&document.id)
            && rights.reads(&stored, document.participant)
        {
            desks.push(Desk {
                stored,
                document,
                member,
            });
        }
    }
    Ok(desks)
}

/// Whether somebody is the keyholder of the study.
pub(super) fn is_lead(viewer: &Viewer) -> bool {
    viewer.acts_as(Role::ResearchLead)
}

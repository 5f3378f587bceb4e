//! From a file to a transcript: a person says who speaks in it before anything is kept (study R16, R17).

mod asked;
mod file_page;
mod keeping;
mod list_page;
mod reading;

use platform::access::{Role, Viewer};
use platform::web::{Action, Routes};
use platform::{Error, Result};
use sea_orm::ConnectionTrait;

use crate::team;

pub use keeping::keep_if_certain;

const IMPORT: Action = Action("transcripts.import");

/// The pages on which transcripts are brought in.
pub fn routes() -> Routes {
    Routes::new()
        .merge(list_page::routes())
        .merge(file_page::routes())
}

/// Refuses whoever neither leads the study nor holds or checks interviews: an analyst reads what was de-identified (R10).
async fn allow(connection: &impl ConnectionTrait, viewer: &Viewer) -> Result<()> {
    let leads = viewer
        .relations
        .iter()
        .any(|(role, _)| *role == Role::ResearchLead);
    let member = team::of_viewer(connection, viewer).await?;
    match leads || member.is_some_and(|member| member.interviews || member.checks) {
        true => Ok(()),
        false => Err(Error::NotFound),
    }
}

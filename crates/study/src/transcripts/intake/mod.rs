//! From a file to a transcript: a person says who speaks in it before anything is kept (study R16, R17).

mod asked;
mod file_page;
mod keeping;
mod list_page;
mod reading;

use platform::access::Viewer;
use platform::web::{Action, Routes};
use platform::{Error, Result};
use sea_orm::ConnectionTrait;

use crate::rights;

pub use keeping::Certain;

const IMPORT: Action = Action("transcripts.import");

/// The pages on which transcripts are brought in.
pub fn routes() -> Routes {
    Routes::new()
        .merge(list_page::routes())
        .merge(file_page::routes())
}

/// Refuses whoever may not bring transcripts in.
async fn allow(connection: &impl ConnectionTrait, viewer: &Viewer) -> Result<()> {
    match rights::takes_in(connection, viewer).await? {
        true => Ok(()),
        false => Err(Error::NotFound),
    }
}

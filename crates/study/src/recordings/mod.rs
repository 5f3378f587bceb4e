//! Recordings of interviews: handed in piece by piece, sealed, played to those who may, and gone once they have served
//! (study R7, R10, R23; trust INP-2, RET-1).
//!
//! Each recording has a key of its own. What lies in the store is ciphertext under it, in pieces; erasing the key makes
//! every copy unreadable, and a job removes the pieces. The name of the file and who speaks in it are not kept.

mod list_page;
mod media;
mod permit;
mod pieces;
mod play_page;
mod range;
mod removal;
mod remove_page;
mod script_pages;
mod store;
mod upload;
mod upload_page;
mod why;

pub use media::Media;
pub use permit::{may_play, may_upload, refuse_unless_agreed};
pub use pieces::PIECE;
pub use play_page::open_beside;
pub use removal::{
    CLASSES, count_of, discard_uploads_of, erase_study, jobs, remove, remove_of, tidy_later,
    transcript_checked,
};
pub use upload::{LARGEST, New, begin, finish, take_piece};
pub use why::Why;

use platform::clock::Instant;
use platform::retention::Period;
use platform::storage::Migration;
use platform::web::Routes;
use platform::{App, Result};
use uuid::Uuid;

/// The tables of recordings, and of withdrawals that concern a recording only.
pub const MIGRATION: Migration = Migration {
    name: "0023 recordings",
    sql: include_str!("schema.sql"),
    append_only: &["recording_withdrawals"],
};

/// The pages of recordings.
pub fn routes() -> Routes {
    Routes::new()
        .merge(list_page::routes())
        .merge(upload_page::routes())
        .merge(script_pages::routes())
        .merge(play_page::routes())
        .merge(remove_page::routes())
}

/// A recording, or what is left to say of one that was removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// Random; its pieces are found by it.
    pub id: Uuid,
    /// Whose interview it is.
    pub participant: Uuid,
    /// Under whose key it is sealed: nobody's but its own.
    pub person: Uuid,
    /// What kind of file it is.
    pub media: Media,
    /// Its size in bytes.
    pub size: u64,
    /// The SHA-256 of its bytes; none once its participant has withdrawn.
    pub sha256: Option<Vec<u8>>,
    /// How long it plays, in milliseconds, where the file says so.
    pub length_ms: Option<u64>,
    /// When it was handed in.
    pub uploaded_at: Instant,
    /// By which member of the team.
    pub uploaded_by: Option<Uuid>,
    /// When its transcript was checked against it.
    pub checked_at: Option<Instant>,
    /// When and why it was removed.
    pub deleted: Option<(Instant, Why)>,
}

impl Recording {
    /// From when on it is to be removed: once its transcript is checked, at the latest when the period is over. None where
    /// its participant has agreed that it is kept, or nothing ends it.
    pub fn goes_at(&self, is_kept: bool, period: Period) -> Option<Instant> {
        match (is_kept, self.checked_at) {
            (true, _) => None,
            (false, Some(at)) => Some(at),
            (false, None) => period.after(self.uploaded_at),
        }
    }
}

/// The recordings of a study, also those that were removed.
pub async fn all(app: &App, study: Uuid) -> Result<Vec<Recording>> {
    store::all(app.db.read(), study).await
}

#[cfg(test)]
mod tests;

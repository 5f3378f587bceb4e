//! Transcripts in the database: the file as it came, what was said with every correction, and who checked it (study
//! R16-R25).
//!
//! What was said may hold names, so it is sealed under a key of its own; erasing that key takes every copy. What
//! analysts read is another text, [`crate::documents`], which is made from this one (study R26).

mod corrections;
mod incoming;
mod listened;
pub(in crate::transcripts) mod rows;
mod spoken;

use std::collections::BTreeMap;

use formats::transcript::Anchor;
use platform::clock::Instant;
use platform::keys::{PersonKey, erase_person, person_keys};
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::QuerySelect as _;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::replacements;
use crate::documents::Role;
use rows::{check, correction, file, heard, spoken as version, transcript};

pub use corrections::{
    Change, Corrected, Correction, correct, corrections, stands_at, text_at, undo,
};
pub use incoming::{
    Incoming, Waiting, discard, discard_of, keep_file, receive, settle, waiting, waiting_one,
};
pub use listened::{Check, Outcome, checks, conclude, hear, listened};
pub use spoken::{NewTranscript, insert, spoken};

/// A transcript without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The document that analysts read in its place.
    pub document: Uuid,
    /// The study.
    pub study: Uuid,
    /// Under whose key it is sealed: an identifier of its own, that leads to nobody.
    pub person: Uuid,
    /// The ending of the file it came as, such as `vtt`.
    pub ending: String,
    /// When it was brought in.
    pub imported_at: Instant,
    /// The team member who checks it against the recording.
    pub checker: Option<Uuid>,
    /// How many corrections were made: the version of the corrected text.
    pub version: i64,
    /// When it was said to be checked.
    pub checked_at: Option<Instant>,
    /// When it was locked.
    pub locked_at: Option<Instant>,
    /// From which version the text was made that analysts read; none where there is none yet.
    pub read_version: Option<i64>,
    /// Length of the recording in milliseconds, as the player of whoever listened said it.
    pub length_ms: Option<i64>,
}

/// One turn as it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// Who speaks.
    pub role: Role,
    /// The label of the file; it may be a name.
    pub label: Option<String>,
    /// Start in milliseconds of the recording.
    pub start_ms: Option<i64>,
    /// End in milliseconds of the recording.
    pub end_ms: Option<i64>,
    /// Where known moments of the recording fall in the text.
    pub anchors: Vec<Anchor>,
    /// What was said.
    pub text: String,
}

/// The transcripts of a study by document.
pub async fn all(connection: &impl ConnectionTrait, study: Uuid) -> Result<BTreeMap<Uuid, Stored>> {
    let rows = transcript::Entity::find()
        .filter(transcript::Column::Study.eq(study))
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.document, row.into()))
        .collect())
}

/// One transcript of a study.
pub async fn find(
    connection: &impl ConnectionTrait,
    study: Uuid,
    document: Uuid,
) -> Result<Option<Stored>> {
    let row = transcript::Entity::find_by_id(document)
        .filter(transcript::Column::Study.eq(study))
        .one(connection)
        .await?;
    Ok(row.map(Stored::from))
}

/// The transcripts that a member checks.
pub async fn checked_by(
    connection: &impl ConnectionTrait,
    study: Uuid,
    member: Uuid,
) -> Result<Vec<Uuid>> {
    Ok(transcript::Entity::find()
        .select_only()
        .column(transcript::Column::Document)
        .filter(transcript::Column::Study.eq(study))
        .filter(transcript::Column::Checker.eq(member))
        .into_tuple()
        .all(connection)
        .await?)
}

/// The bytes of the file as it was brought in.
pub async fn source(
    connection: &impl ConnectionTrait,
    app: &App,
    stored: &Stored,
) -> Result<Vec<u8>> {
    let key = key_of(connection, app, stored.person).await?;
    file_of(connection, &key, stored.document).await
}

/// The bytes of a file, opened.
async fn file_of(connection: &impl ConnectionTrait, key: &PersonKey, id: Uuid) -> Result<Vec<u8>> {
    let row = file::Entity::find_by_id(id).one(connection).await?;
    key.open_file(&row.ok_or(Error::NotFound)?.source)
}

/// Says who checks a transcript.
pub async fn assign(tx: &Tx, document: Uuid, checker: Option<Uuid>) -> Result<()> {
    update(
        tx,
        document,
        transcript::Column::Checker,
        Expr::value(checker),
    )
    .await
}

/// Says from which version the text was made that analysts read.
pub async fn set_read_version(tx: &Tx, document: Uuid, version: i64) -> Result<()> {
    update(
        tx,
        document,
        transcript::Column::ReadVersion,
        Expr::value(version),
    )
    .await
}

/// Removes transcripts with their keys, before their documents go. Those of other documents are left alone.
pub async fn remove(tx: &Tx, app: &App, documents: &[Uuid], reason: &'static str) -> Result<()> {
    let connection = tx.connection();
    for document in documents {
        let found = transcript::Entity::find_by_id(*document)
            .one(connection)
            .await?;
        let Some(row) = found else {
            continue;
        };
        replacements::remove(tx, app, *document, reason).await?;
        check::Entity::delete_many()
            .filter(check::Column::Document.eq(*document))
            .exec(connection)
            .await?;
        heard::Entity::delete_many()
            .filter(heard::Column::Document.eq(*document))
            .exec(connection)
            .await?;
        correction::Entity::delete_many()
            .filter(correction::Column::Document.eq(*document))
            .exec(connection)
            .await?;
        version::Entity::delete_many()
            .filter(version::Column::Document.eq(*document))
            .exec(connection)
            .await?;
        transcript::Entity::delete_by_id(*document)
            .exec(connection)
            .await?;
        file::Entity::delete_by_id(*document)
            .exec(connection)
            .await?;
        erase_person(tx, app, row.person, reason).await?;
    }
    Ok(())
}

impl From<transcript::Model> for Stored {
    fn from(row: transcript::Model) -> Self {
        Stored {
            document: row.document,
            study: row.study,
            person: row.person,
            ending: row.ending,
            imported_at: row.imported_at,
            checker: row.checker,
            version: row.version,
            checked_at: row.checked_at,
            locked_at: row.locked_at,
            read_version: row.read_version,
            length_ms: row.length_ms,
        }
    }
}

async fn update(
    tx: &Tx,
    document: Uuid,
    column: transcript::Column,
    value: sea_orm::sea_query::SimpleExpr,
) -> Result<()> {
    transcript::Entity::update_many()
        .col_expr(column, value)
        .filter(transcript::Column::Document.eq(document))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// The key under which a transcript is sealed. One that was erased is as if it had never been.
pub(super) async fn key_of(
    connection: &impl ConnectionTrait,
    app: &App,
    person: Uuid,
) -> Result<PersonKey> {
    let mut keys = person_keys(connection, app, [person]).await?;
    keys.remove(&person).ok_or(Error::NotFound)
}

//! What documents are, without their texts.

use platform::Result;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::Kind;
use super::store::{cohorts_of, kind, row};
use crate::field_notes;

/// What a document is, without its text and its extent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// Random.
    pub id: Uuid,
    /// What quotes refer to it by.
    pub handle: String,
    /// Transcript or field note.
    pub kind: Kind,
    /// A title without names.
    pub title: String,
    /// The participant who speaks in it, or on whose consent a note that was written here stands.
    pub participant: Option<Uuid>,
    /// The cohort of whoever speaks; a note counts to none (study R57).
    pub cohort: Option<String>,
}

/// What the documents of a study are, in the order of their files.
pub async fn outlines(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Outline>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_asc(row::Column::Position)
        .order_by_asc(row::Column::Handle)
        .all(connection)
        .await?;
    let cohorts = cohorts_of(connection, study).await?;
    let notes = field_notes::written(connection, study).await?;
    let outline = |row: row::Model| Outline {
        cohort: row.participant.and_then(|id| cohorts.get(&id).cloned()),
        kind: kind(&row.kind),
        participant: row.participant.or(notes.get(&row.id).copied()),
        id: row.id,
        handle: row.handle,
        title: row.title,
    };
    Ok(rows.into_iter().map(outline).collect())
}

//! What was said about passages, in the database. Nothing is overwritten: what is said later is a line of its own.

use platform::clock::Instant;
use platform::storage::{BATCH, Tx};
use platform::{App, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect as _};
use study::rows::{random_id, storable};
use uuid::Uuid;

use super::Outcome;
use crate::withdrawal::{Passages, take_out_of};

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "conversations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub document: Uuid,
        pub coding: Uuid,
        pub note: String,
        pub outcome: String,
        pub made_at: Instant,
        pub made_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was said about a passage at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// A coding that was among those that differed: the passage is found again by it.
    pub coding: Uuid,
    /// What was said; may be empty where there is an outcome.
    pub note: String,
    /// What came of it, if that was said.
    pub outcome: Option<Outcome>,
    /// When; of what is new, the time of the request.
    pub made_at: Instant,
    /// By which member; none for a research lead who is not of the team.
    pub made_by: Option<Uuid>,
}

/// Everything that was said about a document, the oldest first.
pub async fn of_document(
    connection: &impl ConnectionTrait,
    study: Uuid,
    document: Uuid,
) -> Result<Vec<Said>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Document.eq(document))
        .order_by_asc(row::Column::MadeAt)
        .order_by_asc(row::Column::Id)
        .all(connection)
        .await?;
    let said = |row: row::Model| Said {
        coding: row.coding,
        note: row.note,
        outcome: Outcome::of_word(&row.outcome),
        made_at: row.made_at,
        made_by: row.made_by,
    };
    Ok(rows.into_iter().map(said).collect())
}

/// Adds what was said about a passage of a document.
pub async fn add(tx: &Tx, app: &App, study: Uuid, document: Uuid, said: &Said) -> Result<()> {
    row::Entity::insert(row::ActiveModel {
        id: Set(random_id(app)),
        study: Set(study),
        document: Set(document),
        coding: Set(said.coding),
        note: Set(storable(&said.note)),
        outcome: Set(said.outcome.map_or("", Outcome::word).to_owned()),
        made_at: Set(said.made_at),
        made_by: Set(said.made_by),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// How many entries there are about these documents.
pub(crate) async fn count_of(
    connection: &impl ConnectionTrait,
    study: Uuid,
    documents: &[Uuid],
) -> Result<usize> {
    let count = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Document.is_in(documents.iter().copied()))
        .count(connection)
        .await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// How many entries repeat these passages.
pub(crate) async fn repeated(
    connection: &impl ConnectionTrait,
    study: Uuid,
    passages: &Passages,
) -> Result<usize> {
    let notes = notes(connection, study).await?;
    let repeats = notes.iter().filter(|(_, note)| passages.stand_in(note));
    Ok(repeats.count())
}

/// Takes these passages out of every entry.
pub(crate) async fn take_out(tx: &Tx, study: Uuid, passages: &Passages) -> Result<()> {
    let notes = notes(tx.connection(), study).await?;
    let columns = (row::Column::Id, row::Column::Note);
    take_out_of::<row::Entity>(tx, columns, notes, passages).await
}

async fn notes(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<(Uuid, String)>> {
    let notes = row::Entity::find()
        .select_only()
        .columns([row::Column::Id, row::Column::Note])
        .filter(row::Column::Study.eq(study))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(notes)
}

/// Removes what was said about documents that go.
pub(crate) async fn remove(tx: &Tx, documents: &[Uuid]) -> Result<()> {
    for batch in documents.chunks(BATCH) {
        row::Entity::delete_many()
            .filter(row::Column::Document.is_in(batch.iter().copied()))
            .exec(tx.connection())
            .await?;
    }
    Ok(())
}

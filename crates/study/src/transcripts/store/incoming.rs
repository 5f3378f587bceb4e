//! Files that wait for a person to say who speaks in them (study R17). Their bytes are sealed, their names not kept.

use platform::clock::Instant;
use platform::keys::{PersonKey, create_person, erase_person};
use platform::storage::Tx;
use platform::{App, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder as _, QuerySelect as _};
use uuid::Uuid;

use super::key_of;
use super::rows::incoming as row;
use crate::rows::random_id;

/// A file that waits, opened.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// Random; the document will have it.
    pub id: Uuid,
    /// Whose interview it may be.
    pub participant: Option<Uuid>,
    /// The ending of its name, such as `vtt`.
    pub ending: String,
    /// Its bytes.
    pub source: Vec<u8>,
    /// When it came.
    pub received_at: Instant,
    /// The key it is sealed under; the transcript keeps it.
    pub key: PersonKey,
}

/// A file that waits, in a list.
#[derive(Clone, Debug, PartialEq, Eq, sea_orm::FromQueryResult)]
pub struct Waiting {
    /// Random.
    pub id: Uuid,
    /// Whose interview it may be.
    pub participant: Option<Uuid>,
    /// The ending of its name.
    pub ending: String,
    /// When it came.
    pub received_at: Instant,
}

/// Keeps a file until somebody has said who speaks in it.
pub async fn receive(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (ending, source, participant): (&str, &[u8], Option<Uuid>),
) -> Result<Uuid> {
    let key = create_person(tx, app).await?;
    let id = random_id(app);
    row::Entity::insert(row::ActiveModel {
        id: Set(id),
        study: Set(study),
        participant: Set(participant),
        person: Set(key.person()),
        ending: Set(ending.to_owned()),
        source: Set(key.seal_bytes(source, &*app.entropy)),
        received_at: Set(app.now()),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(id)
}

/// The files of a study that wait, the oldest first.
pub async fn waiting(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Waiting>> {
    use row::Column;
    Ok(row::Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::Participant,
            Column::Ending,
            Column::ReceivedAt,
        ])
        .filter(Column::Study.eq(study))
        .order_by_asc(Column::ReceivedAt)
        .order_by_asc(Column::Id)
        .into_model::<Waiting>()
        .all(connection)
        .await?)
}

/// One of them.
pub async fn waiting_one(
    connection: &impl ConnectionTrait,
    app: &App,
    study: Uuid,
    id: Uuid,
) -> Result<Option<Incoming>> {
    let found = row::Entity::find_by_id(id)
        .filter(row::Column::Study.eq(study))
        .one(connection)
        .await?;
    let Some(row) = found else {
        return Ok(None);
    };
    let key = key_of(connection, app, row.person).await?;
    Ok(Some(Incoming {
        id: row.id,
        participant: row.participant,
        ending: row.ending,
        source: key.open_bytes(&row.source)?,
        received_at: row.received_at,
        key,
    }))
}

/// Takes a file off the list; its key stays with the transcript it became.
pub async fn settle(tx: &Tx, id: Uuid) -> Result<()> {
    row::Entity::delete_by_id(id).exec(tx.connection()).await?;
    Ok(())
}

/// Throws a file away with its key.
pub async fn discard(
    tx: &Tx,
    app: &App,
    study: Uuid,
    id: Uuid,
    reason: &'static str,
) -> Result<()> {
    let found = row::Entity::find_by_id(id)
        .filter(row::Column::Study.eq(study))
        .one(tx.connection())
        .await?;
    if let Some(row) = found {
        settle(tx, row.id).await?;
        erase_person(tx, app, row.person, reason).await?;
    }
    Ok(())
}

/// Throws away the files of one participant, with their keys.
pub async fn discard_of(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (participant, reason): (Uuid, &'static str),
) -> Result<()> {
    for file in waiting(tx.connection(), study).await? {
        if file.participant == Some(participant) {
            discard(tx, app, study, file.id, reason).await?;
        }
    }
    Ok(())
}

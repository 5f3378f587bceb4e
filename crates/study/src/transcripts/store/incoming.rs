//! Files that wait for a person to say who speaks in them (study R17). Their bytes are sealed, their names not kept.

use platform::clock::Instant;
use platform::keys::{PersonKey, create_person, erase_person};
use platform::storage::Tx;
use platform::{App, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::rows::{file, incoming as row};
use super::{file_of, key_of};
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
#[derive(Clone, Debug, PartialEq, Eq)]
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

impl From<row::Model> for Waiting {
    fn from(row: row::Model) -> Self {
        Waiting {
            id: row.id,
            participant: row.participant,
            ending: row.ending,
            received_at: row.received_at,
        }
    }
}

/// Keeps a file until somebody has said who speaks in it.
pub async fn receive(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (ending, source, participant): (&str, &[u8], Option<Uuid>),
) -> Result<Incoming> {
    let key = create_person(tx, app).await?;
    let id = random_id(app);
    keep_file(tx, app, study, (id, &key, source)).await?;
    row::Entity::insert(row::ActiveModel {
        id: Set(id),
        study: Set(study),
        participant: Set(participant),
        person: Set(key.person()),
        ending: Set(ending.to_owned()),
        received_at: Set(app.now()),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(Incoming {
        id,
        participant,
        ending: ending.to_owned(),
        source: source.to_vec(),
        received_at: app.now(),
        key,
    })
}

/// Keeps the bytes of a file, sealed, under the id that its document has or will have.
pub async fn keep_file(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (id, key, source): (Uuid, &PersonKey, &[u8]),
) -> Result<()> {
    file::Entity::insert(file::ActiveModel {
        id: Set(id),
        study: Set(study),
        source: Set(key.seal_file(source, &*app.entropy)),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// The files of a study that wait, the oldest first.
pub async fn waiting(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Waiting>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_asc(row::Column::ReceivedAt)
        .order_by_asc(row::Column::Id)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(Waiting::from).collect())
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
        source: file_of(connection, &key, row.id).await?,
        received_at: row.received_at,
        key,
    }))
}

/// Takes a file off the list; its bytes and its key stay with the transcript it became.
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
        file::Entity::delete_by_id(row.id)
            .exec(tx.connection())
            .await?;
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

//! Where members stopped reading, in the database.

use platform::clock::Instant;
use platform::storage::{BATCH, Tx};
use platform::{App, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};
use uuid::Uuid;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "read_to")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub member: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub document: Uuid,
        pub study: Uuid,
        pub turn: i64,
        pub at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How far a member has read a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Who.
    pub member: Uuid,
    /// What.
    pub document: Uuid,
    /// The furthest turn, from 1.
    pub turn: i64,
    /// When they got there.
    pub at: Instant,
}

fn reached(row: row::Model) -> Reached {
    Reached {
        member: row.member,
        document: row.document,
        turn: row.turn,
        at: row.at,
    }
}

/// How far each member has read, the newest first.
pub async fn of_study(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Reached>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_desc(row::Column::At)
        .order_by_asc(row::Column::Document)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(reached).collect())
}

/// How far one member has read, the newest first.
pub async fn of_member(
    connection: &impl ConnectionTrait,
    study: Uuid,
    member: Uuid,
) -> Result<Vec<Reached>> {
    let all = of_study(connection, study).await?;
    Ok(all.into_iter().filter(|one| one.member == member).collect())
}

/// Keeps that a member has read to a turn. Whoever reads an earlier turn again stays as far as they were.
pub async fn keep(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (member, document): (Uuid, Uuid),
    turn: i64,
) -> Result<bool> {
    let known = row::Entity::find_by_id((member, document));
    let known = known.one(tx.connection()).await?;
    if known.is_some_and(|row| row.turn >= turn) {
        return Ok(false);
    }
    row::Entity::delete_by_id((member, document))
        .exec(tx.connection())
        .await?;
    row::Entity::insert(row::ActiveModel {
        member: Set(member),
        document: Set(document),
        study: Set(study),
        turn: Set(turn),
        at: Set(app.now()),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(true)
}

/// Forgets how far anybody has read these documents.
pub async fn forget(tx: &Tx, documents: &[Uuid]) -> Result<()> {
    for batch in documents.chunks(BATCH) {
        row::Entity::delete_many()
            .filter(row::Column::Document.is_in(batch.iter().copied()))
            .exec(tx.connection())
            .await?;
    }
    Ok(())
}

/// Forgets it of documents that are not among these: what a folder has put in their place begins anew.
pub async fn forget_missing(tx: &Tx, study: Uuid, documents: &[Uuid]) -> Result<()> {
    let known: Vec<Uuid> = row::Entity::find()
        .select_only()
        .distinct()
        .column(row::Column::Document)
        .filter(row::Column::Study.eq(study))
        .into_tuple()
        .all(tx.connection())
        .await?;
    let gone: Vec<Uuid> = known
        .into_iter()
        .filter(|id| !documents.contains(id))
        .collect();
    forget(tx, &gone).await
}

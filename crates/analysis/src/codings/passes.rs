//! Blind passes in the database.

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder};
use study::rows::random_id;
use uuid::Uuid;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "blind_passes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub member: Uuid,
        pub document: Option<Uuid>,
        pub opened_at: Instant,
        pub closed_at: Option<Instant>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One analyst codes a document, or every document, without seeing what others coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pass {
    /// The pass.
    pub id: Uuid,
    /// Who codes.
    pub member: Uuid,
    /// What; none for every document of the study.
    pub document: Option<Uuid>,
    /// Since when.
    pub opened_at: Instant,
    /// When whoever codes closed it; nobody else does.
    pub closed_at: Option<Instant>,
}

impl Pass {
    /// Whether a document is coded in it.
    pub fn covers(&self, document: Uuid) -> bool {
        self.document.is_none_or(|one| one == document)
    }
}

fn pass(row: row::Model) -> Pass {
    Pass {
        id: row.id,
        member: row.member,
        document: row.document,
        opened_at: row.opened_at,
        closed_at: row.closed_at,
    }
}

/// Every pass of a study, the oldest first.
pub(super) async fn all(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Pass>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_asc(row::Column::OpenedAt)
        .order_by_asc(row::Column::Id)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(pass).collect())
}

/// The passes of a study that are open.
pub(super) async fn open(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Pass>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::ClosedAt.is_null())
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(pass).collect())
}

/// Begins a pass of a member over a document, or over all.
pub async fn begin(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (member, document): (Uuid, Option<Uuid>),
) -> Result<()> {
    row::Entity::insert(row::ActiveModel {
        id: Set(random_id(app)),
        study: Set(study),
        member: Set(member),
        document: Set(document),
        opened_at: Set(app.now()),
        closed_at: Set(None),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// Closes an open pass of a member; false where there is none of theirs.
pub async fn close(tx: &Tx, app: &App, study: Uuid, (member, id): (Uuid, Uuid)) -> Result<bool> {
    let closed = row::Entity::update_many()
        .col_expr(row::Column::ClosedAt, Expr::value(app.now()))
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Member.eq(member))
        .filter(row::Column::ClosedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(closed.rows_affected == 1)
}

/// Removes the passes over documents that go.
pub(super) async fn remove(tx: &Tx, documents: &[Uuid]) -> Result<()> {
    row::Entity::delete_many()
        .filter(row::Column::Document.is_in(documents.iter().copied()))
        .exec(tx.connection())
        .await?;
    Ok(())
}

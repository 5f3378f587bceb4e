//! The makings of a document's text, counted from 0: what is coded in one is not coded in the next.

use std::collections::BTreeMap;

use platform::Result;
use platform::storage::Tx;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "coded_texts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub document: Uuid,
        pub study: Uuid,
        pub revision: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Which making of its text a document has, from 0.
pub(super) async fn revision(connection: &impl ConnectionTrait, document: Uuid) -> Result<i64> {
    let row = row::Entity::find_by_id(document).one(connection).await?;
    Ok(row.map_or(0, |row| row.revision))
}

/// The same of many documents; those that have their first are not in it.
pub(super) async fn revisions(
    connection: &impl ConnectionTrait,
    documents: &[Uuid],
) -> Result<BTreeMap<Uuid, i64>> {
    let these = row::Column::Document.is_in(documents.iter().copied());
    let rows = row::Entity::find().filter(these).all(connection).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.document, row.revision))
        .collect())
}

/// Notes that a document has a new text, and gives which it is.
pub(super) async fn revise(tx: &Tx, study: Uuid, document: Uuid) -> Result<i64> {
    let revision = revision(tx.connection(), document).await? + 1;
    row::Entity::delete_by_id(document)
        .exec(tx.connection())
        .await?;
    row::Entity::insert(row::ActiveModel {
        document: Set(document),
        study: Set(study),
        revision: Set(revision),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(revision)
}

/// Forgets the numbers of documents that go.
pub(super) async fn remove(tx: &Tx, documents: &[Uuid]) -> Result<()> {
    row::Entity::delete_many()
        .filter(row::Column::Document.is_in(documents.iter().copied()))
        .exec(tx.connection())
        .await?;
    Ok(())
}

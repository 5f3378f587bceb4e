//! Codes in the database.

use std::collections::BTreeMap;

use platform::storage::Tx;
use platform::{App, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder};
use study::rows::{position, random_id, storable};
use uuid::Uuid;

use super::{Code, CodeStatus};
use crate::paths::Paths;
use crate::withdrawal::Passages;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "codes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub parent: Option<Uuid>,
        pub position: i64,
        pub name: String,
        pub definition: String,
        pub status: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The codes of a study, parents before their children, in the order of the file.
pub async fn all(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Code>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_asc(row::Column::Position)
        .all(connection)
        .await?;
    let mut paths = Paths::default();
    let mut codes = Vec::new();
    for row in rows {
        let path = paths.below(row.parent, row.id, row.name);
        codes.push(Code {
            path,
            definition: row.definition,
            status: match row.status.as_str() {
                "retired" => CodeStatus::Retired,
                _ => CodeStatus::Active,
            },
        });
    }
    Ok(codes)
}

/// Removes every code of a study.
pub async fn clear(tx: &Tx, study: Uuid) -> Result<()> {
    let connection = tx.connection();
    // A child goes before its parent, since the parent is referred to.
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_desc(row::Column::Position)
        .all(connection)
        .await?;
    for row in rows {
        row::Entity::delete_by_id(row.id).exec(connection).await?;
    }
    Ok(())
}

/// Adds codes; a parent stands before its children.
pub async fn insert(tx: &Tx, app: &App, study: Uuid, codes: &[Code]) -> Result<()> {
    let mut ids: BTreeMap<&[String], Uuid> = BTreeMap::new();
    for (index, code) in codes.iter().enumerate() {
        let id = random_id(app);
        let above = &code.path[..code.path.len().saturating_sub(1)];
        row::Entity::insert(row::ActiveModel {
            id: Set(id),
            study: Set(study),
            parent: Set(ids.get(above).copied()),
            position: Set(position(index)),
            name: Set(storable(code.name())),
            definition: Set(storable(&code.definition)),
            status: Set(match code.status {
                CodeStatus::Active => "active".to_owned(),
                CodeStatus::Retired => "retired".to_owned(),
            }),
        })
        .exec_without_returning(tx.connection())
        .await?;
        ids.insert(&code.path, id);
    }
    Ok(())
}

/// How many definitions repeat one of these passages.
pub(crate) async fn repeated(
    connection: &impl ConnectionTrait,
    study: Uuid,
    passages: &Passages,
) -> Result<usize> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .all(connection)
        .await?;
    let repeat = |row: &&row::Model| passages.stand_in(&row.definition);
    Ok(rows.iter().filter(repeat).count())
}

/// Takes these passages out of every definition.
pub(crate) async fn take_out(tx: &Tx, study: Uuid, passages: &Passages) -> Result<()> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .all(tx.connection())
        .await?;
    for row in rows {
        if let Some(without) = passages.taken_out_of(&row.definition) {
            row::Entity::update_many()
                .col_expr(row::Column::Definition, Expr::value(without))
                .filter(row::Column::Id.eq(row.id))
                .exec(tx.connection())
                .await?;
        }
    }
    Ok(())
}

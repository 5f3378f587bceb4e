//! Statements on saturation in the database. Nothing is overwritten: the newest holds, the earlier stay.

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use study::rows::{random_id, storable};
use uuid::Uuid;

use super::stance::{Stance, Stated};
use crate::withdrawal::{Passages, take_out_of};

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "saturation_stances")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub number: i64,
        pub stance: String,
        pub grounds: String,
        pub made_at: Instant,
        pub made_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Everything that was stated, the newest first: that is the one which holds.
pub async fn stances(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Stated>> {
    let rows = rows(connection, study).await?;
    rows.into_iter().map(stated).collect()
}

async fn rows(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<row::Model>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_desc(row::Column::Number)
        .all(connection)
        .await?;
    Ok(rows)
}

fn stated(row: row::Model) -> Result<Stated> {
    let stance = Stance::of_word(&row.stance);
    Ok(Stated {
        stance: stance.ok_or_else(|| Error::internal("a stance cannot be read"))?,
        grounds: row.grounds,
        made_at: row.made_at,
        made_by: row.made_by,
    })
}

/// Adds what holds from now on; what held before stays.
pub async fn state(tx: &Tx, app: &App, study: Uuid, stated: &Stated) -> Result<()> {
    let before = rows(tx.connection(), study).await?;
    row::Entity::insert(row::ActiveModel {
        id: Set(random_id(app)),
        study: Set(study),
        number: Set(before.first().map_or(1, |row| row.number + 1)),
        stance: Set(stated.stance.word().to_owned()),
        grounds: Set(storable(&stated.grounds)),
        made_at: Set(stated.made_at),
        made_by: Set(stated.made_by),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// How many statements repeat these passages.
pub(crate) async fn repeated(
    connection: &impl ConnectionTrait,
    study: Uuid,
    passages: &Passages,
) -> Result<usize> {
    let rows = rows(connection, study).await?;
    let repeats = rows.iter().filter(|row| passages.stand_in(&row.grounds));
    Ok(repeats.count())
}

/// Takes these passages out of every statement.
pub(crate) async fn take_out(tx: &Tx, study: Uuid, passages: &Passages) -> Result<()> {
    let rows = rows(tx.connection(), study).await?.into_iter();
    let grounds = rows.map(|row| (row.id, row.grounds));
    let columns = (row::Column::Id, row::Column::Grounds);
    take_out_of::<row::Entity>(tx, columns, grounds, passages).await
}

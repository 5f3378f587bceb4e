//! Every query on usual times.

use std::collections::BTreeMap;

use platform::storage::Tx;
use platform::{Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::Times;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "usual_times")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person: Uuid,
        pub study: Uuid,
        pub times: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What participants and members of a study have said of their usual week, by their random ids. Who has said nothing is not
/// in it.
pub async fn all(connection: &impl ConnectionTrait, study: Uuid) -> Result<BTreeMap<Uuid, Times>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .all(connection)
        .await?;
    let broken = |()| Error::internal("the usual times of somebody cannot be read");
    rows.into_iter()
        .map(|row| Ok((row.person, row.times.parse().map_err(broken)?)))
        .collect()
}

/// Keeps what a participant or a member says, in the place of what they said before. Nothing is kept of no times.
pub async fn keep(tx: &Tx, study: Uuid, person: Uuid, times: Times) -> Result<()> {
    row::Entity::delete_many()
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Person.eq(person))
        .exec(tx.connection())
        .await?;
    if times.is_empty() {
        return Ok(());
    }
    row::Entity::insert(row::ActiveModel {
        person: Set(person),
        study: Set(study),
        times: Set(times.to_string()),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

//! Cohorts in the database.

use std::collections::{BTreeMap, BTreeSet};

use platform::storage::Tx;
use platform::{App, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::Participant;
use crate::rows::{position, random_id, storable};

mod cohort_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cohorts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub position: i64,
        pub name: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The cohorts of a study by id.
pub(super) async fn all(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<BTreeMap<Uuid, String>> {
    let rows = cohort_row::Entity::find()
        .filter(cohort_row::Column::Study.eq(study))
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// The cohort of this name, a new one after the others where there is none.
pub(super) async fn find_or_add(tx: &Tx, app: &App, study: Uuid, name: &str) -> Result<Uuid> {
    let known = all(tx.connection(), study).await?;
    if let Some((id, _)) = known.iter().find(|(_, known)| *known == name) {
        return Ok(*id);
    }
    add(tx, app, study, (position(known.len()), storable(name))).await
}

async fn add(tx: &Tx, app: &App, study: Uuid, (position, name): (i64, String)) -> Result<Uuid> {
    let id = random_id(app);
    cohort_row::Entity::insert(cohort_row::ActiveModel {
        id: Set(id),
        study: Set(study),
        position: Set(position),
        name: Set(name),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(id)
}

/// The ids of all cohorts by name, those that the file is the first to name included.
pub(super) async fn with_those_of(
    tx: &Tx,
    app: &App,
    study: Uuid,
    participants: &[Participant],
) -> Result<BTreeMap<String, Uuid>> {
    let known = all(tx.connection(), study).await?;
    let mut ids: BTreeMap<String, Uuid> = known.into_iter().map(|(id, name)| (name, id)).collect();
    let mut named = BTreeSet::new();
    for participant in participants {
        let name = storable(&participant.cohort);
        if !named.insert(name.clone()) {
            continue;
        }
        let place = position(named.len() - 1);
        if let Some(id) = ids.get(&name) {
            cohort_row::Entity::update_many()
                .col_expr(cohort_row::Column::Position, Expr::value(place))
                .filter(cohort_row::Column::Id.eq(*id))
                .exec(tx.connection())
                .await?;
            continue;
        }
        let id = add(tx, app, study, (place, name.clone())).await?;
        ids.insert(name, id);
    }
    Ok(ids)
}

/// Removes the cohorts that nobody is in.
pub(super) async fn remove_others(tx: &Tx, study: Uuid, used: Vec<Uuid>) -> Result<()> {
    cohort_row::Entity::delete_many()
        .filter(cohort_row::Column::Study.eq(study))
        .filter(cohort_row::Column::Id.is_not_in(used))
        .exec(tx.connection())
        .await?;
    Ok(())
}

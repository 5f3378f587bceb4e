//! Aims of cohorts in the database.

use std::collections::{BTreeMap, BTreeSet};

use platform::Result;
use platform::storage::Tx;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use crate::participants;
use crate::rows::storable;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cohort_aims")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub study: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub cohort: String,
        pub target: Option<i64>,
        pub public_label: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What is aimed at in a cohort.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aim {
    /// How many interviews are planned; at least 1.
    pub target: Option<i64>,
    /// What the cohort is called in print; empty: by its name.
    pub public_label: String,
}

/// The names of a study's cohorts: those of the participants in their order, then others that something was aimed at in.
pub async fn names(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    let of_participants = participants::all(connection, study).await?;
    let aimed = aims(connection, study).await?;
    let all = of_participants
        .into_iter()
        .map(|stored| stored.participant.cohort)
        .chain(aimed.into_keys());
    let mut seen = BTreeSet::new();
    for name in all {
        if seen.insert(name.clone()) {
            names.push(name);
        }
    }
    Ok(names)
}

/// The aims of a study by the cohort's name.
pub async fn aims(connection: &impl ConnectionTrait, study: Uuid) -> Result<BTreeMap<String, Aim>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .all(connection)
        .await?;
    let aim = |row: row::Model| Aim {
        target: row.target,
        public_label: row.public_label,
    };
    Ok(rows
        .into_iter()
        .map(|row| (row.cohort.clone(), aim(row)))
        .collect())
}

/// Keeps the aim of a cohort in the place of an earlier one.
pub async fn keep(tx: &Tx, study: Uuid, cohort: &str, aim: &Aim) -> Result<()> {
    let cohort = storable(cohort);
    row::Entity::delete_many()
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Cohort.eq(&cohort))
        .exec(tx.connection())
        .await?;
    row::Entity::insert(row::ActiveModel {
        study: Set(study),
        cohort: Set(cohort),
        target: Set(aim.target),
        public_label: Set(storable(&aim.public_label)),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

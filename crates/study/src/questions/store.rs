//! Research questions in the database.

use std::collections::BTreeMap;

use platform::storage::{BATCH, Tx};
use platform::{App, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder};
use uuid::Uuid;

use super::ResearchQuestion;
use crate::rows::{position, random_id, storable};

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "research_questions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub position: i64,
        pub label: String,
        pub wording: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The questions of a study with their row ids, in the order of the file.
pub async fn all(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<Vec<(Uuid, ResearchQuestion)>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_asc(row::Column::Position)
        .all(connection)
        .await?;
    let question = |row: row::Model| ResearchQuestion {
        row: u32::try_from(row.position).unwrap_or(u32::MAX),
        id: row.label,
        wording: row.wording,
    };
    Ok(rows
        .into_iter()
        .map(|row| (row.id, question(row)))
        .collect())
}

/// Puts these questions in the place of all others and gives their row ids by label. Nothing else may
/// refer to a question any more.
pub async fn replace(
    tx: &Tx,
    app: &App,
    study: Uuid,
    questions: &[ResearchQuestion],
) -> Result<BTreeMap<String, Uuid>> {
    let connection = tx.connection();
    row::Entity::delete_many()
        .filter(row::Column::Study.eq(study))
        .exec(connection)
        .await?;
    let mut ids = BTreeMap::new();
    let mut rows = Vec::new();
    for (index, question) in questions.iter().enumerate() {
        let id = random_id(app);
        rows.push(row::ActiveModel {
            id: Set(id),
            study: Set(study),
            position: Set(position(index)),
            label: Set(question.id.clone()),
            wording: Set(storable(&question.wording)),
        });
        ids.insert(question.id.clone(), id);
    }
    for batch in rows.chunks(BATCH) {
        row::Entity::insert_many(batch.to_vec())
            .exec_without_returning(connection)
            .await?;
    }
    Ok(ids)
}

//! Guides in the database.

use std::collections::BTreeMap;

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::GuideQuestion;
use crate::rows::{position, random_id, storable};

mod version_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "guide_versions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub cohort: String,
        pub number: i64,
        pub made_at: Instant,
        pub made_by: Option<Uuid>,
        pub used: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod question_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "guide_questions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub question: String,
        pub prompts: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One version of the guide of a cohort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuideVersion {
    /// Random; what an interview names.
    pub id: Uuid,
    /// The name of the cohort.
    pub cohort: String,
    /// From 1, in the cohort.
    pub number: i64,
    /// When it was first written.
    pub made_at: Instant,
    /// Whether an interview has used it, so that it can be changed no more.
    pub used: bool,
    /// In the order in which they are asked.
    pub questions: Vec<GuideQuestion>,
}

/// Every version of every cohort's guide: by cohort, the newest first.
pub async fn versions(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<GuideVersion>> {
    let rows = version_row::Entity::find()
        .filter(version_row::Column::Study.eq(study))
        .order_by_asc(version_row::Column::Cohort)
        .order_by_desc(version_row::Column::Number)
        .all(connection)
        .await?;
    with_questions(connection, rows).await
}

/// One version.
pub async fn find(
    connection: &impl ConnectionTrait,
    study: Uuid,
    id: Uuid,
) -> Result<Option<GuideVersion>> {
    let rows = version_row::Entity::find_by_id(id)
        .filter(version_row::Column::Study.eq(study))
        .all(connection)
        .await?;
    Ok(with_questions(connection, rows).await?.pop())
}

async fn with_questions(
    connection: &impl ConnectionTrait,
    rows: Vec<version_row::Model>,
) -> Result<Vec<GuideVersion>> {
    let questions = question_row::Entity::find()
        .filter(question_row::Column::Version.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(question_row::Column::Position)
        .all(connection)
        .await?;
    let mut of: BTreeMap<Uuid, Vec<GuideQuestion>> = BTreeMap::new();
    for row in questions {
        of.entry(row.version).or_default().push(GuideQuestion {
            question: row.question,
            prompts: row.prompts.lines().map(str::to_owned).collect(),
        });
    }
    let version = |row: version_row::Model| GuideVersion {
        questions: of.remove(&row.id).unwrap_or_default(),
        id: row.id,
        cohort: row.cohort,
        number: row.number,
        made_at: row.made_at,
        used: row.used == 1,
    };
    Ok(rows.into_iter().map(version).collect())
}

/// Keeps these questions as the guide of a cohort: in the newest version, or in a new one if an interview has used that.
/// Gives the version's identifier and number.
pub async fn save(
    tx: &Tx,
    app: &App,
    study: Uuid,
    cohort: &str,
    (questions, by): (&[GuideQuestion], Option<Uuid>),
) -> Result<(Uuid, i64)> {
    let newest = version_row::Entity::find()
        .filter(version_row::Column::Study.eq(study))
        .filter(version_row::Column::Cohort.eq(storable(cohort)))
        .order_by_desc(version_row::Column::Number)
        .one(tx.connection())
        .await?;
    let number = newest.as_ref().map_or(0, |row| row.number);
    let (id, number) = match newest {
        Some(row) if row.used == 0 => {
            question_row::Entity::delete_many()
                .filter(question_row::Column::Version.eq(row.id))
                .exec(tx.connection())
                .await?;
            (row.id, number)
        }
        _ => {
            let id = random_id(app);
            version_row::Entity::insert(version_row::ActiveModel {
                id: Set(id),
                study: Set(study),
                cohort: Set(storable(cohort)),
                number: Set(number + 1),
                made_at: Set(app.now()),
                made_by: Set(by),
                used: Set(0),
            })
            .exec_without_returning(tx.connection())
            .await?;
            (id, number + 1)
        }
    };
    let row = |(index, question): (usize, &GuideQuestion)| question_row::ActiveModel {
        version: Set(id),
        position: Set(position(index)),
        question: Set(question.question.clone()),
        prompts: Set(question.prompts.join("\n")),
    };
    question_row::Entity::insert_many(questions.iter().enumerate().map(row))
        .exec_without_returning(tx.connection())
        .await?;
    Ok((id, number))
}

/// Says that an interview uses a version; from now on it is never changed.
pub async fn mark_used(tx: &Tx, version: Uuid) -> Result<()> {
    let changed = version_row::Entity::update_many()
        .col_expr(version_row::Column::Used, Expr::value(1))
        .filter(version_row::Column::Id.eq(version))
        .exec(tx.connection())
        .await?;
    match changed.rows_affected {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

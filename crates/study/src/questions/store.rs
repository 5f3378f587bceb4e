//! Research questions in the database.

use std::collections::BTreeMap;

use platform::storage::{BATCH, Tx};
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder};
use uuid::Uuid;

use super::ResearchQuestion;
use super::file::is_question_id;
use super::wordings::{self, NewWording};
use crate::columns::fold_spaces;
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

/// Puts these questions in the place of all others and gives their row ids by label. A question keeps its row id, and
/// another wording is added to its history. Nothing else may refer to a question any more.
pub async fn replace(
    tx: &Tx,
    app: &App,
    study: Uuid,
    questions: &[ResearchQuestion],
) -> Result<BTreeMap<String, Uuid>> {
    let connection = tx.connection();
    let known: BTreeMap<String, Uuid> = all(connection, study)
        .await?
        .into_iter()
        .map(|(id, question)| (question.id, id))
        .collect();
    keep_unrecorded(tx, app, study).await?;
    wordings::bring(tx, app, study, questions).await?;
    row::Entity::delete_many()
        .filter(row::Column::Study.eq(study))
        .exec(connection)
        .await?;
    let mut ids = BTreeMap::new();
    let mut rows = Vec::new();
    for (index, question) in questions.iter().enumerate() {
        let id = known
            .get(&question.id)
            .copied()
            .unwrap_or_else(|| random_id(app));
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

/// Adds a question behind the others, under the identifier by which another Enid knows it where nothing has that here. False where
/// another question has its label or its words, or it has none that a file could have; true where it is here already.
pub async fn add(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (guid, label, wording): (Uuid, &str, &str),
    by: Option<Uuid>,
) -> Result<bool> {
    keep_unrecorded(tx, app, study).await?;
    let wording = storable(&fold_spaces(wording));
    let known = all(tx.connection(), study).await?;
    if let Some((_, same)) = known.iter().find(|(_, one)| one.id == label) {
        return Ok(same.wording == wording);
    }
    let folded = wording.to_lowercase();
    let mut others = known.iter().map(|(_, one)| one.wording.to_lowercase());
    if !is_question_id(label) || wording.is_empty() || others.any(|one| one == folded) {
        return Ok(false);
    }
    let is_taken = row::Entity::find_by_id(guid).one(tx.connection()).await?;
    let last = known.iter().map(|(_, one)| i64::from(one.row)).max();
    row::Entity::insert(row::ActiveModel {
        id: Set(match is_taken {
            None => guid,
            Some(_) => random_id(app),
        }),
        study: Set(study),
        position: Set(last.unwrap_or(0).saturating_add(1)),
        label: Set(label.to_owned()),
        wording: Set(wording.clone()),
    })
    .exec_without_returning(tx.connection())
    .await?;
    let new = NewWording {
        wording: &wording,
        why: "",
        from_folder: false,
        by,
    };
    wordings::add(tx, app, study, label, new).await?;
    Ok(true)
}

/// Gives a question other words. What it said stays in its history.
pub async fn reword(
    tx: &Tx,
    app: &App,
    study: Uuid,
    label: &str,
    new: NewWording<'_>,
) -> Result<i64> {
    keep_unrecorded(tx, app, study).await?;
    let changed = row::Entity::update_many()
        .col_expr(row::Column::Wording, Expr::value(storable(new.wording)))
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Label.eq(label))
        .exec(tx.connection())
        .await?;
    match changed.rows_affected {
        0 => Err(Error::NotFound),
        _ => wordings::add(tx, app, study, label, new).await,
    }
}

/// Begins the history of questions that were brought in before wordings were kept.
async fn keep_unrecorded(tx: &Tx, app: &App, study: Uuid) -> Result<()> {
    let recorded = wordings::wordings(tx.connection(), study).await?;
    let questions = all(tx.connection(), study).await?;
    let missing: Vec<ResearchQuestion> = questions
        .into_iter()
        .map(|(_, question)| question)
        .filter(|question| !recorded.contains_key(&question.id))
        .collect();
    wordings::bring(tx, app, study, &missing).await?;
    Ok(())
}

//! What each research question said, and when (study R2).

use std::collections::{BTreeMap, BTreeSet};

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::ResearchQuestion;
use crate::rows::{random_id, storable};

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "question_wordings")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub label: String,
        pub number: i64,
        pub wording: String,
        pub why: String,
        pub source: String,
        pub made_at: Instant,
        pub made_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod cohort_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "question_cohorts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub study: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub label: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub cohort: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One wording of a research question. It is never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// From 1, in the question.
    pub number: i64,
    /// The exact words.
    pub wording: String,
    /// Why they took the place of the earlier; empty for the first.
    pub why: String,
    /// Whether a folder brought them.
    pub from_folder: bool,
    /// Since when they hold.
    pub made_at: Instant,
    /// By which member; none for a folder, or a research lead who is not of the team.
    pub made_by: Option<Uuid>,
}

/// A new wording, as somebody gives it.
#[derive(Clone, Copy, Debug)]
pub struct NewWording<'a> {
    /// The exact words.
    pub wording: &'a str,
    /// Why.
    pub why: &'a str,
    /// Whether a folder brings them.
    pub from_folder: bool,
    /// By which member.
    pub by: Option<Uuid>,
}

/// Every wording of every question by the question's id, the oldest first. Questions that a folder no longer brings keep
/// theirs.
pub async fn wordings(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<BTreeMap<String, Vec<Wording>>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_asc(row::Column::Number)
        .all(connection)
        .await?;
    let mut found: BTreeMap<String, Vec<Wording>> = BTreeMap::new();
    for row in rows {
        found
            .entry(row.label.clone())
            .or_default()
            .push(wording(row));
    }
    Ok(found)
}

/// The wording of a question that held at a moment; none before the first.
pub async fn wording_at(
    connection: &impl ConnectionTrait,
    study: Uuid,
    label: &str,
    at: Instant,
) -> Result<Option<Wording>> {
    let row = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Label.eq(label))
        .filter(row::Column::MadeAt.lte(at))
        .order_by_desc(row::Column::Number)
        .one(connection)
        .await?;
    Ok(row.map(wording))
}

/// The number of the newest wording of each question.
pub async fn newest(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<BTreeMap<String, i64>> {
    let all = wordings(connection, study).await?;
    let number = |list: &Vec<Wording>| list.last().map_or(0, |one| one.number);
    Ok(all
        .iter()
        .map(|(label, list)| (label.clone(), number(list)))
        .collect())
}

/// Adds the wordings of a folder where they differ from what held.
pub(super) async fn bring(
    tx: &Tx,
    app: &App,
    study: Uuid,
    questions: &[ResearchQuestion],
) -> Result<()> {
    let known = wordings(tx.connection(), study).await?;
    for question in questions {
        let held = known.get(&question.id).and_then(|list| list.last());
        if held.is_some_and(|held| held.wording == storable(&question.wording)) {
            continue;
        }
        let new = NewWording {
            wording: &question.wording,
            why: "",
            from_folder: true,
            by: None,
        };
        add(tx, app, study, &question.id, new).await?;
    }
    Ok(())
}

/// Adds a wording after the newest.
pub(super) async fn add(
    tx: &Tx,
    app: &App,
    study: Uuid,
    label: &str,
    new: NewWording<'_>,
) -> Result<i64> {
    let newest = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Label.eq(label))
        .order_by_desc(row::Column::Number)
        .one(tx.connection())
        .await?;
    let number = newest.map_or(1, |row| row.number + 1);
    row::Entity::insert(row::ActiveModel {
        id: Set(random_id(app)),
        study: Set(study),
        label: Set(label.to_owned()),
        number: Set(number),
        wording: Set(storable(new.wording)),
        why: Set(storable(new.why)),
        source: Set(match new.from_folder {
            true => "folder".to_owned(),
            false => "page".to_owned(),
        }),
        made_at: Set(app.now()),
        made_by: Set(new.by),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(number)
}

/// The names of the cohorts that each question is put to; a question without any is put to all.
pub async fn put_to(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<BTreeMap<String, Vec<String>>> {
    let rows = cohort_row::Entity::find()
        .filter(cohort_row::Column::Study.eq(study))
        .order_by_asc(cohort_row::Column::Cohort)
        .all(connection)
        .await?;
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows {
        found.entry(row.label).or_default().push(row.cohort);
    }
    Ok(found)
}

/// Puts a question to these cohorts and no others; none means all.
pub async fn put(tx: &Tx, study: Uuid, label: &str, cohorts: &[String]) -> Result<()> {
    cohort_row::Entity::delete_many()
        .filter(cohort_row::Column::Study.eq(study))
        .filter(cohort_row::Column::Label.eq(label))
        .exec(tx.connection())
        .await?;
    let names: BTreeSet<String> = cohorts.iter().map(|name| storable(name)).collect();
    for cohort in names {
        cohort_row::Entity::insert(cohort_row::ActiveModel {
            study: Set(study),
            label: Set(label.to_owned()),
            cohort: Set(cohort),
        })
        .exec_without_returning(tx.connection())
        .await?;
    }
    Ok(())
}

fn wording(row: row::Model) -> Wording {
    Wording {
        number: row.number,
        wording: row.wording,
        why: row.why,
        from_folder: row.source == "folder",
        made_at: row.made_at,
        made_by: row.made_by,
    }
}

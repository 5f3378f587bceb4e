//! What was set of a study, in the database.

use jiff::civil::Date;
use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::{Design, Reasoning};
use crate::rows::{random_id, storable};

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "study_designs")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub number: i64,
        pub ontology: String,
        pub orientation: String,
        pub theory: String,
        pub reasoning: String,
        pub design: String,
        pub period_start: Option<String>,
        pub period_end: Option<String>,
        pub ethics: String,
        pub freeze_on: Option<String>,
        pub why: String,
        pub made_at: Instant,
        pub made_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How a study was laid out at one time. Texts may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Setup {
    /// From 1, in the order in which they were made; 0 for what is not stored.
    pub number: i64,
    /// What the team holds reality to be, such as "relativist".
    pub ontology: String,
    /// What it takes language to show, such as "experiential".
    pub orientation: String,
    /// The theory it works with.
    pub theory: String,
    /// From where codes come.
    pub reasoning: Reasoning,
    /// How coding is meant.
    pub design: Design,
    /// The first day of the stated period.
    pub period_start: Option<Date>,
    /// Its last day.
    pub period_end: Option<Date>,
    /// Reference of the ethics opinion.
    pub ethics: String,
    /// From when what there is stays.
    pub freeze_on: Option<Date>,
    /// Why it was changed.
    pub why: String,
    /// When it was made; the beginning of time for what is not stored.
    pub made_at: Instant,
    /// By which member; none for a research lead who is not of the team.
    pub made_by: Option<Uuid>,
}

/// Everything that was set, the newest first.
pub async fn history(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Setup>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_desc(row::Column::Number)
        .all(connection)
        .await?;
    rows.into_iter().map(setup).collect()
}

/// What holds now; none where nothing was set.
pub async fn current(connection: &impl ConnectionTrait, study: Uuid) -> Result<Option<Setup>> {
    let row = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_desc(row::Column::Number)
        .one(connection)
        .await?;
    row.map(setup).transpose()
}

/// Adds what holds from now on; number and time are given here.
pub async fn add(tx: &Tx, app: &App, study: Uuid, setup: &Setup) -> Result<i64> {
    let before = current(tx.connection(), study).await?;
    let number = before.map_or(1, |held| held.number + 1);
    let text = |date: Option<Date>| date.map(|date| date.to_string());
    row::Entity::insert(row::ActiveModel {
        id: Set(random_id(app)),
        study: Set(study),
        number: Set(number),
        ontology: Set(storable(&setup.ontology)),
        orientation: Set(storable(&setup.orientation)),
        theory: Set(storable(&setup.theory)),
        reasoning: Set(setup.reasoning.word().to_owned()),
        design: Set(setup.design.word().to_owned()),
        period_start: Set(text(setup.period_start)),
        period_end: Set(text(setup.period_end)),
        ethics: Set(storable(&setup.ethics)),
        freeze_on: Set(text(setup.freeze_on)),
        why: Set(storable(&setup.why)),
        made_at: Set(app.now()),
        made_by: Set(setup.made_by),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(number)
}

fn setup(row: row::Model) -> Result<Setup> {
    let broken = |what: &str| Error::internal(format!("the {what} of a study cannot be read"));
    let date = |text: Option<String>| {
        text.map(|text| text.parse::<Date>())
            .transpose()
            .map_err(|_| broken("dates"))
    };
    Ok(Setup {
        number: row.number,
        ontology: row.ontology,
        orientation: row.orientation,
        theory: row.theory,
        reasoning: row.reasoning.parse().map_err(|()| broken("reasoning"))?,
        design: row.design.parse().map_err(|()| broken("design"))?,
        period_start: date(row.period_start)?,
        period_end: date(row.period_end)?,
        ethics: row.ethics,
        freeze_on: date(row.freeze_on)?,
        why: row.why,
        made_at: row.made_at,
        made_by: row.made_by,
    })
}

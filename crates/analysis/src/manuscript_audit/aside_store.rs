//! Findings that were set aside, in the database (study R64). What was taken up again stays as history.

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use study::rows::{random_id, storable};
use uuid::Uuid;

use crate::withdrawal::{Passages, take_out_of};

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "set_aside_findings")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub finding: String,
        pub check_id: String,
        pub reason: String,
        pub set_aside_at: Instant,
        pub set_aside_by: Option<Uuid>,
        pub taken_back_at: Option<Instant>,
        pub taken_back_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A finding that is set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Its fingerprint.
    pub finding: String,
    /// The id of the check.
    pub check: String,
    /// Why.
    pub why: String,
    /// Since when.
    pub at: Instant,
    /// By which member; none for a research lead who is not of the team.
    pub by: Option<Uuid>,
}

/// The findings that are set aside now, in the order in which they were.
pub async fn all(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Aside>> {
    let rows = rows(connection, study).await?.into_iter();
    let stand = rows.filter(|row| row.taken_back_at.is_none());
    Ok(stand
        .map(|row| Aside {
            finding: row.finding,
            check: row.check_id,
            why: row.reason,
            at: row.set_aside_at,
            by: row.set_aside_by,
        })
        .collect())
}

async fn rows(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<row::Model>> {
    Ok(row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .order_by_asc(row::Column::SetAsideAt)
        .order_by_asc(row::Column::Id)
        .all(connection)
        .await?)
}

/// Sets a finding aside; another reason takes the place of the one before.
pub async fn put(tx: &Tx, app: &App, study: Uuid, aside: &Aside) -> Result<()> {
    take_back(tx, app, study, (&aside.finding, aside.by)).await?;
    row::Entity::insert(row::ActiveModel {
        id: Set(random_id(app)),
        study: Set(study),
        finding: Set(aside.finding.clone()),
        check_id: Set(aside.check.clone()),
        reason: Set(storable(&aside.why)),
        set_aside_at: Set(aside.at),
        set_aside_by: Set(aside.by),
        taken_back_at: Set(None),
        taken_back_by: Set(None),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// Takes a finding up again; the check it is of, or none where it was not set aside.
pub async fn take_back(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (finding, by): (&str, Option<Uuid>),
) -> Result<Option<String>> {
    let found = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .filter(row::Column::Finding.eq(finding))
        .filter(row::Column::TakenBackAt.is_null())
        .one(tx.connection())
        .await?;
    let Some(row) = found else {
        return Ok(None);
    };
    row::Entity::update_many()
        .col_expr(row::Column::TakenBackAt, Expr::value(Some(app.now())))
        .col_expr(row::Column::TakenBackBy, Expr::value(by))
        .filter(row::Column::Id.eq(row.id))
        .exec(tx.connection())
        .await?;
    Ok(Some(row.check_id))
}

/// How many reasons repeat these passages.
pub(crate) async fn repeated(
    connection: &impl ConnectionTrait,
    study: Uuid,
    passages: &Passages,
) -> Result<usize> {
    let rows = rows(connection, study).await?;
    let repeats = rows.iter().filter(|row| passages.stand_in(&row.reason));
    Ok(repeats.count())
}

/// Takes these passages out of every reason.
pub(crate) async fn take_out(tx: &Tx, study: Uuid, passages: &Passages) -> Result<()> {
    let rows = rows(tx.connection(), study).await?.into_iter();
    let reasons = rows.map(|row| (row.id, row.reason));
    let columns = (row::Column::Id, row::Column::Reason);
    take_out_of::<row::Entity>(tx, columns, reasons, passages).await
}

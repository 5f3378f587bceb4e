//! Every query on holds, tombstones and the clock of retention.

use std::collections::BTreeSet;

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, IntoActiveModel as _, sea_query::OnConflict};
use uuid::Uuid;

use super::{STEADY_DAYS, Swept, WIDEST_GAP_DAYS};
use crate::clock::Instant;
use crate::storage::Tx;
use crate::{App, Error, Result};

const DAY_SECONDS: i64 = 24 * 60 * 60;

mod clock_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "retention_clock")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub one: i64,
        pub seen_at: Instant,
        pub steady_since: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod hold_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "retention_holds")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub scope: Uuid,
        pub since: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod tombstone_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "tombstones")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub class: String,
        pub scope: Option<Uuid>,
        pub table_name: String,
        pub removed: i64,
        pub day: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Notes that the clock was seen, and tells from when on it may be believed.
pub(super) async fn see_clock(tx: &Tx, app: &App) -> Result<Instant> {
    let now = app.now();
    let last = clock_row::Entity::find_by_id(1)
        .one(tx.connection())
        .await?;
    let goes_on = |last: &clock_row::Model| {
        let latest = last.seen_at.plus_seconds(WIDEST_GAP_DAYS * DAY_SECONDS);
        (last.seen_at..=latest).contains(&now)
    };
    let steady_since = last.filter(goes_on).map_or(now, |last| last.steady_since);
    let row = clock_row::Model {
        one: 1,
        seen_at: now,
        steady_since,
    };
    let update = OnConflict::column(clock_row::Column::One)
        .update_columns([clock_row::Column::SeenAt, clock_row::Column::SteadySince])
        .to_owned();
    clock_row::Entity::insert(row.into_active_model())
        .on_conflict(update)
        .exec_without_returning(tx.connection())
        .await?;
    Ok(steady_since.plus_seconds(STEADY_DAYS * DAY_SECONDS))
}

/// The scopes whose data nothing may remove.
pub async fn holds(connection: &impl ConnectionTrait) -> Result<BTreeSet<Uuid>> {
    let rows = hold_row::Entity::find().all(connection).await?;
    Ok(rows.into_iter().map(|row| row.scope).collect())
}

/// Puts a scope under a legal hold: nothing of it is removed until [`lift_hold`]. Twice is once.
pub async fn hold(tx: &Tx, app: &App, scope: Uuid) -> Result<()> {
    hold_row::Entity::insert(hold_row::ActiveModel {
        scope: Set(scope),
        since: Set(app.now()),
    })
    .on_conflict_do_nothing_on([hold_row::Column::Scope])
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// Ends a legal hold.
///
/// # Errors
/// `NotFound` where there is none.
pub async fn lift_hold(tx: &Tx, scope: Uuid) -> Result<()> {
    let gone = hold_row::Entity::delete_by_id(scope)
        .exec(tx.connection())
        .await?;
    match gone.rows_affected {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// Whether rows of this table were ever removed from a scope.
pub async fn has_tombstone(
    connection: &impl ConnectionTrait,
    scope: Uuid,
    table: &str,
) -> Result<bool> {
    let count = tombstone_row::Entity::find()
        .filter(tombstone_row::Column::Scope.eq(scope))
        .filter(tombstone_row::Column::TableName.eq(table))
        .count(connection)
        .await?;
    Ok(count > 0)
}

pub(super) async fn bury(tx: &Tx, app: &App, scope: Option<Uuid>, swept: &Swept) -> Result<()> {
    let day = app.now().to_jiff().strftime("%Y-%m-%d").to_string();
    let rows = swept
        .removed
        .iter()
        .map(|(table, removed)| tombstone_row::Model {
            id: app.new_id(),
            class: swept.class.to_owned(),
            scope,
            table_name: (*table).to_owned(),
            removed: i64::try_from(*removed).unwrap_or(i64::MAX),
            day: day.clone(),
        })
        .collect();
    tx.insert_all::<tombstone_row::Model>(rows).await
}

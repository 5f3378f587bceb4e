//! The minutes that groups have chosen for their phases.

use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::protocol::{Format, Minutes, defaults};

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "session_minutes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub plan: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub group_number: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub format: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub phase: String,
        pub minutes: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The minutes of a group: its own, else those of the protocol.
pub(super) async fn of_group(
    app: &App,
    plan: Uuid,
    group: usize,
    format: Format,
) -> Result<Minutes> {
    let mut minutes = defaults(format);
    let own = row::Entity::find()
        .filter(row::Column::Plan.eq(plan))
        .filter(row::Column::GroupNumber.eq(number(group)))
        .filter(row::Column::Format.eq(format.word()))
        .all(app.db.read())
        .await?;
    for row in own {
        let phase = row.phase.parse().map_err(Error::internal)?;
        minutes.insert(phase, u16::try_from(row.minutes).map_err(Error::internal)?);
    }
    Ok(minutes)
}

/// Keeps the minutes of a group for one format.
pub(super) async fn keep(
    tx: &Tx,
    plan: Uuid,
    group: usize,
    format: Format,
    minutes: &Minutes,
) -> Result<()> {
    row::Entity::delete_many()
        .filter(row::Column::Plan.eq(plan))
        .filter(row::Column::GroupNumber.eq(number(group)))
        .filter(row::Column::Format.eq(format.word()))
        .exec(tx.connection())
        .await?;
    let rows = minutes.iter().map(|(phase, minutes)| row::Model {
        plan,
        group_number: number(group),
        format: format.word().into(),
        phase: phase.word().into(),
        minutes: i64::from(*minutes),
    });
    tx.insert_all::<row::Model>(rows.collect()).await
}

/// Takes the minutes of a group over into a plan that goes on with it.
pub(super) async fn go_on(tx: &Tx, before: (Uuid, i64), after: (Uuid, usize)) -> Result<()> {
    let (plan, group_number) = (after.0, number(after.1));
    if before == (plan, group_number) {
        return Ok(());
    }
    let rows = row::Entity::find()
        .filter(row::Column::Plan.eq(before.0))
        .filter(row::Column::GroupNumber.eq(before.1))
        .all(tx.connection())
        .await?;
    let rows = rows.into_iter().map(|row| row::Model {
        plan,
        group_number,
        ..row
    });
    tx.insert_all::<row::Model>(rows.collect()).await
}

fn number(group: usize) -> i64 {
    i64::try_from(group).unwrap_or(i64::MAX)
}

//! Sessions by when they were: what logs and costs read of them.

use std::collections::BTreeMap;

use platform::clock::Instant;
use platform::{App, Error, Result};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: Uuid,
        pub plan: Uuid,
        pub group_number: i64,
        pub starts_at: Instant,
        pub state: String,
        pub cases: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A session that was held.
#[derive(Clone, Debug)]
pub(crate) struct HeldSession {
    /// Its identifier.
    pub(crate) id: Uuid,
    /// The plan it stands in.
    pub(crate) plan: Uuid,
    /// The group's number in that plan.
    pub(crate) group: usize,
    /// When it began.
    pub(crate) starts_at: Instant,
    /// How many cases, 0 to 2.
    pub(crate) cases: u32,
}

/// The held sessions of a programme, newest first.
pub(crate) async fn held(app: &App, programme: Uuid) -> Result<Vec<HeldSession>> {
    let rows = row::Entity::find()
        .filter(row::Column::Programme.eq(programme))
        .filter(row::Column::State.eq("held"))
        .order_by_desc(row::Column::StartsAt)
        .order_by_asc(row::Column::Id)
        .all(app.db.read())
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(HeldSession {
                id: row.id,
                plan: row.plan,
                group: usize::try_from(row.group_number).map_err(Error::internal)?,
                starts_at: row.starts_at,
                cases: row
                    .cases
                    .and_then(|cases| u32::try_from(cases).ok())
                    .unwrap_or(0),
            })
        })
        .collect()
}

/// When the sessions of a programme began or begin, of every plan there was.
pub(crate) async fn starts(
    connection: &impl ConnectionTrait,
    programme: Uuid,
) -> Result<BTreeMap<Uuid, Instant>> {
    let rows = row::Entity::find()
        .filter(row::Column::Programme.eq(programme))
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, row.starts_at))
        .collect())
}

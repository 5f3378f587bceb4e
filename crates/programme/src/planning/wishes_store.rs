//! Every query on what is decided before a plan is made.

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use uuid::Uuid;

use super::wishes::Wishes;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "plan_wishes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub programme: Uuid,
        pub document: String,
        pub changed_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What is decided; nothing where nobody has decided anything.
pub(super) async fn wishes(connection: &impl ConnectionTrait, programme: Uuid) -> Result<Wishes> {
    let row = row::Entity::find_by_id(programme).one(connection).await?;
    row.map_or_else(
        || Ok(Wishes::default()),
        |row| serde_json::from_str(&row.document).map_err(Error::internal),
    )
}

/// Puts these decisions in place of all others.
pub(super) async fn put(tx: &Tx, app: &App, programme: Uuid, wishes: &Wishes) -> Result<()> {
    let row = row::Model {
        programme,
        document: serde_json::to_string(wishes).map_err(Error::internal)?,
        changed_at: app.now(),
    };
    let replace = OnConflict::column(row::Column::Programme)
        .update_columns([row::Column::Document, row::Column::ChangedAt])
        .to_owned();
    row::Entity::insert(row.into_active_model())
        .on_conflict(replace)
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

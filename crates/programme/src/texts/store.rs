//! Every query on mobile numbers. They are sealed under the doctor's own key.

use platform::clock::Instant;
use platform::keys::{Sealed, person_keys};
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "mobiles")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub resident: Uuid,
        pub programme: Uuid,
        pub number: Sealed,
        pub agreed_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The number to which somebody has agreed to get text messages.
pub(crate) async fn of(
    connection: &impl ConnectionTrait,
    app: &App,
    resident: Uuid,
) -> Result<Option<String>> {
    let Some(row) = row::Entity::find_by_id(resident).one(connection).await? else {
        return Ok(None);
    };
    let keys = person_keys(connection, app, [resident]).await?;
    let key = keys.get(&resident);
    key.map(|key| key.open(&row.number)).transpose()
}

/// Keeps a number in the place of the one before.
pub(super) async fn keep(
    tx: &Tx,
    app: &App,
    (programme, resident): (Uuid, Uuid),
    number: &str,
) -> Result<()> {
    forget(tx, resident).await?;
    let keys = person_keys(tx.connection(), app, [resident]).await?;
    let key = keys.get(&resident).ok_or(Error::NotFound)?;
    let row = row::Model {
        resident,
        programme,
        number: key.seal(number, &*app.entropy),
        agreed_at: app.now(),
    };
    row::Entity::insert(row.into_active_model())
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

/// Forgets it.
pub(super) async fn forget(tx: &Tx, resident: Uuid) -> Result<()> {
    row::Entity::delete_by_id(resident)
        .exec(tx.connection())
        .await?;
    Ok(())
}

//! The manuscript of a study in the database.

use formats::manuscript::Manuscript;
use platform::clock::Instant;
use platform::keys::{Sealed, create_person, erase_person, person_keys};
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect as _;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::written;
use crate::rows::random_id;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "manuscripts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub person: Uuid,
        pub text: Sealed,
        pub read_at: Instant,
        pub read_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The manuscript that a study is held against now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its text.
    pub manuscript: Manuscript,
    /// When it was brought in.
    pub read_at: Instant,
    /// By which member; none for a research lead who is not of the team.
    pub read_by: Option<Uuid>,
}

/// Keeps a manuscript in the place of the one before.
pub async fn keep(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (manuscript, by): (&Manuscript, Option<Uuid>),
) -> Result<()> {
    remove(tx, app, study, "order").await?;
    let key = create_person(tx, app).await?;
    row::Entity::insert(row::ActiveModel {
        id: Set(random_id(app)),
        study: Set(study),
        person: Set(key.person()),
        text: Set(key.seal_file(&written::write(manuscript)?, &*app.entropy)),
        read_at: Set(app.now()),
        read_by: Set(by),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// The manuscript, opened; none where there is none.
pub async fn newest(
    connection: &impl ConnectionTrait,
    app: &App,
    study: Uuid,
) -> Result<Option<Kept>> {
    let found = row::Entity::find().filter(row::Column::Study.eq(study));
    let Some(row) = found.one(connection).await? else {
        return Ok(None);
    };
    let mut keys = person_keys(connection, app, [row.person]).await?;
    let erased = || Error::internal("a manuscript is kept without its key");
    let key = keys.remove(&row.person).ok_or_else(erased)?;
    Ok(Some(Kept {
        manuscript: written::read(&key.open_file(&row.text)?)?,
        read_at: row.read_at,
        read_by: row.read_by,
    }))
}

/// When it was brought in and by whom, without opening it.
pub async fn about(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<Option<(Instant, Option<Uuid>)>> {
    let found = row::Entity::find()
        .select_only()
        .columns([row::Column::ReadAt, row::Column::ReadBy])
        .filter(row::Column::Study.eq(study))
        .into_tuple()
        .one(connection)
        .await?;
    Ok(found)
}

/// Throws the manuscript away with its key, for one of the reasons of [`erase_person`]; whether there was one.
pub async fn remove(tx: &Tx, app: &App, study: Uuid, reason: &'static str) -> Result<bool> {
    let found = row::Entity::find().filter(row::Column::Study.eq(study));
    let Some(row) = found.one(tx.connection()).await? else {
        return Ok(false);
    };
    row::Entity::delete_by_id(row.id)
        .exec(tx.connection())
        .await?;
    erase_person(tx, app, row.person, reason).await
}

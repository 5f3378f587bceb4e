//! Entries that are for their author alone, in the database: sealed under a key that each member has for them.

use platform::clock::Instant;
use platform::keys::{PersonKey, Sealed, create_person, erase_person, person_keys};
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::entry::{Entry, Visibility};

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "private_entries")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub member: Uuid,
        pub sealed: Sealed,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod key_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_keys")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub member: Uuid,
        pub study: Uuid,
        pub person: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What is sealed.
#[derive(Deserialize, Serialize)]
struct Content {
    dated: jiff::civil::Date,
    about: Option<Uuid>,
    text: String,
    written_at: i64,
}

/// The private entries of one member.
pub(super) async fn of(
    connection: &impl ConnectionTrait,
    app: &App,
    member: Uuid,
) -> Result<Vec<Entry>> {
    let rows = row::Entity::find()
        .filter(row::Column::Member.eq(member))
        .order_by_asc(row::Column::Id)
        .all(connection)
        .await?;
    opened(connection, app, member, rows).await
}

async fn opened(
    connection: &impl ConnectionTrait,
    app: &App,
    member: Uuid,
    rows: Vec<row::Model>,
) -> Result<Vec<Entry>> {
    let Some(key) = key_of(connection, app, member).await? else {
        return Ok(Vec::new());
    };
    let entry = |row: row::Model| {
        let content: Content =
            serde_json::from_str(&key.open(&row.sealed)?).map_err(Error::internal)?;
        Ok(Entry {
            id: row.id,
            member,
            dated: content.dated,
            visibility: Visibility::Private,
            about: content.about,
            text: content.text,
            written_at: Instant(content.written_at),
        })
    };
    rows.into_iter().map(entry).collect()
}

async fn key_of(
    connection: &impl ConnectionTrait,
    app: &App,
    member: Uuid,
) -> Result<Option<PersonKey>> {
    let row = key_row::Entity::find_by_id(member).one(connection).await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let mut keys = person_keys(connection, app, [row.person]).await?;
    Ok(keys.remove(&row.person))
}

/// Makes the key of a member, with their first entry of any kind, so that its being there tells nothing of private ones.
pub(super) async fn make_key(tx: &Tx, app: &App, study: Uuid, member: Uuid) -> Result<()> {
    let known = key_row::Entity::find_by_id(member).one(tx.connection());
    if known.await?.is_some() {
        return Ok(());
    }
    let key = create_person(tx, app).await?;
    key_row::Entity::insert(key_row::ActiveModel {
        member: Set(member),
        study: Set(study),
        person: Set(key.person()),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// Keeps a private entry, in the place of what it was before.
pub(super) async fn keep(tx: &Tx, app: &App, study: Uuid, entry: &Entry) -> Result<()> {
    let key = key_of(tx.connection(), app, entry.member).await?;
    let key = key.ok_or_else(|| Error::internal("a member without a key for their journal"))?;
    let content = Content {
        dated: entry.dated,
        about: entry.about,
        text: entry.text.clone(),
        written_at: entry.written_at.0,
    };
    let content = serde_json::to_string(&content).map_err(Error::internal)?;
    forget(tx, entry.member, entry.id).await?;
    row::Entity::insert(row::ActiveModel {
        id: Set(entry.id),
        study: Set(study),
        member: Set(entry.member),
        sealed: Set(key.seal(&content, &*app.entropy)),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// Removes a private entry; false where there is none.
pub(super) async fn forget(tx: &Tx, member: Uuid, id: Uuid) -> Result<bool> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::Member.eq(member))
        .filter(row::Column::Id.eq(id))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected > 0)
}

/// Puts other words in the place of those of every private entry of a study, where `rewritten` gives some; nobody is told where.
pub(super) async fn rewrite(
    tx: &Tx,
    app: &App,
    study: Uuid,
    rewritten: &(dyn Fn(&str) -> Option<String> + Sync),
) -> Result<()> {
    let members = key_row::Entity::find()
        .filter(key_row::Column::Study.eq(study))
        .all(tx.connection())
        .await?;
    for holder in members {
        for mut entry in of(tx.connection(), app, holder.member).await? {
            if let Some(text) = rewritten(&entry.text) {
                entry.text = text;
                keep(tx, app, study, &entry).await?;
            }
        }
    }
    Ok(())
}

/// Removes the private entries of a study that is over its period, with their keys. They are counted nowhere (study P11).
pub(crate) async fn end(tx: &Tx, app: &App, study: Uuid) -> Result<()> {
    row::Entity::delete_many()
        .filter(row::Column::Study.eq(study))
        .exec(tx.connection())
        .await?;
    let keys = key_row::Entity::find()
        .filter(key_row::Column::Study.eq(study))
        .all(tx.connection())
        .await?;
    for row in keys {
        key_row::Entity::delete_by_id(row.member)
            .exec(tx.connection())
            .await?;
        erase_person(tx, app, row.person, "period").await?;
    }
    Ok(())
}

//! Entries in the database; those for their author alone are in [`super::sealed_store`].

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::entry::{Entry, Visibility};
use super::sealed_store;
use crate::rows::storable;

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_entries")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub member: Uuid,
        pub dated: String,
        pub visibility: String,
        pub about: Option<Uuid>,
        pub text: String,
        pub written_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a reader may read of the journals of a study, the newest day first: what is for the team, and their own. `reader` is the
/// member of the team that they are.
pub async fn readable(
    connection: &impl ConnectionTrait,
    app: &App,
    study: Uuid,
    reader: Option<Uuid>,
) -> Result<Vec<Entry>> {
    let rows = row::Entity::find()
        .filter(row::Column::Study.eq(study))
        .all(connection)
        .await?;
    let mut entries = rows.into_iter().map(entry).collect::<Result<Vec<_>>>()?;
    if let Some(reader) = reader {
        entries.extend(sealed_store::of(connection, app, reader).await?);
    }
    entries.sort_by_key(|one| std::cmp::Reverse((one.dated, one.written_at, one.id)));
    Ok(entries)
}

fn entry(row: row::Model) -> Result<Entry> {
    let dated = row.dated.parse().map_err(Error::internal)?;
    let visibility = row
        .visibility
        .parse()
        .map_err(|()| Error::internal("an entry of a journal cannot be read"))?;
    Ok(Entry {
        id: row.id,
        member: row.member,
        dated,
        visibility,
        about: row.about,
        text: row.text,
        written_at: row.written_at,
    })
}

/// Keeps an entry, in the place of what it was before. Says whether anybody but its author could know of it, before or now: only then
/// is it an act for the record (study P11).
pub async fn write(tx: &Tx, app: &App, study: Uuid, entry: &Entry) -> Result<bool> {
    sealed_store::make_key(tx, app, study, entry.member).await?;
    let was_known = forget(tx, entry.member, entry.id).await?;
    if entry.visibility == Visibility::Private {
        sealed_store::keep(tx, app, study, entry).await?;
        return Ok(was_known);
    }
    sealed_store::forget(tx, entry.member, entry.id).await?;
    row::Entity::insert(row::ActiveModel {
        id: Set(entry.id),
        study: Set(study),
        member: Set(entry.member),
        dated: Set(entry.dated.to_string()),
        visibility: Set(entry.visibility.word().to_owned()),
        about: Set(entry.about),
        text: Set(storable(&entry.text)),
        written_at: Set(entry.written_at),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(true)
}

/// Removes an entry of a member. Says whether anybody else could know of it; none where there is no such entry.
pub async fn remove(tx: &Tx, member: Uuid, id: Uuid) -> Result<Option<bool>> {
    let was_known = forget(tx, member, id).await?;
    let was_sealed = sealed_store::forget(tx, member, id).await?;
    Ok((was_known || was_sealed).then_some(was_known))
}

async fn forget(tx: &Tx, member: Uuid, id: Uuid) -> Result<bool> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::Member.eq(member))
        .filter(row::Column::Id.eq(id))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected > 0)
}

/// How many entries say something of which `says` holds; those that are private are not counted for anybody (study P11).
pub async fn repeated(
    connection: &impl ConnectionTrait,
    study: Uuid,
    says: impl Fn(&str) -> bool,
) -> Result<usize> {
    let rows = row::Entity::find().filter(row::Column::Study.eq(study));
    let rows = rows.all(connection).await?;
    Ok(rows.iter().filter(|row| says(&row.text)).count())
}

/// Puts other words in the place of those of every entry, private ones included, where `rewritten` gives some: for words of somebody who
/// withdraws.
pub async fn take_out(
    tx: &Tx,
    app: &App,
    study: Uuid,
    rewritten: &(dyn Fn(&str) -> Option<String> + Sync),
) -> Result<()> {
    let rows = row::Entity::find().filter(row::Column::Study.eq(study));
    for row in rows.all(tx.connection()).await? {
        if let Some(text) = rewritten(&row.text) {
            row::Entity::update_many()
                .col_expr(row::Column::Text, Expr::value(text))
                .filter(row::Column::Id.eq(row.id))
                .exec(tx.connection())
                .await?;
        }
    }
    sealed_store::rewrite(tx, app, study, rewritten).await
}

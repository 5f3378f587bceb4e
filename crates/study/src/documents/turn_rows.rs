//! The turns of documents in the database.

use std::collections::BTreeMap;

use platform::Result;
use platform::storage::{BATCH, Dialect, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{Role, Turn};
use crate::rows::{position, storable};
use crate::search;

mod turn_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "turns")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub document: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub role: String,
        pub label: Option<String>,
        pub start_ms: Option<i64>,
        pub end_ms: Option<i64>,
        pub text: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The turns of a document in their order.
pub async fn turns(connection: &impl ConnectionTrait, document: Uuid) -> Result<Vec<Turn>> {
    let rows = turn_row::Entity::find()
        .filter(turn_row::Column::Document.eq(document))
        .order_by_asc(turn_row::Column::Position)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(turn).collect())
}

fn turn(row: turn_row::Model) -> Turn {
    Turn {
        role: Role::of_word(&row.role),
        label: row.label,
        start_ms: row.start_ms,
        end_ms: row.end_ms,
        text: row.text,
    }
}

/// Puts other turns in the place of those of a document.
pub async fn replace_turns(tx: &Tx, document: Uuid, turns: &[Turn]) -> Result<()> {
    search::drop_turns(tx, &[document]).await?;
    turn_row::Entity::delete_many()
        .filter(turn_row::Column::Document.eq(document))
        .exec(tx.connection())
        .await?;
    insert(tx, document, turns).await
}

/// Adds the turns of a document that has none.
pub(super) async fn insert(tx: &Tx, document: Uuid, turns: &[Turn]) -> Result<()> {
    let rows: Vec<turn_row::ActiveModel> = turns
        .iter()
        .enumerate()
        .map(|(index, turn)| turn_row::ActiveModel {
            document: Set(document),
            position: Set(position(index)),
            role: Set(turn.role.word().to_owned()),
            label: Set(turn.label.clone()),
            start_ms: Set(turn.start_ms),
            end_ms: Set(turn.end_ms),
            text: Set(storable(&turn.text)),
        })
        .collect();
    for batch in rows.chunks(BATCH) {
        turn_row::Entity::insert_many(batch.to_vec())
            .exec_without_returning(tx.connection())
            .await?;
    }
    search::put_turns(tx, document, turns).await
}

/// How many turns a document has.
pub(super) async fn count(connection: &impl ConnectionTrait, document: Uuid) -> Result<u64> {
    Ok(turn_row::Entity::find()
        .filter(turn_row::Column::Document.eq(document))
        .count(connection)
        .await?)
}

/// Removes the turns of documents.
pub(super) async fn remove(tx: &Tx, documents: &[Uuid]) -> Result<()> {
    search::drop_turns(tx, documents).await?;
    turn_row::Entity::delete_many()
        .filter(turn_row::Column::Document.is_in(documents.iter().copied()))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// A turn as a stretch of its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Who speaks.
    pub role: Role,
    /// Its first code point in the document, whose turns are joined by LF.
    pub start: u32,
    /// The code point after its last.
    pub end: u32,
}

/// Where each turn of a document stands in it.
pub async fn extents(connection: &impl ConnectionTrait, document: Uuid) -> Result<Vec<Extent>> {
    let found = extents_where(connection, turn_row::Column::Document.eq(document)).await?;
    Ok(found.into_iter().map(|(_, extent)| extent).collect())
}

/// Of so many documents rows are read at once where a whole study is read: a row takes ten times what is kept of it.
pub const AT_ONCE: usize = 16;

/// Where each turn of each of these documents stands in it, document by document.
pub async fn extents_of(
    connection: &impl ConnectionTrait,
    documents: &[Uuid],
) -> Result<Vec<(Uuid, Extent)>> {
    let mut found = Vec::new();
    for batch in documents.chunks(AT_ONCE) {
        let these = turn_row::Column::Document.is_in(batch.iter().copied());
        found.extend(extents_where(connection, these).await?);
    }
    Ok(found)
}

async fn extents_where(
    connection: &impl ConnectionTrait,
    which: impl sea_orm::sea_query::IntoCondition,
) -> Result<Vec<(Uuid, Extent)>> {
    // Both databases count a text's length in code points; PostgreSQL gives 32 bits.
    let length = Expr::cust("CAST(length(text) AS BIGINT)");
    let rows: Vec<(Uuid, String, i64)> = turn_row::Entity::find()
        .select_only()
        .columns([turn_row::Column::Document, turn_row::Column::Role])
        .column_as(length, "length")
        .filter(which)
        .order_by_asc(turn_row::Column::Document)
        .order_by_asc(turn_row::Column::Position)
        .into_tuple()
        .all(connection)
        .await?;
    let mut at: Option<(Uuid, u32)> = None;
    let extent = |(document, role, length): (Uuid, String, i64)| {
        let start = match at {
            Some((before, end)) if before == document => end.saturating_add(1),
            _ => 0,
        };
        let end = start.saturating_add(u32::try_from(length).unwrap_or(u32::MAX));
        at = Some((document, end));
        let role = Role::of_word(&role);
        (document, Extent { role, start, end })
    };
    Ok(rows.into_iter().map(extent).collect())
}

/// The text of each of these documents: its turns joined by LF, which is what positions count in.
pub async fn texts(
    connection: &impl ConnectionTrait,
    documents: &[Uuid],
) -> Result<BTreeMap<Uuid, String>> {
    let dialect = Dialect::of(connection.get_database_backend());
    let mut found = BTreeMap::new();
    for batch in documents.chunks(AT_ONCE) {
        let rows: Vec<(Uuid, String)> = turn_row::Entity::find()
            .select_only()
            .column(turn_row::Column::Document)
            .column_as(Expr::cust(dialect.lines("text", "position")), "words")
            .filter(turn_row::Column::Document.is_in(batch.iter().copied()))
            .group_by(turn_row::Column::Document)
            .into_tuple()
            .all(connection)
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

/// How many turns a document has, and the last moment they name.
pub(super) async fn extent(
    connection: &impl ConnectionTrait,
    document: Uuid,
) -> Result<(i64, Option<i64>)> {
    let extent: Option<(Option<i64>, Option<i64>)> = turn_row::Entity::find()
        .select_only()
        .column_as(turn_row::Column::Position.max(), "turns")
        .column_as(turn_row::Column::EndMs.max(), "until_ms")
        .filter(turn_row::Column::Document.eq(document))
        .into_tuple()
        .one(connection)
        .await?;
    let (turns, until_ms) = extent.unwrap_or_default();
    Ok((turns.unwrap_or_default(), until_ms))
}

/// The text of turns of a document, with their positions from 1; of all of them if none are named.
pub(crate) async fn turn_texts(
    connection: &impl ConnectionTrait,
    document: Uuid,
    positions: Option<&[i64]>,
) -> Result<Vec<(i64, String)>> {
    let texts = turn_row::Entity::find()
        .select_only()
        .columns([turn_row::Column::Position, turn_row::Column::Text])
        .filter(turn_row::Column::Document.eq(document))
        .order_by_asc(turn_row::Column::Position);
    let Some(positions) = positions else {
        return Ok(texts.into_tuple().all(connection).await?);
    };
    let mut found = Vec::new();
    for batch in positions.chunks(BATCH) {
        let here = turn_row::Column::Position.is_in(batch.iter().copied());
        let some = texts.clone().filter(here);
        found.extend(some.into_tuple().all(connection).await?);
    }
    Ok(found)
}

/// Turns by document and place from 0; those that are not there are left out.
pub async fn turns_at(
    connection: &impl ConnectionTrait,
    places: &[(Uuid, usize)],
) -> Result<BTreeMap<(Uuid, usize), Turn>> {
    let mut found = BTreeMap::new();
    for batch in places.chunks(100) {
        let one = |(document, place): &(Uuid, usize)| {
            let document = turn_row::Column::Document.eq(*document);
            Condition::all()
                .add(document)
                .add(turn_row::Column::Position.eq(position(*place)))
        };
        let any = batch.iter().map(one);
        let any = any.fold(Condition::any(), Condition::add);
        for row in turn_row::Entity::find().filter(any).all(connection).await? {
            if let Ok(place) = usize::try_from(row.position - 1) {
                found.insert((row.document, place), turn(row));
            }
        }
    }
    Ok(found)
}

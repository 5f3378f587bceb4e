//! The turns of documents in the database.

use std::collections::BTreeMap;

use platform::Result;
use platform::storage::{BATCH, Dialect, Packed, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::IntoCondition;
use sea_orm::{QueryOrder, QuerySelect, Value};
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
    let of = turn_row::Column::Document.eq(document);
    let mut rows: Vec<Row> = ASKED.rows::<turn_row::Entity, _>(connection, of).await?;
    rows.sort_by_key(|(_, position, ..)| *position);
    let turns = rows.into_iter().map(turn);
    Ok(turns.map(|(_, _, turn)| turn).collect())
}

/// Puts other turns in the place of those of a document.
pub async fn replace_turns(tx: &Tx, document: Uuid, turns: &[Turn]) -> Result<()> {
    search::drop_turns(tx, &[document]).await?;
    turn_row::Entity::delete_many()
        .filter(turn_row::Column::Document.eq(document))
        .exec(tx.connection())
        .await?;
    insert(tx, &[(document, turns)]).await
}

/// Adds the turns of documents that have none. Rows of all tables of a few documents go in together: the index of words writes
/// what it has gathered each time that another table is written to.
pub(super) async fn insert(tx: &Tx, documents: &[(Uuid, &[Turn])]) -> Result<()> {
    for some in documents.chunks(AT_ONCE) {
        let words = search::put_turns(tx, some).await?;
        let statements = tx.inserts(rows(some)).chain(words);
        tx.run_all(Box::new(statements)).await?;
    }
    Ok(())
}

fn rows<'a>(documents: &'a [(Uuid, &'a [Turn])]) -> impl Iterator<Item = turn_row::Model> + 'a {
    documents.iter().flat_map(|(document, turns)| {
        let turns = turns.iter().enumerate();
        turns.map(|(index, turn)| turn_row::Model {
            document: *document,
            position: position(index),
            role: turn.role.word().to_owned(),
            label: turn.label.clone(),
            start_ms: turn.start_ms,
            end_ms: turn.end_ms,
            text: storable(&turn.text),
        })
    })
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

impl Extent {
    /// Of a turn of so many code points behind one that ends there.
    fn after(before: Option<u32>, role: Role, length: u32) -> Self {
        let start = before.map_or(0, |end| end.saturating_add(1));
        Self {
            role,
            start,
            end: start.saturating_add(length),
        }
    }

    /// Where turns that were read stand.
    pub fn of(turns: &[Turn]) -> Vec<Self> {
        let mut before = None;
        let extent = |turn: &Turn| {
            let length = u32::try_from(turn.text.chars().count()).unwrap_or(u32::MAX);
            let extent = Self::after(before, turn.role, length);
            before = Some(extent.end);
            extent
        };
        turns.iter().map(extent).collect()
    }
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
    // Two readers: while one looks rows up, the other's are put together.
    let (some, others) = documents.split_at(documents.len() / 2);
    let (mut found, rest) =
        tokio::try_join!(extents_in(connection, some), extents_in(connection, others))?;
    found.extend(rest);
    Ok(found)
}

async fn extents_in(
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
    which: impl IntoCondition,
) -> Result<Vec<(Uuid, Extent)>> {
    let asked = Packed {
        ids: &["document"],
        // Both databases count a text's length in code points.
        others: &["position", "role", "length(text)"],
    };
    type Row = (Uuid, usize, String, u32);
    let mut rows: Vec<Row> = asked.rows::<turn_row::Entity, _>(connection, which).await?;
    rows.sort_by_key(|(document, position, ..)| (*document, *position));
    let mut at: Option<(Uuid, u32)> = None;
    let extent = |(document, _, role, length): Row| {
        let before = at.filter(|(before, _)| *before == document);
        let extent = Extent::after(before.map(|(_, end)| end), Role::of_word(&role), length);
        at = Some((document, extent.end));
        (document, extent)
    };
    Ok(rows.into_iter().map(extent).collect())
}

/// The text of each of these documents: its turns joined by LF, which is what positions count in.
pub async fn texts(
    connection: &impl ConnectionTrait,
    documents: &[Uuid],
) -> Result<BTreeMap<Uuid, String>> {
    let dialect = Dialect::of(connection.get_database_backend());
    let whole = Expr::cust(dialect.joined_by_lf(("text", "position")));
    let mut found = BTreeMap::new();
    for batch in documents.chunks(AT_ONCE) {
        let texts: Vec<(Uuid, String)> = turn_row::Entity::find()
            .select_only()
            .column(turn_row::Column::Document)
            .column_as(whole.clone(), "whole")
            .filter(turn_row::Column::Document.is_in(batch.iter().copied()))
            .group_by(turn_row::Column::Document)
            .into_tuple()
            .all(connection)
            .await?;
        found.extend(texts);
    }
    Ok(found)
}

/// Of which documents something of their turns is asked.
#[derive(Clone, Copy, Debug)]
pub(super) enum Which {
    /// One of them.
    Document(Uuid),
    /// Every document of a study.
    Study(Uuid),
}

/// How many turns documents have, and the last moment they name; those without a turn are left out.
pub(super) async fn lengths(
    connection: &impl ConnectionTrait,
    which: Which,
) -> Result<BTreeMap<Uuid, (i64, Option<i64>)>> {
    let (these, id) = match which {
        Which::Document(id) => ("document = $1", id),
        Which::Study(id) => (
            "document IN (SELECT id FROM documents WHERE study = $1)",
            id,
        ),
    };
    let sql = format!(
        "SELECT document, MAX(position) AS turns, MAX(end_ms) AS until_ms FROM turns \
         WHERE {these} GROUP BY document"
    );
    let asked = Packed {
        ids: &["document"],
        others: &["turns", "until_ms"],
    };
    let found = asked.rows_of(connection, (&sql, vec![id.into()])).await?;
    let found = found.into_iter();
    let length = |(document, turns, until_ms)| (document, (turns, until_ms));
    Ok(found.map(length).collect())
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
        let asked: Vec<String> = (1..=batch.len())
            .map(|one| format!("(${}, ${})", 2 * one - 1, 2 * one))
            .collect();
        let sql = format!(
            "SELECT turns.* FROM (VALUES {}) AS asked \
             JOIN turns ON document = column1 AND position = column2",
            asked.join(", ")
        );
        let values = batch.iter();
        let values = values
            .flat_map(|(document, place)| [Value::from(*document), Value::from(position(*place))]);
        let rows = ASKED.rows_of(connection, (&sql, values.collect())).await?;
        for (document, position, turn) in rows.into_iter().map(turn) {
            found.insert((document, position.saturating_sub(1)), turn);
        }
    }
    Ok(found)
}

const ASKED: Packed<'static> = Packed {
    ids: &["document"],
    others: &["position", "role", "label", "start_ms", "end_ms", "text"],
};

type Row = (
    Uuid,
    usize,
    String,
    Option<String>,
    Option<i64>,
    Option<i64>,
    String,
);

/// A turn with its document and its position from 1.
fn turn((document, position, role, label, start_ms, end_ms, text): Row) -> (Uuid, usize, Turn) {
    let turn = Turn {
        role: Role::of_word(&role),
        label,
        start_ms,
        end_ms,
        text,
    };
    (document, position, turn)
}

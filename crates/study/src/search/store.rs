//! The index of words in the database. A turn has the number of its document in the upper bits of its number and its position in the
//! lower ones on SQLite, and both by themselves on PostgreSQL.
//!
//! The index holds words without case and accents, made here, so that both databases find the same. Neither may keep a word of a turn
//! that is gone: FTS5 takes entries out of its pages with `secure-delete`, and a GiST index holds hashes, where GIN would keep
//! every word it ever met.

use std::collections::{BTreeMap, BTreeSet};

use platform::Result;
use platform::storage::{Db, Dialect, Migration, Packed, Statements, Tx};
use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};
use uuid::Uuid;

use super::Wanted;
use super::words::{bare, words};
use crate::documents::{Turn, turn_texts};
use crate::rows::{position, storable};

/// The index of words.
pub const MIGRATION: Migration = Migration {
    name: "0033 full text",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

/// Positions take this many bits of a number: a million turns.
const POSITION_BITS: u32 = 20;

/// Of a longer word the index holds the beginning: PostgreSQL takes no word above 2 kB.
const LONGEST_WORD: usize = 200;

/// Most rows of one statement: FTS5 writes what it has gathered whenever one begins.
const BATCH: usize = 5000;

/// Statements that put the turns of documents into the index, in the transaction that stores them.
pub(crate) async fn put_turns<'a>(
    tx: &Tx,
    documents: &'a [(Uuid, &'a [Turn])],
) -> Result<Statements<'a>> {
    let ids: Vec<Uuid> = documents.iter().map(|(document, _)| *document).collect();
    let put = Put::of(tx, &ids).await?;
    let words = documents.iter().flat_map(|(document, turns)| {
        let turns = turns.iter().enumerate();
        turns.map(|(at, turn)| (*document, position(at), index_words(&storable(&turn.text))))
    });
    Ok(put.statements(words))
}

/// How turns are put into the index.
struct Put {
    dialect: Dialect,
    /// Of each document, on SQLite.
    numbers: BTreeMap<Uuid, i64>,
}

impl Put {
    /// For documents that have no number yet.
    async fn of(tx: &Tx, documents: &[Uuid]) -> Result<Self> {
        let dialect = dialect(tx.connection());
        let numbers = match dialect {
            Dialect::Sqlite => {
                let new = "INSERT INTO text_numbers (document) VALUES";
                let rows = documents.iter().map(|id| vec![(*id).into()]);
                tx.run_all(many(dialect, (new, "($)"), rows)).await?;
                numbers_of(tx, documents).await?
            }
            Dialect::Postgres => BTreeMap::new(),
        };
        Ok(Self { dialect, numbers })
    }

    /// Of words by document and position.
    fn statements<'a>(
        self,
        words: impl Iterator<Item = (Uuid, i64, String)> + Send + 'a,
    ) -> Statements<'a> {
        let insert = match self.dialect {
            Dialect::Sqlite => ("INSERT INTO turn_words (rowid, words) VALUES", "($, $)"),
            Dialect::Postgres => (
                "INSERT INTO turn_words (document, position, words) VALUES",
                "($, $, array_to_tsvector(string_to_array($, ' ')))",
            ),
        };
        let row = move |(document, at, words): (Uuid, i64, String)| match self.dialect {
            Dialect::Sqlite => {
                let number = self.numbers.get(&document).copied().unwrap_or_default();
                vec![(number + at).into(), words.into()]
            }
            Dialect::Postgres => vec![document.into(), at.into(), words.into()],
        };
        many(self.dialect, insert, words.map(row))
    }
}

/// Takes the turns of documents out of the index. They have to be stored still: FTS5 is told what to take out.
pub(crate) async fn drop_turns(tx: &Tx, documents: &[Uuid]) -> Result<()> {
    for document in documents {
        if dialect(tx.connection()) == Dialect::Postgres {
            let sql = "DELETE FROM turn_words WHERE document = $1";
            tx.run(sql, vec![(*document).into()]).await?;
            continue;
        }
        let Some(number) = numbers_of(tx, &[*document]).await?.remove(document) else {
            continue;
        };
        let texts = turn_texts(tx.connection(), *document, None).await?;
        let row = |(at, text): (i64, String)| vec![(number + at).into(), index_words(&text).into()];
        let out = "INSERT INTO turn_words (turn_words, rowid, words) VALUES";
        let out = (out, "('delete', $, $)");
        tx.run_all(many(Dialect::Sqlite, out, texts.into_iter().map(row)))
            .await?;
        let sql = "DELETE FROM text_numbers WHERE document = $1";
        tx.run(sql, vec![(*document).into()]).await?;
    }
    Ok(())
}

/// Takes the turns of a whole study out of the index.
pub(crate) async fn drop_study(tx: &Tx, study: Uuid) -> Result<()> {
    let backend = tx.connection().get_database_backend();
    let sql = "SELECT id FROM documents WHERE study = $1";
    let statement = Statement::from_sql_and_values(backend, sql, [study.into()]);
    let rows = tx.connection().query_all_raw(statement).await?;
    let ids = rows.iter().map(|row| row.try_get("", "id"));
    drop_turns(tx, &ids.collect::<Result<Vec<Uuid>, _>>()?).await
}

/// Puts documents into the index that were stored before there was one.
///
/// # Errors
/// The database does not answer.
pub async fn catch_up(db: &Db) -> Result<()> {
    let tx = db.write().await?;
    put_missing(&tx).await?;
    tx.commit_bookkeeping().await
}

/// The same in the transaction that has stored them.
///
/// # Errors
/// The database does not answer.
pub async fn put_missing(tx: &Tx) -> Result<()> {
    let done = match dialect(tx.connection()) {
        Dialect::Sqlite => "SELECT document FROM text_numbers",
        Dialect::Postgres => "SELECT document FROM turn_words",
    };
    let sql = format!("SELECT id FROM documents WHERE id NOT IN ({done})");
    let backend = tx.connection().get_database_backend();
    let statement = Statement::from_string(backend, sql);
    for row in tx.connection().query_all_raw(statement).await? {
        let document: Uuid = row.try_get("", "id")?;
        let texts = turn_texts(tx.connection(), document, None).await?;
        let words = texts.into_iter();
        let words = words.map(|(at, text)| (document, at, index_words(&text)));
        let put = Put::of(tx, &[document]).await?;
        tx.run_all(put.statements(words)).await?;
    }
    Ok(())
}

/// The turns in which something stands, by their place from 0, in each of these documents of a study.
///
/// # Errors
/// The database does not answer.
pub async fn lookup(
    connection: &impl ConnectionTrait,
    study: Uuid,
    documents: &[Uuid],
    wanted: &Wanted,
) -> Result<BTreeMap<Uuid, Vec<usize>>> {
    let words: Vec<String> = wanted.needed().iter().map(|word| cut(word)).collect();
    let mut found = BTreeMap::new();
    if words.is_empty() {
        for document in documents {
            check(connection, *document, None, wanted, &mut found).await?;
        }
        return Ok(found);
    }
    let is_whole = words.iter().all(|word| word.chars().count() < LONGEST_WORD);
    let tells_phrases = dialect(connection) == Dialect::Sqlite || words.len() == 1;
    let decides = wanted.is_plain() && is_whole && tells_phrases;
    let open: BTreeSet<&Uuid> = documents.iter().collect();
    for (document, mut places) in candidates(connection, study, &words).await? {
        if !open.contains(&document) {
            continue;
        }
        places.sort_unstable();
        if decides {
            let turns = places.iter().filter_map(|at| usize::try_from(at - 1).ok());
            found.insert(document, turns.collect());
        } else {
            check(connection, document, Some(&places), wanted, &mut found).await?;
        }
    }
    Ok(found)
}

/// Reads turns and keeps those in which something does stand.
async fn check(
    connection: &impl ConnectionTrait,
    document: Uuid,
    places: Option<&[i64]>,
    wanted: &Wanted,
    found: &mut BTreeMap<Uuid, Vec<usize>>,
) -> Result<()> {
    let texts = turn_texts(connection, document, places).await?;
    let there = texts
        .iter()
        .filter(|(_, text)| !wanted.hits(text).is_empty());
    let turns: Vec<usize> = there
        .filter_map(|(at, _)| usize::try_from(at - 1).ok())
        .collect();
    if !turns.is_empty() {
        found.insert(document, turns);
    }
    Ok(())
}

/// The positions of turns that hold all these words: on SQLite one after another, on PostgreSQL anywhere.
async fn candidates(
    connection: &impl ConnectionTrait,
    study: Uuid,
    words: &[String],
) -> Result<Vec<(Uuid, Vec<i64>)>> {
    let backend = connection.get_database_backend();
    let (sql, asked) = match Dialect::of(backend) {
        // CROSS JOIN holds SQLite to this order: it would look up the words again for every document of the study.
        Dialect::Sqlite => (
            "SELECT n.document, f.places FROM \
             (SELECT rowid >> 20 AS number, group_concat(rowid & 1048575) AS places \
              FROM turn_words WHERE turn_words MATCH $1 GROUP BY rowid >> 20) f \
             CROSS JOIN text_numbers n ON n.number = f.number \
             CROSS JOIN documents d ON d.id = n.document WHERE d.study = $2",
            format!("\"{}\"", words.join(" ")),
        ),
        Dialect::Postgres => {
            let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
            (
                "SELECT w.document, string_agg(w.position::TEXT, ',') AS places \
                 FROM turn_words w JOIN documents d ON d.id = w.document \
                 WHERE w.words @@ CAST($1 AS TSQUERY) AND d.study = $2 GROUP BY w.document",
                quoted.join(" & "),
            )
        }
    };
    let found = Packed {
        ids: &["document"],
        others: &["places"],
    };
    let values = vec![asked.into(), study.into()];
    let rows: Vec<(Uuid, String)> = found.rows_of(connection, (sql, values)).await?;
    let places = |text: &str| text.split(',').filter_map(|at| at.parse().ok()).collect();
    let found = rows.into_iter();
    Ok(found
        .map(|(document, text)| (document, places(&text)))
        .collect())
}

/// The words of a text as the index holds them, parted by spaces.
fn index_words(text: &str) -> String {
    let words = words(text).map(|(_, word)| cut(&bare(word)));
    let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

fn cut(word: &str) -> String {
    word.chars().take(LONGEST_WORD).collect()
}

fn dialect(connection: &impl ConnectionTrait) -> Dialect {
    Dialect::of(connection.get_database_backend())
}

/// The numbers of documents, moved to their place in the numbers of turns.
async fn numbers_of(tx: &Tx, documents: &[Uuid]) -> Result<BTreeMap<Uuid, i64>> {
    let places: Vec<String> = (1..=documents.len()).map(|at| format!("${at}")).collect();
    let sql = format!(
        "SELECT document, number FROM text_numbers WHERE document IN ({})",
        places.join(", ")
    );
    let backend = tx.connection().get_database_backend();
    let values = documents.iter().map(|id| Value::from(*id));
    let statement = Statement::from_sql_and_values(backend, sql, values);
    let rows = tx.connection().query_all_raw(statement).await?;
    let number = |row: &QueryResult| {
        let number: i64 = row.try_get("", "number")?;
        Ok((row.try_get("", "document")?, number << POSITION_BITS))
    };
    rows.iter().map(number).collect()
}

/// A statement for many rows of values, as many at once as one takes: its beginning, and a row with `$` where a value stands.
fn many<'a>(
    dialect: Dialect,
    (insert, one): (&'static str, &'static str),
    rows: impl Iterator<Item = Vec<Value>> + Send + 'a,
) -> Statements<'a> {
    let mut rows = rows.peekable();
    Box::new(std::iter::from_fn(move || {
        rows.peek()?;
        let (mut sql, mut values) = (insert.to_owned(), Vec::new());
        for (at, row) in rows.by_ref().take(BATCH).enumerate() {
            sql.push_str(if at > 0 { ", " } else { " " });
            let mut place = values.len();
            for c in one.chars() {
                match (c, dialect) {
                    // SQLite looks places with a number up one after another.
                    ('$', Dialect::Sqlite) => sql.push('?'),
                    ('$', Dialect::Postgres) => {
                        place += 1;
                        sql.push_str(&format!("${place}"));
                    }
                    _ => sql.push(c),
                }
            }
            values.extend(row);
        }
        let backend = dialect.backend();
        Some(Statement::from_sql_and_values(backend, sql, values))
    }))
}

//! The index of words in the database. A turn has the number of its document in the upper bits of its number and its position in the
//! lower ones on SQLite, and both by themselves on PostgreSQL.
//!
//! The index holds words without case and accents, made here, so that both databases find the same. Neither may keep a word of a turn
//! that is gone: FTS5 takes entries out of its pages with `secure-delete`, and a GiST index holds hashes, where GIN would keep
//! every word it ever met.

use std::collections::{BTreeMap, BTreeSet};

use platform::Result;
use platform::storage::{Db, Dialect, Migration, Packed, Tx};
use sea_orm::{ConnectionTrait, Statement, Value};
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

/// Most rows of one statement.
const BATCH: usize = 500;

/// Puts the turns of a document into the index, in the transaction that stores them.
pub(crate) async fn put_turns(tx: &Tx, document: Uuid, turns: &[Turn]) -> Result<()> {
    let words = turns.iter().enumerate();
    let words = words.map(|(at, turn)| (position(at), index_words(&storable(&turn.text))));
    put(tx, document, &words.collect::<Vec<_>>()).await
}

async fn put(tx: &Tx, document: Uuid, words: &[(i64, String)]) -> Result<()> {
    match dialect(tx.connection()) {
        Dialect::Sqlite => {
            let new = "INSERT INTO text_numbers (document) VALUES ($1)";
            tx.run(new, vec![document.into()]).await?;
            let number = number_of(tx, document).await?.unwrap_or_default();
            let insert = "INSERT INTO turn_words (rowid, words) VALUES";
            let row =
                |(at, words): &(i64, String)| vec![(number + at).into(), words.clone().into()];
            many(tx, insert, "($, $)", words.iter().map(row).collect()).await
        }
        Dialect::Postgres => {
            let insert = "INSERT INTO turn_words (document, position, words) VALUES";
            let row = |(at, words): &(i64, String)| {
                vec![document.into(), (*at).into(), words.clone().into()]
            };
            let one = "($, $, array_to_tsvector(string_to_array($, ' ')))";
            many(tx, insert, one, words.iter().map(row).collect()).await
        }
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
        let Some(number) = number_of(tx, *document).await? else {
            continue;
        };
        let texts = turn_texts(tx.connection(), *document, None).await?;
        let row = |(at, text): (i64, String)| vec![(number + at).into(), index_words(&text).into()];
        let rows = texts.into_iter().map(row).collect();
        let out = "INSERT INTO turn_words (turn_words, rowid, words) VALUES";
        many(tx, out, "('delete', $, $)", rows).await?;
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
        let words = texts.into_iter().map(|(at, text)| (at, index_words(&text)));
        put(tx, document, &words.collect::<Vec<_>>()).await?;
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

/// The number of a document, moved to its place in the numbers of turns.
async fn number_of(tx: &Tx, document: Uuid) -> Result<Option<i64>> {
    let backend = tx.connection().get_database_backend();
    let sql = "SELECT number FROM text_numbers WHERE document = $1";
    let statement = Statement::from_sql_and_values(backend, sql, [document.into()]);
    let row = tx.connection().query_one_raw(statement).await?;
    let number: Option<i64> = row.map(|row| row.try_get("", "number")).transpose()?;
    Ok(number.map(|number| number << POSITION_BITS))
}

/// Runs a statement for many rows of values, as many at once as a statement takes. `one` is a row with `$` where a value stands.
async fn many(tx: &Tx, insert: &str, one: &str, rows: Vec<Vec<Value>>) -> Result<()> {
    for batch in rows.chunks(BATCH) {
        let mut places = 0;
        let mut numbered = |_: &Vec<Value>| {
            let mut row = String::new();
            for c in one.chars() {
                row.push(c);
                if c == '$' {
                    places += 1;
                    row.push_str(&places.to_string());
                }
            }
            row
        };
        let values: Vec<String> = batch.iter().map(&mut numbered).collect();
        let sql = format!("{insert} {}", values.join(", "));
        tx.run(&sql, batch.concat()).await?;
    }
    Ok(())
}

//! Everything that is stored, row by row.

use std::collections::BTreeMap;

use platform::keys::{PersonKey, Sealed, person_keys};
use sea_orm::{ConnectionTrait as _, QueryResult, Statement};
use uuid::Uuid;

use crate::content_free::columns;
use crate::world::World;

/// A value as bytes: text as it is, an identifier as its sixteen bytes, a number as its digits.
type Row = BTreeMap<String, Vec<u8>>;

/// Every row of every table.
pub async fn rows(world: &World) -> BTreeMap<String, Vec<Row>> {
    let app = &world.installation.app;
    let db = app.db.read();
    let mut tables: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for (column, kind) in columns(db, app.db.dialect()).await {
        let (table, column) = column.split_once('.').unwrap();
        let known = tables.entry(table.to_owned()).or_default();
        known.push((column.to_owned(), kind.to_lowercase()));
    }
    let mut found = BTreeMap::new();
    for (table, columns) in tables {
        let all =
            Statement::from_string(db.get_database_backend(), format!("SELECT * FROM {table}"));
        let rows = db.query_all_raw(all).await.unwrap();
        let read = |row: &QueryResult| {
            let cells = columns
                .iter()
                .filter_map(|(column, kind)| Some((column.clone(), cell(row, column, kind)?)));
            cells.collect::<Row>()
        };
        found.insert(table, rows.iter().map(read).collect());
    }
    found
}

fn cell(row: &QueryResult, column: &str, kind: &str) -> Option<Vec<u8>> {
    match kind {
        "text" => row
            .try_get::<Option<String>>("", column)
            .unwrap()
            .map(String::into_bytes),
        "bigint" | "integer" => {
            let number = row.try_get::<Option<i64>>("", column).unwrap();
            number.map(|number| number.to_string().into_bytes())
        }
        "uuid" => {
            let id = row.try_get::<Option<Uuid>>("", column).unwrap();
            id.map(|id| id.as_bytes().to_vec())
        }
        "bytea" | "blob" => row.try_get::<Option<Vec<u8>>>("", column).unwrap(),
        other => panic!("{column} is {other}, which nobody reads here"),
    }
}

/// The columns in which one of these words stands, readable or under any key that there is.
pub async fn holding(world: &World, words: &[&str]) -> Vec<String> {
    let keys = keys(world).await;
    let mut found = Vec::new();
    for (table, rows) in rows(world).await {
        for row in rows {
            for (column, bytes) in row {
                let opened = keys
                    .iter()
                    .filter_map(|key| key.open(&Sealed(bytes.clone())).ok());
                let texts = opened.chain([String::from_utf8_lossy(&bytes).into_owned()]);
                if texts
                    .into_iter()
                    .any(|text| words.iter().any(|word| text.contains(word)))
                {
                    found.push(format!("{table}.{column}"));
                }
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

async fn keys(world: &World) -> Vec<PersonKey> {
    let app = &world.installation.app;
    let db = app.db.read();
    let all = Statement::from_string(db.get_database_backend(), "SELECT person FROM person_keys");
    let people = db.query_all_raw(all).await.unwrap();
    let people = people
        .iter()
        .map(|row| row.try_get::<Uuid>("", "person").unwrap());
    let keys = person_keys(db, app, people).await.unwrap();
    keys.into_values().collect()
}

/// The rows of each table that name none of these people.
pub async fn of_others(world: &World, people: &[Uuid]) -> BTreeMap<String, Vec<Row>> {
    let mut tables = rows(world).await;
    for rows in tables.values_mut() {
        rows.retain(|row| !names(row, people));
        rows.sort();
    }
    tables
}

/// The tables in which somebody is named, by identifier.
pub async fn naming(world: &World, person: Uuid) -> Vec<String> {
    let mut tables = rows(world).await;
    tables.retain(|_, rows| rows.iter().any(|row| names(row, &[person])));
    tables.into_keys().collect()
}

fn names(row: &Row, people: &[Uuid]) -> bool {
    row.values().any(|value| {
        let text = String::from_utf8_lossy(value);
        people
            .iter()
            .any(|id| value == id.as_bytes() || text.contains(&id.to_string()))
    })
}

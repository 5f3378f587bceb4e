//! Rows of declared tables in the database.

use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};
use uuid::Uuid;

use super::lines::from_above;
use super::{Cell, Column, Kind, Of, Row, Table};
use crate::keys::create_person;
use crate::storage::Tx;
use crate::{App, Error, Result};

/// Most values of one statement: SQLite allows 32,766.
const MOST_VALUES: usize = 30_000;

/// The rows of a table that are of a whole, in no order.
///
/// # Errors
/// The database does not answer, or the table is not as declared.
pub async fn rows(
    connection: &impl ConnectionTrait,
    table: &Table,
    whole: Uuid,
) -> Result<Vec<Row>> {
    let columns = table.kept();
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    let found = select(connection, table, (&names.join(", "), whole)).await?;
    let read = |row: &QueryResult| {
        let cells = columns.iter().map(|column| cell(row, column));
        cells.collect::<Result<Row>>()
    };
    found.iter().map(read).collect()
}

/// How many rows of a table are of a whole.
///
/// # Errors
/// The database does not answer.
pub async fn count(connection: &impl ConnectionTrait, table: &Table, whole: Uuid) -> Result<i64> {
    let found = select(connection, table, ("COUNT(*) AS counted", whole)).await?;
    let row = found.first();
    Ok(row.map_or(Ok(0), |row| row.try_get("", "counted"))?)
}

async fn select(
    connection: &impl ConnectionTrait,
    table: &Table,
    (what, whole): (&str, Uuid),
) -> Result<Vec<QueryResult>> {
    let which = match table.of {
        Of::Whole(column) => format!("{column} = $1"),
        Of::Row(column, other, key) => {
            format!("{column} IN (SELECT {key} FROM {other} WHERE study = $1)")
        }
    };
    let sql = format!("SELECT {what} FROM {} WHERE {which}", table.name);
    let backend = connection.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, [whole.into()]);
    Ok(connection.query_all_raw(statement).await?)
}

/// Inserts rows of a table; a column that is a key gets a new one in each row.
///
/// # Errors
/// `Refused` where a row has no place: what it refers to is not there, its identifier is taken, or a value is none that the table takes.
pub async fn insert(tx: &Tx, app: &App, table: &Table, rows: Vec<Row>) -> Result<()> {
    let kept = table.kept();
    let columns = table.columns();
    let rows = from_above(table, rows).map_err(|what| refused(table, &what))?;
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    let into = format!("INSERT INTO {} ({}) VALUES ", table.name, names.join(", "));
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let (mut places, mut values) = (Vec::new(), Vec::new());
        for row in rows.by_ref().take(MOST_VALUES / columns.len()) {
            let first = values.len() + 1;
            let numbered = (first..first + columns.len()).map(|at| format!("${at}"));
            places.push(format!("({})", numbered.collect::<Vec<_>>().join(", ")));
            for column in &columns {
                let place = kept.iter().position(|one| one.name == column.name);
                values.push(match (column.kind, place.and_then(|at| row.get(at))) {
                    (Kind::Key, _) => create_person(tx, app).await?.person().into(),
                    (Kind::Nobody, _) => Value::from(None::<Uuid>),
                    (Kind::None, _) | (_, None) => Value::from(String::new()),
                    (kind, Some(cell)) => value(kind, cell),
                });
            }
        }
        let sql = format!("{into}{}", places.join(", "));
        if let Err(error) = tx.run(&sql, values).await {
            return Err(refused(table, &error.to_string()));
        }
    }
    Ok(())
}

fn refused(table: &Table, what: &str) -> Error {
    Error::refused(
        "Q26",
        format!("A row of {} has no place here: {what}.", table.name),
        "Nothing was stored. Take the archive anew from the Enid that holds the study.",
    )
}

fn cell(row: &QueryResult, column: &Column) -> Result<Cell> {
    let name = column.name;
    let found = match column.kind {
        Kind::Int => row.try_get::<Option<i64>>("", name)?.map(Cell::Int),
        Kind::Id | Kind::Key | Kind::Nobody => row.try_get::<Option<Uuid>>("", name)?.map(Cell::Id),
        Kind::Text | Kind::None => row.try_get::<Option<String>>("", name)?.map(Cell::Text),
        Kind::Bytes => row.try_get::<Option<Vec<u8>>>("", name)?.map(Cell::Bytes),
    };
    Ok(found.unwrap_or(Cell::Empty))
}

fn value(kind: Kind, cell: &Cell) -> Value {
    match cell {
        Cell::Int(number) => (*number).into(),
        Cell::Id(id) => (*id).into(),
        Cell::Text(text) => text.clone().into(),
        Cell::Bytes(bytes) => bytes.clone().into(),
        Cell::Empty => match kind {
            Kind::Int => Value::from(None::<i64>),
            Kind::Id | Kind::Key | Kind::Nobody => Value::from(None::<Uuid>),
            Kind::Text | Kind::None => Value::from(None::<String>),
            Kind::Bytes => Value::from(None::<Vec<u8>>),
        },
    }
}

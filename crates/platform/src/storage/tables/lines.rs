//! Rows as lines and back. A line is an object whose names are in their order, without a space; a text is read only if it is what
//! would be written. A field that is no column of the table is kept beside its row, and stands in its line again.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;
use thiserror::Error;
use uuid::Uuid;

use super::{Cell, Column, Kind, Of, Row, Table};
use crate::words::hexadecimal;

/// Why a text is not the rows of a table.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {what}")]
pub struct Fault {
    /// From 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

/// What lines hold that is in no column of their table: an object of fields for each row that has any, by the row's key as JSON.
pub type Beside = BTreeMap<String, String>;

/// The rows of a table as lines, ordered by their key, each with what is beside it.
pub fn written(table: &Table, mut rows: Vec<Row>, beside: &Beside) -> Vec<u8> {
    let (columns, keys) = (table.kept(), table.keys());
    rows.sort_by(|one, other| key(&keys, one).cmp(key(&keys, other)));
    let lines = rows.into_iter().flat_map(|row| {
        let own = beside.get(&named(&keys, &row));
        let own = own.and_then(|fields| serde_json::from_str(fields).ok());
        line(&columns, row, &own.unwrap_or_default())
    });
    lines.collect()
}

/// The rows that a text holds, for a whole with this identifier, and what is beside them.
///
/// # Errors
/// The first line that is none of the table, is of another whole, stands twice or out of order, or was not written as here.
pub fn read(table: &Table, whole: Uuid, text: &[u8]) -> Result<(Vec<Row>, Beside), Fault> {
    let (columns, keys) = (table.kept(), table.keys());
    let own = match table.of {
        Of::Whole(name) => table.place(name),
        Of::Row(..) => None,
    };
    let (mut rows, mut beside) = (Vec::<Row>::new(), Beside::new());
    for (at, text) in text.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let fault = |what: String| Fault { line: at + 1, what };
        let (row, more) = row(&columns, text).map_err(fault)?;
        if own.is_some_and(|place| row[place] != Cell::Id(whole)) {
            return Err(fault("it is of another study".to_owned()));
        }
        if let Some(last) = rows.last()
            && key(&keys, last).ge(key(&keys, &row))
        {
            return Err(fault("it stands twice, or out of its order".to_owned()));
        }
        if line(&columns, row.clone(), &more) != text {
            return Err(fault("it was not written as Enid writes".to_owned()));
        }
        if !more.is_empty() {
            beside.insert(named(&keys, &row), as_text(&more));
        }
        rows.push(row);
    }
    Ok((rows, beside))
}

/// Fields by their names.
type Fields = BTreeMap<String, Value>;

fn key<'a>(keys: &'a [usize], row: &'a Row) -> impl Iterator<Item = &'a Cell> {
    keys.iter().filter_map(|place| row.get(*place))
}

/// A row by its key.
fn named(keys: &[usize], row: &Row) -> String {
    let key: Vec<Value> = key(keys, row).cloned().map(value).collect();
    as_text(&key)
}

fn as_text(json: &impl Serialize) -> String {
    serde_json::to_string(json).expect("texts and numbers are always written")
}

fn line(columns: &[Column], row: Row, more: &Fields) -> Vec<u8> {
    let own = columns.iter().zip(row);
    let mut line: Fields = own
        .map(|(column, cell)| (column.name.to_owned(), value(cell)))
        .collect();
    line.extend(more.clone());
    let mut line = as_text(&line).into_bytes();
    line.push(b'\n');
    line
}

/// Rows in an order in which each one that leads up to another comes after it.
///
/// # Errors
/// Rows lead up to each other in a circle, or to one that is not there.
pub(super) fn from_above(table: &Table, rows: Vec<Row>) -> Result<Vec<Row>, String> {
    let columns = table.kept();
    let Some(up) = columns.iter().position(|column| column.leads_up) else {
        return Ok(rows);
    };
    let keys = table.keys();
    let mut placed: BTreeSet<Cell> = BTreeSet::from([Cell::Empty]);
    let (mut ordered, mut left) = (Vec::with_capacity(rows.len()), rows);
    while !left.is_empty() {
        let (now, later): (Vec<Row>, Vec<Row>) =
            left.into_iter().partition(|row| placed.contains(&row[up]));
        if now.is_empty() {
            return Err(format!(
                "rows of {} stand under none that is there",
                table.name
            ));
        }
        placed.extend(now.iter().flat_map(|row| key(&keys, row)).cloned());
        ordered.extend(now);
        left = later;
    }
    Ok(ordered)
}

/// A row, and what of its line is in no column.
fn row(columns: &[Column], line: &[u8]) -> Result<(Row, Fields), String> {
    let mut named: Fields = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    let take = |column: &Column| {
        let value = named.remove(column.name);
        let value = value.ok_or_else(|| format!("{} is missing", column.name))?;
        cell(column, value).ok_or_else(|| format!("{} is of another kind", column.name))
    };
    let row: Row = columns.iter().map(take).collect::<Result<_, _>>()?;
    Ok((row, named))
}

fn value(cell: Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Int(number) => number.into(),
        Cell::Id(id) => id.to_string().into(),
        Cell::Text(text) => text.into(),
        Cell::Bytes(bytes) => hexadecimal(&bytes).into(),
    }
}

fn cell(column: &Column, value: Value) -> Option<Cell> {
    match (column.kind, value) {
        (_, Value::Null) => column.is_free.then_some(Cell::Empty),
        (Kind::Int, Value::Number(number)) => number.as_i64().map(Cell::Int),
        (Kind::Id, Value::String(text)) => text.parse().ok().map(Cell::Id),
        // PostgreSQL stores every character but NUL.
        (Kind::Text, Value::String(text)) => (!text.contains('\0')).then_some(Cell::Text(text)),
        (Kind::Bytes, Value::String(text)) => bytes(&text).map(Cell::Bytes),
        _ => None,
    }
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    let pair = |pair: &[u8]| match pair {
        [high, low] => {
            let half = |digit: u8| char::from(digit).to_digit(16);
            u8::try_from(half(*high)? << 4 | half(*low)?).ok()
        }
        _ => None,
    };
    pairs.map(pair).collect()
}

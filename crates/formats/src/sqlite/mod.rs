//! Tables of a SQLite file that another program wrote, read from its bytes alone.
//!
//! Nothing of the file is run: no view, trigger, function or extension, and no other program's library sees the bytes
//! (<https://www.sqlite.org/fileformat2.html>). Only ordinary tables are read, row by row, each page at most once, so that a
//! damaged or hostile file is an error and costs no more than its length.

mod error;
mod pages;
mod record;
mod schema;

use std::collections::BTreeMap;

pub use error::Error;
use pages::{Leaves, Pages};
pub use record::Value;
use schema::Layout;

use crate::cost::{Cost, Meter};

/// The first bytes of every SQLite file.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Whether these bytes begin as a SQLite file does.
pub fn is_sqlite(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// An opened file with the layout of its tables.
#[derive(Debug)]
pub struct Database<'a> {
    pages: Pages<'a>,
    tables: BTreeMap<String, Found>,
    meter: Meter,
}

/// What the schema holds under a name.
#[derive(Debug)]
enum Found {
    Table(u32, Layout),
    /// A view, or a table that an extension keeps.
    Other,
}

impl<'a> Database<'a> {
    /// Reads header and schema of a file of at most `limit` bytes.
    ///
    /// # Errors
    /// It is no SQLite file, too large, cut off or damaged.
    pub fn open(bytes: &'a [u8], limit: usize) -> Result<Self, Error> {
        let unbounded = Cost {
            memory: u64::MAX,
            ..Cost::default()
        };
        Self::open_with(bytes, limit, Meter::new(&unbounded))
    }

    /// The same as part of a reading whose time and memory are counted.
    ///
    /// # Errors
    /// As [`Database::open`], or it costs too much.
    pub fn open_with(bytes: &'a [u8], limit: usize, meter: Meter) -> Result<Self, Error> {
        if bytes.len() > limit {
            return Err(Error::TooLarge { limit });
        }
        meter.hold(bytes.len())?;
        let pages = Pages::open(bytes)?;
        let mut tables = BTreeMap::new();
        let mut leaves = Leaves::from(&pages, 1);
        while let Some((_, payload)) = leaves.next_row()? {
            counted(&meter, 4, payload.len())?;
            let row = record::values(&payload, pages.encoding, &[0, 1, 3, 4])?;
            let [kind, name, root, sql] = row.as_slice() else {
                continue;
            };
            let Some(name) = name.text() else { continue };
            let found = match kind.text() {
                Some("table") => {
                    let root = root.integer().and_then(|root| u32::try_from(root).ok());
                    let layout = sql.text().and_then(Layout::of);
                    match (root.filter(|root| *root > 0), layout) {
                        (Some(root), Some(layout)) => Found::Table(root, layout),
                        _ => Found::Other,
                    }
                }
                Some("view") => Found::Other,
                _ => continue,
            };
            tables.insert(name.to_ascii_lowercase(), found);
        }
        Ok(Self {
            pages,
            tables,
            meter,
        })
    }

    /// What the reading has cost so far.
    pub fn meter(&self) -> &Meter {
        &self.meter
    }

    /// Whether the file has a table of this name with all of these columns.
    pub fn has(&self, table: &str, columns: &[&str]) -> bool {
        match self.tables.get(&table.to_ascii_lowercase()) {
            Some(Found::Table(_, layout)) => {
                columns.iter().all(|name| layout.place(name).is_some())
            }
            _ => false,
        }
    }

    /// The rows of a table in the order of their row numbers, each with the values of `columns`. A column that the table lacks
    /// is null in every row, as is one that was added after the row was written.
    ///
    /// # Errors
    /// There is no ordinary table of that name, or its pages are damaged.
    pub fn rows(&self, table: &str, columns: &[&str]) -> Result<Vec<Vec<Value>>, Error> {
        let (root, layout) = match self.tables.get(&table.to_ascii_lowercase()) {
            Some(Found::Table(root, layout)) => (*root, layout),
            Some(Found::Other) => return Err(Error::no_table(table, "is a view, not a table")),
            None => return Err(Error::no_table(table, "is not in the file")),
        };
        if layout.without_rowid {
            return Err(Error::no_table(table, "has no row numbers"));
        }
        let places: Vec<Option<usize>> = columns.iter().map(|name| layout.place(name)).collect();
        let stored: Vec<usize> = places
            .iter()
            .map(|place| place.unwrap_or(usize::MAX))
            .collect();
        let mut rows = Vec::new();
        let mut leaves = Leaves::from(&self.pages, root);
        while let Some((number, payload)) = leaves.next_row()? {
            counted(&self.meter, columns.len(), payload.len())?;
            let mut row = record::values(&payload, self.pages.encoding, &stored)?;
            // The number of a row stands in its key alone; the record holds a null in its place.
            for (value, place) in row.iter_mut().zip(&places) {
                if place.is_some() && *place == layout.row_number {
                    *value = Value::Integer(number);
                }
            }
            rows.push(row);
        }
        Ok(rows)
    }
}

/// Counts a row before it is read: its values, their words, and once more what is made of these.
fn counted(meter: &Meter, values: usize, bytes: usize) -> Result<(), Error> {
    meter.look()?;
    let room = values.saturating_mul(size_of::<Value>());
    let lists = 2 * size_of::<Vec<Value>>();
    meter.hold(
        room.saturating_add(bytes.saturating_mul(2))
            .saturating_add(lists),
    )?;
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests;

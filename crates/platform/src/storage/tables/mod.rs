//! Tables as lines of JSON, for archives that another database takes in: declared column by column, so that nothing goes out because
//! it happens to be there, and the same on both databases.

mod lines;
mod store;
#[cfg(test)]
mod tests;

pub use lines::{Beside, Fault, read, written};
pub use store::{count, insert, rows};

/// A table as it is archived.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns, each as `name:kind`: `id`, `int`, `text` or `bytes`, with a `?` where it may be empty. `*` after the kind makes it
    /// one of the primary key, `^` an identifier of a row of the same table that has to be there first. `key` is a data key that is
    /// drawn anew wherever the table is brought in, `none` a text and `nobody` an account that are empty there; none of them goes out.
    pub columns: &'static str,
    /// By what its rows are those of one whole, such as a study.
    pub of: Of,
}

/// How the rows of one whole are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// This column holds its identifier.
    Whole(&'static str),
    /// This column holds an identifier of a row of another table, whose key it is: `document` of `documents.id`.
    Row(&'static str, &'static str, &'static str),
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An identifier.
    Id,
    /// A number.
    Int,
    /// A text.
    Text,
    /// Bytes; as hexadecimal digits in a line.
    Bytes,
    /// The data key under which the row is sealed: drawn anew.
    Key,
    /// A text that stays out.
    None,
    /// An account, which stays out.
    Nobody,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it may be empty.
    pub is_free: bool,
    /// Whether it is of the primary key.
    pub is_key: bool,
    /// Whether it names a row of the same table.
    pub leads_up: bool,
}

/// A value of a column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A number.
    Int(i64),
    /// An identifier.
    Id(uuid::Uuid),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// A row, in the order of [`Table::kept`].
pub type Row = Vec<Cell>;

impl Table {
    /// Every column.
    pub fn columns(&self) -> Vec<Column> {
        self.columns.split_whitespace().map(column).collect()
    }

    /// The columns that go out, in the order of their names.
    pub fn kept(&self) -> Vec<Column> {
        let mut kept = self.columns();
        kept.retain(|column| !matches!(column.kind, Kind::Key | Kind::None | Kind::Nobody));
        kept.sort_by_key(|column| column.name);
        kept
    }

    /// The place of a column among those that go out.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.kept().iter().position(|column| column.name == name)
    }

    /// What a row holds in a column.
    pub fn cell<'a>(&self, row: &'a Row, name: &str) -> Option<&'a Cell> {
        row.get(self.place(name)?)
    }

    /// The places of what tells a row from others.
    pub fn keys(&self) -> Vec<usize> {
        let kept = self.kept().into_iter().enumerate();
        let keys = kept.filter(|(_, column)| column.is_key);
        keys.map(|(place, _)| place).collect()
    }
}

fn column(declared: &'static str) -> Column {
    let (name, kind) = declared.split_once(':').unwrap_or((declared, ""));
    let word = kind.trim_end_matches(['?', '*', '^']);
    Column {
        name,
        kind: match word {
            "id" => Kind::Id,
            "int" => Kind::Int,
            "bytes" => Kind::Bytes,
            "key" => Kind::Key,
            "none" => Kind::None,
            "nobody" => Kind::Nobody,
            _ => Kind::Text,
        },
        is_free: kind.contains('?'),
        is_key: kind.contains('*'),
        leads_up: kind.contains('^'),
    }
}

//! The columns of an exchange file: which must be there, which may, and the cells below them.

use crate::problem::{Code, Problem};
use formats::table::{self, Limits, Table};

/// Reads the bytes of a CSV file; what stops the reader becomes one problem (study E10, E12, E01).
///
/// # Errors
/// The file cannot be read as a table at all.
pub fn read_table(file: &str, bytes: &[u8]) -> Result<Table, Box<Problem>> {
    table::read_csv(bytes, Limits::STUDY).map_err(|error| {
        let (code, row) = match error {
            table::Error::Ragged { line, .. } | table::Error::UnclosedQuote { line } => {
                (Code::E12, Some(line))
            }
            table::Error::NotUtf8 { line } => (Code::E10, Some(line)),
            table::Error::Empty => (Code::E01, None),
            _ => (Code::E10, None),
        };
        let problem = Problem::error(code, file, error.to_string());
        Box::new(match row {
            Some(line) => problem.at_row(line),
            None => problem,
        })
    })
}

/// The known columns of a table, found by their names in any order.
pub struct Columns<'a> {
    file: &'a str,
    table: &'a Table,
    found: Vec<(&'static str, usize)>,
}

/// One row below the header.
#[derive(Clone, Copy)]
pub struct Cells<'a> {
    columns: &'a Columns<'a>,
    row: &'a table::Row,
}

impl<'a> Columns<'a> {
    /// Finds the columns and adds a problem for each that is missing, unknown or given twice.
    ///
    /// Names are lower case as written in study section 6; columns that begin with `x_` belong to
    /// the user and are skipped. Returns `None` when a required column is missing, because the
    /// rows cannot be judged without it.
    pub fn find(
        file: &'a str,
        table: &'a Table,
        required: &[&'static str],
        optional: &[&'static str],
        problems: &mut Vec<Problem>,
    ) -> Option<Self> {
        let mut found: Vec<(&'static str, usize)> = Vec::new();
        for (index, name) in table.header.iter().enumerate() {
            let known = required.iter().chain(optional).find(|known| *known == name);
            match known {
                Some(known) if found.iter().any(|(name, _)| name == known) => {
                    problems.push(unknown(file, name, "this column is given twice", required));
                }
                Some(known) => found.push((known, index)),
                None if name.starts_with("x_") => {}
                None => problems.push(unknown(
                    file,
                    name,
                    "unknown column; names are lower case, your own begin with x_",
                    required,
                )),
            }
        }
        let mut complete = true;
        for name in required {
            if !found.iter().any(|(known, _)| known == name) {
                complete = false;
                problems.push(
                    Problem::error(Code::E01, file, "this column is missing")
                        .at_row(1)
                        .in_column(name)
                        .with_example(&required.join(",")),
                );
            }
        }
        complete.then_some(Columns { file, table, found })
    }

    /// The rows, in the order of the file.
    pub fn rows(&'a self) -> impl Iterator<Item = Cells<'a>> {
        self.table
            .rows
            .iter()
            .map(|row| Cells { columns: self, row })
    }
}

impl<'a> Cells<'a> {
    /// The line on which the row starts.
    pub fn line(self) -> u32 {
        self.row.line
    }

    /// The text of a cell without spaces around it; empty where the column or the value is absent.
    pub fn text(self, column: &str) -> &'a str {
        let found = self.columns.found.iter().find(|(name, _)| *name == column);
        found
            .and_then(|(_, index)| self.row.cells.get(*index))
            .map_or("", |cell| cell.trim())
    }

    /// An error about one cell, with its place and value filled in.
    pub fn error(self, code: Code, column: &str, message: impl Into<String>) -> Problem {
        self.place(Problem::error(code, self.columns.file, message), column)
    }

    /// A notice about one cell, with its place and value filled in.
    pub fn notice(self, column: &str, message: impl Into<String>) -> Problem {
        self.place(Problem::notice(self.columns.file, message), column)
    }

    /// The text of a cell that must not be empty (study E12 if it is).
    pub fn required(self, column: &str, problems: &mut Vec<Problem>) -> Option<&'a str> {
        let text = self.text(column);
        if text.is_empty() {
            problems.push(self.error(Code::E12, column, "this cell must not be empty"));
            return None;
        }
        Some(text)
    }

    fn place(self, problem: Problem, column: &str) -> Problem {
        problem
            .at_row(self.line())
            .in_column(column)
            .with_value(self.text(column))
    }
}

/// True for ids of participants, documents and analysts: `[A-Za-z0-9_-]{1,32}`.
pub fn is_id(text: &str) -> bool {
    (1..=32).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// The text with every run of white space folded into one space, as names and wordings are compared.
pub fn fold_spaces(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unknown(file: &str, name: &str, message: &str, required: &[&str]) -> Problem {
    Problem::error(Code::E02, file, message)
        .at_row(1)
        .in_column(name)
        .with_value(name)
        .with_example(&required.join(","))
}

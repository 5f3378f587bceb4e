//! What is wrong, or worth saying, about one place of a rota that was read.

use std::fmt;

use crate::exchange::{Code, Problem, Severity};

/// One fault or warning with its place. It repeats nothing of a cell but shift codes and headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What kind of problem it is.
    pub code: Code,
    /// The row of the sheet or the line of the file, from 1; none for the file as a whole.
    pub row: Option<usize>,
    /// The column by its header or its letters.
    pub column: Option<String>,
    /// What is wrong, and how to mend it.
    pub text: String,
}

impl Remark {
    /// Something about the file as a whole.
    pub fn of_file(code: Code, text: impl Into<String>) -> Self {
        Self {
            code,
            row: None,
            column: None,
            text: text.into(),
        }
    }

    /// Whether it stands in the way of storing anything.
    pub fn is_fault(&self) -> bool {
        self.code.severity() != Severity::Warning
    }
}

impl From<Problem> for Remark {
    fn from(problem: Problem) -> Self {
        Self {
            code: problem.code,
            row: Some(problem.row).filter(|row| *row > 0),
            column: problem.column,
            text: problem.text,
        }
    }
}

/// The end of a line `file:row:column CODE text`; the file stands before it.
impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(row) = self.row {
            write!(f, ":{row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ":{column}")?;
        }
        write!(f, " {} {}", self.code, self.text)
    }
}

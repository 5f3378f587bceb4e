//! What is wrong with a query.

use std::fmt;

/// What is wrong, where, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The character of the query at which it begins, from 1.
    pub column: usize,
    /// A sentence without its stop.
    pub what: String,
    /// What to write instead, a sentence with its stop.
    pub mend: String,
}

impl Mistake {
    pub(super) fn at(column: usize, what: impl Into<String>, mend: impl Into<String>) -> Self {
        Mistake {
            column,
            what: what.into(),
            mend: mend.into(),
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Character {}: {}. {}", self.column, self.what, self.mend)
    }
}

impl std::error::Error for Mistake {}

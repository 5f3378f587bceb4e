use crate::cost::Overrun;

/// Why a SQLite file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Other bytes, or a file under a password.
    #[error("this is no SQLite file, or one that is locked with a password")]
    NotSqlite,
    /// Larger than it may be.
    #[error("the file has more than {} MiB", .limit / (1024 * 1024))]
    TooLarge {
        /// The most bytes it may have.
        limit: usize,
    },
    /// The end of the file is missing.
    #[error(
        "the file is cut off: it should have {expected} pages and has {found}; copy it again while its program is closed"
    )]
    CutOff {
        /// Pages that the header promises.
        expected: u64,
        /// Whole pages that are there.
        found: u64,
    },
    /// Reading it costs too much time or memory.
    #[error(transparent)]
    Overrun(#[from] Overrun),
    /// A page breaks the rules of the format.
    #[error("the file is damaged at page {page}: {what}")]
    Damaged {
        /// Which page, from 1.
        page: u32,
        /// What is wrong with it.
        what: &'static str,
    },
    /// A value cannot be read.
    #[error("the file is damaged: {0}")]
    Record(&'static str),
    /// A table that is needed is missing.
    #[error("the table \"{table}\" {what}")]
    NoTable {
        /// Its name.
        table: String,
        /// What is so.
        what: &'static str,
    },
}

impl Error {
    pub(super) fn no_table(table: &str, what: &'static str) -> Self {
        Self::NoTable {
            table: table.to_owned(),
            what,
        }
    }
}

use crate::cost::Overrun;
use crate::sqlite;

/// Why a project cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Its file cannot be read.
    #[error(transparent)]
    File(#[from] sqlite::Error),
    /// A SQLite file of another program, or of another version.
    #[error("this SQLite file holds neither a Taguette nor a QualCoder project")]
    Unknown,
    /// A file of Taguette without any project.
    #[error("the Taguette file holds no project")]
    Empty,
    /// More of something than any study has.
    #[error("the project holds more {0} than any study has")]
    TooMany(&'static str),
    /// Several projects, and none or none of these was named.
    #[error("the Taguette file holds {} projects; name one of: {}", .names.len(), .names.join(", "))]
    Several {
        /// Their names.
        names: Vec<String>,
    },
}

impl From<Overrun> for Error {
    fn from(overrun: Overrun) -> Self {
        Self::File(overrun.into())
    }
}

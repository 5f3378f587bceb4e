//! Why a file is not read.

use thiserror::Error;

use crate::cost::Overrun;
use crate::zipped;

/// Why nothing was read. Whatever was handed over before belongs to no import.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// Neither an archive nor XML.
    #[error(
        "this is no REFI-QDA file but {found}: send the .qdpx, .qde or .qdc that the other program exports"
    )]
    Foreign {
        /// What it seems to be.
        found: &'static str,
    },
    /// Well-formed XML of something else.
    #[error("the XML begins with <{root}>, not with <Project> or <CodeBook>")]
    Root {
        /// The element it begins with.
        root: String,
    },
    /// More than the limits allow (Q31).
    #[error("{what} has more than {limit} {unit}")]
    TooLarge {
        /// What is too large.
        what: String,
        /// The limit.
        limit: u64,
        /// What was counted.
        unit: &'static str,
    },
    /// The file is no archive that is read here, or costs too much (Q31, Q32).
    #[error(transparent)]
    File(#[from] zipped::Error),
    /// No project in the archive, or several (Q19a).
    #[error("the archive holds {}", projects(.found))]
    Projects {
        /// Every `.qde` at the root.
        found: Vec<String>,
    },
    /// XML that cannot be parsed, or is refused: document types, entities of its own, other encodings.
    #[error("{file}, line {line}, column {column}: {what}")]
    Xml {
        /// The file.
        file: String,
        /// From 1.
        line: u64,
        /// Code point of the line, from 1.
        column: u64,
        /// What is wrong.
        what: String,
    },
    /// What was to be written breaks the standard: a GUID has two holders, a reference leads nowhere, a span is not in its text.
    #[error("this cannot be written as REFI-QDA, {place}: {what}")]
    Unsound {
        /// `<Code guid=…>`.
        place: String,
        /// What is wrong.
        what: String,
    },
    /// A codebook without a code.
    #[error("there is no code in it; a codebook holds at least one")]
    NoCode,
    /// The file cannot be written to where it is to lie.
    #[error("the file cannot be written: {what}")]
    Output {
        /// What the system says.
        what: String,
    },
    /// Whoever takes the sources wants no more of them.
    #[error("reading was stopped")]
    Stopped,
}

fn projects(found: &[String]) -> String {
    match found {
        [] => "no project file (project.qde)".to_owned(),
        several => format!("several project files: {}", several.join(", ")),
    }
}

/// Whoever takes the sources wants no more of them; why is for them to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

/// What went wrong inside, before the place in the file is known.
#[derive(Debug)]
pub(super) enum Fault {
    /// At this byte of the XML.
    Xml { offset: u64, what: String },
    /// Anything else.
    Other(Error),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

impl From<Overrun> for Error {
    fn from(overrun: Overrun) -> Self {
        Self::File(overrun.into())
    }
}

impl From<Overrun> for Fault {
    fn from(overrun: Overrun) -> Self {
        Self::Other(overrun.into())
    }
}

pub(super) fn too_large(what: impl Into<String>, limit: u64, unit: &'static str) -> Error {
    Error::TooLarge {
        what: what.into(),
        limit,
        unit,
    }
}

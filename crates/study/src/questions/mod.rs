//! Research questions: an id and the exact wording.

mod file;
mod store;

pub use file::{parse, to_csv};
pub use store::{all, replace};

/// One row of `research_questions.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ResearchQuestion {
    /// Line of the file, the header being line 1.
    pub row: u32,
    /// The id, `[A-Za-z0-9._-]{1,16}`, unique in the file.
    pub id: String,
    /// The wording, spaces folded, unique without regard to case.
    pub wording: String,
}

#[cfg(test)]
mod tests;

//! Research questions: an id that stays, the exact wording, and what it said before (study R2).

mod file;
mod pages;
mod store;
mod wordings;

pub use file::{parse, to_csv};
pub use pages::routes;
pub use store::{add, all, replace, reword};
pub use wordings::{NewWording, Wording, newest, put, put_to, wording_at, wordings};

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

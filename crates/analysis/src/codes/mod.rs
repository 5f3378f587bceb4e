//! Codes: labels for passages, in a hierarchy of any depth. A code is no theme.

mod file;
mod pages;
mod store;

pub use file::parse;
pub use pages::routes;
pub use store::{all, clear, insert};
pub(crate) use store::{repeated, take_out};

/// One row of `codes.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Its name and the names above it, outermost first; never empty. Unique in the file.
    pub path: Vec<String>,
    /// What it is for, spaces folded; may be empty.
    pub definition: String,
    /// Whether it is still used.
    pub status: CodeStatus,
}

/// Whether a code is still used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeStatus {
    /// In use.
    Active,
    /// Kept for the record.
    Retired,
}

impl Code {
    /// Its own name.
    pub fn name(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests;

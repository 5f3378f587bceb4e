//! What a study prints (study section 4): Table 1 in two forms, Table 2, the matrix of questions and themes, the theme
//! overview, the codebook, coded extracts, the audit appendix and interview guides.
//!
//! The tables follow from a [`StudyFolder`](crate::folder::StudyFolder) alone: equal folders give equal bytes, without a
//! clock. Table 1 is made without the quotes and Table 2 without the participants' rows, so that
//! nothing in one tells about the other (study P2, P3). What follows from a stored study alone is made for one reader, who is
//! shown what the pages show them; [`make`] makes any of it.

mod appendix;
mod codebook;
mod digest;
mod extracts;
mod format;
mod guides;
mod journal;
mod made;
mod matrix;
mod output;
mod released;
mod stamp;
mod summary;
mod table2;
mod themes_svg;
mod what;
mod write;

pub(crate) use codebook::released as released_codebook;
pub(crate) use digest::Digest;
pub(crate) use guides::released as released_guides;
pub(crate) use released::{PersonRow, crossed_table, people_table, released_matrix};
pub(crate) use stamp::Stamp;

pub use extracts::Filter;
pub use format::OutputFormat;
pub use journal::{JournalRow, journal_rows, table1_journal};
pub use made::{Asked, Made, make};
pub use matrix::{Heard, Matrix, MatrixRow, question_theme_matrix};
pub use output::Output;
pub(crate) use output::{strings, text_cell};
pub use summary::{Gender, Line, Summary, table1_summary};
pub(crate) use table2::printed_words;
pub use table2::{Table2Row, table2, table2_rows};
pub(crate) use themes_svg::draw::escape;
pub use themes_svg::themes_svg;
pub(crate) use themes_svg::wrap::wrap;
pub use what::What;
pub use write::{Error, tables};

/// The state every file of this module is marked with.
const NOT_RELEASED: &str = "working table, not released";

/// What the researcher decides about the tables.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TableOptions {
    /// Table 1 for a journal that demands days; months otherwise (study O2).
    pub days: bool,
    /// The signed consent names gender totals (trust PRI-4). Plain files carry no consent, so
    /// somebody has to say so.
    pub consent_names_gender: bool,
}

/// The line at the foot of a file.
fn marking(digest: &Digest) -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!("Enid {version}, {NOT_RELEASED}, content {}", digest.short())
}

/// The line at the foot of a report that is made elsewhere; `purpose` is its own, and the texts are what it shows.
pub(crate) fn foot<'a>(purpose: &str, texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut digest = Digest::new(purpose);
    for text in texts {
        digest.add(text);
    }
    marking(&digest)
}

#[cfg(test)]
pub(crate) mod tests;

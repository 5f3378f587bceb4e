//! REFI-QDA: projects (`.qdpx`, bare `.qde`) and codebooks (`.qdc`) of programs for qualitative analysis.
//!
//! [`read()`] takes a file tolerantly and hands over its sources one by one; [`Writer`] writes strictly, source by source, and
//! [`validate()`] says what in a file is not as the schema has it. What is lost or changed on the way is in a [`Report`].
//! Positions of other programs become code points of a text with LF line ends, or are marked as unverified; they are never
//! moved by a guess. Rule ids such as Q12 are those of the project's notes on
//! the standard (REFI-QDA 1.5 describes schema version 1.0).

mod archive;
mod check;
mod error;
mod files;
mod grammar;
mod lexical;
mod limits;
mod meter;
pub mod model;
mod names;
mod path;
mod positions;
mod read;
mod registry;
mod report;
mod tag;
#[cfg(test)]
mod tests;
pub(crate) mod write;
mod xml;

pub use check::{Breach, Validation, validate};
pub use error::{Error, Stopped};
pub use files::{Bundle, MediaFiles, NoMedia, copy_file};
pub use limits::Limits;
pub use positions::{Basis, Evidence, LineEnd, Unit};
pub use read::{Dangling, Reading, read, read_whole};
pub use report::{Count, Finding, Listing, Outcome, Positions, Report, Validity, shown};
pub use write::{Form, Profile, Settings, Writer, write_whole};

/// The first line of a selection's description where its place was already in doubt for an Enid that wrote the file.
const UNVERIFIED: &str = "[enid: anchor unverified]";

//! The text of an interview between the file it comes as and its coding.

pub mod anchors;
pub mod deidentify;
pub mod listening;
pub mod replacements;
mod schema;
pub mod store;

pub use schema::MIGRATION;

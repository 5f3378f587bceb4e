//! Bytes in, plain structs out, and back: every file format Enid reads or writes.
//!
//! Nothing here knows a database, a clock or the network. Broken input is an error with its place, never a panic.

pub mod bundle;
pub mod calendar;
pub mod coded_project;
pub mod cost;
#[cfg(feature = "pdf")]
mod fonts;
mod html;
pub mod manuscript;
pub mod picture;
pub mod refi_qda;
pub mod report;
pub mod sqlite;
pub mod study_archive;
pub mod table;
mod taken;
pub mod text;
pub mod transcript;
pub mod zipped;

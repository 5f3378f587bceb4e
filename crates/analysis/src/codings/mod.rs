//! Codings: a code, a stretch of a document, an analyst.
//!
//! What is coded follows from the trail; the table `codings` holds what that comes to.

mod material;
mod said;
mod state;
mod store;

pub use material::{Coded, Coding, Material, Stretch};
pub(crate) use said::said;
pub(crate) use state::CODING;
pub use state::{CodingState, Waits};
pub use store::{Stored, find};
pub(crate) use store::{coded, faults, remove, settle, under_codes_of};

use platform::storage::Migration;

/// Codings as the trail has left them, and blind passes.
pub const MIGRATION: Migration = Migration {
    name: "0031 codings",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

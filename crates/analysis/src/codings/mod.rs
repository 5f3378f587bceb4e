//! Codings: a code, a stretch of a document, an analyst.
//!
//! What is coded follows from the trail; the table `codings` holds what that comes to.

mod act;
mod analysed;
mod live;
mod load;
mod material;
mod passes;
mod said;
mod sight;
mod state;
mod store;

pub(crate) use analysed::analysed;
pub use act::{Change, New, No, add, alter, bring_in};
pub use load::material;
pub use material::{Coded, Coding, Material, Stretch};
pub use passes::{Pass, begin, close};
pub(crate) use said::said;
pub use sight::Sight;
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

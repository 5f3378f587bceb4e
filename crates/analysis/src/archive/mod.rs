//! A whole study as one file, `.enid`, that another Enid takes in as the same study (REFI-QDA notes, Q24 to Q27).
//!
//! `tables` says what goes out column by column, and what stays and why; `out` takes it out of the database at one moment, `bring` looks
//! through a file that may be anybody's and stores it whole or not at all; `merge` joins it to the study where
//! that is here already. Identity, sealed maps, recordings, private entries and keys are never in it.

mod bring;
mod extras;
mod extras_store;
mod layers;
mod merge;
mod out;
mod page;
mod tables;

use platform::storage::Migration;

pub use bring::{Brought, Checked, bring_in, check};
pub(crate) use extras_store::forget as forget_extras;
pub use merge::{Conflict, Differing, Keep, Merged, Versions, merge};
pub use out::{refuse_while_blind, take, take_for};
pub use page::routes;
pub use tables::{TABLES, all, left_out};

/// The version of what archives hold; goes up with any change of [`all`].
pub const SCHEMA: u32 = 1;

/// The table of what came with archives and is not known here: its rows go back to where they stood, so that it is in none itself.
pub const EXTRAS: &str = "archive_extras";

/// That table.
pub const MIGRATION: Migration = Migration {
    name: "0047 what archives hold beside",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

//! Certificates of attendance (programme 2.5): how often and how long somebody was there, and nothing else.
//!
//! What always holds: a row is never changed. A correction is a later row of the same resident, and only the last one is
//! valid. What a certificate says is sealed under its holder's key; its code is stored as a keyed hash.

mod code;
mod content;
mod issue;
mod list;
mod own;
mod paper;
mod public;
mod store;

pub use code::Code;
pub use content::{Content, Meeting, OUTCOMES, Tally};
pub use issue::{correct, issue};

use platform::storage::Migration;
use platform::web::Routes;

/// The table of certificates.
pub const MIGRATION: Migration = Migration {
    name: "0015 certificates",
    sql: include_str!("schema.sql"),
    append_only: &["certificates"],
};

/// The pages of certificates: the organiser's, a resident's own, and the one that anybody can check a code on.
pub fn routes() -> Routes {
    Routes::new()
        .merge(list::routes())
        .merge(own::routes())
        .merge(public::routes())
}

//! Text messages to a doctor who has agreed to them, for what changes within two days (programme 7.2). They leave as mail
//! to a gateway; where an installation has none, nobody is asked for a number.

mod number;
mod pages;
mod store;

pub use pages::routes;
use platform::storage::Migration;
pub(crate) use store::of;

/// The numbers of doctors who have agreed.
pub const MIGRATION: Migration = Migration {
    name: "0019 text messages",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

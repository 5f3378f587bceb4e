//! Calendar feeds for residents, facilitators, groups and rooms (programme 7.2).
//!
//! A feed has an address with a secret of 128 bits, which its owner can renew: the old address then answers no more. It
//! names nobody, its titles are neutral, and what was called off stays in it for 90 days so that calendars take it out.

mod address;
mod entries;
mod pages;
mod store;

use platform::storage::Migration;

use crate::words::words;
pub use pages::routes;

words! {
    /// Whose calendar a feed is.
    Kind accepts "resident, facilitator, group, room" {
        /// A resident's own releases.
        Resident = "resident",
        /// The sessions that a facilitator leads, and the debrief after each.
        Facilitator = "facilitator",
        /// The sessions of a group.
        Group = "group",
        /// The sessions in a room, for whoever opens it.
        Room = "room",
    }
}

/// The addresses of feeds.
pub const MIGRATION: Migration = Migration {
    name: "0016 feeds",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

//! What analysts read, made from what was said: replacements that a person decided, one by one (study R26, P8, P9).
//!
//! Suggestions are found anew for every look, from the rules, the sealed list of names and the labels of speakers; only
//! decisions are kept. A decision is a place in the corrected text and what stands for it. The originals of accepted
//! ones are the sealed map: under a key of their own for each transcript, which goes when the study is frozen, and under the
//! map key of the study, which the keyholder's passphrase or the institution's recovery code alone opens (`store/map_key`). Everybody else who works here reads the corrected text itself.

mod decision;
mod desk;
mod follow;
mod look;
mod pages;
mod reading;
mod store;

pub use decision::{Chosen, Originals, Replacement, State};
pub use desk::{Desk, desks, open as desk};
pub use look::Look;
pub(crate) use pages::routes;
pub use store::{Made, Typed, carried, decide, forget_participant, look, make};
pub(crate) use store::{end_maps, frozen_on, remove};

use platform::storage::Migration;

/// Decisions, the sealed map with its openings, and the sealed list of names.
pub const MIGRATION: Migration = Migration {
    name: "0025 replacements",
    sql: include_str!("schema.sql"),
    append_only: &[],
};

/// The key of a study's maps with its two slots, and under which link of it an original is sealed.
pub const MAP_KEY: Migration = Migration {
    name: "0028 map key",
    sql: include_str!("map_key.sql"),
    append_only: &[],
};

/// The tables that go when the study is frozen.
pub(crate) const MAP_TABLES: &[&str] = &[
    "sealed_maps",
    "sealed_originals",
    "map_openings",
    "map_keys",
    "name_lists",
    "listed_terms",
];

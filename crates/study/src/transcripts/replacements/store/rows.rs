//! The rows of replacements, of the sealed map and of the sealed list of names.

use platform::clock::Instant;
use platform::keys::Sealed;
use sea_orm::entity::prelude::*;

use crate::transcripts::store::rows::entity;

entity!(set, "replacement_sets", {
    #[sea_orm(primary_key, auto_increment = false)]
    document: Uuid,
    version: i64,
});

entity!(replacement, "replacements", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    document: Uuid,
    act: Uuid,
    turn: i64,
    start_at: i64,
    end_at: i64,
    category: String,
    kind: String,
    surrogate: String,
    state: String,
    member: Option<Uuid>,
    decided_at: Instant,
});

entity!(map, "sealed_maps", {
    #[sea_orm(primary_key, auto_increment = false)]
    document: Uuid,
    study: Uuid,
    person: Uuid,
});

entity!(original, "sealed_originals", {
    #[sea_orm(primary_key, auto_increment = false)]
    replacement: Uuid,
    document: Uuid,
    original: Sealed,
    step: Option<i64>,
});

entity!(map_key, "map_keys", {
    #[sea_orm(primary_key, auto_increment = false)]
    study: Uuid,
    person: Uuid,
    salt: Vec<u8>,
    by_passphrase: Sealed,
    by_code: Sealed,
    step: i64,
    link: Sealed,
    made_at: Instant,
    tries: i64,
    tried_at: Instant,
});

entity!(opening, "map_openings", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    study: Uuid,
    document: Uuid,
    member: Option<Uuid>,
    opener: Vec<u8>,
    cause: String,
    reason: Sealed,
    opened_at: Instant,
    closes_at: Instant,
});

entity!(list, "name_lists", {
    #[sea_orm(primary_key, auto_increment = false)]
    study: Uuid,
    person: Uuid,
});

entity!(term, "listed_terms", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    study: Uuid,
    participant: Option<Uuid>,
    term: Sealed,
    category: String,
    kind: String,
    added_at: Instant,
});

entity!(design, "study_designs", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    study: Uuid,
    number: i64,
    freeze_on: Option<String>,
});

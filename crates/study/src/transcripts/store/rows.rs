//! The rows of transcripts that were brought in here.

use platform::clock::Instant;
use platform::keys::Sealed;
use sea_orm::entity::prelude::*;

/// A module with the entity of one table.
macro_rules! entity {
    ($module:ident, $table:literal, { $($(#[$mark:meta])* $field:ident: $type:ty,)* }) => {
        pub(in crate::transcripts) mod $module {
            use super::*;

            #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
            #[sea_orm(table_name = $table)]
            pub struct Model {
                $($(#[$mark])* pub $field: $type,)*
            }

            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    };
}

pub(in crate::transcripts) use entity;

entity!(file, "transcript_files", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    study: Uuid,
    source: Sealed,
});

entity!(incoming, "incoming_transcripts", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    study: Uuid,
    participant: Option<Uuid>,
    person: Uuid,
    ending: String,
    received_at: Instant,
});

entity!(transcript, "transcripts", {
    #[sea_orm(primary_key, auto_increment = false)]
    document: Uuid,
    study: Uuid,
    person: Uuid,
    ending: String,
    imported_at: Instant,
    checker: Option<Uuid>,
    version: i64,
    checked_at: Option<Instant>,
    locked_at: Option<Instant>,
    read_version: Option<i64>,
    length_ms: Option<i64>,
});

entity!(spoken, "spoken_versions", {
    #[sea_orm(primary_key, auto_increment = false)]
    document: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    version: i64,
    turns: Sealed,
});

entity!(correction, "corrections", {
    #[sea_orm(primary_key, auto_increment = false)]
    document: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    version: i64,
    position: i64,
    member: Option<Uuid>,
    made_at: Instant,
    turns_before: Sealed,
    turns_after: Sealed,
});

entity!(heard, "listened", {
    #[sea_orm(primary_key, auto_increment = false)]
    document: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    member: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    start_ms: i64,
    end_ms: i64,
});

entity!(check, "accuracy_checks", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    document: Uuid,
    member: Option<Uuid>,
    made_at: Instant,
    outcome: String,
    version: i64,
    listened_ms: i64,
    length_ms: Option<i64>,
});

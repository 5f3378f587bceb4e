//! The rows of training logs.

use platform::keys::Sealed;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

pub(super) mod entry_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "training_entries")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: Uuid,
        pub facilitator: Uuid,
        pub session: Option<Uuid>,
        pub role: String,
        pub on_date: String,
        pub cases: i64,
        pub partner_accredited: i64,
        pub setting: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod supervision_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "supervision_entries")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: Uuid,
        pub facilitator: Uuid,
        pub together_with: Option<Uuid>,
        pub on_date: String,
        pub minutes: i64,
        pub supervisor: Sealed,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod document_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "training_documents")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub facilitator: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        pub programme: Uuid,
        pub on_date: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod pathway_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "training_pathways")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub facilitator: Uuid,
        pub programme: Uuid,
        pub requirement_set: String,
        pub version: String,
        pub since: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

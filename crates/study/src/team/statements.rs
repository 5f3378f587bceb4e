//! What members say of themselves, in the database: dual roles and positionality. Both are added to, never overwritten.

use std::collections::BTreeMap;

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::dual::{Declared, DualRole};
use crate::rows::{random_id, storable};

mod dual_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "dual_roles")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub member: Uuid,
        pub kind: String,
        pub holds: i64,
        pub explanation: String,
        pub support: String,
        pub declared_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod position_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "positionalities")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub member: Uuid,
        pub number: i64,
        pub background: String,
        pub training: String,
        pub to_programme: String,
        pub to_participants: String,
        pub made_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One version of a member's statement. Its texts may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Positionality {
    /// From 1, of the member; 0 for what is not stored.
    pub number: i64,
    /// Profession and what somebody brings along.
    pub background: String,
    /// Training in interviewing and analysis.
    pub training: String,
    /// Relation to the programme.
    pub to_programme: String,
    /// Relation to participants.
    pub to_participants: String,
    /// Since when; the beginning of time for what is not stored.
    pub made_at: Instant,
}

/// The dual roles that are declared now, by member and role: what the reflexivity section of a report lists (R11).
pub async fn dual_roles(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Declared>> {
    let rows = dual_row::Entity::find()
        .filter(dual_row::Column::Study.eq(study))
        .order_by_asc(dual_row::Column::DeclaredAt)
        .order_by_asc(dual_row::Column::Id)
        .all(connection)
        .await?;
    let mut newest: BTreeMap<(Uuid, DualRole), dual_row::Model> = BTreeMap::new();
    for row in rows {
        let role = row
            .kind
            .parse()
            .map_err(|()| Error::internal("a dual role cannot be read"))?;
        newest.insert((row.member, role), row);
    }
    let declared = |((member, role), row): ((Uuid, DualRole), dual_row::Model)| Declared {
        member,
        role,
        explanation: row.explanation,
        support: row.support,
        declared_at: row.declared_at,
    };
    Ok(newest
        .into_iter()
        .filter(|(_, row)| row.holds == 1)
        .map(declared)
        .collect())
}

/// Declares a dual role of a member, or that it holds no more. What was declared before stays in the history.
pub async fn declare(
    tx: &Tx,
    app: &App,
    study: Uuid,
    declared: &Declared,
    holds: bool,
) -> Result<()> {
    dual_row::Entity::insert(dual_row::ActiveModel {
        id: Set(random_id(app)),
        study: Set(study),
        member: Set(declared.member),
        kind: Set(declared.role.word().to_owned()),
        holds: Set(i64::from(holds)),
        explanation: Set(storable(&declared.explanation)),
        support: Set(storable(&declared.support)),
        declared_at: Set(app.now()),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// The statements of each member, the newest first.
pub async fn positionalities(
    connection: &impl ConnectionTrait,
    study: Uuid,
) -> Result<BTreeMap<Uuid, Vec<Positionality>>> {
    let rows = position_row::Entity::find()
        .filter(position_row::Column::Study.eq(study))
        .order_by_desc(position_row::Column::Number)
        .all(connection)
        .await?;
    let mut found: BTreeMap<Uuid, Vec<Positionality>> = BTreeMap::new();
    for row in rows {
        found.entry(row.member).or_default().push(Positionality {
            number: row.number,
            background: row.background,
            training: row.training,
            to_programme: row.to_programme,
            to_participants: row.to_participants,
            made_at: row.made_at,
        });
    }
    Ok(found)
}

/// Adds a version of a member's statement; number and time are given here.
pub async fn state(
    tx: &Tx,
    app: &App,
    study: Uuid,
    member: Uuid,
    text: &Positionality,
) -> Result<i64> {
    let newest = position_row::Entity::find()
        .filter(position_row::Column::Member.eq(member))
        .order_by_desc(position_row::Column::Number)
        .one(tx.connection())
        .await?;
    let number = newest.map_or(1, |row| row.number + 1);
    position_row::Entity::insert(position_row::ActiveModel {
        id: Set(random_id(app)),
        study: Set(study),
        member: Set(member),
        number: Set(number),
        background: Set(storable(&text.background)),
        training: Set(storable(&text.training)),
        to_programme: Set(storable(&text.to_programme)),
        to_participants: Set(storable(&text.to_participants)),
        made_at: Set(app.now()),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(number)
}

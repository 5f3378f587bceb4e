//! Every query on withdrawals.

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, QueryOrder};
use uuid::Uuid;

use super::version::Scope;
use crate::rows::random_id;

mod withdrawal_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "withdrawals")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub participant: Uuid,
        pub version: Option<Uuid>,
        pub scope: String,
        pub removed: i64,
        pub entered_by: String,
        pub withdrawn_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod recording_row {
    use super::*;

    /// A withdrawal from being recorded. It came later than the others and has a table of its own, since no step of the
    /// schema may change what a column of an append-only table takes.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "recording_withdrawals")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub study: Uuid,
        pub participant: Uuid,
        pub version: Option<Uuid>,
        pub removed: i64,
        pub entered_by: String,
        pub withdrawn_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A withdrawal that was acted on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// Whose.
    pub participant: Uuid,
    /// How much.
    pub scope: Scope,
    /// Whether what was collected went.
    pub removed: bool,
    /// When.
    pub at: Instant,
}

/// The withdrawals of a study, the oldest first.
pub async fn withdrawals(connection: &impl ConnectionTrait, study: Uuid) -> Result<Vec<Withdrawn>> {
    let rows = withdrawal_row::Entity::find()
        .filter(withdrawal_row::Column::Study.eq(study))
        .order_by_asc(withdrawal_row::Column::WithdrawnAt)
        .order_by_asc(withdrawal_row::Column::Id)
        .all(connection)
        .await?;
    let of_recordings = recording_row::Entity::find()
        .filter(recording_row::Column::Study.eq(study))
        .order_by_asc(recording_row::Column::WithdrawnAt)
        .order_by_asc(recording_row::Column::Id)
        .all(connection)
        .await?
        .into_iter()
        .map(|row| Withdrawn {
            participant: row.participant,
            scope: Scope::Recording,
            removed: row.removed == 1,
            at: row.withdrawn_at,
        });
    let others =
        rows.into_iter()
            .map(|row| {
                Ok(Withdrawn {
                    participant: row.participant,
                    scope: row.scope.parse().map_err(|()| {
                        Error::internal("the scope of a withdrawal cannot be read")
                    })?,
                    removed: row.removed == 1,
                    at: row.withdrawn_at,
                })
            })
            .collect::<Result<Vec<_>>>()?;
    let mut all: Vec<Withdrawn> = others.into_iter().chain(of_recordings).collect();
    all.sort_by_key(|one| one.at);
    Ok(all)
}

/// Writes a withdrawal down, in the transaction that acts on it.
pub async fn withdraw(
    tx: &Tx,
    app: &App,
    study: Uuid,
    withdrawn: &Withdrawn,
    (version, by_lead): (Option<Uuid>, bool),
) -> Result<()> {
    let entered_by = match by_lead {
        true => "research_lead".to_owned(),
        false => "participant".to_owned(),
    };
    if withdrawn.scope == Scope::Recording {
        recording_row::Entity::insert(recording_row::ActiveModel {
            id: Set(random_id(app)),
            study: Set(study),
            participant: Set(withdrawn.participant),
            version: Set(version),
            removed: Set(i64::from(withdrawn.removed)),
            entered_by: Set(entered_by),
            withdrawn_at: Set(app.now()),
        })
        .exec_without_returning(tx.connection())
        .await?;
        return Ok(());
    }
    withdrawal_row::Entity::insert(withdrawal_row::ActiveModel {
        id: Set(random_id(app)),
        study: Set(study),
        participant: Set(withdrawn.participant),
        version: Set(version),
        scope: Set(withdrawn.scope.word().to_owned()),
        removed: Set(i64::from(withdrawn.removed)),
        entered_by: Set(entered_by),
        withdrawn_at: Set(app.now()),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

//! Every query on batches: requests that were sent together.

use jiff::civil::Date;
use platform::Result;
use platform::clock::Instant;
use platform::storage::Tx;
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder};
use uuid::Uuid;

use crate::columns;

mod batch_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "release_batches")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub programme: Uuid,
        pub sent_at: Instant,
        pub sent_by: Option<Uuid>,
        pub answer_by: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Requests that were sent together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Its identifier.
    pub id: Uuid,
    /// When it was sent.
    pub sent_at: Instant,
    /// The account that sent it.
    pub sent_by: Option<Uuid>,
    /// By when an answer is asked for.
    pub answer_by: Date,
}

/// Keeps a batch.
pub(super) async fn add_batch(tx: &Tx, programme: Uuid, batch: &Batch) -> Result<()> {
    batch_row::Entity::insert(
        batch_row::Model {
            id: batch.id,
            programme,
            sent_at: batch.sent_at,
            sent_by: batch.sent_by,
            answer_by: batch.answer_by.to_string(),
        }
        .into_active_model(),
    )
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// The batches of a programme, newest first.
pub(super) async fn batches(
    connection: &impl ConnectionTrait,
    programme: Uuid,
) -> Result<Vec<Batch>> {
    let rows = batch_row::Entity::find()
        .filter(batch_row::Column::Programme.eq(programme))
        .order_by_desc(batch_row::Column::SentAt)
        .order_by_desc(batch_row::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Batch {
                id: row.id,
                sent_at: row.sent_at,
                sent_by: row.sent_by,
                answer_by: columns::date(&row.answer_by)?,
            })
        })
        .collect()
}

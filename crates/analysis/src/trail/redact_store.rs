//! Taking words out of the texts of a trail, in the database.

use platform::Result;
use platform::storage::{BATCH, Tx};
use sea_orm::QuerySelect as _;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::store::text_row;
use crate::withdrawal::Passages;

/// How many texts of a trail repeat one of these passages.
pub(crate) async fn repeated(
    connection: &impl ConnectionTrait,
    study: Uuid,
    passages: &Passages,
) -> Result<usize> {
    let texts: Vec<String> = text_row::Entity::find()
        .select_only()
        .column(text_row::Column::Text)
        .filter(text_row::Column::Study.eq(study))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(texts.iter().filter(|text| passages.stand_in(text)).count())
}

/// Takes these passages out of every text of a trail. The events stay, and the chain with them (R37).
pub(crate) async fn take_out(tx: &Tx, study: Uuid, passages: &Passages) -> Result<()> {
    let rows = text_row::Entity::find()
        .filter(text_row::Column::Study.eq(study))
        .all(tx.connection())
        .await?;
    for row in rows {
        if let Some(without) = passages.taken_out_of(&row.text) {
            text_row::Entity::update_many()
                .col_expr(text_row::Column::Text, Expr::value(without))
                .col_expr(text_row::Column::IsRedacted, Expr::value(1i64))
                .filter(text_row::Column::Id.eq(row.id))
                .exec(tx.connection())
                .await?;
        }
    }
    Ok(())
}

/// Empties these texts of a trail, whatever they say. The events stay, and the chain with them (R37).
pub(crate) async fn empty(tx: &Tx, study: Uuid, texts: &[Uuid]) -> Result<()> {
    for batch in texts.chunks(BATCH) {
        text_row::Entity::update_many()
            .col_expr(text_row::Column::Text, Expr::value(""))
            .col_expr(text_row::Column::IsRedacted, Expr::value(1i64))
            .filter(text_row::Column::Study.eq(study))
            .filter(text_row::Column::Id.is_in(batch.iter().copied()))
            .exec(tx.connection())
            .await?;
    }
    Ok(())
}

//! Passages out of the tables that keep words of the team.

use platform::Result;
use platform::storage::Tx;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use super::Passages;

/// Takes passages out of one column of texts.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn take_out_of<E: EntityTrait>(
    tx: &Tx,
    (id, text): (E::Column, E::Column),
    texts: impl IntoIterator<Item = (Uuid, String)>,
    passages: &Passages,
) -> Result<()> {
    for (which, words) in texts {
        if let Some(without) = passages.taken_out_of(&words) {
            E::update_many()
                .col_expr(text, Expr::value(without))
                .filter(id.eq(which))
                .exec(tx.connection())
                .await?;
        }
    }
    Ok(())
}

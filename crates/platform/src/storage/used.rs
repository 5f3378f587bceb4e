//! Which identifiers are used already.

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::BATCH;
use crate::Result;

/// Those of these identifiers that rows of a table have, whatever they belong to.
///
/// # Errors
/// The database does not answer.
pub async fn used<E: EntityTrait>(
    connection: &impl ConnectionTrait,
    id: E::Column,
    ids: &[Uuid],
) -> Result<BTreeSet<Uuid>> {
    let mut found = BTreeSet::new();
    for batch in ids.chunks(BATCH) {
        let some: Vec<Uuid> = E::find()
            .select_only()
            .column(id)
            .filter(id.is_in(batch.iter().copied()))
            .into_tuple()
            .all(connection)
            .await?;
        found.extend(some);
    }
    Ok(found)
}

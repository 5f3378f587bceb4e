//! How the jobs of an installation stand.

use std::collections::BTreeSet;

use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder as _, QuerySelect as _};

use super::Kind;
use super::store::row;
use crate::clock::Instant;
use crate::storage::BATCH;
use crate::{App, Result};

/// Counts of jobs that are not done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Never failed: due now, later, or being run.
    pub waiting: u64,
    /// Failed at least once and tried again.
    pub failing: u64,
    /// Failed so often that they are not tried any more.
    pub failed: u64,
    /// Those of a kind that this program does not know; they are counted above too, and stay.
    pub unknown: u64,
    /// When the oldest that should have run by now was due first.
    pub oldest: Option<Instant>,
}

/// Counts the jobs of the installation that are not done.
pub async fn standing(app: &App, kinds: &[Kind]) -> Result<Standing> {
    let open = || row::Entity::find().filter(row::Column::DoneAt.is_null());
    let tried = || open().filter(row::Column::FailedAt.is_null());
    let connection = app.db.read();
    let error = row::Column::LastError;
    let known = kinds.iter().map(|kind| kind.name);
    let oldest = tried()
        .filter(row::Column::DueAt.lte(app.now()))
        .order_by_asc(row::Column::DueAt)
        .one(connection)
        .await?;
    Ok(Standing {
        waiting: tried().filter(error.is_null()).count(connection).await?,
        failing: tried()
            .filter(error.is_not_null())
            .count(connection)
            .await?,
        failed: open()
            .filter(row::Column::FailedAt.is_not_null())
            .count(connection)
            .await?,
        unknown: open()
            .filter(row::Column::Kind.is_not_in(known))
            .count(connection)
            .await?,
        oldest: oldest.map(|row| row.due_at),
    })
}

/// Those of these keys whose job is not done and has not failed so far.
pub async fn waiting(
    connection: &impl ConnectionTrait,
    keys: &[String],
) -> Result<BTreeSet<String>> {
    let mut waiting = BTreeSet::new();
    for batch in keys.chunks(BATCH) {
        let found: Vec<String> = row::Entity::find()
            .select_only()
            .column(row::Column::Key)
            .filter(row::Column::Key.is_in(batch))
            .filter(row::Column::DoneAt.is_null())
            .filter(row::Column::LastError.is_null())
            .into_tuple()
            .all(connection)
            .await?;
        waiting.extend(found);
    }
    Ok(waiting)
}

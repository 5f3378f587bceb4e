//! What the trail means for the table of codes.

use std::collections::BTreeSet;

use platform::storage::Tx;
use platform::{App, Result};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::book::{Book, CodeState};
use super::store;
use crate::trail::{Change, State, Subject, Trail};

/// Whether there are codes and none of them was ever in the trail.
pub(crate) async fn are_outside(
    connection: &impl ConnectionTrait,
    study: Uuid,
    trail: &Trail,
) -> Result<bool> {
    Ok(!trail.knows::<CodeState>() && store::has_any(connection, study).await?)
}

/// The codes that are older than the trail, as changes of the act by which they enter it.
pub(crate) async fn untold(tx: &Tx, app: &App, study: Uuid) -> Result<Vec<Change>> {
    let codes = store::untold(tx, app, study).await?;
    let told = codes
        .iter()
        .map(|(id, code)| Change::of("import", *id, None, Some(code)));
    told.collect()
}

/// The codes because of which a state is no codebook.
pub(crate) fn faults(state: &State, trail: &Trail) -> BTreeSet<Subject> {
    let book = Book::of(state, trail);
    book.map(|book| book.faults()).unwrap_or_default()
}

/// Puts the table from what one state means to what another means.
pub(crate) async fn settle(
    tx: &Tx,
    study: Uuid,
    (old, new): (&State, &State),
    trail: &Trail,
) -> Result<()> {
    let (old, new) = (Book::of(old, trail)?, Book::of(new, trail)?);
    store::put(tx, study, &old, &new).await
}

//! The kinds of subjects, each with what the trail means for its tables.

use std::collections::BTreeSet;

use platform::storage::Tx;
use platform::{App, Result};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::trail::{self, Act, Head, State, Subject, Trail};
use crate::{codes, codings, quotes, themes};

/// Whether there are findings that are older than the trail and not in it.
pub(super) async fn are_outside(
    connection: &impl ConnectionTrait,
    study: Uuid,
    trail: &Trail,
) -> Result<bool> {
    Ok(codes::are_outside(connection, study, trail).await?
        || themes::are_outside(connection, study, trail).await?
        || quotes::are_outside(connection, study, trail).await?)
}

/// Lets findings that are older than the trail enter it, each kind in one act.
pub(crate) async fn enter(tx: &Tx, app: &App, study: Uuid, head: &mut Head) -> Result<()> {
    let trail = trail::load(tx.connection(), study).await?;
    if codes::are_outside(tx.connection(), study, &trail).await? {
        let told = codes::untold(tx, app, study).await?;
        trail::append(tx, app, head, &Act::new(app, None, None), told).await?;
    }
    if themes::are_outside(tx.connection(), study, &trail).await? {
        let told = themes::untold(tx, app, study).await?;
        trail::append(tx, app, head, &Act::new(app, None, None), told).await?;
    }
    if quotes::are_outside(tx.connection(), study, &trail).await? {
        let told = quotes::untold(tx, study, &trail).await?;
        trail::append(tx, app, head, &Act::new(app, None, None), told).await?;
    }
    Ok(())
}

/// The subjects because of which a state is not coherent.
pub(crate) fn faults(state: &State, trail: &Trail) -> BTreeSet<Subject> {
    let outlines = &codes::faults(state, trail) | &themes::faults(state, trail);
    let wrong = &outlines | &codings::faults(state);
    let is_known = |subject: &Subject| trail.events.iter().any(|event| event.subject == *subject);
    &wrong | &quotes::faults(state, &is_known)
}

/// Puts the tables from what one state of the trail means to what another means, as of the event of this token.
pub(crate) async fn settle(
    tx: &Tx,
    study: Uuid,
    (old, new): (&State, &State),
    (trail, since): (&Trail, i64),
) -> Result<()> {
    codes::settle(tx, study, (old, new), trail).await?;
    themes::settle(tx, study, (old, new), trail).await?;
    codings::settle(tx, study, (old, new), since).await?;
    quotes::settle(tx, study, (old, new)).await
}

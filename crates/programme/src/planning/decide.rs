//! Changing what is decided before a plan is made.

use platform::access::Viewer;
use platform::{App, Result};

use super::wishes::Wishes;
use super::wishes_store;

/// Changes what is decided, in one transaction with its row of the record.
pub(super) async fn change(
    app: &App,
    viewer: &Viewer,
    change: impl FnOnce(&mut Wishes),
) -> Result<()> {
    let programme = viewer.scope()?.id;
    let tx = app.db.write().await?;
    let mut wishes = wishes_store::wishes(tx.connection(), programme).await?;
    let before = wishes.clone();
    change(&mut wishes);
    if wishes == before {
        return Ok(());
    }
    wishes_store::put(&tx, app, programme, &wishes).await?;
    let event = viewer.event("plan.make", "decided");
    let detail = format!("{} locks", wishes.locks.len());
    tx.commit(app, event.with_detail(detail)).await
}

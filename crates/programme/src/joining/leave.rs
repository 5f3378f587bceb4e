//! Leaving a group: nobody is expected any more, so no hospital lets anybody go for it (programme 7.1, RE14).

use platform::storage::Tx;
use platform::{App, Result};
use uuid::Uuid;

use crate::planning;
use crate::release::{self, Actor, Doer};

/// Calls off the releases of somebody that lie ahead and are not settled, in the transaction in which the
/// place is given up; the hospital hears that the doctor stays.
pub(super) async fn call_off(tx: &Tx, app: &App, programme: Uuid, resident: Uuid) -> Result<()> {
    let Some(plan) = planning::newest(app, programme, true).await? else {
        return Ok(());
    };
    let releases = release::of_plan(app, plan.id, None, Some(resident)).await?;
    let doer = Doer {
        actor: Actor::Resident,
        by: None,
    };
    release::resident_withdraws(tx, app, programme, doer, &releases).await?;
    Ok(())
}

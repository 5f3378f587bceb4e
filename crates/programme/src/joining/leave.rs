//! Leaving a group: nobody is expected any more, so no hospital lets anybody go for it (programme 7.1, RE14).

use platform::storage::Tx;
use platform::{App, Result};
use uuid::Uuid;

use crate::planning;
use crate::release::{self, State};

/// Calls off the releases of somebody that lie ahead and are not settled, in the transaction in which the
/// place is given up.
pub(super) async fn call_off(tx: &Tx, app: &App, programme: Uuid, resident: Uuid) -> Result<()> {
    let Some(plan) = planning::newest(app, programme, true).await? else {
        return Ok(());
    };
    let now = app.now();
    let answers: Vec<(Uuid, State, Option<&str>)> =
        release::of_plan(app, plan.id, None, Some(resident))
            .await?
            .into_iter()
            .filter(|release| release.leaves_at > now && is_open(release.state))
            .map(|release| (release.id, State::Cancelled, None))
            .collect();
    release::answer(tx, app, &answers).await
}

fn is_open(state: State) -> bool {
    matches!(
        state,
        State::Draft
            | State::Requested
            | State::AlternativeOffered
            | State::Escalated
            | State::Approved
            | State::ApprovedWithCover
            | State::Locked
    )
}

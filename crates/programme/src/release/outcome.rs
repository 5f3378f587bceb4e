//! What a session does to its releases: held, they are taken or not; called off, they go with it (programme 7.1, RE15
//! and RE16).

use std::collections::BTreeMap;

use platform::storage::Tx;
use platform::{App, Result};
use uuid::Uuid;

use super::act::{self, Act, Doer};
use super::event::Event;
use super::state::State;
use super::store::{self, Asked, Release};
use super::tell;

/// A session was held: for each resident on the register whether they came. A locked release becomes taken or not
/// taken; what is not locked stays as it is, since nobody was released.
pub async fn session_held(
    tx: &Tx,
    app: &App,
    (programme, session): (Uuid, Uuid),
    doer: Doer,
    register: &[(Uuid, bool)],
) -> Result<()> {
    let came: BTreeMap<Uuid, bool> = register.iter().copied().collect();
    for release in of_session(tx, programme, session).await? {
        let Some(came) = came.get(&release.resident) else {
            continue;
        };
        let (event, to) = match came {
            true => (Event::OutcomeTaken, State::Taken),
            false => (Event::OutcomeNotTaken, State::NotTaken),
        };
        if matches!(release.state, State::Taken | State::NotTaken) && release.state != to {
            // A register that is put right is no event of the table: it says what the first one should have said.
            act::put_right(tx, app, programme, &release, (event, to), doer).await?;
        }
        if release.state != State::Locked {
            continue;
        }
        let act = Act::plain(event, doer);
        act::take(tx, app, programme, &release, &act, &super::NO_CONDITIONS).await?;
    }
    Ok(())
}

/// A session was called off: nobody is let go for it any more, and everybody who was asked or told hears of it.
pub async fn session_cancelled(
    tx: &Tx,
    app: &App,
    (programme, session): (Uuid, Uuid),
    doer: Doer,
) -> Result<()> {
    let mut told = Vec::new();
    for release in of_session(tx, programme, session).await? {
        if release.state.is_open() {
            let act = Act::plain(Event::SessionCancelled, doer);
            told.push(act::take(tx, app, programme, &release, &act, &super::NO_CONDITIONS).await?);
        }
    }
    tell::tell(tx, app, programme, &told).await
}

/// A new version of the plan has no place for these: an organiser has published it with a reason, so they are called
/// off, and everybody who was asked or told hears of it (R9).
pub async fn called_off_by_plan(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    doer: Doer,
    releases: &[Release],
) -> Result<()> {
    let mut told = Vec::new();
    for release in releases {
        let act = Act::plain(Event::SessionCancelled, doer);
        told.push(act::take(tx, app, programme, release, &act, &super::NO_CONDITIONS).await?);
    }
    tell::tell(tx, app, programme, &told).await
}

/// A doctor leaves the group or a week: what lies ahead is called off, and the site hears that the doctor stays (RE14).
pub async fn resident_withdraws(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    doer: Doer,
    releases: &[Release],
) -> Result<usize> {
    let mut told = Vec::new();
    for release in releases {
        let act = Act::plain(Event::ResidentWithdraws, doer);
        let after = release
            .state
            .after(act.event, doer.actor, &super::NO_CONDITIONS);
        if after.is_ok() && release.leaves_at > app.now() {
            told.push(act::take(tx, app, programme, release, &act, &super::NO_CONDITIONS).await?);
        }
    }
    tell::tell(tx, app, programme, &told).await?;
    Ok(told.len())
}

async fn of_session(tx: &Tx, programme: Uuid, session: Uuid) -> Result<Vec<Release>> {
    let asked = Asked {
        session: Some(session),
        ..Asked::default()
    };
    store::find(tx.connection(), programme, &asked).await
}

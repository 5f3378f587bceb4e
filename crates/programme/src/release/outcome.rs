//! What becomes of releases when their session has been held or called off (programme 7.1, RE15 and RE16).

use platform::storage::Tx;
use platform::{App, Result};
use uuid::Uuid;

use super::{State, answer, store};

/// The session was held: a locked release was taken by whoever came, and not taken by whoever did not. Called again when
/// a register is put right.
pub(crate) async fn session_held(
    tx: &Tx,
    app: &App,
    session: Uuid,
    came: &[(Uuid, bool)],
) -> Result<()> {
    let mut answers = Vec::new();
    for release in store::of_session(tx.connection(), session).await? {
        let settled = matches!(
            release.state,
            State::Locked | State::Taken | State::NotTaken
        );
        let found = came.iter().find(|(who, _)| *who == release.resident);
        if let (true, Some((_, came))) = (settled, found) {
            let state = if *came { State::Taken } else { State::NotTaken };
            if state != release.state {
                answers.push((release.id, state, None));
            }
        }
    }
    answer(tx, app, &answers).await
}

/// The session is called off: nobody is away for it any more.
pub(crate) async fn session_cancelled(tx: &Tx, app: &App, session: Uuid, code: &str) -> Result<()> {
    let releases = store::of_session(tx.connection(), session).await?;
    let open = releases.iter().filter(|release| release.state.is_open());
    let answers: Vec<_> = open
        .map(|release| (release.id, State::Cancelled, Some(code)))
        .collect();
    answer(tx, app, &answers).await
}

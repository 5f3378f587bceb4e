//! Taking acts back, and doing them again (study R41).

use platform::storage::Tx;
use platform::{App, Result};
use uuid::Uuid;

use super::parts;
use crate::codes;
use crate::codings::Sight;
use crate::trail::{self, Act, Acts, Blocked, Change, State, Trail};

/// The acts that have to be taken back with one, the newest first; see [`Acts::chain`].
fn chain(acts: &Acts<'_>, trail: &Trail, act: Uuid) -> std::result::Result<Vec<Uuid>, Blocked> {
    // What was wrong before, such as two names of which nothing is left, hinders nobody.
    let known = parts::faults(acts.state(), trail);
    acts.chain(act, &|state: &State| &parts::faults(state, trail) - &known)
}

/// Whether an act made a code, or brought one back.
fn touches_codes(trail: &Trail, act: Uuid) -> bool {
    let mut of = trail.events.iter().filter(|event| event.act == act);
    of.any(|event| event.subject.0 == codes::CODE && event.before.is_none())
}

/// Takes an act back, with what depends on it if `whole`; redo takes back an undo (R41).
///
/// # Errors
/// What else would go, the newest first, where there is something and it was not agreed to; or why it cannot be done.
pub async fn take_back(
    tx: &Tx,
    app: &App,
    study: Uuid,
    member: Option<Uuid>,
    (act, whole): (Uuid, bool),
) -> Result<std::result::Result<(), Blocked>> {
    let mut head = trail::hold(tx, study).await?;
    parts::enter(tx, app, study, &mut head).await?;
    let sight = Sight::of(tx.connection(), study, member).await?;
    let trail = trail::around(tx.connection(), study, act).await?;
    if sight.is_narrowed() && touches_codes(&trail, act) {
        return Ok(Err(Blocked::Blind));
    }
    let acts = Acts::of(&trail.events);
    let chosen = match chain(&acts, &trail, act) {
        Ok(chosen) => chosen,
        Err(blocked) => return Ok(Err(blocked)),
    };
    if chosen.len() > 1 && !whole {
        return Ok(Err(Blocked::Depends(chosen)));
    }
    let mut state = acts.state().clone();
    let mut changes = Vec::new();
    for (reverted, subject, to) in acts.steps(&chosen) {
        let redo = acts
            .events_of(reverted)
            .iter()
            .any(|event| event.reverts.is_some());
        let before = match to {
            Some(to) => state.insert(subject.clone(), to.clone()),
            None => state.remove(subject),
        };
        changes.push(Change {
            kind: if redo { "redo" } else { "undo" }.to_owned(),
            subject: subject.clone(),
            before,
            after: to.cloned(),
            reverts: Some(reverted),
        });
    }
    let new = Act::new(app, member, None);
    trail::append(tx, app, &mut head, &new, changes).await?;
    parts::settle(tx, study, (acts.state(), &state), (&trail, head.token())).await?;
    Ok(Ok(()))
}

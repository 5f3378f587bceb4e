//! One event on one release, in a transaction: the table decides, the row changes, and what happened is kept.

use platform::storage::Tx;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::event::{Actor, Conditions, Event, Refused};
use super::events_store::Happened;
use super::state::{RefusalCode, State};
use super::store::{self, Alternative, Release};
use crate::costs::Cover;

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doer {
    /// As what.
    pub actor: Actor,
    /// The account or the signed link; none for the clock and for Enid.
    pub by: Option<Uuid>,
}

impl Doer {
    /// Time went by.
    pub const CLOCK: Self = Self {
        actor: Actor::Clock,
        by: None,
    };
    /// Enid, on new facts.
    pub const SYSTEM: Self = Self {
        actor: Actor::System,
        by: None,
    };

    /// Somebody with an account.
    pub fn account(actor: Actor, account: Uuid) -> Self {
        Self {
            actor,
            by: Some(account),
        }
    }
}

/// An event with what comes with it.
#[derive(Clone, Copy, Debug)]
pub struct Act {
    /// What happens.
    pub event: Event,
    /// Who acts.
    pub doer: Doer,
    /// Why not, with [`Event::Refuse`].
    pub code: Option<RefusalCode>,
    /// How it is covered, with [`Event::ApproveWithCover`].
    pub cover: Option<Cover>,
    /// What is offered, with [`Event::OfferAlternative`].
    pub alternative: Option<Alternative>,
    /// In which batch, with [`Event::Send`].
    pub batch: Option<Uuid>,
}

impl Act {
    /// An event that carries nothing more.
    pub fn plain(event: Event, doer: Doer) -> Self {
        Self {
            event,
            doer,
            code: None,
            cover: None,
            alternative: None,
            batch: None,
        }
    }
}

/// Does an event and gives the release as it stands now and what happened.
///
/// # Errors
/// The table of events refuses it, or somebody else changed the release in the meantime; nothing is changed then.
pub(super) async fn take(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    before: &Release,
    act: &Act,
    given: &Conditions,
) -> Result<(Release, Happened)> {
    let to = before
        .state
        .after(act.event, act.doer.actor, given)
        .map_err(|refused| refusal(refused, before.state))?;
    write(tx, app, programme, before, act, to).await
}

/// Says anew how a session ended for a release, when its register was put right.
pub(super) async fn put_right(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    before: &Release,
    (event, to): (Event, State),
    doer: Doer,
) -> Result<()> {
    let act = Act::plain(event, doer);
    write(tx, app, programme, before, &act, to).await?;
    Ok(())
}

/// Changes the row, if it is still what it was, and keeps what happened.
async fn write(
    tx: &Tx,
    app: &App,
    programme: Uuid,
    before: &Release,
    act: &Act,
    to: State,
) -> Result<(Release, Happened)> {
    let now = app.now();
    let after = applied(before, act, to, now);
    let what = Happened {
        release: before.id,
        at: now,
        event: act.event,
        actor: act.doer.actor,
        by: act.doer.by,
        from: before.state,
        to,
        code: act.code,
        cover: act.cover,
    };
    store::change(tx, programme, before, &after, &what).await?;
    Ok((after, what))
}

/// The release after an event that the table allows.
fn applied(before: &Release, act: &Act, to: State, now: platform::clock::Instant) -> Release {
    let mut after = before.clone();
    after.state = to;
    after.sequence += 1;
    after.changed_at = now;
    after.code = act.code.or(before.code).filter(|_| {
        // A code belongs to a refusal and to its passing on.
        matches!(to, State::Refused | State::Escalated)
    });
    after.cover = act.cover.or(before.cover).filter(|_| {
        matches!(
            to,
            State::ApprovedWithCover | State::Locked | State::Taken | State::NotTaken
        )
    });
    after.alternative = act
        .alternative
        .or(before.alternative)
        .filter(|_| matches!(to, State::AlternativeOffered));
    after.batch = act.batch.or(before.batch);
    after.passed_to = match act.event {
        Event::Escalate => Some(Actor::Tutor),
        _ => before.passed_to,
    };
    after
}

/// A refusal by the table, in words.
pub(super) fn refusal(refused: Refused, state: State) -> Error {
    match refused {
        Refused::NotFromHere => {
            Error::Conflict("the request no longer stands as the page showed it")
        }
        Refused::NotYours => Error::refused(
            "RE",
            format!("Somebody else decides this. The request is: {state}."),
            "Look at who is asked now.",
        ),
        Refused::Cap => Error::refused(
            "R2",
            "The hospital’s limit would be passed.",
            "Refuse another request of the same hours, or raise the limit.",
        ),
        Refused::Never => Error::refused(
            "R1",
            "Rest comes first: the doctor cannot attend.",
            "Nothing can pass this. A newer rota may.",
        ),
        Refused::Unknown => Error::refused(
            "R1",
            "The doctor’s rota around this day is not known, so nobody can say that it is safe.",
            "Send a newer rota, or say what the unknown code means.",
        ),
        Refused::NotNeeded => Error::refused(
            "F13",
            "By the rota known now the doctor is not on clinical duty then, so no release is needed.",
            "Nothing is to be done; the doctor is not expected in that week.",
        ),
        Refused::RestStands => Error::refused(
            "RE9",
            "A refusal for rest is not passed on by itself.",
            "The organiser can pass it on.",
        ),
        Refused::Over => Error::refused(
            "RE12",
            "The session is over.",
            "The register says who was kept back.",
        ),
        Refused::NotReplaced => Error::refused(
            "RE11",
            "The new request is not approved yet.",
            "An agreed release is given up only once another is agreed to.",
        ),
    }
}

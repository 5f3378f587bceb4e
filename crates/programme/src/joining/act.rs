//! Moving somebody from one state to another, in a transaction, with its row of the history.

use platform::audit;
use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::state::{Actor, Code, Event, State};
use super::{leave, offer, store};
use crate::exchange::has_nhs_number;

/// What a page says whose act comes too late or twice.
pub(super) const ELSEWHERE: &str = "the place no longer stands as the page showed it";

/// Longest reason, in characters.
pub(super) const LONGEST_REASON: usize = 200;

/// An event that befalls one resident.
#[derive(Clone, Copy, Debug)]
pub struct Move<'a> {
    /// Whose place it is.
    pub resident: Uuid,
    /// What happens.
    pub event: Event,
    /// Why not, with [`Event::DecideIneligible`].
    pub code: Option<Code>,
    /// What the resident wrote of their own accord on saying no or leaving. Never asked for.
    pub reason: Option<&'a str>,
}

impl Move<'_> {
    /// An event that carries nothing more.
    pub fn plain(resident: Uuid, event: Event) -> Self {
        Self {
            resident,
            event,
            code: None,
            reason: None,
        }
    }
}

/// Moves somebody, if the event has a meaning where they stand, and tells where they stand now.
///
/// # Errors
/// `Conflict` where it has none, or where an offer has run out; nothing is changed then.
pub async fn record(tx: &Tx, app: &App, programme: Uuid, what: Move<'_>) -> Result<State> {
    let now = app.now();
    let standing = store::standing(tx.connection(), programme, what.resident).await?;
    let ran_out = standing
        .as_ref()
        .is_some_and(|one| offer::ran_out(one, now));
    if ran_out && what.event == Event::Accept {
        return Err(Error::Conflict("the offer has run out"));
    }
    let from = standing.map(|standing| standing.state);
    let to = State::after(from, what.event).ok_or(Error::Conflict(ELSEWHERE))?;
    let step = store::Step {
        programme,
        resident: what.resident,
        event: what.event,
        actor: what.event.actor(),
        from,
        to,
        code: what.code.filter(|_| to == State::Ineligible),
        at: now,
        expires_at: (to == State::Offered).then(|| now.plus_seconds(offer::SECONDS)),
    };
    let seq = store::put(tx, &step).await?;
    let reason = what.reason.map(str::trim).filter(|text| !text.is_empty());
    if let Some(reason) = reason
        && matches!(to, State::Declined | State::Left)
    {
        store::put_reason(tx, app, what.resident, seq, reason).await?;
    }
    if to == State::Left {
        leave::call_off(tx, app, programme, what.resident).await?;
    }
    Ok(to)
}

/// Writes down which offers have run out since somebody last looked: there is no other clock. Whoever was
/// offered the place goes onto the waiting list as of the moment at which the offer ended.
pub(super) async fn settle(app: &App, programme: Uuid, chain: &str) -> Result<()> {
    let now = app.now();
    let is_late = |standing: &store::Standing| offer::ran_out(standing, now);
    let standings = store::standings(app.db.read(), programme).await?;
    if !standings.values().any(is_late) {
        return Ok(());
    }
    let tx = app.db.write().await?;
    store::hold_interest(&tx, programme).await?;
    let standings = store::standings(tx.connection(), programme).await?;
    let late: Vec<(Uuid, Instant)> = standings
        .iter()
        .filter(|(_, standing)| is_late(standing))
        .filter_map(|(resident, standing)| Some((*resident, standing.expires_at?)))
        .collect();
    for (resident, at) in &late {
        let step = |event, from, to| store::Step {
            programme,
            resident: *resident,
            event,
            actor: Actor::Clock,
            from: Some(from),
            to,
            code: None,
            at: *at,
            expires_at: None,
        };
        store::put(&tx, &step(Event::Expire, State::Offered, State::Expired)).await?;
        store::put(&tx, &step(Event::Wait, State::Expired, State::Waiting)).await?;
    }
    if late.is_empty() {
        // Somebody else wrote it down in the meantime.
        return Ok(());
    }
    let event = audit::Event {
        chain: chain.to_owned(),
        actor: None,
        action: "joining.expire",
        subject: late.len().to_string(),
        detail: String::new(),
    };
    tx.commit(app, event).await
}

/// What is wrong with a reason that somebody wrote, in a sentence (programme G7).
pub(super) fn reason_problem(reason: &str) -> Option<&'static str> {
    if reason.chars().count() > LONGEST_REASON {
        return Some("Write at most 200 characters, or leave it empty.");
    }
    has_nhs_number(reason).then_some(
        "This holds an NHS number. Leave it out: nothing about a patient has a place here.",
    )
}

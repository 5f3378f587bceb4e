//! Making, moving and calling off an appointment, each with the letters that tell of it, in the transaction of the change.

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::letters::{self, What};
use super::{Interview, Mode, State, store};
use crate::interviewers::acquaintance::PairIds;
use crate::rows::random_id;
use crate::{consent, participants};

/// When and how two people meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// When it begins.
    pub start: Instant,
    /// How many minutes it is to take.
    pub minutes: i64,
    /// The zone in which it is meant.
    pub zone: String,
    /// How it is held.
    pub mode: Mode,
    /// An address of a call, a number, a room; may be empty.
    pub joining: String,
}

/// Makes an appointment for two who are matched, or moves the one they have. Both hear of it.
///
/// # Errors
/// `Refused` where the participant has withdrawn.
pub async fn schedule(
    tx: &Tx,
    app: &App,
    study: Uuid,
    pair: PairIds,
    new: &Appointment,
) -> Result<()> {
    refuse_the_withdrawn(tx, study, pair.0).await?;
    let rows = store::of_participant(tx.connection(), study, pair.0).await?;
    let standing = rows.iter().find(|one| one.state == State::Scheduled);
    let first = rows.iter().find(|one| one.state == State::Completed);
    let interview = Interview {
        id: standing.map_or_else(|| random_id(app), |one| one.id),
        participant: pair.0,
        interviewer: pair.1,
        state: State::Scheduled,
        planned: Some((new.start, new.minutes)),
        zone: new.zone.clone(),
        mode: new.mode,
        joining: new.joining.clone(),
        sequence: standing.map_or(0, |one| one.sequence + 1),
        changed_at: app.now(),
        asked_at: None,
        held: None,
        repeat_of: first.map(|one| one.id),
    };
    store::keep(tx, app, study, &interview).await?;
    participants::scheduled(tx, study, pair.0, true).await?;
    letters::tell_both(tx, app, study, &interview, What::Invite).await
}

/// Calls the appointment of a participant off, if there is one. Both hear of it.
pub async fn call_off(tx: &Tx, app: &App, study: Uuid, participant: Uuid) -> Result<bool> {
    let rows = store::of_participant(tx.connection(), study, participant).await?;
    let Some(standing) = rows.into_iter().find(|one| one.state == State::Scheduled) else {
        return Ok(false);
    };
    let interview = Interview {
        state: State::CalledOff,
        sequence: standing.sequence + 1,
        asked_at: None,
        ..standing
    };
    store::keep(tx, app, study, &interview).await?;
    participants::scheduled(tx, study, participant, false).await?;
    letters::tell_both(tx, app, study, &interview, What::CallOff).await?;
    Ok(true)
}

/// Keeps that a participant asks for another time than the one they have. The interviewer hears of it.
///
/// # Errors
/// `Conflict` where there is no appointment any more.
pub(super) async fn ask_for_another_time(
    tx: &Tx,
    app: &App,
    study: Uuid,
    participant: Uuid,
) -> Result<()> {
    let rows = store::of_participant(tx.connection(), study, participant).await?;
    let standing = rows.into_iter().find(|one| one.state == State::Scheduled);
    let standing = standing.ok_or(Error::Conflict("there is no appointment any more"))?;
    if standing.asked_at.is_some() {
        return Ok(());
    }
    let interview = Interview {
        asked_at: Some(app.now()),
        ..standing
    };
    store::keep(tx, app, study, &interview).await?;
    letters::tell_interviewer(tx, app, study, &interview, What::AskedForAnother).await
}

/// Nothing more is collected from somebody who has withdrawn.
pub(super) async fn refuse_the_withdrawn(tx: &Tx, study: Uuid, participant: Uuid) -> Result<()> {
    match consent::is_out(tx.connection(), study, participant).await? {
        true => Err(Error::refused(
            "R7",
            "This participant has withdrawn from the study.",
            "Nothing more is collected from them.",
        )),
        false => Ok(()),
    }
}

//! Entering what was held, and what was not.

use platform::clock::Instant;
use platform::storage::Tx;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::letters::{self, What};
use super::{Interview, Mode, Session, State, act, store, when};
use crate::dates::InterviewDate;
use crate::interviewers::acquaintance::PairIds;
use crate::rows::random_id;
use crate::{consent, guides, participants};

/// An interview that was held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// How it was held.
    pub mode: Mode,
    /// The zone in which its time is meant.
    pub zone: String,
    /// What is known of it.
    pub session: Session,
}

/// Marks the interview of two who are matched as completed: the one they had an appointment for, else the last one again,
/// else a new one. Date and length of the participant follow, unless it repeats an earlier one.
///
/// # Errors
/// `Refused` where no consent that covers recording or analysis was signed before its start (study R5), where it lies in the
/// future, or where the participant has withdrawn.
pub async fn complete(tx: &Tx, app: &App, study: Uuid, pair: PairIds, held: &Held) -> Result<()> {
    act::refuse_the_withdrawn(tx, study, pair.0).await?;
    let start = held.session.started_at;
    if start > app.now() {
        return Err(Error::refused(
            "R5",
            "This interview has not begun yet.",
            "Enter it once it was held.",
        ));
    }
    if !consent::covers_interview(tx.connection(), study, pair.0, start).await? {
        return Err(Error::refused(
            "R5",
            "No consent to recording or analysis was signed before this interview began.",
            "An interview counts only after its consent. Ask the research lead what to do with this one.",
        ));
    }
    let earlier = open_row(tx, app, study, pair).await?;
    let interview = Interview {
        interviewer: pair.1,
        state: State::Completed,
        zone: held.zone.clone(),
        mode: held.mode,
        held: Some(held.session),
        ..earlier.clone()
    };
    keep(tx, app, study, (&earlier, interview.clone())).await?;
    if let Some(version) = held.session.guide_version {
        guides::mark_used(tx, version).await?;
    }
    if interview.repeat_of.is_some() {
        return Ok(());
    }
    let date = InterviewDate::Day(when::day(start, &held.zone));
    participants::interviewed(tx, study, pair.0, (date, held.session.length)).await
}

/// Notes that the participant of two who are matched gives no interview.
pub(super) async fn did_not_participate(
    tx: &Tx,
    app: &App,
    study: Uuid,
    pair: PairIds,
) -> Result<()> {
    let earlier = open_row(tx, app, study, pair).await?;
    if earlier.state == State::Completed {
        return Err(Error::Conflict("the interview was entered as held"));
    }
    let interview = Interview {
        interviewer: pair.1,
        state: State::DidNotParticipate,
        ..earlier.clone()
    };
    keep(tx, app, study, (&earlier, interview)).await?;
    participants::did_not_participate(tx, study, pair.0).await
}

/// The row that an entry belongs to; a new one where there is none.
async fn open_row(tx: &Tx, app: &App, study: Uuid, pair: PairIds) -> Result<Interview> {
    let rows = store::of_participant(tx.connection(), study, pair.0).await?;
    let of_state = |state| rows.iter().rfind(|one| one.state == state);
    let known = [State::Scheduled, State::Completed, State::DidNotParticipate]
        .into_iter()
        .find_map(of_state);
    Ok(match known {
        Some(known) => known.clone(),
        None => Interview {
            id: random_id(app),
            participant: pair.0,
            interviewer: pair.1,
            state: State::CalledOff,
            planned: None,
            zone: when::ZONE.to_owned(),
            mode: Mode::Video,
            joining: String::new(),
            sequence: 0,
            changed_at: app.now(),
            asked_at: None,
            held: None,
            repeat_of: None,
        },
    })
}

/// Keeps what became of a row; an appointment that still lies ahead goes from both calendars.
async fn keep(
    tx: &Tx,
    app: &App,
    study: Uuid,
    (earlier, now): (&Interview, Interview),
) -> Result<()> {
    let lies_ahead = |planned: (Instant, i64)| planned.0 > app.now();
    let is_dropped = earlier.state == State::Scheduled && earlier.planned.is_some_and(lies_ahead);
    let kept = Interview {
        asked_at: None,
        sequence: earlier.sequence + i64::from(is_dropped),
        ..now
    };
    store::keep(tx, app, study, &kept).await?;
    match is_dropped {
        true => letters::tell_both(tx, app, study, &kept, What::CallOff).await,
        false => Ok(()),
    }
}

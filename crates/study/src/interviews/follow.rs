//! What becomes of interviews when something else changes: a withdrawal, an answer of no, a study folder.

use std::collections::BTreeSet;

use platform::storage::Tx;
use platform::{App, Result};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{State, act, store, when};
use crate::dates::InterviewDate;
use crate::interviewers::acquaintance::By;
use crate::interviewers::store as matching;
use crate::interviewers::times::{self, Times};
use crate::participants::{self, Status};
use crate::team;

/// What is kept here of one participant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Appointments that still stand.
    pub appointments: usize,
    /// Interviews noted with time, length and circumstances.
    pub interviews: usize,
    /// Interviewers of whom it is known how they know the participant.
    pub acquaintances: usize,
    /// Whether they have said when of a usual week they can.
    pub times: bool,
}

/// What is kept of a participant, for the page that shows what a withdrawal takes along.
pub async fn kept_of(
    connection: &impl ConnectionTrait,
    study: Uuid,
    participant: Uuid,
) -> Result<Kept> {
    let rows = store::of_participant(connection, study, participant).await?;
    let declared = matching::declared(connection, study).await?;
    let mut known: Vec<Uuid> = declared
        .iter()
        .filter(|one| one.pair.0 == participant)
        .map(|one| one.pair.1)
        .collect();
    known.sort_unstable();
    known.dedup();
    let count = |state| rows.iter().filter(|one| one.state == state).count();
    Ok(Kept {
        appointments: count(State::Scheduled),
        interviews: count(State::Completed),
        acquaintances: known.len(),
        times: times::all(connection, study)
            .await?
            .contains_key(&participant),
    })
}

/// What a withdrawal does here: the appointment is called off, the interviewer is free, the usual times go, and where what was
/// collected goes, so does everything that is kept of the participant. The name and the address must still be there.
pub async fn withdraw(
    tx: &Tx,
    app: &App,
    study: Uuid,
    participant: Uuid,
    removed: bool,
) -> Result<()> {
    decline_all(tx, app, study, participant).await?;
    times::keep(tx, study, participant, Times::default()).await?;
    if removed {
        store::remove(tx, study, participant).await?;
        matching::remove(tx, study, participant).await?;
    }
    Ok(())
}

/// What an answer of no to everything does: there is no appointment and no interviewer any more, unless the interview was held.
pub async fn decline_all(tx: &Tx, app: &App, study: Uuid, participant: Uuid) -> Result<()> {
    act::call_off(tx, app, study, participant).await?;
    let rows = store::of_participant(tx.connection(), study, participant).await?;
    if !rows.iter().any(|one| one.state == State::Completed) {
        matching::end(tx, app, study, participant, By::Participant).await?;
    }
    Ok(())
}

/// What a study folder does that has taken the place of all participants: a date and a length from the folder stand, what it
/// does not know follows from here again, and nobody who is gone or has withdrawn keeps an appointment.
pub async fn after_import(tx: &Tx, app: &App, study: Uuid) -> Result<()> {
    let all = participants::all(tx.connection(), study).await?;
    for participant in of_whom(tx.connection(), study).await? {
        let stored = all.iter().find(|stored| stored.id == participant);
        match stored.map(|stored| stored.participant.status) {
            None | Some(Status::Withdrawn) => {
                withdraw(tx, app, study, participant, true).await?;
            }
            Some(Status::DidNotParticipate) => decline_all(tx, app, study, participant).await?,
            Some(Status::Completed) => {}
            Some(Status::Invited | Status::Agreed | Status::Scheduled) => {
                follow_again(tx, study, participant).await?;
            }
        }
    }
    Ok(())
}

/// Everybody of whom something is kept here, in the folder or not.
async fn of_whom(connection: &impl ConnectionTrait, study: Uuid) -> Result<BTreeSet<Uuid>> {
    let rows = store::all(connection, study).await?;
    let mut people: BTreeSet<Uuid> = rows.into_iter().map(|one| one.participant).collect();
    let matches = matching::matches(connection, study).await?;
    people.extend(matches.into_iter().map(|one| one.participant));
    let declared = matching::declared(connection, study).await?;
    people.extend(declared.into_iter().map(|one| one.pair.0));
    people.extend(times::all(connection, study).await?.into_keys());
    // Interviewers keep the times that they have said.
    for member in team::all(connection, study).await? {
        people.remove(&member.id);
    }
    Ok(people)
}

async fn follow_again(tx: &Tx, study: Uuid, participant: Uuid) -> Result<()> {
    let rows = store::of_participant(tx.connection(), study, participant).await?;
    let first = rows
        .iter()
        .find(|one| one.state == State::Completed && one.repeat_of.is_none());
    if let Some((one, held)) = first.and_then(|one| Some((one, one.held?))) {
        let date = InterviewDate::Day(when::day(held.started_at, &one.zone));
        return participants::interviewed(tx, study, participant, (date, held.length)).await;
    }
    match rows.iter().any(|one| one.state == State::Scheduled) {
        true => participants::scheduled(tx, study, participant, true).await,
        false => Ok(()),
    }
}

//! Matching and freeing, each in one transaction with what follows from it.

use platform::audit::Event;
use platform::storage::Tx;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::acquaintance::{By, PairIds, in_words};
use super::matching::{Acquaintance, Refusal};
use super::standing::Standing;
use super::store::{self, Overridden};
use crate::interviews;

/// Takes over what is proposed, if it is still what the page showed.
///
/// # Errors
/// `Conflict` where something has changed since.
pub async fn accept(app: &App, study: Uuid, digest: &str, event: Event) -> Result<usize> {
    let tx = app.db.write().await?;
    let standing = Standing::of(tx.connection(), study).await?;
    let proposal = standing.proposal();
    if proposal.is_empty() || proposal.digest() != digest {
        return Err(Error::Conflict(
            "the proposal is another one since you opened the page",
        ));
    }
    for participant in &proposal.freed {
        store::end(&tx, app, study, *participant, By::ResearchLead).await?;
    }
    for pair in &proposal.fresh {
        store::match_up(&tx, app, study, *pair, None).await?;
    }
    let all = proposal.fresh.len();
    let event = event.with_detail(format!("proposal, {all} pairs"));
    tx.commit(app, event).await?;
    Ok(all)
}

/// Matches two by hand. A pair against a rule needs a reason, which stays visible with it (study R15).
///
/// # Errors
/// `Refused` with the rule in words; `NotFound` where one of the two is not to be matched.
pub async fn pair(
    app: &App,
    study: Uuid,
    (participant, interviewer): PairIds,
    reason: &str,
    event: Event,
) -> Result<()> {
    let tx = app.db.write().await?;
    let standing = Standing::of(tx.connection(), study).await?;
    let overridden = judged(&standing, (participant, interviewer), reason)?;
    let has = standing.match_of(participant);
    if has.is_some_and(|one| one.interviewer == interviewer) {
        return Ok(());
    }
    store::match_up(
        &tx,
        app,
        study,
        (participant, interviewer),
        overridden.as_ref(),
    )
    .await?;
    let detail = match &overridden {
        Some(one) => format!("by hand, against a rule: {}", one.breach),
        None => "by hand".to_owned(),
    };
    tx.commit(app, event.with_detail(detail)).await
}

/// Whether a pair may be, and as what: within the rules, or against one with a reason.
pub fn judged(
    standing: &Standing,
    (participant, interviewer): PairIds,
    reason: &str,
) -> Result<Option<Overridden>> {
    let people = &standing.participants;
    let index = people.iter().position(|stored| stored.id == participant);
    let members = &standing.interviewers;
    let other = members.iter().position(|member| member.id == interviewer);
    let (Some(index), Some(other)) = (index, other) else {
        return Err(Error::NotFound);
    };
    let who = &people[index].participant.participant;
    let has = standing.match_of(participant);
    if standing.held.contains(&participant) {
        return Err(Error::refused(
            "R13",
            format!("{who} was interviewed already."),
            "Who held an interview stays written down.",
        ));
    }
    if standing.scheduled.contains(&participant)
        && has.is_some_and(|one| one.interviewer != interviewer)
    {
        return Err(Error::refused(
            "R13",
            format!("{who} has an appointment with somebody else."),
            "Free that pair first; both are told that the appointment is off.",
        ));
    }
    let problem = standing.problem();
    let pairs: Vec<(usize, usize)> = (0..people.len())
        .filter_map(|at| {
            let one = standing.match_of(people[at].id)?;
            let with = members.iter().position(|m| m.id == one.interviewer)?;
            Some((at, with))
        })
        .collect();
    let Some(refusal) = problem.refusal(index, other, &pairs) else {
        return Ok(None);
    };
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::refused(
            "R15",
            format!("{who} cannot be matched so: {}.", because(refusal)),
            "If it has to be all the same, write down why; that stays visible with the interview.",
        ));
    }
    Ok(Some(Overridden {
        breach: breach(refusal),
        reason: reason.to_owned(),
    }))
}

fn because(refusal: Refusal) -> String {
    match refusal {
        Refusal::Relation(relation) => in_words(relation).to_owned(),
        other => other.to_string(),
    }
}

/// The word under which a breach is stored, for A15.
fn breach(refusal: Refusal) -> String {
    match refusal {
        Refusal::Relation(relation) => relation.word().to_owned(),
        Refusal::Unavailable => "unavailable".to_owned(),
        Refusal::NoRoom => "no_room".to_owned(),
    }
}

/// A stored breach in words.
pub fn breach_in_words(word: &str) -> String {
    match Acquaintance::parse(word) {
        Some(relation) => in_words(relation).to_owned(),
        None => match word {
            "no_room" => Refusal::NoRoom.to_string(),
            _ => Refusal::Unavailable.to_string(),
        },
    }
}

/// Ends the match of a participant, with the appointment if there is one. Both hear of that.
///
/// # Errors
/// `Refused` where the interview was held, `NotFound` where nobody is matched.
pub async fn free(tx: &Tx, app: &App, study: Uuid, participant: Uuid, by: By) -> Result<()> {
    let found = store::match_of(tx.connection(), study, participant).await?;
    if found.is_none() {
        return Err(Error::NotFound);
    }
    let rows = interviews::of_participant(tx.connection(), study, participant).await?;
    if rows
        .iter()
        .any(|one| one.state == interviews::State::Completed)
    {
        return Err(Error::refused(
            "R13",
            "This interview was held already.",
            "Who held an interview stays written down.",
        ));
    }
    interviews::call_off(tx, app, study, participant).await?;
    store::end(tx, app, study, participant, by).await
}

/// Keeps what a participant says of interviewers. A match with one of whom it turns out now that they know each other ends,
/// unless the research lead ordered it or the interview was held; whether that was so.
pub async fn answer(
    tx: &Tx,
    app: &App,
    study: Uuid,
    participant: Uuid,
    answers: &[(Uuid, Acquaintance)],
) -> Result<bool> {
    let before = store::declared(tx.connection(), study).await?;
    let is_new = |interviewer: Uuid, relation: Acquaintance| {
        let mut own = before.iter().rev();
        let last =
            own.find(|one| one.by == By::Participant && one.pair == (participant, interviewer));
        last.is_none_or(|one| one.relation != relation)
    };
    let fresh: Vec<(PairIds, Acquaintance)> = answers
        .iter()
        .filter(|(interviewer, relation)| is_new(*interviewer, *relation))
        .map(|(interviewer, relation)| ((participant, *interviewer), *relation))
        .collect();
    store::declare(tx, app, study, By::Participant, &fresh).await?;
    let found = store::match_of(tx.connection(), study, participant).await?;
    let Some(found) = found.filter(|one| one.overridden.is_none()) else {
        return Ok(false);
    };
    let knows = fresh.iter().any(|((_, interviewer), relation)| {
        let known = !matches!(relation, Acquaintance::None | Acquaintance::Unknown);
        known && *interviewer == found.interviewer
    });
    let rows = interviews::of_participant(tx.connection(), study, participant).await?;
    let is_held = rows
        .iter()
        .any(|one| one.state == interviews::State::Completed);
    if !knows || is_held {
        return Ok(false);
    }
    free(tx, app, study, participant, By::Participant).await?;
    Ok(true)
}

//! What the organiser does with an offer of a site: take it as a new request, or leave the old one standing
//! (programme 7.1, RE6).

use platform::audit;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::act::{self, Act, Doer};
use super::event::{Conditions, Event};
use super::events_store;
use super::judge::Judge;
use super::state::State;
use super::store::{self, Release};
use super::{clock, tell};
use crate::planning::PlanVersion;

/// Takes an offer: the old request goes, and a new one with the offered hours or doctor stands approved, if the rest
/// rules say today that it can.
///
/// # Errors
/// Rest forbids it, or the offered doctor is not of the group that meets then.
pub(super) async fn accept(
    app: &App,
    programme: Uuid,
    plan: &PlanVersion,
    old: Uuid,
    doer: Doer,
    event: audit::Event,
) -> Result<()> {
    let session_of = super::sessions_of(app, plan.id).await?;
    let known = store::of_plan(app, plan.id, None, None).await?;
    let judge = Judge::of(app, programme, &known).await?;
    let old = known
        .iter()
        .find(|one| one.id == old)
        .ok_or(Error::NotFound)?;
    let offer = old.alternative.ok_or(Error::Conflict(
        "the request no longer stands as the page showed it",
    ))?;
    let session = session_of.get(&old.session).ok_or(Error::NotFound)?;
    let new = Release {
        resident: offer.resident.unwrap_or(old.resident),
        leaves_at: offer.leaves_at,
        returns_at: offer.returns_at,
        state: State::Approved,
        batch: old.batch,
        ..Release::draft(
            app.new_id(),
            old.plan,
            old.session,
            (offer.resident.unwrap_or(old.resident), old.site),
        )
    };
    let group = plan
        .document
        .groups
        .iter()
        .find(|group| group.number == session.group);
    let resident = new.resident.to_string();
    let belongs = group.is_some_and(|group| {
        group
            .members
            .iter()
            .any(|member| member.resident == resident)
    });
    if !belongs {
        return Err(Error::refused(
            "RE6",
            "The offered doctor has no place in the group that meets then.",
            "Say no to the offer, or give that doctor a place first.",
        ));
    }
    if new.leaves_at > session.starts_at || new.returns_at < session.ends_at {
        return Err(Error::refused(
            "RE6",
            "The offered hours do not cover the session.",
            "Say no to the offer; the request then stands as it was.",
        ));
    }
    let finding = judge.verdict_on(&new, &session_of);
    let given = Conditions {
        verdict: finding.map(|finding| finding.verdict),
        cap_holds: true,
        refused_for: None,
        is_over: false,
        is_replaced: true,
    };
    let tx = app.db.write().await?;
    let act = Act::plain(Event::AcceptAlternative, doer);
    let (old, what) = act::take(&tx, app, programme, old, &act, &given).await?;
    store::add(&tx, app, programme, std::slice::from_ref(&new)).await?;
    events_store::note_origin(&tx, &new, &what).await?;
    let approved = events_store::Happened {
        release: new.id,
        event: Event::Approve,
        from: State::Draft,
        to: State::Approved,
        ..what.clone()
    };
    tell::tell(&tx, app, programme, &[(old, what), (new, approved)]).await?;
    clock::lock_later(&tx, app, programme, &[session], app.new_id()).await?;
    tx.commit(app, event).await
}

/// Leaves the old request standing.
pub(super) async fn reject(
    app: &App,
    programme: Uuid,
    old: &Release,
    doer: Doer,
    event: audit::Event,
) -> Result<()> {
    let tx = app.db.write().await?;
    let act = Act::plain(Event::RejectAlternative, doer);
    let done = act::take(&tx, app, programme, old, &act, &super::NO_CONDITIONS).await?;
    tell::tell(&tx, app, programme, &[done]).await?;
    tx.commit(app, event).await
}

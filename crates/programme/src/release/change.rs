//! What else the organiser does with a request: pass it on (RE9), or give an agreed one up for another that is agreed
//! (RE11, R9).

use platform::audit;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::act::{self, Act, Doer};
use super::event::{Conditions, Event};
use super::judge::Judge;
use super::state::State;
use super::store::{self, Release};
use super::{clock, tell};

/// Passes a request on to the tutor of its site.
pub(super) async fn escalate(
    app: &App,
    programme: Uuid,
    release: &Release,
    doer: Doer,
    event: audit::Event,
) -> Result<()> {
    let tx = app.db.write().await?;
    let act = Act::plain(Event::Escalate, doer);
    let given = Conditions {
        refused_for: release.code,
        ..super::NO_CONDITIONS
    };
    let done = act::take(&tx, app, programme, release, &act, &given).await?;
    tell::tell(&tx, app, programme, &[done]).await?;
    clock::ask_tutor(&tx, app, programme, release.site, app.new_id()).await?;
    tx.commit(app, event).await
}

/// Gives an agreed release up for another of the same doctor that the site has approved: the old one is cancelled and
/// the new one locked, in one step, and everybody who knew of the old one is told.
///
/// # Errors
/// The new one is not approved, or no longer fits rest and limit.
pub(super) async fn change(
    app: &App,
    programme: Uuid,
    old: &Release,
    new: &Release,
    doer: Doer,
    event: audit::Event,
) -> Result<()> {
    let is_replaced = new.resident == old.resident
        && new.id != old.id
        && matches!(new.state, State::Approved | State::ApprovedWithCover);
    if !is_replaced {
        return Err(act::refusal(super::event::Refused::NotReplaced, old.state));
    }
    let session_of = super::sessions_of(app, new.plan).await?;
    let all = store::of_plan(app, new.plan, Some(new.site), None).await?;
    let judge = Judge::of(app, programme, std::slice::from_ref(new)).await?;
    let judged = judge.judge(std::slice::from_ref(new), &all, &session_of)?;
    let given = judged[&new.id].conditions(new, false);
    let tx = app.db.write().await?;
    let locked = act::take(
        &tx,
        app,
        programme,
        new,
        &Act::plain(Event::Lock, doer),
        &given,
    )
    .await?;
    let given = Conditions {
        is_replaced,
        ..super::NO_CONDITIONS
    };
    let gone = act::take(
        &tx,
        app,
        programme,
        old,
        &Act::plain(Event::Change, doer),
        &given,
    )
    .await?;
    tell::tell(&tx, app, programme, &[gone, locked]).await?;
    tx.commit(app, event).await
}

/// A release of the programme, or that there is none.
pub(super) async fn found(app: &App, programme: Uuid, release: Uuid) -> Result<Release> {
    let asked = store::Asked {
        ids: Some(vec![release]),
        ..store::Asked::default()
    };
    let found = store::find(app.db.read(), programme, &asked).await?;
    found.into_iter().next().ok_or(Error::NotFound)
}

//! New facts: every release that lies ahead is judged again, and one that rest forbids or that nobody can vouch for any
//! more is taken back (programme 7.1, RE13; 5.3 "any import re-evaluates every future session"). What newer facts allow
//! again stands as a draft.

use std::collections::BTreeMap;

use platform::jobs::{self, BoxFuture, Job, Kind, NewJob, Run};
use platform::storage::Tx;
use platform::web::Action;
use platform::{App, Error, Result};
use serde_json::json;
use uuid::Uuid;

use super::act::{self, Act, Doer};
use super::clock::event_of;
use super::event::Event;
use super::judge::Judge;
use super::state::State;
use super::store::{self, Release};
use super::tell;
use crate::{joining, planning};

/// Judges the releases of a programme again.
const RECHECK: &str = "release.recheck";

/// The kind of job.
pub(super) fn kind() -> Kind {
    Kind {
        name: RECHECK,
        action: Action("release.clock"),
        run: Run::Effect(recheck),
    }
}

/// Asks for it, in the transaction in which facts change.
pub(crate) async fn after_facts(tx: &Tx, app: &App, programme: Uuid) -> Result<()> {
    let job = NewJob {
        kind: RECHECK,
        key: format!("{RECHECK}/{}", app.new_id()),
        payload: json!({"programme": programme}),
        run_at: app.now(),
    };
    jobs::enqueue(tx, app, job).await
}

fn recheck<'a>(app: &'a App, job: &'a Job) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let programme: Uuid = job.field("programme")?;
        let plan = planning::newest(app, programme, true).await?;
        let now = app.now();
        let all = match &plan {
            Some(plan) => store::of_plan(app, plan.id, None, None).await?,
            None => Vec::new(),
        };
        let open: Vec<Release> = all
            .iter()
            .filter(|one| one.state.is_open() && one.leaves_at > now)
            .cloned()
            .collect();
        let mut told = Vec::new();
        let mut drafts = Vec::new();
        let lapsed = lapsed(app, programme, &all).await?;
        let tx = match &plan {
            Some(plan) if !open.is_empty() || !lapsed.is_empty() => {
                let session_of = super::sessions_of(app, plan.id).await?;
                let both = [open.as_slice(), lapsed.as_slice()].concat();
                let judge = Judge::of(app, programme, &both).await?;
                let judged = judge.judge(&both, &all, &session_of)?;
                for mut draft in lapsed {
                    let is_open = session_of
                        .get(&draft.session)
                        .is_some_and(|session| session.state.is_open());
                    let verdict = judged[&draft.id].verdict();
                    if is_open && verdict == Some(rest::Verdict::NeedsRelease) {
                        draft.shift_code = judge.code_of(&draft);
                        drafts.push(draft);
                    }
                }
                let tx = app.db.write().await?;
                store::add(&tx, app, programme, &drafts).await?;
                for release in &open {
                    let given = judged[&release.id].conditions(release, false);
                    let act = Act::plain(Event::RuleFail, Doer::SYSTEM);
                    if release
                        .state
                        .after(act.event, act.doer.actor, &given)
                        .is_err()
                    {
                        continue;
                    }
                    match act::take(&tx, app, programme, release, &act, &given).await {
                        Ok(done) => told.push(done),
                        // Somebody changed it in the meantime: the job runs again and looks anew.
                        Err(error @ Error::Conflict(_)) => return Err(error),
                        Err(error) => return Err(error),
                    }
                }
                tx
            }
            _ => app.db.write().await?,
        };
        tell::tell(&tx, app, programme, &told).await?;
        job.settle(&tx, app).await?;
        let changed = told.len() + drafts.len();
        let event = event_of(app, programme, "release.recheck", changed, None).await?;
        tx.commit(app, event).await
    })
}

/// What a rule took back and nobody has asked for since, as drafts: where newer facts allow it, the organiser can send
/// them like any other (RE1).
async fn lapsed(app: &App, programme: Uuid, all: &[Release]) -> Result<Vec<Release>> {
    let gone = joining::gone(app, programme).await?;
    let mut newest: BTreeMap<(Uuid, Uuid), &Release> = BTreeMap::new();
    for release in all {
        let place = newest
            .entry((release.session, release.resident))
            .or_insert(release);
        let is_newer = (release.changed_at, release.id) > (place.changed_at, place.id);
        if release.state.is_open() || (is_newer && !place.state.is_open()) {
            *place = release;
        }
    }
    let now = app.now();
    Ok(newest
        .into_values()
        .filter(|one| one.state == State::WithdrawnRule && one.leaves_at > now)
        .filter(|one| !gone.contains(&one.resident))
        .map(|one| Release {
            leaves_at: one.leaves_at,
            returns_at: one.returns_at,
            ..Release::draft(
                app.new_id(),
                one.plan,
                one.session,
                (one.resident, one.site),
            )
        })
        .collect())
}

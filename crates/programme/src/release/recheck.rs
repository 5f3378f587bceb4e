//! New facts: every release that lies ahead is judged again, and one that rest forbids or that nobody can vouch for any
//! more is taken back (programme 7.1, RE13; 5.3 "any import re-evaluates every future session").

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
use super::store::{self, Release};
use super::tell;
use crate::planning;

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
        let tx = match &plan {
            Some(plan) if !open.is_empty() => {
                let session_of = super::sessions_of(app, plan.id).await?;
                let judge = Judge::of(app, programme, &open).await?;
                let judged = judge.judge(&open, &all, &session_of)?;
                let tx = app.db.write().await?;
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
        let event = event_of(app, programme, "release.recheck", told.len(), None).await?;
        tx.commit(app, event).await
    })
}

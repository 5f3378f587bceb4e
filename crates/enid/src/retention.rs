//! The daily run that removes what is over its period (trust RET-1, programme R11).

use platform::clock::Instant;
use platform::jobs::{self, BoxFuture, Job, Kind, NewJob, Run};
use platform::retention::{Mode, next_morning, run};
use platform::storage::Tx;
use platform::web::Action;
use platform::{App, Result};
use serde_json::json;

use crate::schema::classes;

const RUN: &str = "retention.run";

/// The kind of job.
pub fn jobs() -> Vec<Kind> {
    vec![Kind {
        name: RUN,
        action: Action(RUN),
        run: Run::Effect(run_daily),
    }]
}

/// Asks for the run of today, from which every later one follows. A server does so when it starts; more than one a day
/// is one.
///
/// # Errors
/// The database cannot be written.
pub async fn begin(app: &App) -> Result<()> {
    let tx = app.db.write().await?;
    ask(&tx, app, app.now()).await?;
    tx.commit_bookkeeping().await
}

fn run_daily<'a>(app: &'a App, job: &'a Job) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let report = run(app, &classes(), Mode::Remove).await?;
        let tx = app.db.write().await?;
        job.settle(&tx, app).await?;
        ask(&tx, app, next_morning(app.now())).await?;
        let day = app.now().to_jiff().strftime("%Y-%m-%d");
        study::recordings::tidy_later(&tx, app, day.to_string()).await?;
        tx.commit(app, report.event()).await
    })
}

async fn ask(tx: &Tx, app: &App, at: Instant) -> Result<()> {
    let job = NewJob {
        kind: RUN,
        key: format!("{RUN}/{}", at.to_jiff().strftime("%Y-%m-%d")),
        payload: json!({}),
        run_at: at,
    };
    jobs::enqueue(tx, app, job).await
}

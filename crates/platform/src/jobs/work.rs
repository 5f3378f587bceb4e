//! The worker beside the server.

use std::time::Duration;

use tokio::sync::watch;

use super::{Kind, run, standing};
use crate::App;

/// How long a worker with nothing to do waits before it looks again: other nodes ask for jobs too.
const PAUSE: Duration = Duration::from_secs(1);

/// Runs jobs until told to stop, and then ends the job in hand. It looks every second, and when this node
/// asked for something. Letters and effects are run beside each other, so that a mail server which
/// lets us wait holds up letters only.
pub async fn work(app: App, kinds: Vec<Kind>, stop: impl Future<Output = ()>) {
    report_unknown(&app, &kinds).await;
    let (letters, effects): (Vec<Kind>, Vec<Kind>) =
        kinds.into_iter().partition(|kind| kind.run.is_mail());
    let (stopped, stop_letters) = watch::channel(false);
    let stop_effects = stopped.subscribe();
    let stopping = async {
        stop.await;
        let _ = stopped.send(true);
    };
    tokio::join!(
        run_until(&app, &letters, stop_letters),
        run_until(&app, &effects, stop_effects),
        stopping
    );
}

async fn run_until(app: &App, kinds: &[Kind], mut stop: watch::Receiver<bool>) {
    let mut enqueued = app.db.enqueued();
    while !*stop.borrow() {
        match run::run_one(app, kinds).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "jobs cannot be run at the moment"),
        }
        tokio::select! {
            _ = enqueued.changed() => {}
            _ = stop.changed() => {}
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

async fn report_unknown(app: &App, kinds: &[Kind]) {
    match standing::standing(app, kinds).await {
        Ok(standing) if standing.unknown > 0 => {
            tracing::warn!(
                jobs = standing.unknown,
                "some jobs are of kinds that this program does not know; they stay"
            );
        }
        Ok(_) => {}
        Err(error) => tracing::error!(%error, "jobs cannot be counted"),
    }
}

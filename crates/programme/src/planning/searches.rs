//! A search for a plan that goes on while its organiser does something else, can be looked at from every node, and stopped.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use platform::access::Viewer;
use platform::audit::Event;
use platform::clock::Instant;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::make::{self, Task};
use super::searches_store::{self as store, Search, State};

/// How often a search writes down how far it is.
const TELL_EVERY: Duration = Duration::from_millis(400);
/// How long a page waits before it is shown with the search still going on.
const PATIENCE: Duration = Duration::from_millis(1500);
/// After so long without a word a search is taken for dead: its server was stopped.
const SILENCE_SECONDS: i64 = 20;

/// How far a search is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Far {
    /// How many the best plan places.
    pub placed: u64,
    /// How many no plan can exceed, once that is known.
    pub bound: Option<u64>,
    /// How much of the work is done, in thousandths.
    pub share: u64,
}

/// What a search and the one who watches it share.
#[derive(Clone, Default)]
pub(super) struct Watch {
    far: Arc<Mutex<Far>>,
    stop: Arc<AtomicBool>,
}

impl Watch {
    /// Whether somebody asked to stop.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Notes how far it is.
    pub fn tell(&self, change: impl FnOnce(&mut Far)) {
        if let Ok(mut far) = self.far.lock() {
            change(&mut far);
        }
    }

    fn far(&self) -> Far {
        self.far.lock().map(|far| *far).unwrap_or_default()
    }
}

/// Begins a search, and waits a moment: most are over by then.
///
/// # Errors
/// One is going on already, or there is nothing to plan.
pub(super) async fn begin(app: &App, viewer: &Viewer, task: Task) -> Result<()> {
    let programme = viewer.scope()?.id;
    let ready = make::ready(app, programme, &task).await?;
    let id = app.new_id();
    let event = viewer.event(task.action(), "begun");
    let tx = app.db.write().await?;
    store::lose_silent(&tx, programme, silent_since(app.now())).await?;
    store::begin(&tx, app, programme, id, viewer.account).await?;
    tx.commit(app, event).await?;
    let done = viewer.event(task.action(), "");
    let by = viewer.account;
    let app = app.clone();
    let mut task = tokio::spawn(async move { run(&app, id, (ready, by), done).await });
    // Whoever asked sees a quick answer at once, and a slow one as it comes.
    let _ = tokio::time::timeout(PATIENCE, &mut task).await;
    Ok(())
}

async fn run(app: &App, id: Uuid, (ready, by): (make::Ready, Uuid), event: Event) {
    let watch = Watch::default();
    let search = make::search(ready, watch.clone());
    tokio::pin!(search);
    let mut now_and_then = tokio::time::interval(TELL_EVERY);
    let found = loop {
        tokio::select! {
            found = &mut search => break found,
            _ = now_and_then.tick() => {
                // A moment in which the database is busy loses one word, not the search.
                if let Ok(true) = store::tell(app, id, watch.far()).await {
                    watch.stop.store(true, Ordering::Relaxed);
                }
            }
        }
    };
    let kept = match found {
        Ok(found) => make::keep(app, found, Some(by), event).await.map(drop),
        Err(error) => Err(error),
    };
    let (state, outcome) = match kept {
        Ok(()) if watch.is_stopped() => (State::Stopped, String::new()),
        Ok(()) => (State::Done, String::new()),
        Err(Error::Refused(refusal)) => (State::Failed, refusal.to_string()),
        Err(_) => (
            State::Failed,
            "Something failed on our side. Nothing was changed; try again.".to_owned(),
        ),
    };
    // If even this cannot be written, the row falls silent and pages take the search for dead.
    let _ = store::end(app, id, watch.far(), state, &outcome).await;
}

/// The newest search of a programme.
pub(super) async fn current(app: &App, programme: Uuid) -> Result<Option<Search>> {
    let mut search = store::newest(app, programme).await?;
    if let Some(search) = &mut search
        && search.is_on()
        && search.told_at < silent_since(app.now())
    {
        search.state = State::Lost;
    }
    Ok(search)
}

fn silent_since(now: Instant) -> Instant {
    now.plus_seconds(-SILENCE_SECONDS)
}

/// Asks a search to stop and keep the best that it has.
pub(super) async fn stop(app: &App, viewer: &Viewer) -> Result<()> {
    let programme = viewer.scope()?.id;
    let Some(search) = current(app, programme).await?.filter(Search::is_on) else {
        return Ok(());
    };
    let tx = app.db.write().await?;
    store::ask_to_stop(&tx, search.id).await?;
    tx.commit(app, viewer.event("plan.make", "stop")).await
}

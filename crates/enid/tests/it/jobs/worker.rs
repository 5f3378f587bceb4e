//! What the worker does with jobs that go wrong, and how it stops.

use std::sync::Arc;

use platform::jobs::{BoxFuture, MOST_ATTEMPTS};
use platform::mail::Mailer;
use tokio::sync::{Notify, oneshot};

use super::*;

const PANICS: Kind = Kind {
    name: "test.panics",
    action: Action("test.panics"),
    run: Run::Effect(|_, _| Box::pin(async { panic!("as it was asked to") })),
};

const FORGETS: Kind = Kind {
    name: "test.forgets",
    action: Action("test.forgets"),
    run: Run::Effect(|_, _| Box::pin(async { Ok(()) })),
};

#[tokio::test]
async fn a_job_that_panics_or_forgets_to_settle_fails_and_the_others_run() {
    for one in installations().await {
        let app = &one.app;
        enqueue(app, &PANICS, 1..=1).await;
        enqueue(app, &FORGETS, 1..=1).await;
        enqueue(app, &EFFECT, 1..=1).await;
        let kinds = [PANICS, FORGETS, EFFECT];
        assert_eq!(jobs::run_due(app, &kinds).await.unwrap(), 3);
        assert_eq!(number(app, EFFECTS).await, 1);
        let standing = jobs::standing(app, &kinds).await.unwrap();
        assert_eq!((standing.failing, standing.waiting), (2, 0), "{}", one.on);
        assert_eq!(standing.oldest, Some(app.now()));
    }
}

#[tokio::test]
async fn a_job_that_always_fails_is_tried_ever_more_rarely_and_then_waits_for_somebody_to_look() {
    for one in installations().await {
        let app = &one.app;
        enqueue(app, &PANICS, 1..=1).await;
        let mut attempts = 0;
        for _ in 0..2 * MOST_ATTEMPTS {
            attempts += jobs::run_due(app, &[PANICS]).await.unwrap();
            assert_eq!(jobs::run_due(app, &[PANICS]).await.unwrap(), 0);
            one.clock.advance(12 * 60 * 60);
        }
        assert_eq!(attempts, MOST_ATTEMPTS as usize, "{}", one.on);
        let standing = jobs::standing(app, &[PANICS]).await.unwrap();
        assert_eq!((standing.failed, standing.failing), (1, 0));
        assert_eq!(number(app, OPEN).await, 1, "it stays");
    }
}

#[tokio::test]
async fn a_job_whose_workers_all_came_to_an_end_is_given_up_too() {
    for one in installations().await {
        let app = &one.app;
        enqueue(app, &EFFECT, 1..=1).await;
        change(app, &format!("UPDATE jobs SET attempts = {MOST_ATTEMPTS}")).await;
        assert_eq!(jobs::run_due(app, &[EFFECT]).await.unwrap(), 1);
        assert_eq!(number(app, EFFECTS).await, 0);
        let standing = jobs::standing(app, &[EFFECT]).await.unwrap();
        assert_eq!(standing.failed, 1);
    }
}

#[tokio::test]
async fn a_job_of_a_kind_that_is_not_known_stays_and_the_administrator_is_told() {
    for world in worlds().await {
        let app = &world.installation.app;
        enqueue(app, &EFFECT, 1..=1).await;
        assert_eq!(world.run_jobs().await, 0);
        let standing = jobs::standing(app, &enid::jobs::all()).await.unwrap();
        assert_eq!((standing.unknown, standing.waiting), (1, 1));
        let cookie = world.cookie(Role::Administrator).await;
        let page = world.get("/state", Some(&cookie)).await.body;
        assert!(page.contains("Everything is up to date"));
        assert!(page.contains("Jobs of kinds this version does not know"));
        assert!(page.contains("less than a minute"), "{page}");
        change(
            app,
            "UPDATE jobs SET failed_at = 1, last_error = 'panic' WHERE done_at IS NULL",
        )
        .await;
        let page = world.get("/state", Some(&cookie)).await.body;
        assert!(page.contains("Some jobs have failed"));
    }
}

/// A mail server that tells when a message comes and takes it when it is let.
#[derive(Default)]
struct Slow {
    came: Notify,
    take: Notify,
    taken: MemoryMailer,
}

impl Mailer for Slow {
    fn send<'a>(&'a self, mail: &'a Mail) -> BoxFuture<'a, platform::Result<()>> {
        Box::pin(async move {
            self.came.notify_one();
            self.take.notified().await;
            self.taken.send(mail).await
        })
    }
}

#[tokio::test]
async fn a_worker_runs_what_this_node_asks_for_and_ends_the_job_in_hand_before_it_stops() {
    for one in installations().await {
        let mailer = Arc::new(Slow::default());
        let app = App {
            mailer: mailer.clone(),
            ..one.app.clone()
        };
        let (stop, stopped) = oneshot::channel::<()>();
        let worker = tokio::spawn(jobs::work(app.clone(), vec![LETTER, EFFECT], async {
            let _ = stopped.await;
        }));
        enqueue(&app, &LETTER, 1..=2).await;
        mailer.came.notified().await;
        // A mail server that lets us wait holds up letters only.
        enqueue(&app, &EFFECT, 1..=1).await;
        while number(&app, EFFECTS).await == 0 {
            tokio::task::yield_now().await;
        }
        stop.send(()).unwrap();
        tokio::task::yield_now().await;
        assert!(!worker.is_finished());
        mailer.take.notify_one();
        worker.await.unwrap();
        assert_eq!(mailer.taken.sent().len(), 1, "{}", one.on);
        assert_eq!(number(&app, OPEN).await, 1, "the second letter waits");
        let claimed = "SELECT count(*) AS n FROM jobs WHERE claim IS NOT NULL";
        assert_eq!(number(&app, claimed).await, 0);
    }
}

//! One key, one job, one effect.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::sync::Notify;

use super::*;

#[tokio::test]
async fn the_same_key_twice_is_one_job_also_after_it_ran() {
    for one in installations().await {
        let app = &one.app;
        enqueue(app, &EFFECT, 1..=1).await;
        enqueue(app, &EFFECT, 1..=1).await;
        assert_eq!(jobs::run_due(app, &[EFFECT]).await.unwrap(), 1);
        enqueue(app, &EFFECT, 1..=1).await;
        assert_eq!(jobs::run_due(app, &[EFFECT]).await.unwrap(), 0);
        assert_eq!(number(app, EFFECTS).await, 1, "{}", one.on);
    }
}

#[tokio::test]
async fn a_change_that_is_undone_sends_nothing() {
    for one in installations().await {
        let app = &one.app;
        let tx = app.db.write().await.unwrap();
        enqueue_in(&tx, app, &LETTER, 1).await;
        drop(tx);
        assert_eq!(jobs::run_due(app, &[LETTER]).await.unwrap(), 0);
        assert!(one.mail.sent().is_empty(), "{}", one.on);
    }
}

#[tokio::test]
async fn a_job_runs_when_its_moment_has_come_and_not_before() {
    for one in installations().await {
        let app = &one.app;
        let tx = app.db.write().await.unwrap();
        let later = NewJob {
            run_at: app.now().plus_seconds(60),
            ..job(&LETTER, 1, app)
        };
        jobs::enqueue(&tx, app, later).await.unwrap();
        tx.commit_bookkeeping().await.unwrap();
        one.clock.advance(59);
        assert_eq!(jobs::run_due(app, &[LETTER]).await.unwrap(), 0);
        one.clock.advance(1);
        assert_eq!(jobs::run_due(app, &[LETTER]).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn what_was_called_off_does_not_run_and_may_be_asked_for_again() {
    for one in installations().await {
        let app = &one.app;
        enqueue(app, &EFFECT, 1..=2).await;
        let tx = app.db.write().await.unwrap();
        jobs::call_off(&tx, &["test.effect:1".to_owned()])
            .await
            .unwrap();
        tx.commit_bookkeeping().await.unwrap();
        assert_eq!(jobs::run_due(app, &[EFFECT]).await.unwrap(), 1);
        assert_eq!(number(app, "SELECT max(number) AS n FROM effects").await, 2);
        enqueue(app, &EFFECT, 1..=2).await;
        assert_eq!(jobs::run_due(app, &[EFFECT]).await.unwrap(), 1);
        assert_eq!(number(app, EFFECTS).await, 2);
    }
}

static FROZEN: AtomicBool = AtomicBool::new(false);
static AT_WORK: Notify = Notify::const_new();
static THAW: Notify = Notify::const_new();

/// The first worker is frozen between its claim and its effect.
async fn freeze_once(app: &App, job: &Job) -> platform::Result<()> {
    if !FROZEN.swap(true, Ordering::SeqCst) {
        AT_WORK.notify_one();
        THAW.notified().await;
    }
    write_down(app, job).await
}

#[tokio::test]
async fn a_worker_that_was_frozen_and_whose_job_was_taken_changes_nothing_any_more() {
    const FREEZING: Kind = Kind {
        run: Run::Effect(|app, job| Box::pin(freeze_once(app, job))),
        ..EFFECT
    };
    for one in installations().await {
        let app = one.app.clone();
        FROZEN.store(false, Ordering::SeqCst);
        enqueue(&app, &EFFECT, 1..=1).await;
        let frozen = tokio::spawn(async move { jobs::run_due(&app, &[FREEZING]).await });
        AT_WORK.notified().await;
        let app = &one.app;
        assert_eq!(
            jobs::run_due(app, &[FREEZING]).await.unwrap(),
            0,
            "it is claimed"
        );
        end_leases(app).await;
        assert_eq!(jobs::run_due(app, &[FREEZING]).await.unwrap(), 1);
        THAW.notify_one();
        frozen.await.unwrap().unwrap();
        assert_eq!(number(app, EFFECTS).await, 1, "{}", one.on);
        assert_eq!(number(app, OPEN).await, 0);
        let failed = "SELECT count(*) AS n FROM jobs WHERE last_error IS NOT NULL";
        assert_eq!(number(app, failed).await, 0);
    }
}

static TURN: AtomicUsize = AtomicUsize::new(0);
static REACHED: [Notify; 2] = [Notify::const_new(), Notify::const_new()];
static RELEASED: [Notify; 2] = [Notify::const_new(), Notify::const_new()];

/// Each worker waits in its effect until it is let go on.
async fn wait_for_turn(app: &App, job: &Job) -> platform::Result<()> {
    let turn = TURN.fetch_add(1, Ordering::SeqCst);
    REACHED[turn].notify_one();
    RELEASED[turn].notified().await;
    write_down(app, job).await
}

#[tokio::test]
async fn a_frozen_worker_neither_does_nor_gives_back_what_another_has_in_hand() {
    const WAITING: Kind = Kind {
        run: Run::Effect(|app, job| Box::pin(wait_for_turn(app, job))),
        ..EFFECT
    };
    for one in installations().await {
        let app = &one.app;
        TURN.store(0, Ordering::SeqCst);
        enqueue(app, &EFFECT, 1..=1).await;
        let start = || {
            let app = app.clone();
            tokio::spawn(async move { jobs::run_due(&app, &[WAITING]).await })
        };
        let frozen = start();
        REACHED[0].notified().await;
        end_leases(app).await;
        let successor = start();
        REACHED[1].notified().await;
        RELEASED[0].notify_one();
        frozen.await.unwrap().unwrap();
        assert_eq!(number(app, EFFECTS).await, 0, "too late on {}", one.on);
        let held = "SELECT count(*) AS n FROM jobs WHERE claim IS NOT NULL AND last_error IS NULL";
        assert_eq!(number(app, held).await, 1, "the claim of the other stands");
        RELEASED[1].notify_one();
        successor.await.unwrap().unwrap();
        assert_eq!(number(app, EFFECTS).await, 1);
        assert_eq!(number(app, OPEN).await, 0);
    }
}

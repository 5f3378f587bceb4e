//! One code path on two databases.

use enid::schema::MIGRATIONS;
use platform::App;
use platform::audit::Event;
use platform::clock::SystemClock;
use platform::storage::{self, Db, Dialect, Migration, Tx};
use platform::testing::{Installation, installations};
use sea_orm::ConnectionTrait as _;
use tokio::task::JoinHandle;

const LATER: Migration = Migration {
    name: "9999 later",
    sql: "CREATE TABLE later (id UUID PRIMARY KEY, at BIGINT NOT NULL) STRICT;\n",
    append_only: &[],
};

#[tokio::test]
async fn migrations_apply_once_and_say_what_they_did() {
    for installation in installations(MIGRATIONS).await {
        let db = &installation.app.db;
        let again = storage::apply(db, &SystemClock, MIGRATIONS).await.unwrap();
        assert!(again.is_empty(), "{} applied twice", installation.on);
        let mut list = MIGRATIONS.to_vec();
        list.push(LATER);
        let more = storage::apply(db, &SystemClock, &list).await.unwrap();
        assert_eq!(more, ["9999 later"]);
    }
}

#[tokio::test]
async fn data_of_a_newer_enid_and_a_reworded_step_are_refused_in_words() {
    for installation in installations(MIGRATIONS).await {
        let db = &installation.app.db;
        let mut list = MIGRATIONS.to_vec();
        list.push(LATER);
        storage::apply(db, &SystemClock, &list).await.unwrap();
        let newer = storage::pending(db, MIGRATIONS)
            .await
            .unwrap_err()
            .to_string();
        assert!(newer.contains("newer Enid"), "{newer}");
        let last = list.len() - 1;
        list[last].sql = "CREATE TABLE other (id UUID) STRICT;\n";
        let reworded = storage::pending(db, &list).await.unwrap_err().to_string();
        assert!(reworded.contains("another wording"), "{reworded}");
    }
}

#[tokio::test]
async fn what_is_not_committed_is_not_there() {
    for installation in installations(MIGRATIONS).await {
        let app = &installation.app;
        let tx = app.db.write().await.unwrap();
        let new = platform::access::NewAccount {
            name: "Dr Undone",
            email: "undone@example.org",
        };
        platform::access::create(&tx, app, new).await.unwrap();
        drop(tx);
        let found = platform::access::find_by_email(app, "undone@example.org")
            .await
            .unwrap();
        assert!(found.is_none(), "{}", installation.on);
    }
}

#[tokio::test]
async fn readers_are_let_in_while_something_is_written() {
    for installation in installations(MIGRATIONS).await {
        let app = &installation.app;
        let tx = app.db.write().await.unwrap();
        let mut readers = Vec::new();
        for _ in 0..4 {
            let app = app.clone();
            readers.push(tokio::spawn(async move { app.db.version().await }));
        }
        for reader in readers {
            reader.await.unwrap().unwrap();
        }
        drop(tx);
    }
}

#[tokio::test]
async fn writers_that_read_first_never_fail_under_contention() {
    for installation in installations(MIGRATIONS).await {
        let mut tasks = Vec::new();
        for writer in 0..8 {
            let app = installation.app.clone();
            tasks.push(tokio::spawn(async move {
                for turn in 0..10 {
                    let tx = app.db.write().await.unwrap();
                    let event = Event::installation("test", format!("{writer}.{turn}"));
                    tx.commit(&app, event).await.unwrap();
                }
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        let verdict = platform::audit::verify(installation.app.db.read())
            .await
            .unwrap();
        assert_eq!(
            (verdict.rows, verdict.breaks.len()),
            (80, 0),
            "{}",
            installation.on
        );
    }
}

async fn rows(app: &App) -> usize {
    let verdict = platform::audit::verify(app.db.read()).await.unwrap();
    assert!(verdict.breaks.is_empty());
    verdict.rows
}

fn event(subject: &str) -> Event {
    Event::installation("test", subject)
}

/// A file in which one writer has released what they wrote, and waits since another has the turn.
async fn one_waits_for_another() -> (Installation, JoinHandle<platform::Result<()>>, Tx) {
    let (mut all, is_sqlite) = (installations(MIGRATIONS).await, |one: &Installation| {
        one.app.db.dialect() == Dialect::Sqlite
    });
    let at = all.iter().position(is_sqlite).unwrap();
    let installation = all.swap_remove(at);
    let first = installation.app.db.write_together().await.unwrap();
    let db = installation.app.db.clone();
    let mut second = tokio::spawn(async move { db.write_together().await.unwrap() });
    // The second asks for the turn.
    tokio::task::yield_now().await;
    let app = installation.app.clone();
    let waits = tokio::spawn(async move { first.commit(&app, event("first")).await });
    let second = (&mut second).await.unwrap();
    (installation, waits, second)
}

#[tokio::test]
async fn whoever_waits_for_a_commit_is_told_only_when_it_is_kept_with_the_others() {
    let (installation, waits, second) = one_waits_for_another().await;
    let app = &installation.app;
    assert!(!waits.is_finished());
    assert_eq!(rows(app).await, 0);
    second.commit(app, event("second")).await.unwrap();
    waits.await.unwrap().unwrap();
    assert_eq!(rows(app).await, 2);
}

#[tokio::test]
async fn whoever_gives_up_takes_nothing_of_the_others_along() {
    let (installation, waits, second) = one_waits_for_another().await;
    let app = &installation.app;
    let account = platform::access::NewAccount {
        name: "Dr Undone",
        email: "undone@example.org",
    };
    let made = platform::access::create(&second, app, account);
    made.await.unwrap();
    drop(second);
    let third = app.db.write_together().await.unwrap();
    third.commit(app, event("third")).await.unwrap();
    waits.await.unwrap().unwrap();
    assert_eq!(rows(app).await, 2);
    let found = platform::access::find_by_email(app, "undone@example.org");
    assert!(found.await.unwrap().is_none());
}

#[tokio::test]
async fn a_request_that_is_broken_off_while_it_waits_leaves_nobody_waiting() {
    let (installation, waits, second) = one_waits_for_another().await;
    let app = &installation.app;
    waits.abort();
    assert!(waits.await.unwrap_err().is_cancelled());
    drop(second);
    let third = app.db.write_together().await.unwrap();
    third.commit(app, event("third")).await.unwrap();
    assert_eq!(rows(app).await, 2);
}

#[tokio::test]
async fn whoever_does_not_share_begins_when_what_was_done_before_can_be_read() {
    let (installation, waits, second) = one_waits_for_another().await;
    let app = &installation.app;
    drop(second);
    let third = app.db.write().await.unwrap();
    assert_eq!(rows(app).await, 1);
    waits.await.unwrap().unwrap();
    third.commit(app, event("third")).await.unwrap();
    assert_eq!(rows(app).await, 2);
}

#[tokio::test]
async fn the_copy_made_before_a_migration_is_whole_and_apart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("enid.sqlite");
    let db = Db::open_sqlite(&file).await.unwrap();
    storage::apply(&db, &SystemClock, MIGRATIONS).await.unwrap();
    let copy = storage::copy_before_migration(&db, &file, &SystemClock)
        .await
        .unwrap()
        .unwrap();
    db.read()
        .execute_unprepared("DROP TABLE links")
        .await
        .unwrap();
    let kept = Db::open_sqlite(&copy).await.unwrap();
    kept.read()
        .execute_unprepared("SELECT count(*) FROM links")
        .await
        .unwrap();
    assert!(
        storage::pending(&kept, MIGRATIONS)
            .await
            .unwrap()
            .names
            .is_empty()
    );
}

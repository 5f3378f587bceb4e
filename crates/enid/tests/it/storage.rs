//! One code path on two databases.

use enid::schema::MIGRATIONS;
use platform::audit::Event;
use platform::clock::SystemClock;
use platform::storage::{self, Db, Migration};
use platform::testing::installations;
use sea_orm::ConnectionTrait as _;

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

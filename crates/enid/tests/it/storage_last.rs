//! What is left for the end of a transaction, on two databases.

use enid::schema::MIGRATIONS;
use platform::App;
use platform::audit::Event;
use platform::clock::SystemClock;
use platform::storage::{self, Migration, Tx};
use platform::testing::{Installation, installations};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryResult, Statement};
use uuid::Uuid;

const LATER: Migration = Migration {
    name: "9999 later",
    sql: "CREATE TABLE later (id UUID PRIMARY KEY, at BIGINT NOT NULL) STRICT;\n",
    append_only: &[],
};

mod later {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "later")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

async fn with_a_table() -> Vec<Installation> {
    let all = installations(MIGRATIONS).await;
    for one in &all {
        let mut list = MIGRATIONS.to_vec();
        list.push(LATER);
        let db = &one.app.db;
        storage::apply(db, &SystemClock, &list).await.unwrap();
    }
    all
}

fn row(number: u128, at: i64) -> later::Model {
    let id = Uuid::from_u128(number);
    later::Model { id, at }
}

async fn sum(connection: &impl ConnectionTrait) -> (usize, i64) {
    let all = later::Entity::find().all(connection).await.unwrap();
    (all.len(), all.iter().map(|row| row.at).sum())
}

async fn kept(app: &App, tx: Tx) -> bool {
    let event = Event::installation("test", "last");
    tx.commit(app, event).await.is_ok()
}

#[tokio::test]
async fn what_is_left_last_is_done_in_its_order_with_the_commit() {
    for installation in with_a_table().await {
        let app = &installation.app;
        let tx = app.db.write_together().await.unwrap();
        tx.insert_last((0..2_500).map(|at| row(at, 1)).collect());
        let moved = later::Entity::update_many()
            .col_expr(later::Column::At, Expr::value(100_i64))
            .filter(later::Column::Id.eq(Uuid::from_u128(7)));
        tx.leave_last(&moved);
        tx.insert_last(vec![row(2_500, 1_000)]);
        assert_eq!(sum(tx.connection()).await, (0, 0), "{}", installation.on);
        assert!(kept(app, tx).await);
        assert_eq!(sum(app.db.read()).await, (2_501, 2_499 + 100 + 1_000));
    }
}

#[tokio::test]
async fn whoever_goes_on_has_what_was_left_last_done_first() {
    for installation in with_a_table().await {
        let app = &installation.app;
        let tx = app.db.write().await.unwrap();
        tx.insert_last(vec![row(1, 1)]);
        tx.run_last().await.unwrap();
        assert_eq!(sum(tx.connection()).await, (1, 1), "{}", installation.on);
        tx.insert_last(vec![row(2, 2)]);
        tx.insert_all(vec![row(3, 3)]).await.unwrap();
        assert_eq!(sum(tx.connection()).await, (3, 6));
        let seen = tx.while_it_runs(|| Ok(8)).await.unwrap();
        assert_eq!(seen, 8);
        drop(tx);
        assert_eq!(sum(app.db.read()).await, (0, 0));
    }
}

#[tokio::test]
async fn two_rows_of_the_audit_in_one_transaction_follow_each_other() {
    for installation in with_a_table().await {
        let app = &installation.app;
        for _ in 0..2 {
            let tx = app.db.write().await.unwrap();
            for _ in 0..2 {
                let event = Event::installation("test", "beside");
                tx.record(app, event).await.unwrap();
            }
            assert!(kept(app, tx).await, "{}", installation.on);
        }
        let verdict = platform::audit::verify(app.db.read()).await.unwrap();
        assert_eq!((verdict.rows, verdict.breaks.len()), (6, 0));
    }
}

#[tokio::test]
async fn a_row_that_is_refused_at_the_end_takes_the_whole_change_along_and_nobody_else() {
    for installation in with_a_table().await {
        let app = &installation.app;
        let tx = app.db.write_together().await.unwrap();
        tx.insert_last(vec![row(1, 1)]);
        tx.insert_last(vec![row(2, 2), row(2, 3)]);
        tx.insert_last(vec![row(4, 4)]);
        assert!(!kept(app, tx).await, "{}", installation.on);
        let next = app.db.write_together().await.unwrap();
        next.insert_last(vec![row(5, 5)]);
        assert!(kept(app, next).await);
        assert_eq!(sum(app.db.read()).await, (1, 5));
        let verdict = platform::audit::verify(app.db.read()).await.unwrap();
        assert_eq!((verdict.rows, verdict.breaks.len()), (1, 0));
    }
}

#[tokio::test]
async fn a_first_question_is_answered_in_the_transaction_that_begins_with_it() {
    for installation in with_a_table().await {
        let app = &installation.app;
        let question = |at: i64| {
            let backend = app.db.read().get_database_backend();
            let sql = "SELECT COUNT(*) AS n, CAST($1 AS BIGINT) AS at FROM later";
            Statement::from_sql_and_values(backend, sql, [at.into()])
        };
        let n = |rows: &[QueryResult]| -> (i64, i64) {
            let row = &rows[0];
            (
                row.try_get("", "n").unwrap(),
                row.try_get("", "at").unwrap(),
            )
        };
        let db = &app.db;
        let (tx, rows) = db.write_together_asking(question(7)).await.unwrap();
        assert_eq!(n(&rows), (0, 7), "{}", installation.on);
        tx.insert_all(vec![row(1, 1)]).await.unwrap();
        assert!(kept(app, tx).await);
        let (tx, rows) = db.write_together_asking(question(8)).await.unwrap();
        assert_eq!(n(&rows), (1, 8));
        tx.insert_all(vec![row(2, 2)]).await.unwrap();
        drop(tx);
        let wrong = Statement::from_string(app.db.read().get_database_backend(), "SELECT nothing");
        assert!(db.write_together_asking(wrong).await.is_err());
        let (tx, rows) = db.write_together_asking(question(9)).await.unwrap();
        assert_eq!(n(&rows), (1, 9));
        assert!(kept(app, tx).await);
        let verdict = platform::audit::verify(app.db.read()).await.unwrap();
        assert_eq!((verdict.rows, verdict.breaks.len()), (2, 0));
    }
}

#[tokio::test]
async fn those_who_share_a_commit_stand_in_the_record_one_after_another_without_whoever_gave_up() {
    for installation in with_a_table().await {
        let app = &installation.app;
        let all = (0..40_u128).map(|number| {
            let app = app.clone();
            tokio::spawn(async move {
                let tx = app.db.write_together().await.unwrap();
                tx.insert_all(vec![row(number, 1)]).await.unwrap();
                match number % 4 {
                    0 => drop(tx),
                    // Refused with the last of what it does.
                    1 => {
                        tx.insert_last(vec![row(number, 1)]);
                        assert!(!kept(&app, tx).await);
                    }
                    _ => assert!(kept(&app, tx).await),
                }
            })
        });
        for one in all.collect::<Vec<_>>() {
            one.await.unwrap();
        }
        assert_eq!(sum(app.db.read()).await, (20, 20), "{}", installation.on);
        let verdict = platform::audit::verify(app.db.read()).await.unwrap();
        assert_eq!((verdict.rows, verdict.breaks.len()), (20, 0));
    }
}

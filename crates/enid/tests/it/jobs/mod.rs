//! Jobs and letters (trust BAK-6, F-14, F-15, N-5): nothing is lost, every effect happens once.

mod catcher;
mod crashes;
mod kills;
mod once;
mod servers;
mod worker;

use platform::App;
use platform::access::Role;
use platform::audit::Event;
use platform::jobs::{self, Job, Kind, NewJob, Run};
use platform::mail::{Mail, MemoryMailer};
use platform::storage::Tx;
use platform::testing::Installation;
use platform::web::Action;
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::json;

use crate::world::worlds;

/// A number written down as the effect of a job.
const EFFECT: Kind = Kind {
    name: "test.effect",
    action: Action("test.effect"),
    run: Run::Effect(|app, job| Box::pin(write_down(app, job))),
};

/// A letter with a number.
const LETTER: Kind = Kind {
    name: "test.letter",
    action: Action("test.letter"),
    run: Run::Mail(|_, _, job| Box::pin(compose(job))),
};

async fn write_down(app: &App, job: &Job) -> platform::Result<()> {
    let tx = app.db.write().await?;
    let number: i64 = job.field("number")?;
    let sql = format!("INSERT INTO effects (number) VALUES ({number})");
    tx.connection().execute_unprepared(&sql).await?;
    job.settle(&tx, app).await?;
    tx.commit(app, Event::installation("test", number.to_string()))
        .await
}

async fn compose(job: &Job) -> platform::Result<Option<Mail>> {
    let number: i64 = job.field("number")?;
    Ok(Some(Mail {
        to: format!("r{number}@example.org"),
        subject: "A letter".into(),
        body: format!("Number {number}."),
        ..Mail::default()
    }))
}

/// An installation on each database, with a table for effects.
async fn installations() -> Vec<Installation> {
    let list = platform::testing::installations(enid::schema::MIGRATIONS).await;
    for one in &list {
        change(&one.app, "CREATE TABLE effects (number BIGINT NOT NULL)").await;
    }
    list
}

async fn change(app: &App, sql: &str) {
    let tx = app.db.write().await.unwrap();
    tx.connection().execute_unprepared(sql).await.unwrap();
    tx.commit_bookkeeping().await.unwrap();
}

async fn number(app: &App, sql: &str) -> i64 {
    let connection = app.db.read();
    let statement = Statement::from_string(connection.get_database_backend(), sql.to_owned());
    let row = connection.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get("", "n").unwrap()
}

fn job(kind: &Kind, number: i64, app: &App) -> NewJob {
    NewJob {
        kind: kind.name,
        key: format!("{}:{number}", kind.name),
        payload: json!({ "number": number }),
        run_at: app.now(),
    }
}

async fn enqueue_in(tx: &Tx, app: &App, kind: &Kind, number: i64) {
    jobs::enqueue(tx, app, job(kind, number, app))
        .await
        .unwrap();
}

/// Asks for these jobs in one change.
async fn enqueue(app: &App, kind: &Kind, numbers: std::ops::RangeInclusive<i64>) {
    let tx = app.db.write().await.unwrap();
    for number in numbers {
        enqueue_in(&tx, app, kind, number).await;
    }
    tx.commit(app, Event::installation("test", "jobs"))
        .await
        .unwrap();
}

/// Lets the claims of workers that are no more run out, as a minute would.
async fn end_leases(app: &App) {
    change(
        app,
        "UPDATE jobs SET claimed_until = 0 WHERE claim IS NOT NULL",
    )
    .await;
}

const OPEN: &str = "SELECT count(*) AS n FROM jobs WHERE done_at IS NULL";
const EFFECTS: &str = "SELECT count(*) AS n FROM effects";

/// A small repeatable stream of numbers.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

//! Every query on jobs.

use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QuerySelect as _, Statement, Value};
use uuid::Uuid;

use super::{Job, Kind, NewJob};
use crate::clock::Instant;
use crate::storage::{BATCH, Tx};
use crate::{App, Error, Result};

/// How long a claim holds, in seconds of the database's time.
pub const LEASE_SECONDS: i64 = 60;

pub(super) mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "jobs")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub key: String,
        pub payload: String,
        pub made_at: Instant,
        pub due_at: Instant,
        pub run_at: Instant,
        pub attempts: i64,
        pub claim: Option<Uuid>,
        pub claimed_until: Option<Instant>,
        pub done_at: Option<Instant>,
        pub failed_at: Option<Instant>,
        pub last_error: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Takes back jobs that have not run yet, by exact key. One that is being run at this moment loses its claim:
/// its effect is undone, but a letter on its way cannot be called back.
pub async fn call_off(tx: &Tx, keys: &[String]) -> Result<()> {
    for batch in keys.chunks(BATCH) {
        row::Entity::delete_many()
            .filter(row::Column::Key.is_in(batch))
            .filter(row::Column::DoneAt.is_null())
            .exec(tx.connection())
            .await?;
    }
    Ok(())
}

pub(super) async fn add(tx: &Tx, app: &App, job: NewJob) -> Result<()> {
    let row = row::Model {
        id: app.new_id(),
        kind: job.kind.to_owned(),
        key: job.key,
        payload: job.payload.to_string(),
        made_at: app.now(),
        due_at: job.run_at,
        run_at: job.run_at,
        attempts: 0,
        claim: None,
        claimed_until: None,
        done_at: None,
        failed_at: None,
        last_error: None,
    };
    row::Entity::insert(row.into_active_model())
        .on_conflict_do_nothing_on([row::Column::Key])
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

/// Claims the job of these kinds that has been due longest, if there is one.
pub(super) async fn claim(app: &App, kinds: &[Kind]) -> Result<Option<Job>> {
    let dialect = app.db.dialect();
    let (free, values) = free(app, kinds);
    // A look that takes no lock: on SQLite a worker with nothing to do must not hold up a writer.
    let backend = app.db.read().get_database_backend();
    let look = format!("SELECT id FROM jobs WHERE {free} LIMIT 1");
    let look = Statement::from_sql_and_values(backend, look, values.clone());
    if app.db.read().query_one_raw(look).await?.is_none() {
        return Ok(None);
    }
    let token = app.new_id();
    let take = format!(
        "UPDATE jobs SET claim = ${at}, claimed_until = {now} + {lease}, attempts = attempts + 1 \
         WHERE id = (SELECT id FROM jobs WHERE {free} ORDER BY run_at, id LIMIT 1 {skip}) \
         RETURNING id, kind, payload, attempts",
        at = values.len() + 1,
        now = dialect.now(),
        lease = LEASE_SECONDS * 1_000_000,
        skip = dialect.skip_locked(),
    );
    let values = values.into_iter().chain([Value::from(token)]);
    let tx = app.db.write().await?;
    let take = Statement::from_sql_and_values(backend, take, values);
    let Some(row) = tx.connection().query_one_raw(take).await? else {
        return Ok(None);
    };
    let payload: String = row.try_get("", "payload")?;
    let attempts: i64 = row.try_get("", "attempts")?;
    let job = Job {
        id: row.try_get("", "id")?,
        kind: row.try_get("", "kind")?,
        payload: serde_json::from_str(&payload).map_err(Error::internal)?,
        attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
        claim: token,
    };
    tx.commit_bookkeeping().await?;
    Ok(Some(job))
}

/// The condition for a job that anybody may claim now, with its values.
fn free(app: &App, kinds: &[Kind]) -> (String, Vec<Value>) {
    let places: Vec<String> = (0..kinds.len()).map(|at| format!("${}", at + 2)).collect();
    let condition = format!(
        "done_at IS NULL AND failed_at IS NULL AND run_at <= $1 \
         AND (claimed_until IS NULL OR claimed_until < {now}) AND kind IN ({kinds})",
        now = app.db.dialect().now(),
        kinds = places.join(", "),
    );
    let names = kinds.iter().map(|kind| Value::from(kind.name));
    let values = [Value::from(app.now().0)].into_iter().chain(names);
    (condition, values.collect())
}

/// Holds a claim for its full time from now on.
pub(super) async fn renew(tx: &Tx, job: &Job) -> Result<()> {
    let dialect = crate::storage::Dialect::of(tx.connection().get_database_backend());
    let until = format!("{} + {}", dialect.now(), LEASE_SECONDS * 1_000_000);
    let renewed = held(job)
        .col_expr(row::Column::ClaimedUntil, Expr::cust(until))
        .exec(tx.connection())
        .await?;
    kept(renewed.rows_affected)
}

pub(super) async fn settle(tx: &Tx, app: &App, job: &Job) -> Result<()> {
    let settled = held(job)
        .col_expr(row::Column::DoneAt, Expr::value(app.now().0))
        .col_expr(row::Column::Claim, Expr::value(None::<Uuid>))
        .col_expr(row::Column::ClaimedUntil, Expr::value(None::<i64>))
        .exec(tx.connection())
        .await?;
    kept(settled.rows_affected)
}

/// Gives a claim back with a code for what went wrong: to be run again at a moment, or never.
pub(super) async fn give_back(
    app: &App,
    job: &Job,
    code: &str,
    again: Option<Instant>,
) -> Result<()> {
    let mut back = held(job)
        .col_expr(row::Column::LastError, Expr::value(code))
        .col_expr(row::Column::Claim, Expr::value(None::<Uuid>))
        .col_expr(row::Column::ClaimedUntil, Expr::value(None::<i64>));
    back = match again {
        Some(at) => back.col_expr(row::Column::RunAt, Expr::value(at.0)),
        None => back.col_expr(row::Column::FailedAt, Expr::value(app.now().0)),
    };
    let tx = app.db.write().await?;
    back.exec(tx.connection()).await?;
    tx.commit_bookkeeping().await
}

/// Whether a job is marked as done.
pub(super) async fn is_done(app: &App, job: &Job) -> Result<bool> {
    let found = row::Entity::find_by_id(job.id)
        .select_only()
        .column(row::Column::DoneAt)
        .into_tuple::<Option<i64>>()
        .one(app.db.read())
        .await?;
    Ok(found.flatten().is_some())
}

/// The row of a job, as long as its claim is the one it was handed out with.
fn held(job: &Job) -> sea_orm::UpdateMany<row::Entity> {
    row::Entity::update_many()
        .filter(row::Column::Id.eq(job.id))
        .filter(row::Column::Claim.eq(job.claim))
        .filter(row::Column::DoneAt.is_null())
}

fn kept(rows: u64) -> Result<()> {
    if rows == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("somebody else has taken this job"))
    }
}

//! The writing transaction.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, IntoActiveModel, ModelTrait,
    QueryTrait, Statement, Value, Values,
};
use tokio::sync::watch;

use super::Dialect;
use super::together::{self, Heads, Turn};
use crate::audit::{self, Event};
use crate::live::{self, Live};
use crate::{App, Error, Result};

/// Statements, each made when it is asked for.
pub type Statements<'a> = Box<dyn Iterator<Item = Statement> + Send + 'a>;

/// A writing transaction. It can only be committed together with the audit row that says what was done.
pub struct Tx {
    inner: Arc<DatabaseTransaction>,
    /// Given on after `inner` has ended: fields are dropped in their order.
    turn: Option<Turn>,
    live: Live,
    /// What is told in this process once everything is committed.
    topics: Mutex<Vec<String>>,
    workers: watch::Sender<()>,
    has_enqueued: AtomicBool,
    /// Run with the commit, in this order.
    last: Mutex<Vec<Statement>>,
    /// Of the chains of the audit that it writes to.
    heads: Mutex<Heads>,
}

impl Tx {
    pub(super) fn of(
        (inner, turn): (Arc<DatabaseTransaction>, Option<Turn>),
        live: Live,
        workers: watch::Sender<()>,
    ) -> Self {
        Self {
            inner,
            turn,
            live,
            topics: Mutex::default(),
            workers,
            has_enqueued: AtomicBool::new(false),
            last: Mutex::default(),
            heads: Mutex::default(),
        }
    }

    /// What queries run on.
    pub fn connection(&self) -> &DatabaseTransaction {
        &self.inner
    }

    /// Inserts rows of one table, in batches that every database takes.
    pub async fn insert_all<M>(&self, rows: Vec<M>) -> Result<()>
    where
        M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    {
        self.run_all(Box::new(self.inserts(rows))).await
    }

    /// Statements that insert these rows, in batches that every database takes.
    pub fn inserts<M, R>(&self, rows: R) -> impl Iterator<Item = Statement> + use<M, R>
    where
        R: IntoIterator<Item = M>,
        M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    {
        let backend = self.inner.get_database_backend();
        let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model);
        std::iter::from_fn(move || {
            let batch: Vec<_> = rows.by_ref().take(super::BATCH).collect();
            (!batch.is_empty()).then(|| M::Entity::insert_many(batch).build(backend))
        })
    }

    /// Runs statements one after another, each of which is made ready while the one before runs.
    ///
    /// # Errors
    /// The database does not answer, or refuses a row.
    pub async fn run_all(&self, mut statements: Statements<'_>) -> Result<()> {
        let mut leave_next = || {
            let next = statements.next();
            Ok(next.map(|statement| self.last_ones().push(statement)))
        };
        while self.while_it_runs(&mut leave_next).await?.is_some() {}
        Ok(())
    }

    /// Has this run when the transaction is committed, in the order in which it was left: SQLite is handed all of it at once, which costs
    /// one change of threads in the place of many. Until [`Tx::run_last`] nothing in the transaction sees what it does.
    pub fn leave_last(&self, query: &impl QueryTrait) {
        let statement = query.build(self.inner.get_database_backend());
        self.last_ones().push(statement);
    }

    /// The same for rows of one table.
    pub fn insert_last<M>(&self, rows: Vec<M>)
    where
        M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    {
        let inserts = self.inserts(rows);
        self.last_ones().extend(inserts);
    }

    fn last_ones(&self) -> MutexGuard<'_, Vec<Statement>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs at once what was left for the commit: for whoever goes on in the transaction.
    ///
    /// # Errors
    /// The database does not answer, or refuses a row.
    pub async fn run_last(&self) -> Result<()> {
        let last = std::mem::take(&mut *self.last_ones());
        let backend = self.inner.get_database_backend();
        let together = match Dialect::of(backend) {
            // Its places have no numbers, so that those of one statement follow those of the one before.
            Dialect::Sqlite => joined(backend, last),
            Dialect::Postgres => last,
        };
        for statement in together {
            self.inner.execute_raw(statement).await?;
        }
        Ok(())
    }

    /// The same while the next is made ready, which may leave something last itself.
    ///
    /// # Errors
    /// Those of [`Tx::run_last`] and of what is done beside.
    pub async fn while_it_runs<T>(&self, beside: impl FnOnce() -> Result<T>) -> Result<T> {
        // The database is asked first, and works while this thread does what is beside.
        let ((), done) = tokio::try_join!(biased; self.run_last(), async { beside() })?;
        Ok(done)
    }

    /// Runs a statement whose places are `$1`, `$2` and so on, and tells how many rows it touched.
    pub async fn run(&self, sql: &str, values: Vec<Value>) -> Result<u64> {
        let backend = self.inner.get_database_backend();
        let statement = Statement::from_sql_and_values(backend, sql, values);
        Ok(self.inner.execute_raw(statement).await?.rows_affected())
    }

    /// The same on a table that is append-only, whose protection is off for this statement alone and on again before
    /// anybody else can write. For periods and erasures; nothing else may remove what was written once.
    pub async fn run_unprotected(&self, table: &str, sql: &str, values: Vec<Value>) -> Result<u64> {
        let dialect = Dialect::of(self.inner.get_database_backend());
        for statement in dialect.lift_append_only(table) {
            self.inner.execute_unprepared(&statement).await?;
        }
        let rows = self.run(sql, values).await?;
        for statement in dialect.append_only_again(table) {
            self.inner.execute_unprepared(&statement).await?;
        }
        Ok(rows)
    }

    /// Tells whoever waits for this topic, on every node, once the transaction is committed; if it is not, nobody hears
    /// of it. A topic such as `session:` and an identifier holds no name and at most [`live::LONGEST_TOPIC`] bytes.
    ///
    /// # Errors
    /// The topic is too long, or the database does not answer.
    pub async fn announce(&self, topic: &str) -> Result<()> {
        if topic.is_empty() || topic.len() > live::LONGEST_TOPIC {
            return Err(Error::internal(format!("\"{topic}\" is no topic")));
        }
        let backend = self.inner.get_database_backend();
        match Dialect::of(backend) {
            Dialect::Postgres => {
                let values = [live::CHANNEL.into(), topic.into()];
                let tell = "SELECT pg_notify($1, $2)";
                let tell = Statement::from_sql_and_values(backend, tell, values);
                self.inner.execute_raw(tell).await?;
            }
            Dialect::Sqlite => {
                let mut topics = self.topics.lock().unwrap_or_else(PoisonError::into_inner);
                if topics.iter().all(|other| other != topic) {
                    topics.push(topic.to_owned());
                }
            }
        }
        Ok(())
    }

    /// Writes an audit row of a change beside the one with which all is committed.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn record(&self, app: &App, event: Event) -> Result<()> {
        audit::append(self, app, event).await
    }

    /// Writes the audit row and commits both: no row, no change (trust LOG-1).
    pub async fn commit(self, app: &App, event: Event) -> Result<()> {
        self.record(app, event).await?;
        self.commit_bookkeeping().await
    }

    /// Commits bookkeeping that changes nothing anybody entered: a migration, a sign-in seen again, how far a search is.
    pub async fn commit_bookkeeping(self) -> Result<()> {
        // A request can be broken off at any moment, a commit must not be (trust BAK-4).
        let done = tokio::spawn(self.commit_to_its_end());
        done.await.map_err(Error::internal)?
    }

    async fn commit_to_its_end(self) -> Result<()> {
        let shared = self.turn.as_ref().filter(|turn| turn.is_shared());
        if shared.is_some() {
            let backend = self.inner.get_database_backend();
            let end = Statement::from_string(backend, together::END);
            self.last_ones().push(end);
        }
        self.run_last().await?;
        match self.turn {
            Some(turn) if turn.is_shared() => {
                drop(self.inner);
                let heads = self.heads.into_inner();
                turn.join(heads.unwrap_or_else(PoisonError::into_inner))
                    .await?;
            }
            turn => {
                together::commit(self.inner).await?;
                drop(turn);
            }
        }
        let topics = self.topics.into_inner();
        self.live
            .tell(topics.unwrap_or_else(PoisonError::into_inner));
        if self.has_enqueued.into_inner() {
            self.workers.send_replace(());
        }
        Ok(())
    }

    /// The number and the hash of the last row of a chain of the audit, where this transaction or those who share it have left it.
    pub(crate) fn head_of(&self, chain: &str) -> Option<(i64, Vec<u8>)> {
        let own = self.heads().get(chain).cloned();
        own.or_else(|| self.turn.as_ref()?.head_of(chain))
    }

    /// Notes what the last row of a chain of the audit will be.
    pub(crate) fn moves_head(&self, chain: &str, head: (i64, Vec<u8>)) {
        self.heads().insert(chain.to_owned(), head);
    }

    fn heads(&self) -> MutexGuard<'_, Heads> {
        self.heads.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has this node's workers woken when the transaction is committed.
    pub(crate) fn has_enqueued(&self) {
        self.has_enqueued.store(true, Ordering::Relaxed);
    }
}

/// With more values than this a statement goes alone: one of as many rows as a batch has was made ready before, and another would not be
/// the same again with it.
const MANY: usize = 1000;

/// These statements in as few as they can be run in.
fn joined(backend: DbBackend, statements: Vec<Statement>) -> Vec<Statement> {
    let mut all: Vec<(String, Vec<Value>)> = Vec::new();
    for statement in statements {
        let values = statement.values.map_or_else(Vec::new, |Values(all)| all);
        match all.last_mut() {
            Some((sql, others)) if others.len().max(values.len()) <= MANY => {
                sql.push_str("; ");
                sql.push_str(&statement.sql);
                others.extend(values);
            }
            _ => all.push((statement.sql, values)),
        }
    }
    let joined = all.into_iter();
    joined
        .map(|(sql, values)| Statement::from_sql_and_values(backend, sql, values))
        .collect()
}

//! Connections: many readers, one way to write.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, EntityTrait, IntoActiveModel,
    IsolationLevel, ModelTrait, SqlxPostgresConnector, SqlxSqliteConnector, Statement,
    TransactionOptions, TransactionTrait, Value,
};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{
    SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};

use tokio::sync::watch;

use super::together::{Together, Turn};
use super::{Dialect, Memory};
use crate::audit::{self, Event};
use crate::live::{self, Live};
use crate::{App, Error, Result};

/// Older versions of SQLite can corrupt a file when a checkpoint meets a second writer (trust BAK-1).
pub const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

const READERS: u32 = 4;

/// Most that the writer of a file keeps of it, in KiB; it keeps no more than it has touched.
const WRITER_CACHE_KIB: u32 = 32 * 1024;

/// The database of an installation.
#[derive(Clone, Debug)]
pub struct Db {
    readers: DatabaseConnection,
    writer: DatabaseConnection,
    /// Those who write to a file, one after another; PostgreSQL sees to that itself.
    together: Option<Together>,
    dialect: Dialect,
    live: Live,
    enqueued: watch::Sender<()>,
    memory: Arc<Memory>,
}

impl Db {
    /// Opens a SQLite file, making it if it is not there: write-ahead log, full sync, foreign keys on.
    pub async fn open_sqlite(file: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .pragma("trusted_schema", "OFF")
            .pragma("secure_delete", "ON");
        let pool = |size| {
            SqlitePoolOptions::new()
                .min_connections(1)
                .max_connections(size)
        };
        let opened = |error| Error::internal(format!("cannot open {}: {error}", file.display()));
        // Saying how a file is vacuumed takes the writer's lock: a reader that is opened while
        // something is written must not say it, or it waits and then fails.
        // Random identifiers land all over an index: a writer that keeps little of it reads and writes the same pages again and again
        // while a study is brought in.
        let writing = options
            .clone()
            .pragma("cache_size", format!("-{WRITER_CACHE_KIB}"))
            .auto_vacuum(SqliteAutoVacuum::Incremental);
        let writer = pool(1).connect_with(writing).await.map_err(opened)?;
        let readers = pool(READERS).connect_with(options).await.map_err(opened)?;
        let db = Self {
            readers: SqlxSqliteConnector::from_sqlx_sqlite_pool(readers),
            writer: SqlxSqliteConnector::from_sqlx_sqlite_pool(writer),
            together: Some(Together::default()),
            dialect: Dialect::Sqlite,
            live: Live::of_one_process(),
            enqueued: watch::Sender::new(()),
            memory: Arc::default(),
        };
        refuse_old_sqlite(&db.version().await?)?;
        Ok(db)
    }

    /// Connects to PostgreSQL 15 or newer, such as `postgres://enid@localhost/enid`. The password comes
    /// apart from the address, since addresses end up in lists of processes and in logs.
    pub async fn open_postgres(url: &str, password: Option<&str>) -> Result<Self> {
        let mut options: PgConnectOptions = url
            .parse()
            .map_err(|_| Error::internal("DATABASE_URL is not a PostgreSQL address"))?;
        if let Some(password) = password {
            options = options.password(password);
        }
        let pool = PgPoolOptions::new()
            .max_connections(8)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options.clone())
            .await
            .map_err(|error| Error::internal(format!("cannot reach PostgreSQL: {error}")))?;
        let connection = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
        let db = Self {
            readers: connection.clone(),
            writer: connection,
            together: None,
            dialect: Dialect::Postgres,
            live: Live::through(
                PgPoolOptions::new()
                    .max_connections(1)
                    .connect_lazy_with(options),
            ),
            enqueued: watch::Sender::new(()),
            memory: Arc::default(),
        };
        let version = db.version().await?;
        let major: u32 = version
            .split('.')
            .next()
            .and_then(|part| part.parse().ok())
            .unwrap_or(0);
        if major < 15 {
            return Err(Error::internal(format!(
                "PostgreSQL {version} is too old: Enid needs 15 or newer"
            )));
        }
        Ok(db)
    }

    /// Which database this is.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// What is announced, by this node and by others.
    pub fn live(&self) -> &Live {
        &self.live
    }

    /// What this node keeps of what it has read.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// For reading outside a transaction.
    pub fn read(&self) -> &DatabaseConnection {
        &self.readers
    }

    /// A transaction that only reads, and in which every query sees the same moment.
    pub async fn moment(&self) -> Result<DatabaseTransaction> {
        let isolation_level = match self.dialect {
            Dialect::Sqlite => None,
            Dialect::Postgres => Some(IsolationLevel::RepeatableRead),
        };
        let options = TransactionOptions {
            isolation_level,
            ..TransactionOptions::default()
        };
        Ok(self.readers.begin_with_options(options).await?)
    }

    /// Begins the one kind of writing transaction there is: IMMEDIATE on SQLite, since a deferred one
    /// that reads before it writes fails under contention. Dropping it undoes everything.
    pub async fn write(&self) -> Result<Tx> {
        self.begin(false).await
    }

    /// The same for what many people do at once, many times a day: those who wait for their turn share a sync of the disk.
    /// Nobody is told that something is kept before it is. Whoever looks it up by [`Db::read`] after this transaction was dropped
    /// may not find yet what this transaction saw of others.
    pub async fn write_together(&self) -> Result<Tx> {
        self.begin(true).await
    }

    async fn begin(&self, shares: bool) -> Result<Tx> {
        let (inner, turn) = match &self.together {
            Some(together) => {
                let (inner, turn) = together.begin(&self.writer, shares).await?;
                (inner, Some(turn))
            }
            None => {
                let options = TransactionOptions::default();
                (self.writer.begin_with_options(options).await?, None)
            }
        };
        Ok(Tx {
            inner,
            turn,
            live: self.live.clone(),
            topics: Mutex::default(),
            workers: self.enqueued.clone(),
            has_enqueued: AtomicBool::new(false),
        })
    }

    /// Changes whenever a transaction of this node that asked for a job was committed.
    pub(crate) fn enqueued(&self) -> watch::Receiver<()> {
        self.enqueued.subscribe()
    }

    /// The version of the database, such as `3.51.3` or `15.18`.
    pub async fn version(&self) -> Result<String> {
        let query = match self.dialect {
            Dialect::Sqlite => "SELECT sqlite_version() AS version",
            Dialect::Postgres => "SELECT current_setting('server_version') AS version",
        };
        let row = self
            .readers
            .query_one_raw(Statement::from_string(
                self.readers.get_database_backend(),
                query,
            ))
            .await?
            .ok_or_else(|| Error::internal("the database does not tell its version"))?;
        Ok(row.try_get("", "version")?)
    }

    /// Closes all connections, so that the file can be moved or copied.
    pub async fn close(self) -> Result<()> {
        self.live.close().await;
        self.readers.close().await?;
        if self.dialect == Dialect::Sqlite {
            self.writer.close().await?;
        }
        Ok(())
    }
}

/// A writing transaction. It can only be committed together with the audit row that says what was done.
pub struct Tx {
    inner: DatabaseTransaction,
    /// Given on after `inner` has ended: fields are dropped in their order.
    turn: Option<Turn>,
    live: Live,
    /// What is told in this process once everything is committed.
    topics: Mutex<Vec<String>>,
    workers: watch::Sender<()>,
    has_enqueued: AtomicBool,
}

impl Tx {
    /// What queries run on.
    pub fn connection(&self) -> &DatabaseTransaction {
        &self.inner
    }

    /// Inserts rows of one table, in batches that every database takes.
    pub async fn insert_all<M>(&self, rows: Vec<M>) -> Result<()>
    where
        M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
        <M::Entity as EntityTrait>::ActiveModel: Send,
    {
        let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model);
        loop {
            let batch: Vec<_> = rows.by_ref().take(super::BATCH).collect();
            if batch.is_empty() {
                return Ok(());
            }
            M::Entity::insert_many(batch)
                .exec_without_returning(&self.inner)
                .await?;
        }
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

    /// Writes the audit row and commits both: no row, no change (trust LOG-1).
    pub async fn commit(self, app: &App, event: Event) -> Result<()> {
        audit::append(&self, app, event).await?;
        self.commit_bookkeeping().await
    }

    /// Commits bookkeeping that changes nothing anybody entered: a migration, a sign-in seen again, how far a search is.
    pub async fn commit_bookkeeping(self) -> Result<()> {
        // A request can be broken off at any moment, a commit must not be (trust BAK-4).
        let done = tokio::spawn(self.commit_to_its_end());
        done.await.map_err(Error::internal)?
    }

    async fn commit_to_its_end(self) -> Result<()> {
        match self.turn {
            Some(turn) => turn.commit(self.inner).await?,
            None => self.inner.commit().await?,
        }
        let topics = self.topics.into_inner();
        self.live
            .tell(topics.unwrap_or_else(PoisonError::into_inner));
        if self.has_enqueued.into_inner() {
            self.workers.send_replace(());
        }
        Ok(())
    }

    /// Has this node's workers woken when the transaction is committed.
    pub(crate) fn has_enqueued(&self) {
        self.has_enqueued.store(true, Ordering::Relaxed);
    }
}

fn refuse_old_sqlite(version: &str) -> Result<()> {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    let found = (next(), next(), next());
    if found < OLDEST_SQLITE {
        let (a, b, c) = OLDEST_SQLITE;
        return Err(Error::internal(format!(
            "SQLite {version} is too old: Enid needs {a}.{b}.{c} or newer"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_sqlite_that_can_corrupt_its_file_is_refused() {
        for old in ["3.51.2", "3.50.9", "2.99.99", "", "x"] {
            assert!(refuse_old_sqlite(old).is_err(), "{old}");
        }
        for new in ["3.51.3", "3.52.0", "4.0.0"] {
            assert!(refuse_old_sqlite(new).is_ok(), "{new}");
        }
    }
}

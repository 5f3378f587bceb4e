//! Connections: many readers, one way to write.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, IsolationLevel, QueryResult,
    SqlxPostgresConnector, SqlxSqliteConnector, Statement, TransactionOptions, TransactionTrait,
};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{
    SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};

use tokio::sync::watch;

use super::together::{Together, Turn};
use super::{Dialect, Memory, Tx};
use crate::live::Live;
use crate::{Error, Result};

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
            // What a statement would take back if it failed, which by default lies in a file of its own.
            .pragma("temp_store", "MEMORY")
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
        let begun = match &self.together {
            Some(together) => {
                let (inner, turn) = together.alone(&self.writer).await?;
                (inner, Some(turn))
            }
            None => (self.begin_in_postgres().await?, None),
        };
        Ok(self.tx(begun))
    }

    /// The same for what many people do at once, many times a day: those who wait for their turn share a sync of the disk.
    /// Nobody is told that something is kept before it is. Whoever looks it up by [`Db::read`] after this transaction was dropped
    /// may not find yet what this transaction saw of others.
    pub async fn write_together(&self) -> Result<Tx> {
        Ok(self.begin_together(None).await?.0)
    }

    /// The same with the answer to a first question, which SQLite is asked together with the beginning.
    pub async fn write_together_asking(&self, first: Statement) -> Result<(Tx, Vec<QueryResult>)> {
        self.begin_together(Some(first)).await
    }

    async fn begin_together(&self, first: Option<Statement>) -> Result<(Tx, Vec<QueryResult>)> {
        if let Some(together) = &self.together {
            let (inner, turn, answered) = together.shared(&self.writer, first).await?;
            return Ok((self.tx((inner, Some(turn))), answered));
        }
        let inner = self.begin_in_postgres().await?;
        let answered = match first {
            Some(first) => inner.query_all_raw(first).await?,
            None => Vec::new(),
        };
        Ok((self.tx((inner, None)), answered))
    }

    async fn begin_in_postgres(&self) -> Result<Arc<DatabaseTransaction>> {
        let options = TransactionOptions::default();
        Ok(Arc::new(self.writer.begin_with_options(options).await?))
    }

    fn tx(&self, begun: (Arc<DatabaseTransaction>, Option<Turn>)) -> Tx {
        Tx::of(begun, self.live.clone(), self.enqueued.clone())
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

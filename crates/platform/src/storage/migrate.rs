//! One list of migrations for both databases, applied in order, each in its own transaction.

use sea_orm::{ConnectionTrait, Statement};
use sha2::{Digest, Sha256};

use super::{Db, Dialect, Tx};
use crate::clock::Clock;
use crate::{Error, Result};

/// A step of the schema. Steps only add; a name is never used again.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Unique and telling, such as `0001 accounts`.
    pub name: &'static str,
    /// Statements parted by a semicolon at the end of a line, in the words of [`Dialect::translate`].
    pub sql: &'static str,
    /// Tables whose rows may be added but never changed or removed.
    pub append_only: &'static [&'static str],
}

/// What `apply` would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Names of the steps that are not applied yet, in order.
    pub names: Vec<&'static str>,
    /// Whether the database holds nothing at all yet.
    pub fresh: bool,
}

const LEDGER: &str = "CREATE TABLE IF NOT EXISTS schema_migrations \
    (name TEXT PRIMARY KEY, hash BYTEA NOT NULL, applied_at BIGINT NOT NULL) STRICT";

/// Compares the list with what the database has. A database written by a newer Enid is refused.
pub async fn pending(db: &Db, list: &[Migration]) -> Result<Pending> {
    let tx = db.write().await?;
    run(&tx, db.dialect(), LEDGER).await?;
    let applied = applied(&tx).await?;
    tx.commit_bookkeeping().await?;
    for (name, hash) in &applied {
        match list.iter().find(|step| step.name == name) {
            None => {
                return Err(Error::internal(format!(
                    "this data was last used by a newer Enid (it has the step \"{name}\"): \
                     start that version, or restore a backup made before it"
                )));
            }
            Some(step) if digest(step) != *hash => {
                return Err(Error::internal(format!(
                    "the step \"{name}\" was applied in another wording: this program and this data do not belong together"
                )));
            }
            Some(_) => {}
        }
    }
    let names = list
        .iter()
        .map(|step| step.name)
        .filter(|name| applied.iter().all(|(done, _)| done != name))
        .collect();
    Ok(Pending {
        names,
        fresh: applied.is_empty(),
    })
}

/// Applies every step that is missing and tells their names.
pub async fn apply(db: &Db, clock: &dyn Clock, list: &[Migration]) -> Result<Vec<&'static str>> {
    let todo = pending(db, list).await?;
    for step in list.iter().filter(|step| todo.names.contains(&step.name)) {
        let tx = db.write().await?;
        for statement in step.sql.split(";\n").map(str::trim) {
            let statement = statement.trim_end_matches(';');
            let own = db.dialect().own(statement);
            if let Some(statement) = own.filter(|statement| !statement.is_empty()) {
                run(&tx, db.dialect(), statement).await?;
            }
        }
        for table in step.append_only {
            for statement in db.dialect().append_only(table) {
                tx.connection().execute_unprepared(&statement).await?;
            }
        }
        let backend = tx.connection().get_database_backend();
        tx.connection()
            .execute_raw(Statement::from_sql_and_values(
                backend,
                "INSERT INTO schema_migrations (name, hash, applied_at) VALUES ($1, $2, $3)",
                [step.name.into(), digest(step).into(), clock.now().0.into()],
            ))
            .await?;
        tx.commit_bookkeeping().await?;
    }
    Ok(todo.names)
}

async fn applied(tx: &Tx) -> Result<Vec<(String, Vec<u8>)>> {
    let backend = tx.connection().get_database_backend();
    let rows = tx
        .connection()
        .query_all_raw(Statement::from_string(
            backend,
            "SELECT name, hash FROM schema_migrations ORDER BY name",
        ))
        .await?;
    rows.iter()
        .map(|row| Ok((row.try_get("", "name")?, row.try_get("", "hash")?)))
        .collect()
}

async fn run(tx: &Tx, dialect: Dialect, statement: &str) -> Result<()> {
    tx.connection()
        .execute_unprepared(&dialect.translate(statement))
        .await?;
    Ok(())
}

fn digest(step: &Migration) -> Vec<u8> {
    Sha256::digest(step.sql.as_bytes()).to_vec()
}

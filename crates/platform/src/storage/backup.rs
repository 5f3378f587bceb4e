//! A copy of the SQLite file before its schema changes.

use std::path::{Path, PathBuf};

use sea_orm::{ConnectionTrait, Statement};

use super::{Db, Dialect};
use crate::clock::Clock;
use crate::{Error, Result};

/// Writes a whole, checked copy beside the file and returns its path. The copy is made by the database
/// itself, so it holds every committed change and no half of one. PostgreSQL has its own tools: `None`.
pub async fn copy_before_migration(
    db: &Db,
    file: &Path,
    clock: &dyn Clock,
) -> Result<Option<PathBuf>> {
    if db.dialect() != Dialect::Sqlite {
        return Ok(None);
    }
    let moment = clock
        .now()
        .to_jiff()
        .strftime("%Y%m%dT%H%M%S%3fZ")
        .to_string();
    let copy = file.with_extension(format!("before-{moment}.sqlite"));
    let path = copy
        .to_str()
        .ok_or_else(|| Error::internal("the data folder's name is not text"))?;
    let backend = db.read().get_database_backend();
    db.read()
        .execute_raw(Statement::from_sql_and_values(
            backend,
            "VACUUM INTO $1",
            [path.into()],
        ))
        .await?;
    let check = Db::open_sqlite(&copy).await?;
    let row = check
        .read()
        .query_one_raw(Statement::from_string(backend, "PRAGMA quick_check"))
        .await?
        .ok_or_else(|| Error::internal("the copy cannot be checked"))?;
    let verdict: String = row.try_get_by_index(0)?;
    check.close().await?;
    if verdict == "ok" {
        Ok(Some(copy))
    } else {
        Err(Error::internal(format!("the copy is damaged: {verdict}")))
    }
}

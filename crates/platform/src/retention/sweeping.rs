//! One sweep: a class, a scope, a moment, and what it has removed so far.

use sea_orm::Value;

use crate::access::Scope;
use crate::clock::Instant;
use crate::storage::Tx;
use crate::{App, Result};

/// A sweep under way. What it removes is counted by table.
pub struct Sweeping<'a> {
    /// The installation.
    pub app: &'a App,
    /// The transaction it happens in.
    pub tx: &'a Tx,
    /// The programme or study; none for the installation.
    pub scope: Option<&'a Scope>,
    /// What ended before this moment goes.
    pub before: Instant,
    pub(super) removed: Vec<(&'static str, u64)>,
}

impl Sweeping<'_> {
    /// Runs a statement that removes rows of a table. Its places are `$1`, `$2` and so on.
    pub async fn remove(
        &mut self,
        table: &'static str,
        sql: &str,
        values: Vec<Value>,
    ) -> Result<()> {
        let rows = self.tx.run(sql, values).await?;
        self.count(table, rows);
        Ok(())
    }

    /// The same for a table that is append-only.
    pub async fn remove_protected(
        &mut self,
        table: &'static str,
        sql: &str,
        values: Vec<Value>,
    ) -> Result<()> {
        let rows = self.tx.run_unprotected(table, sql, values).await?;
        self.count(table, rows);
        Ok(())
    }

    /// Counts rows that were removed or blanked.
    pub fn count(&mut self, table: &'static str, rows: u64) {
        if rows == 0 {
            return;
        }
        match self.removed.iter_mut().find(|(known, _)| *known == table) {
            Some((_, count)) => *count += rows,
            None => self.removed.push((table, rows)),
        }
    }

    /// Keeps since when rows of a table fulfil a condition, in `retention_marks` under the name of the table: the first run that sees it
    /// dates it, and one that no longer does is forgotten.
    pub async fn mark(&self, table: &str, condition: &str) -> Result<()> {
        let holds = format!("SELECT id FROM {table} WHERE {condition}");
        let forget =
            format!("DELETE FROM retention_marks WHERE kind = $1 AND subject NOT IN ({holds})");
        self.tx.run(&forget, vec![table.into()]).await?;
        let keep = format!(
            "INSERT INTO retention_marks (kind, subject, at) \
             SELECT CAST($1 AS TEXT), id, CAST($2 AS BIGINT) FROM {table} WHERE {condition} \
             ON CONFLICT DO NOTHING"
        );
        let now = self.app.now().0;
        self.tx.run(&keep, vec![table.into(), now.into()]).await?;
        Ok(())
    }
}

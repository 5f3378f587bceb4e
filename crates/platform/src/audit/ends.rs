//! How far the record has come, by which a node knows whether what it keeps is old (decision 9).

use sea_orm::Statement;
use sea_orm::entity::prelude::*;

use super::INSTALLATION;
use crate::Result;
use crate::storage::Migration;

/// How far the record has come. What was read after these numbers stands as long as they do, on whichever node: no change is
/// committed without its row (trust LOG-1), and rows are only added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    /// The rows of every chain.
    pub all: i64,
    /// The last row of the scope's chain.
    pub scope: i64,
    /// The last row of the scope's chain that is not marked [`ALONE`].
    pub unsettled: i64,
    /// The last row of the installation's chain.
    pub installation: i64,
}

impl Ends {
    /// A number that grows with every change of the scope and of the installation.
    pub fn changes(self) -> i64 {
        self.scope + self.installation
    }

    /// Whether all that was recorded from one moment until this one, as seen from the same scope, is of that scope and [`ALONE`].
    pub fn were_alone_since(self, then: Self) -> bool {
        let is_elsewhere = self.all - then.all != self.scope - then.scope;
        !is_elsewhere && self.scope >= then.scope && self.unsettled <= then.scope
    }
}

/// How far the record has come, as seen from the scope of this short name.
///
/// # Errors
/// The database does not answer.
pub async fn ends(connection: &impl ConnectionTrait, scope: &str) -> Result<Ends> {
    // ALONE is written out, as in the index of [`BUT_ALONE`]: a value that is given later takes no index of some rows.
    const SUMS: &str = "SELECT CAST(SUM(seq) AS BIGINT) AS every_row, \
        CAST(SUM(CASE WHEN chain = $1 THEN seq ELSE 0 END) AS BIGINT) AS of_scope, \
        CAST(SUM(CASE WHEN chain = $2 THEN seq ELSE 0 END) AS BIGINT) AS of_installation, \
        (SELECT MAX(seq) FROM audit_events WHERE chain = $1 AND detail <> 'alone') AS not_alone FROM audit_heads";
    let backend = connection.get_database_backend();
    let places = [scope.into(), INSTALLATION.into()];
    let sums = Statement::from_sql_and_values(backend, SUMS, places);
    let row = connection.query_one_raw(sums).await?;
    // Before anything was recorded there is nothing to sum.
    let number = |name| match &row {
        Some(row) => row.try_get::<Option<i64>>("", name),
        None => Ok(None),
    };
    Ok(Ends {
        all: number("every_row")?.unwrap_or(0),
        scope: number("of_scope")?.unwrap_or(0),
        unsettled: number("not_alone")?.unwrap_or(0),
        installation: number("of_installation")?.unwrap_or(0),
    })
}

/// The detail of a row whose change touched the thing it names and nothing that anything else is read against: no account, no
/// role, no document, no code. What is made hundreds of times a day is marked so, and what a node keeps outlives it.
pub const ALONE: &str = "alone";

/// Rows that are not marked [`ALONE`], by chain: whether there is a newer one is asked with every request.
pub const BUT_ALONE: Migration = Migration {
    name: "0048 audit but alone",
    sql: include_str!("but_alone.sql"),
    append_only: &[],
};

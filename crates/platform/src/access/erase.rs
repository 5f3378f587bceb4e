//! Taking out of accounts and passes whatever tells who somebody was.

use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use crate::clock::Instant;
use crate::keys::erase_person;
use crate::storage::Tx;
use crate::{App, Result};

/// Accounts that a run of retention saw disabled before this moment and that still have a name.
pub async fn disabled_before(tx: &Tx, before: Instant) -> Result<Vec<Uuid>> {
    let sql = "SELECT m.subject AS id FROM retention_marks m WHERE m.kind = 'accounts' AND m.at < $1 \
        AND NOT EXISTS (SELECT 1 FROM erasures e WHERE e.person = m.subject)";
    ids(tx, sql, before.0.into()).await
}

/// Erases an account: name, address, password, roles, sign-ins and key. Its bare identifier stays in the record. False
/// where it was erased before.
pub async fn erase_account(
    tx: &Tx,
    app: &App,
    account: Uuid,
    reason: &'static str,
) -> Result<bool> {
    if !erase_person(tx, app, account, reason).await? {
        return Ok(false);
    }
    for sql in [
        "DELETE FROM grants WHERE account = $1",
        "DELETE FROM sign_ins WHERE account = $1",
        "DELETE FROM links WHERE account = $1",
    ] {
        tx.run(sql, vec![account.into()]).await?;
    }
    // The hash of the address leads back to it for whoever has the key file: chance takes its place.
    let mut chance = vec![0u8; 32];
    app.entropy.fill(&mut chance);
    let sql = "UPDATE accounts SET name = $1, email = $1, email_hash = $2, password = NULL, state = 'disabled' \
        WHERE id = $3";
    let values = vec![Vec::<u8>::new().into(), chance.into(), account.into()];
    tx.run(sql, values).await?;
    Ok(true)
}

/// Takes away the roles and passes of somebody who is erased, and erases the accounts that were theirs alone. An account
/// with another role goes on.
pub async fn erase_subject(tx: &Tx, app: &App, subject: Uuid, reason: &'static str) -> Result<()> {
    for sql in [
        "DELETE FROM pass_sign_ins WHERE pass IN (SELECT id FROM passes WHERE subject = $1 OR person = $1)",
        "DELETE FROM passes WHERE subject = $1 OR person = $1",
    ] {
        tx.run(sql, vec![subject.into()]).await?;
    }
    let accounts = "SELECT DISTINCT account AS id FROM grants WHERE subject = $1 AND account NOT IN \
        (SELECT account FROM grants WHERE subject IS NULL OR subject <> $1)";
    let own = ids(tx, accounts, subject.into()).await?;
    let sql = "DELETE FROM grants WHERE subject = $1";
    tx.run(sql, vec![subject.into()]).await?;
    for account in own {
        erase_account(tx, app, account, reason).await?;
    }
    Ok(())
}

async fn ids(tx: &Tx, sql: &str, value: sea_orm::Value) -> Result<Vec<Uuid>> {
    let connection = tx.connection();
    let backend = connection.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, [value]);
    let rows = connection.query_all_raw(statement).await?;
    let ids = rows.iter().map(|row| Ok(row.try_get("", "id")?));
    ids.collect()
}

//! Taking out of every table what tells who a facilitator was.

use platform::access;
use platform::keys::erase_person;
use platform::storage::Tx;
use platform::{App, Result};
use uuid::Uuid;

const REASON: &str = "period";

/// Statements with `$1` for the facilitator. What stays is a bare identifier in plans and in the record.
const STATEMENTS: &[&str] = &[
    "UPDATE supervision_entries SET together_with = NULL WHERE together_with = $1",
    "DELETE FROM supervision_entries WHERE facilitator = $1",
    "DELETE FROM training_entries WHERE facilitator = $1",
    "DELETE FROM training_documents WHERE facilitator = $1",
    "DELETE FROM training_pathways WHERE facilitator = $1",
    "DELETE FROM facilitator_statements WHERE facilitator = $1",
    "DELETE FROM declared_conflicts WHERE declared_by = $1 OR facilitator = $1",
    "DELETE FROM ties WHERE from_person = $1",
];

/// Erases a facilitator whose period is over: log, statements, accounts, passes and data key. False where they were
/// erased before.
pub(crate) async fn forget(tx: &Tx, app: &App, facilitator: Uuid) -> Result<bool> {
    if !erase_person(tx, app, facilitator, REASON).await? {
        return Ok(false);
    }
    for sql in STATEMENTS {
        tx.run(sql, vec![facilitator.into()]).await?;
    }
    let feeds = "DELETE FROM feeds WHERE kind = 'facilitator' AND subject = $1";
    tx.run(feeds, vec![facilitator.to_string().into()]).await?;
    let mut chance = vec![0u8; 32];
    app.entropy.fill(&mut chance);
    let blank = "UPDATE facilitators SET listed = 0, reference_hash = $1, identity = $2, profession = '', \
        work_site = NULL, requirement_set = NULL, weekdays = '' WHERE id = $3";
    let values = vec![chance.into(), Vec::<u8>::new().into(), facilitator.into()];
    tx.run(blank, values).await?;
    access::erase_subject(tx, app, facilitator, REASON).await?;
    Ok(true)
}

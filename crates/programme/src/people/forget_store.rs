//! Taking out of every table what tells who a resident was.

use platform::access;
use platform::keys::erase_person;
use platform::storage::Tx;
use platform::{App, Result};
use uuid::Uuid;

use super::Reason;

/// Statements on append-only tables, with `$1` for the resident. Of a ticket the lot goes: with the published seed it
/// would lead back to the reference.
const PROTECTED: &[(&str, &str)] = &[
    (
        "joining_events",
        "DELETE FROM joining_events WHERE resident = $1",
    ),
    (
        "certificates",
        "DELETE FROM certificates WHERE resident = $1",
    ),
    (
        "lottery_tickets",
        "UPDATE lottery_tickets SET digest = '' WHERE resident = $1",
    ),
];

/// Statements with `$1` for the resident, in an order that keeps references whole. What stays is a bare identifier with
/// counts and codes. A draft of a hospital at which they worked is the file as it came: it goes as a whole.
const STATEMENTS: &[&str] = &[
    "UPDATE joinings SET state = 'left', code = NULL, conversation_on = NULL, offer_expires_at = NULL, mailed_at = NULL \
     WHERE resident = $1",
    "DELETE FROM rota_drafts WHERE resident = $1 OR (resident IS NULL AND site IN \
     (SELECT site FROM placements WHERE resident = $1 UNION SELECT site FROM rota_lines WHERE resident = $1))",
    "DELETE FROM rota_lines WHERE resident = $1",
    "UPDATE rota_imports SET file_name = NULL WHERE resident = $1",
    "DELETE FROM rota_names WHERE resident = $1",
    "DELETE FROM ties WHERE from_person = $1 OR to_resident = $1",
    "DELETE FROM declared_conflicts WHERE declared_by = $1 OR resident = $1",
    "DELETE FROM placements WHERE resident = $1",
    "DELETE FROM mobiles WHERE resident = $1",
    "UPDATE releases SET shift_code = '' WHERE resident = $1",
];

/// Erases somebody: rows that hold who they were or what they said, their accounts and passes, their letters that have
/// not left, and their data key. False where they were erased before; nothing is changed then.
pub(crate) async fn forget(tx: &Tx, app: &App, resident: Uuid, reason: Reason) -> Result<bool> {
    if !erase_person(tx, app, resident, reason.word()).await? {
        return Ok(false);
    }
    let id = || vec![resident.into()];
    let reasons = "DELETE FROM joining_reasons WHERE resident = $1";
    tx.run(reasons, id()).await?;
    for (table, sql) in PROTECTED {
        tx.run_unprotected(table, sql, id()).await?;
    }
    for sql in STATEMENTS {
        tx.run(sql, id()).await?;
    }
    let feeds = "DELETE FROM feeds WHERE kind = 'resident' AND subject = $1";
    tx.run(feeds, vec![resident.to_string().into()]).await?;
    let letters = "DELETE FROM jobs WHERE done_at IS NULL AND payload LIKE $1";
    let payload = format!("%\"resident\":\"{resident}\"%");
    tx.run(letters, vec![payload.into()]).await?;
    // The hash of the reference leads back to it for whoever has the key file: chance takes its place.
    let mut chance = vec![0u8; 32];
    app.entropy.fill(&mut chance);
    let blank = "UPDATE residents SET listed = 0, reference_hash = $1, identity = $2, grade = '', wte_hundredths = 0, \
        non_working_days = '', home_travel_minutes = NULL, priority_group = NULL, opt_out_48 = 0, standing_opt_in = 0 \
        WHERE id = $3";
    let values = vec![chance.into(), Vec::<u8>::new().into(), resident.into()];
    tx.run(blank, values).await?;
    access::erase_subject(tx, app, resident, reason.word()).await?;
    Ok(true)
}

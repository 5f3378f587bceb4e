//! What a study holds, and what removes it once it is over its period (trust RET-1).

use platform::access;
use platform::retention::Sweeping;
use platform::{Error, Result};

use crate::transcripts::store as transcripts;
use crate::{consent, participants};

/// The tables of a study. They share one period with what the analysis made of them.
pub const TABLES: &[&str] = &[
    "cohorts",
    "participants",
    "research_questions",
    "documents",
    "turns",
    "consent_versions",
    "consents",
    "withdrawals",
    "participant_contacts",
    "incoming_transcripts",
    "transcripts",
    "spoken_turns",
    "corrections",
    "listened",
    "accuracy_checks",
];

/// Removes participants with the accounts that were theirs alone, documents and questions of the study that is swept. Whatever refers to them is gone already.
pub async fn remove(sweeping: &mut Sweeping<'_>) -> Result<()> {
    let none = || Error::internal("a class of studies is swept outside a study");
    let study = sweeping.scope.ok_or_else(none)?.id;
    let (app, tx) = (sweeping.app, sweeping.tx);
    for stored in participants::all(tx.connection(), study).await? {
        access::erase_subject(tx, app, stored.id, "period").await?;
    }
    let own = transcripts::all(tx.connection(), study).await?;
    let own: Vec<_> = own.into_keys().collect();
    transcripts::remove(tx, app, &own, "period").await?;
    for file in transcripts::waiting(tx.connection(), study).await? {
        transcripts::discard(tx, app, study, file.id, "period").await?;
    }
    let sql = "DELETE FROM turns WHERE document IN (SELECT id FROM documents WHERE study = $1)";
    sweeping.remove("turns", sql, vec![study.into()]).await?;
    consent::erase_contacts(tx, app, study, "period").await?;
    for table in ["withdrawals", "consents", "consent_versions"] {
        let sql = format!("DELETE FROM {table} WHERE study = $1");
        let values = vec![study.into()];
        sweeping.remove_protected(table, &sql, values).await?;
    }
    for table in ["documents", "participants", "cohorts", "research_questions"] {
        let sql = format!("DELETE FROM {table} WHERE study = $1");
        sweeping.remove(table, &sql, vec![study.into()]).await?;
    }
    Ok(())
}

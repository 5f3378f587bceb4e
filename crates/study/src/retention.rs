//! What a study holds, and what removes it once it is over its period (trust RET-1).

use platform::access;
use platform::retention::Sweeping;
use platform::{Error, Result};
use uuid::Uuid;

use crate::transcripts::store as transcripts;
use crate::{consent, participants, team};

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
    "team_members",
    "dual_roles",
    "positionalities",
    "study_designs",
    "question_wordings",
    "question_cohorts",
    "cohort_aims",
    "guide_versions",
    "guide_questions",
    "recruitment_log",
    "written_notes",
    "note_versions",
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
    remove_design(sweeping, study).await?;
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

/// Removes the team, how the study was laid out, and the notes that were written here.
async fn remove_design(sweeping: &mut Sweeping<'_>, study: Uuid) -> Result<()> {
    let notes = "DELETE FROM note_versions WHERE document IN \
        (SELECT document FROM written_notes WHERE study = $1)";
    let questions = "DELETE FROM guide_questions WHERE version IN \
        (SELECT id FROM guide_versions WHERE study = $1)";
    for (table, sql) in [("note_versions", notes), ("guide_questions", questions)] {
        sweeping.remove(table, sql, vec![study.into()]).await?;
    }
    for table in [
        "dual_roles",
        "positionalities",
        "study_designs",
        "question_wordings",
    ] {
        let sql = format!("DELETE FROM {table} WHERE study = $1");
        let values = vec![study.into()];
        sweeping.remove_protected(table, &sql, values).await?;
    }
    for table in [
        "written_notes",
        "guide_versions",
        "recruitment_log",
        "question_cohorts",
        "cohort_aims",
        "team_members",
    ] {
        let sql = format!("DELETE FROM {table} WHERE study = $1");
        sweeping.remove(table, &sql, vec![study.into()]).await?;
    }
    access::clear_subjects(sweeping.tx, study, &team::ROLES).await
}

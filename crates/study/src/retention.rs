//! What a study holds, and what removes it once it is over its period (trust RET-1).

use platform::access::{self, ScopeKind};
use platform::jobs::BoxFuture;
use platform::retention::{Class, Reach, Sweep, Sweeping};
use platform::{Error, Result};
use uuid::Uuid;

use crate::transcripts::{removal as incoming, replacements, store as transcripts};
use crate::{consent, journal, manuscripts, participants, recordings, search, team};

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
    "recording_withdrawals",
    "participant_contacts",
    "transcript_files",
    "transcripts",
    "spoken_versions",
    "corrections",
    "listened",
    "accuracy_checks",
    "replacement_sets",
    "replacements",
    "acquaintances",
    "matches",
    "interviews",
    "usual_times",
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
    "journal_entries",
    "private_entries",
    "journal_keys",
    "dismissed_prompts",
    "read_to",
];

/// What leads from a text that analysts read to whom it is about goes before the study does.
pub const CLASSES: &[Class] = &[
    incoming::CLASS,
    manuscripts::CLASS,
    Class {
        name: "maps",
        counts: "after the day on which the study is frozen",
        period: "1 day",
        note: "Once findings are final nobody has to be found again",
        tables: &[replacements::MAP_TABLES],
        reach: Reach::Each(ScopeKind::Study),
        sweep: Some(sweep_maps as Sweep),
    },
];

fn sweep_maps<'a>(sweeping: &'a mut Sweeping<'_>) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let none = || Error::internal("a class of studies is swept outside a study");
        let study = sweeping.scope.ok_or_else(none)?.id;
        let frozen = replacements::frozen_on(sweeping.tx.connection(), study).await?;
        // The day itself is over at the next midnight where studies are held; nothing goes in its course.
        let is_over = |day| day < crate::dates::day_of(sweeping.before);
        if frozen.is_some_and(is_over) {
            remove_maps(sweeping, study).await?;
        }
        Ok(())
    })
}

async fn remove_maps(sweeping: &mut Sweeping<'_>, study: Uuid) -> Result<()> {
    let gone = replacements::end_maps(sweeping.tx, sweeping.app, study, "period").await?;
    for (table, rows) in gone {
        sweeping.count(table, rows);
    }
    Ok(())
}

/// Removes participants with the accounts that were theirs alone, documents and questions of the study that is swept. Whatever refers to them is gone already.
pub async fn remove(sweeping: &mut Sweeping<'_>) -> Result<()> {
    let none = || Error::internal("a class of studies is swept outside a study");
    let study = sweeping.scope.ok_or_else(none)?.id;
    let (app, tx) = (sweeping.app, sweeping.tx);
    for stored in participants::all(tx.connection(), study).await? {
        access::erase_subject(tx, app, stored.id, "period").await?;
    }
    remove_maps(sweeping, study).await?;
    let own = transcripts::all(tx.connection(), study).await?;
    let own: Vec<_> = own.into_keys().collect();
    transcripts::remove(tx, app, &own, "period").await?;
    for file in transcripts::waiting(tx.connection(), study).await? {
        transcripts::discard(tx, app, study, file.id, "period").await?;
    }
    manuscripts::remove(tx, app, study, "period").await?;
    remove_design(sweeping, study).await?;
    search::drop_study(tx, study).await?;
    journal::end(tx, app, study).await?;
    for table in ["journal_entries", "dismissed_prompts", "read_to"] {
        let sql = format!("DELETE FROM {table} WHERE study = $1");
        sweeping.remove(table, &sql, vec![study.into()]).await?;
    }
    let sql = "DELETE FROM turns WHERE document IN (SELECT id FROM documents WHERE study = $1)";
    sweeping.remove("turns", sql, vec![study.into()]).await?;
    consent::erase_contacts(tx, app, study, "period").await?;
    recordings::erase_study(sweeping).await?;
    for table in ["withdrawals", "consents", "consent_versions"] {
        let sql = format!("DELETE FROM {table} WHERE study = $1");
        let values = vec![study.into()];
        sweeping.remove_protected(table, &sql, values).await?;
    }
    for table in [
        "interviews",
        "usual_times",
        "matches",
        "acquaintances",
        "documents",
        "participants",
        "cohorts",
        "research_questions",
    ] {
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

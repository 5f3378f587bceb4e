//! How long a study and what was made of it are kept (trust RET-1).

use platform::access::{self, ScopeKind};
use platform::audit;
use platform::jobs::BoxFuture;
use platform::retention::{Class, Reach, Sweep, Sweeping};
use platform::{Error, Result};

/// The tables of the analysis.
const TABLES: &[&str] = &[
    "themes",
    "quotes",
    "quote_questions",
    "quote_places",
    "quote_words",
    "codes",
    "waiting_quotes",
    "trail",
    "trail_heads",
    "trail_texts",
    "codings",
    "coded_texts",
    "blind_passes",
    "saturation_stances",
    "conversations",
    "set_aside_findings",
    "output_releases",
    "output_release_files",
    "output_release_people",
    "printing_answers",
    crate::archive::EXTRAS,
];

/// The one class of a study: it goes as a whole.
pub const CLASSES: &[Class] = &[Class {
    name: "research",
    counts: "after the last thing that was done in the study",
    period: "10 years",
    note: "What findings rest on can be looked at again",
    tables: &[study::retention::TABLES, TABLES],
    reach: Reach::Each(ScopeKind::Study),
    sweep: Some(sweep as Sweep),
}];

fn sweep<'a>(sweeping: &'a mut Sweeping<'_>) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let none = || Error::internal("a class of studies is swept outside a study");
        let study = sweeping.scope.ok_or_else(none)?;
        let connection = sweeping.tx.connection();
        let made = access::made_at(connection, study.id).await?;
        // Rows of the record go after their own period; a study in which nothing was recorded since counts from its beginning.
        let last = audit::newest_at(connection, &study.slug).await?;
        if made.max(last.unwrap_or(made)) >= sweeping.before {
            return Ok(());
        }
        let study = study.id;
        let sql =
            "DELETE FROM quote_questions WHERE quote IN (SELECT id FROM quotes WHERE study = $1)";
        sweeping
            .remove("quote_questions", sql, vec![study.into()])
            .await?;
        let sql = "DELETE FROM trail WHERE study = $1";
        sweeping
            .remove_protected("trail", sql, vec![study.into()])
            .await?;
        let of_study = "release IN (SELECT id FROM output_releases WHERE study = $1)";
        let sql = format!("DELETE FROM output_release_files WHERE {of_study}");
        sweeping
            .remove_protected("output_release_files", &sql, vec![study.into()])
            .await?;
        let sql = format!("DELETE FROM output_release_people WHERE {of_study}");
        sweeping
            .remove("output_release_people", &sql, vec![study.into()])
            .await?;
        for table in [
            crate::archive::EXTRAS,
            "output_releases",
            "printing_answers",
            "codings",
            "coded_texts",
            "blind_passes",
            "saturation_stances",
            "conversations",
            "set_aside_findings",
            "trail_heads",
            "trail_texts",
            "waiting_quotes",
            "quotes",
            "quote_places",
            "quote_words",
            "themes",
            "codes",
        ] {
            let sql = format!("DELETE FROM {table} WHERE study = $1");
            sweeping.remove(table, &sql, vec![study.into()]).await?;
        }
        study::retention::remove(sweeping).await
    })
}

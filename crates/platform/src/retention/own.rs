//! The platform's own tables.

use super::{Class, Reach, Sweep, Sweeping};
use crate::jobs::BoxFuture;
use crate::{Result, access, audit};

/// The longest a sign-in lives, in microseconds.
const SIGN_IN: i64 = access::ABSOLUTE_SECONDS * 1_000_000;

/// The classes of the platform's tables.
pub const CLASSES: &[Class] = &[
    Class {
        name: "sign-ins",
        counts: "after a sign-in, a link or a pass has ended",
        period: "30 days",
        note: "Long enough to look into misuse that somebody reports",
        tables: &[&["sign_ins", "links", "passes", "pass_sign_ins"]],
        reach: Reach::Installation,
        sweep: Some(sign_ins as Sweep),
    },
    Class {
        name: "letters",
        counts: "after a letter or another job is done or was given up",
        period: "30 days",
        note: "Long enough to find out whether a letter left",
        tables: &[&["jobs"]],
        reach: Reach::Installation,
        sweep: Some(letters as Sweep),
    },
    Class {
        name: "accounts",
        counts: "after an account was disabled",
        period: "2 years",
        note: "Names in the record and on certificates can be read as long as the register can",
        tables: &[&["accounts", "grants", "person_keys", "retention_marks"]],
        reach: Reach::Installation,
        sweep: Some(accounts as Sweep),
    },
    Class {
        name: "record",
        counts: "after the row was written",
        period: "7 years",
        note: "The usual time for records of who did what",
        tables: &[&["audit_events", "audit_heads", "audit_starts"]],
        reach: Reach::Installation,
        sweep: Some(record as Sweep),
    },
    Class {
        name: "installation",
        counts: "",
        period: "never",
        note: "Names nobody; erasures are kept as long as there can be a backup from before them",
        tables: &[&[
            "schema_migrations",
            "scopes",
            "retention_clock",
            "retention_holds",
            "tombstones",
            "erasures",
        ]],
        reach: Reach::Installation,
        sweep: None,
    },
];

fn sign_ins<'a>(sweeping: &'a mut Sweeping<'_>) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let before = sweeping.before.0;
        let sql = "DELETE FROM sign_ins WHERE COALESCE(ended_at, began_at + $1) < $2";
        let values = vec![SIGN_IN.into(), before.into()];
        sweeping.remove("sign_ins", sql, values).await?;
        for (table, sql) in [
            (
                "links",
                "DELETE FROM links WHERE COALESCE(spent_at, expires_at) < $1",
            ),
            (
                "pass_sign_ins",
                "DELETE FROM pass_sign_ins WHERE COALESCE(ended_at, ends_at) < $1",
            ),
            (
                "passes",
                "DELETE FROM passes WHERE expires_at < $1 \
                 AND NOT EXISTS (SELECT 1 FROM pass_sign_ins o WHERE o.pass = passes.id)",
            ),
        ] {
            sweeping.remove(table, sql, vec![before.into()]).await?;
        }
        Ok(())
    })
}

fn letters<'a>(sweeping: &'a mut Sweeping<'_>) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let sql = "DELETE FROM jobs WHERE COALESCE(done_at, failed_at) < $1";
        let before = sweeping.before.0;
        sweeping.remove("jobs", sql, vec![before.into()]).await
    })
}

fn accounts<'a>(sweeping: &'a mut Sweeping<'_>) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        sweeping.mark("accounts", "state = 'disabled'").await?;
        let due = access::disabled_before(sweeping.tx, sweeping.before).await?;
        for account in due {
            access::erase_account(sweeping.tx, sweeping.app, account, "period").await?;
            sweeping.count("accounts", 1);
        }
        Ok(())
    })
}

fn record<'a>(sweeping: &'a mut Sweeping<'_>) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let rows = audit::remove_before(sweeping.tx, sweeping.before).await?;
        sweeping.count("audit_events", rows);
        Ok(())
    })
}

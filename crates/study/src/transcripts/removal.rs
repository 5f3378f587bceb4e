//! Files that nobody ever said the speakers of go by themselves (trust RET-1).

use platform::access::ScopeKind;
use platform::jobs::BoxFuture;
use platform::retention::{Class, Reach, Sweep, Sweeping};
use platform::{Error, Result};

use super::store;

/// What waits for its speakers is kept for a while, as whoever brought it in still has it.
pub const CLASS: Class = Class {
    name: "incoming transcripts",
    counts: "after a file was brought in, while nobody says who speaks in it",
    period: "90 days",
    note: "A file that nobody needed in that time is not read any more, and whoever brought it in has it still",
    tables: &[&["incoming_transcripts"]],
    reach: Reach::Each(ScopeKind::Study),
    sweep: Some(sweep as Sweep),
};

fn sweep<'a>(sweeping: &'a mut Sweeping<'_>) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let none = || Error::internal("a class of studies is swept outside a study");
        let study = sweeping.scope.ok_or_else(none)?.id;
        let (app, tx) = (sweeping.app, sweeping.tx);
        let mut gone = 0;
        for file in store::waiting(tx.connection(), study).await? {
            if file.received_at < sweeping.before {
                store::discard(tx, app, study, file.id, "period").await?;
                gone += 1;
            }
        }
        sweeping.count("incoming_transcripts", gone);
        Ok(())
    })
}

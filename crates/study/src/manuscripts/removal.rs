//! A manuscript that nobody has had read for a while goes by itself (trust RET-1).

use platform::access::ScopeKind;
use platform::jobs::BoxFuture;
use platform::retention::{Class, Reach, Sweep, Sweeping};
use platform::{Error, Result};

use super::store;

/// The text of a manuscript serves while it is mended.
pub const CLASS: Class = Class {
    name: "manuscripts",
    counts: "after a manuscript was brought in to be audited",
    period: "90 days",
    note: "A text that is mended is brought in again, and whoever wrote it has it still",
    tables: &[&["manuscripts"]],
    reach: Reach::Each(ScopeKind::Study),
    sweep: Some(sweep as Sweep),
};

fn sweep<'a>(sweeping: &'a mut Sweeping<'_>) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let none = || Error::internal("a class of studies is swept outside a study");
        let study = sweeping.scope.ok_or_else(none)?.id;
        let (app, tx) = (sweeping.app, sweeping.tx);
        let kept = store::about(tx.connection(), study).await?;
        let is_over = kept.is_some_and(|(at, _)| at < sweeping.before);
        let gone = is_over && store::remove(tx, app, study, "period").await?;
        sweeping.count("manuscripts", u64::from(gone));
        Ok(())
    })
}

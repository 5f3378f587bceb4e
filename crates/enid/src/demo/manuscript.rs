//! The manuscript of the invented study, with slips for the reporting audit to find.

use anyhow::{Context as _, Result};
use formats::manuscript::read;
use platform::App;
use platform::access::Scope;
use study::{manuscripts, team};

use super::fill::event;

const TEXT: &str = include_str!("study/manuscript.md");

/// The manuscript as an analyst has brought it in.
pub(super) async fn fill(app: &App, study: &Scope) -> Result<()> {
    let members = team::all(app.db.read(), study.id).await?;
    let by = members.iter().find(|member| member.analyses);
    let written =
        read("manuscript.md", TEXT.as_bytes()).context("the invented manuscript cannot be read")?;
    let tx = app.db.write().await?;
    let brought = (&written, by.map(|member| member.id));
    manuscripts::keep(&tx, app, study.id, brought).await?;
    tx.commit(app, event(study, "reporting-audit.write", "manuscript"))
        .await?;
    Ok(())
}

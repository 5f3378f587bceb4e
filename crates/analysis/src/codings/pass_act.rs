//! Beginning and closing blind passes, as a page or a command asks (study R31).

use platform::access::{Role, Viewer};
use platform::{App, Error, Result};
use study::documents;
use study::rights::Analyst;
use study::team::{self, Member};
use uuid::Uuid;

use super::passes;

/// Begins a pass of each analyst who is chosen over a document, or over every document where none is named; a pass that is open
/// already stays as it is.
///
/// # Errors
/// `NotFound` where whoever asks may not read the document; `Refused` where nobody is chosen, or somebody else by an analyst.
pub(super) async fn begin(
    app: &App,
    viewer: &Viewer,
    is_chosen: impl Fn(&Member) -> bool,
    document: Option<&str>,
) -> Result<()> {
    let study = viewer.scope()?.id;
    let analyst = Analyst::writing(app, viewer).await?;
    let document = match document {
        None => None,
        Some(handle) => Some(documents::readable(app, viewer, handle).await?.id),
    };
    let members = team::all(app.db.read(), study).await?;
    let chosen = members
        .iter()
        .filter(|member| member.analyses && is_chosen(member));
    let chosen: Vec<Uuid> = chosen.map(|member| member.id).collect();
    let leads = viewer.acts_as(Role::ResearchLead);
    let is_theirs = leads || chosen.iter().all(|member| analyst.member == Some(*member));
    if chosen.is_empty() || !is_theirs {
        return Err(Error::refused(
            "R31",
            "A blind pass is begun by the analyst who codes, or by the research lead for anybody.",
            "Choose yourself.",
        ));
    }
    let tx = app.db.write().await?;
    let open = passes::open(tx.connection(), study).await?;
    for member in chosen {
        let is_open = |pass: &passes::Pass| pass.member == member && pass.document == document;
        if !open.iter().any(is_open) {
            passes::begin(&tx, app, study, (member, document)).await?;
        }
    }
    let event = viewer.event("codings.write", study.to_string());
    tx.commit(app, event.with_detail("blind pass begun"))
        .await?;
    Ok(())
}

/// Closes an open pass of whoever asks.
///
/// # Errors
/// `NotFound` where it is not theirs, or is not open.
pub(super) async fn close(app: &App, viewer: &Viewer, pass: Uuid) -> Result<()> {
    let study = viewer.scope()?.id;
    let analyst = Analyst::writing(app, viewer).await?;
    let member = analyst.member.ok_or(Error::NotFound)?;
    let tx = app.db.write().await?;
    if !passes::close(&tx, app, study, (member, pass)).await? {
        return Err(Error::NotFound);
    }
    let event = viewer.event("codings.write", pass.to_string());
    tx.commit(app, event.with_detail("blind pass closed"))
        .await?;
    Ok(())
}

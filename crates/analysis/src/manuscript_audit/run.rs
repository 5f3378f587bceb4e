//! One run over a stored study.

use formats::manuscript::Manuscript;
use platform::access::{Role, Viewer};
use platform::{App, Error, Result};
use study::manuscripts::{self, Kept};
use study::team;
use study::transcripts::deidentify::Term;

use super::{aside_store, facts, words};
use crate::checklists;
use crate::reporting_audit::facts::SetAside;
use crate::reporting_audit::{self, Audit};

/// An audit of a stored study.
pub(crate) struct Run {
    /// What it says, in the words of pages.
    pub(crate) audit: Audit,
    /// The name of each finding that stays, in their order.
    pub(crate) fingerprints: Vec<String>,
    /// The manuscript that was read; none where the study keeps none or another was given.
    pub(crate) kept: Option<Kept>,
}

/// Holds the manuscript that the study keeps against the study as it stands.
pub(super) async fn of_kept(app: &App, viewer: &Viewer) -> Result<Run> {
    let study = viewer.scope()?.id;
    let kept = manuscripts::newest(app.db.read(), app, study).await?;
    let written = kept.as_ref().map(|kept| kept.manuscript.clone());
    let (audit, fingerprints) = run(app, viewer, (written, None)).await?;
    Ok(Run {
        audit,
        fingerprints,
        kept,
    })
}

/// Holds a manuscript against the study as it stands, with a list of names if one is given.
pub(super) async fn run(
    app: &App,
    viewer: &Viewer,
    (manuscript, names): (Option<Manuscript>, Option<Vec<Term>>),
) -> Result<(Audit, Vec<String>)> {
    let study = viewer.scope()?.id;
    let mut facts = facts::of(app, viewer).await?;
    facts.sealed = names;
    facts.checklist = checklists::audited(app, study).await?;
    let leads = viewer.acts_as(Role::ResearchLead);
    let names = team::Names::of(app, study).await?;
    let asides = aside_store::all(app.db.read(), study).await?.into_iter();
    let named = asides.map(|one| SetAside {
        by: names.name(one.by),
        finding: one.finding,
        why: one.why,
    });
    facts.set_aside = named.collect();
    // A long manuscript takes a second: the threads that answer requests go on meanwhile.
    let judge = move || {
        let mut audit = reporting_audit::audit(&facts, manuscript.as_ref());
        let fingerprints = audit.findings.iter().map(|one| one.fingerprint());
        let fingerprints = fingerprints.collect();
        if !leads {
            words::without_lengths(&mut audit);
        }
        words::of_study(&mut audit);
        (audit, fingerprints)
    };
    tokio::task::spawn_blocking(judge)
        .await
        .map_err(Error::internal)
}

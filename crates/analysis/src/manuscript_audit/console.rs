//! The audit of a stored study for the command line: what the page shows, and nothing that it would not (study R58, R64).

use formats::manuscript::Manuscript;
use platform::access::Viewer;
use platform::{App, Result};
use study::rights::Analyst;
use study::transcripts::deidentify::Term;

use super::run;
use crate::reporting_audit::Audit;

/// The audit with a manuscript that is given, or with the one that the study keeps.
///
/// # Errors
/// Whoever asks is no analyst of the study; the database cannot be read.
pub async fn audited(
    app: &App,
    viewer: &Viewer,
    (given, names): (Option<Manuscript>, Option<Vec<Term>>),
) -> Result<Audit> {
    Analyst::writing(app, viewer).await?;
    let study = viewer.scope()?.id;
    let manuscript = match given {
        Some(given) => Some(given),
        None => {
            let kept = study::manuscripts::newest(app.db.read(), app, study).await?;
            kept.map(|kept| kept.manuscript)
        }
    };
    let (audit, _) = run::run(app, viewer, (manuscript, names)).await?;
    Ok(audit)
}

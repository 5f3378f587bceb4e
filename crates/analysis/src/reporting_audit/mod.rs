//! The reporting audit: what a report says, held against what the study knows (study section 5).
//!
//! A pure core: [`audit`] takes [`Facts`] and a manuscript and gives an [`Audit`]; it knows no database, no clock and no
//! network, and equal input gives equal findings. `checks` holds a file for each check or family of checks and `registry` the
//! list of all; `prose` reads a manuscript, `verbatim` looks for quotations in what was said, `numbers` reads numbers in
//! sentences, `claims` what a manuscript is said to state. `from_folder` makes facts of files, `shown` texts and reports of
//! findings. A check without its data is not run, and never clear (study R61).

mod checks;
pub mod claims;
mod context;
pub mod facts;
pub mod findings;
mod fingerprint;
mod from_folder;
mod numbers;
mod prose;
mod registry;
pub mod shown;
#[cfg(test)]
mod tests;
mod verbatim;

use formats::manuscript::Manuscript;

pub use facts::Facts;
pub use findings::{Audit, CheckState, Finding, Place, Severity, Status};
pub use from_folder::facts_of;
pub use registry::{Check, checks as all_checks};

use checks::Outcome;
use context::Context;
use findings::ByWhom;

/// Runs every check.
pub fn audit(facts: &Facts, manuscript: Option<&Manuscript>) -> Audit {
    let context = Context::new(facts, manuscript);
    let mut states = Vec::new();
    let mut findings = Vec::new();
    for check in registry::checks() {
        let limit = facts.limits.iter().find(|limit| limit.check == check.id);
        let outcome = match limit {
            Some(limit) if limit.is_whole => Outcome::NotRun(limit.reason.to_owned()),
            _ => (check.run)(&context),
        };
        let (status, reason, found) = match (outcome, limit) {
            (Outcome::NotRun(reason), _) => (Status::NotRun, Some(reason), Vec::new()),
            (Outcome::Ran(found), Some(limit)) if found.is_empty() => {
                (Status::NotRun, Some(limit.reason.to_owned()), found)
            }
            (Outcome::Ran(found), _) if found.is_empty() => (Status::Clear, None, found),
            (Outcome::Ran(found), _) => (Status::Found, None, found),
        };
        states.push(CheckState {
            id: check.id,
            title: check.title,
            severity: check.severity,
            status,
            reason,
        });
        findings.extend(found);
    }
    set_aside(&facts.set_aside, &mut findings);
    Audit {
        checks: states,
        findings,
    }
}

fn set_aside(acts: &[facts::SetAside], findings: &mut [Finding]) {
    if acts.is_empty() {
        return;
    }
    for finding in findings {
        let fingerprint = finding.fingerprint();
        let aside = acts.iter().find(|one| one.finding == fingerprint);
        finding.set_aside = aside.map(|one| ByWhom {
            by: one.by.clone(),
            why: one.why.clone(),
        });
    }
}

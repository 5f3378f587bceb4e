//! A16: each analysed transcript was checked against its recording, as far as the text says.

use study::documents::Kind;

use super::{NO_DOCUMENTS, Outcome, counted, finding, not_run};
use crate::reporting_audit::context::Context;
use crate::reporting_audit::facts::AccuracyCheck;
use crate::reporting_audit::findings::{Finding, Place, Severity};

const A16: (&str, Severity) = ("A16", Severity::Warning);

pub(in crate::reporting_audit) fn run(context: &Context) -> Outcome {
    let Some(checks) = &context.facts.accuracy else {
        return not_run("no accuracy checks are known; no file of a folder holds them");
    };
    let Some(documents) = &context.facts.documents else {
        return not_run(NO_DOCUMENTS);
    };
    let stated = all_checked(context);
    let mut findings = Vec::new();
    let mut unknown = 0;
    for document in documents.iter().filter(|one| one.kind == Kind::Transcript) {
        let own: Vec<&AccuracyCheck> = checks
            .iter()
            .filter(|check| check.document == document.handle)
            .collect();
        if own.is_empty() {
            unknown += 1;
            continue;
        }
        let share = own
            .into_iter()
            .map(|check| 100 * u64::from(check.listened) / u64::from(check.length.max(1)))
            .max();
        let share = share.unwrap_or(0).min(100);
        let message = match (share, &stated) {
            (100, _) | (1.., None) => continue,
            (0, None) => format!("{} was not checked against its recording.", document.handle),
            (_, Some(_)) => format!(
                "The text says that all transcripts were checked; of {} {share} % of the recording was listened to.",
                document.handle
            ),
        };
        let settle = "Check the transcript against the recording, or say how many were checked.";
        let place = Place::whole(&document.handle, format!("{share} % listened to"));
        let mut found: Finding = finding(A16, document.handle.clone(), message, settle).at(place);
        found.places.extend(stated.clone());
        findings.push(found);
    }
    if findings.is_empty() && unknown > 0 {
        return Outcome::NotRun(format!(
            "of {} nothing says whether it was checked",
            counted(unknown, "transcript", "transcripts")
        ));
    }
    Outcome::Ran(findings)
}

/// Where the manuscript says that all transcripts were checked.
fn all_checked(context: &Context) -> Option<Place> {
    let prose = context.prose.as_ref()?;
    let told = prose.told();
    let (passage, sentence) = told.iter().find(|(_, sentence)| {
        let lower = sentence.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        has(&["transcript"])
            && has(&["checked", "verified", "compared"])
            && has(&["recording", "audio", "accuracy"])
            && has(&["all ", "each ", "every "])
    })?;
    Some(prose.place(*passage, sentence.clone()))
}

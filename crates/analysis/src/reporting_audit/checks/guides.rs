//! A25: each interview names the version of its guide, and each cohort's guide is appended.

use formats::manuscript::Kind;

use super::{NO_PARTICIPANTS, Outcome, PARTICIPANTS, finding, not_run};
use crate::reporting_audit::context::Context;
use crate::reporting_audit::findings::{Place, Severity};
use crate::reporting_audit::prose::Part;

const A25: (&str, Severity) = ("A25", Severity::Warning);

pub(in crate::reporting_audit) fn run(context: &Context) -> Outcome {
    let Some(guides) = &context.facts.guides else {
        return not_run("no guides are known; no file of a folder holds them");
    };
    if context.facts.participants.is_none() {
        return not_run(NO_PARTICIPANTS);
    }
    let mut findings = Vec::new();
    for one in context.completed() {
        let used = guides.used.get(&one.participant).and_then(Option::as_ref);
        if used.is_none() {
            let message = format!(
                "The interview of {} names no version of a guide.",
                one.participant
            );
            let settle = "Record which version was used.";
            let place = Place::row(
                PARTICIPANTS,
                one.row,
                "participant",
                one.participant.clone(),
            );
            findings.push(finding(A25, one.participant.clone(), message, settle).at(place));
        }
    }
    for cohort in &context.cohorts {
        if !guides.cohorts.contains(cohort) {
            let message = format!("The cohort {cohort} has no guide.");
            let settle = "Add its guide, or say which one was used.";
            findings.push(
                finding(A25, format!("cohort {cohort}"), message, settle)
                    .at(Place::whole("guides", "no guide")),
            );
        }
    }
    if let Some(prose) = &context.prose {
        let appended = prose.passages.iter().any(|one| {
            let headed =
                one.part == Part::Appendix || matches!(one.kind, Kind::Heading | Kind::Caption);
            headed && one.text.to_lowercase().contains("guide")
        });
        if !appended {
            let message = "No appendix of the manuscript holds an interview guide.";
            let settle = "Append the guide of each cohort.";
            findings.push(
                finding(A25, "appendix", message, settle)
                    .at(Place::whole("manuscript", "no appended guide")),
            );
        }
    }
    Outcome::Ran(findings)
}

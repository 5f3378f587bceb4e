//! A15: the interviewer was not acquainted with the participant.

use study::interviewers::matching::Acquaintance;

use super::{Outcome, finding, not_run};
use crate::reporting_audit::context::Context;
use crate::reporting_audit::findings::{Place, Severity};

pub(in crate::reporting_audit) fn run(context: &Context) -> Outcome {
    let held = context.facts.held.as_deref().unwrap_or_default();
    if held.is_empty() {
        return not_run(
            "nothing says who was interviewed by whom (confirmed pairs in matching.csv)",
        );
    }
    let mut findings = Vec::new();
    for pair in held {
        let (who, by) = (&pair.participant, &pair.interviewer);
        let relation = pair.relation.word();
        let (severity, message) = match (pair.relation, &pair.overridden) {
            (Acquaintance::None, _) => continue,
            (_, Some(reason)) => (
                Severity::Notice,
                format!(
                    "{by} interviewed {who} although the relation is {relation}, by an override: {reason}"
                ),
            ),
            (Acquaintance::Unknown, None) => (
                Severity::Warning,
                format!("Nobody has said whether {by} knew {who}, whom {by} interviewed."),
            ),
            (_, None) => (
                Severity::Error,
                format!(
                    "{by} interviewed {who}; the relation is {relation}, and no override is recorded."
                ),
            ),
        };
        let settle = "Correct the relation or the interviewer, or say in the report that they knew each other.";
        let place = Place {
            column: Some("relation".to_owned()),
            ..Place::whole("matching.csv", format!("{who}, {by}: {relation}"))
        };
        findings.push(
            finding(
                ("A15", severity),
                format!("{by} and {who}"),
                message,
                settle,
            )
            .at(place),
        );
    }
    Outcome::Ran(findings)
}

//! A28: dual roles are declared.

use super::{Outcome, finding, listed, not_run};
use crate::reporting_audit::context::Context;
use crate::reporting_audit::findings::{Place, Severity};

const A28: (&str, Severity) = ("A28", Severity::Warning);
/// Words by which a report tells of somebody who is two things at once.
const TELLING: [&str; 14] = [
    "dual role",
    "dual roles",
    "two roles",
    "both roles",
    "participant-researcher",
    "participant researcher",
    "also a member",
    "also an analyst",
    "also analysed",
    "also took part in the analysis",
    "also an author",
    "also interviewed",
    "insider",
    "who was also",
];

pub(in crate::reporting_audit) fn run(context: &Context) -> Outcome {
    let Some(roles) = &context.facts.roles else {
        return not_run(
            "nobody’s part in the study is known (authors of field notes, analysts of codings.csv)",
        );
    };
    let dual: Vec<_> = roles.iter().filter(|one| one.parts.len() > 1).collect();
    let unknown = dual.iter().any(|one| one.declared.is_none());
    if unknown && context.prose.is_none() {
        return not_run("no manuscript was given that could declare the dual roles");
    }
    let told = context.prose.as_ref().is_some_and(|prose| {
        prose.body().any(|(_, passage)| {
            let lower = passage.text.to_lowercase();
            TELLING.iter().any(|words| lower.contains(words))
        })
    });
    let undeclared = dual.into_iter().filter(|one| !one.declared.unwrap_or(told));
    let findings = undeclared.map(|one| {
        let parts: Vec<String> = one.parts.iter().cloned().collect();
        let message = format!(
            "{} is {}, and no sentence says so.",
            one.who,
            listed(&parts)
        );
        let settle = "Say in the report who is what, and what it means for the findings.";
        finding(A28, one.who.clone(), message, settle)
            .at(Place::whole(
                "roles",
                format!("{}: {}", one.who, parts.join(", ")),
            ))
            .at(Place::whole("manuscript", "not said"))
    });
    Outcome::Ran(findings.collect())
}

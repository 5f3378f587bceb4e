//! A19: the items of a reporting checklist are answered, where they say.

use formats::manuscript::Kind;

use super::{Outcome, finding, not_run};
use crate::reporting_audit::context::{Context, folded};
use crate::reporting_audit::facts::ChecklistAnswer;
use crate::reporting_audit::findings::{Place, Severity};

const A19: (&str, Severity) = ("A19", Severity::Warning);

pub(in crate::reporting_audit) fn run(context: &Context) -> Outcome {
    let Some(items) = &context.facts.checklist else {
        return not_run("no checklist answers are known; no file of a folder holds them");
    };
    let mut findings = Vec::new();
    for item in items {
        let place = Place::whole("checklist", format!("item {}: {}", item.item, item.asks));
        if item.answer == ChecklistAnswer::Open {
            let message = format!("Item {} ({}) is open.", item.item, item.asks);
            let settle = "Answer it, or say why it does not apply.";
            findings.push(finding(A19, format!("item {}", item.item), message, settle).at(place));
            continue;
        }
        let (Some(location), Some(prose)) = (&item.location, &context.prose) else {
            continue;
        };
        // Pages are not known of most manuscripts; a heading is.
        let wanted = folded(location);
        let is_page = wanted.starts_with("page") || wanted.starts_with("p.");
        let mut headings = prose
            .passages
            .iter()
            .filter(|one| matches!(one.kind, Kind::Heading | Kind::Caption));
        if is_page || headings.any(|one| folded(&one.text).contains(&wanted)) {
            continue;
        }
        let message = format!(
            "Item {} points to “{location}”, and the manuscript has no such heading.",
            item.item
        );
        let settle = "Correct the place in the checklist.";
        findings.push(
            finding(A19, format!("item {}", item.item), message, settle)
                .at(place)
                .at(Place::whole("manuscript", "no such heading")),
        );
    }
    Outcome::Ran(findings)
}

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
        let headings = prose
            .passages
            .iter()
            .filter(|one| matches!(one.kind, Kind::Heading | Kind::Caption));
        let headings: Vec<String> = headings.map(|one| folded(&one.text)).collect();
        for part in location.split(';').map(str::trim) {
            if part.is_empty() || is_there(part, &headings) {
                continue;
            }
            let message = format!(
                "Item {} points to “{part}”, and the manuscript has no such heading or caption.",
                item.item
            );
            let settle = "Correct the place in the checklist.";
            findings.push(
                finding(A19, format!("item {}", item.item), message, settle)
                    .at(place.clone())
                    .at(Place::whole("manuscript", "no such heading")),
            );
        }
    }
    Outcome::Ran(findings)
}

/// Whether a place stands in the manuscript, as far as that can be told: pages are not known of most manuscripts; a heading is,
/// and what follows it after a comma, such as a paragraph, is not looked for.
fn is_there(place: &str, headings: &[String]) -> bool {
    let heading = place.split(',').next().unwrap_or(place);
    let wanted = [folded(place), folded(heading)];
    let is_page = |one: &String| {
        let first = one.split([' ', '.']).next().unwrap_or_default();
        ["page", "pages", "p", "pp"].contains(&first)
    };
    wanted.iter().any(|wanted| {
        let stands = |one: &String| !wanted.is_empty() && one.contains(wanted.as_str());
        is_page(wanted) || headings.iter().any(stands)
    })
}

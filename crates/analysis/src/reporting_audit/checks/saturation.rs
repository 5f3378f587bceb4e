//! A24: what is said about saturation.

use super::{NO_MANUSCRIPT, Outcome, finding, not_run};
use crate::reporting_audit::context::{Context, cut};
use crate::reporting_audit::facts::SaturationStance;
use crate::reporting_audit::findings::{Place, Severity};
use crate::reporting_audit::numbers::tokens;

const A24: (&str, Severity) = ("A24", Severity::Warning);

/// What a sentence says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Reached,
    NotReached,
}

pub(in crate::reporting_audit) fn run(context: &Context) -> Outcome {
    let Some(prose) = &context.prose else {
        return not_run(NO_MANUSCRIPT);
    };
    let said: Vec<(Says, Place)> = prose
        .told()
        .into_iter()
        .filter_map(|(passage, sentence)| {
            Some((says(&sentence)?, prose.place(passage, cut(&sentence))))
        })
        .collect();
    let first = |wanted: Says| {
        said.iter()
            .find(|(says, _)| *says == wanted)
            .map(|(_, place)| place)
    };
    let mut findings = Vec::new();
    if let (Some(reached), Some(denied)) = (first(Says::Reached), first(Says::NotReached)) {
        let message = "Saturation is claimed in one sentence and denied in another.";
        let settle = "Keep to one of them, on the ground that the team recorded.";
        findings.push(
            finding(A24, "two sentences", message, settle)
                .at(reached.clone())
                .at(denied.clone()),
        );
    }
    let stance = context.facts.saturation;
    let against = match stance {
        Some(SaturationStance::Claimed) => first(Says::NotReached).map(|place| (place, "claimed")),
        Some(SaturationStance::NotClaimed | SaturationStance::Other) => {
            first(Says::Reached).map(|place| (place, "not claimed"))
        }
        None => None,
    };
    if let Some((place, recorded)) = against {
        let message = format!(
            "The text says otherwise than the team’s stance, by which saturation is {recorded}."
        );
        let settle = "Correct the text, or record another stance with its grounds.";
        let recorded = Place::whole("saturation stance", recorded);
        findings.push(
            finding(A24, "stance", message, settle)
                .at(place.clone())
                .at(recorded),
        );
    }
    match (findings.is_empty(), stance) {
        (true, None) => not_run(
            "no stance on saturation is known; no two sentences of the manuscript contradict each other",
        ),
        _ => Outcome::Ran(findings),
    }
}

fn says(sentence: &str) -> Option<Says> {
    let tokens = tokens(sentence);
    let has = |wanted: &[&str]| {
        tokens
            .iter()
            .any(|token| wanted.contains(&token.word.as_str()))
    };
    if !has(&["saturation", "saturated"]) {
        return None;
    }
    let denied = [
        "not",
        "never",
        "cannot",
        "impossible",
        "inappropriate",
        "incompatible",
        "inconsistent",
        "rejected",
        "reject",
        "rather",
        "instead",
        "neither",
        "no",
        "didn't",
        "problematic",
        "avoided",
    ];
    let reached = [
        "reached",
        "achieved",
        "attained",
        "obtained",
        "reaching",
        "achieving",
        "met",
        "until",
        "saturated",
    ];
    match (has(&denied), has(&reached)) {
        (true, _) => Some(Says::NotReached),
        (false, true) => Some(Says::Reached),
        (false, false) => None,
    }
}

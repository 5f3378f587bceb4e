//! A03: all interviews lie in the stated period.

use super::{NO_PARTICIPANTS, Outcome, PARTICIPANTS, finding, not_run};
use crate::reporting_audit::claims::day_of;
use crate::reporting_audit::context::Context;
use crate::reporting_audit::findings::{Place, Severity};

const A03: (&str, Severity) = ("A03", Severity::Error);

pub(in crate::reporting_audit) fn run(context: &Context) -> Outcome {
    let claims = context.facts.claims.as_ref();
    let Some(period) = claims.and_then(|claims| claims.period.as_ref()) else {
        return not_run("no period is stated (period in claims.toml)");
    };
    let Some(participants) = &context.facts.participants else {
        return not_run(NO_PARTICIPANTS);
    };
    let dated: Vec<_> = participants
        .iter()
        .filter_map(|one| Some((one, one.date?)))
        .collect();
    if dated.is_empty() {
        return not_run("no interview has a date");
    }
    let mut findings = Vec::new();
    for (one, date) in dated {
        // Of an interview whose day is not told the month must meet the period.
        let (first, last) = (day_of(date, false), day_of(date, true));
        let early = period.start.as_ref().filter(|(start, _)| last < *start);
        let late = period.end.as_ref().filter(|(end, _)| first > *end);
        let (bound, key, word) = match (early, late) {
            (Some((_, bound)), _) => (bound, "period.start", "before"),
            (None, Some((_, bound))) => (bound, "period.end", "after"),
            (None, None) => continue,
        };
        let verb = if word == "before" { "begins" } else { "ends" };
        let message = format!(
            "{} was interviewed {} {}, {word} the stated period, which {verb} {} {bound}.",
            one.participant,
            preposition(&date.to_string()),
            date.in_words(),
            preposition(bound),
        );
        let settle = "Correct the period in the text, or the date of the row.";
        findings.push(
            finding(A03, one.participant.clone(), message, settle)
                .at(Place::row(
                    PARTICIPANTS,
                    one.row,
                    "interview_date",
                    date.to_string(),
                ))
                .at(Place::claim(key, bound.clone())),
        );
    }
    Outcome::Ran(findings)
}

/// `on` a day and `in` a month.
fn preposition(date: &str) -> &'static str {
    match date.split(['-', '/', ' ']).count() {
        3 => "on",
        _ => "in",
    }
}

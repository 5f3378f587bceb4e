//! A27: the place of a quote does not give a small cohort away.

use std::collections::{BTreeMap, BTreeSet};

use measures::disclosure::RELEASE_THRESHOLD;

use super::{
    NO_PARTICIPANTS, NO_QUOTES, Outcome, PARTICIPANTS, at_quote, counted, finding, not_run,
};
use crate::quotes::Quote;
use crate::reporting_audit::context::Context;
use crate::reporting_audit::findings::{Finding, Place, Severity};

const A27: (&str, Severity) = ("A27", Severity::Warning);

pub(in crate::reporting_audit) fn run(context: &Context) -> Outcome {
    if context.facts.participants.is_none() {
        return not_run(NO_PARTICIPANTS);
    }
    let Some(quotes) = &context.facts.quotes else {
        return not_run(NO_QUOTES);
    };
    let told = context.facts.question_cohorts.as_ref();
    let speakers = quotes.iter().any(|quote| context.speaker(quote).is_some());
    if told.is_none() && !speakers {
        return not_run("neither quotes nor questions say which cohort they are of");
    }
    // Where there is one cohort, no place says more than the report does.
    if context.cohorts.len() < 2 {
        return Outcome::Ran(Vec::new());
    }
    let mut findings = Vec::new();
    let mut questions: BTreeMap<&str, Vec<&Quote>> = BTreeMap::new();
    let mut themes: BTreeMap<&str, Vec<&Quote>> = BTreeMap::new();
    for quote in quotes.iter().filter(|quote| !quote.is_note) {
        for id in &quote.questions {
            questions.entry(id).or_default().push(quote);
        }
        themes.entry(&quote.theme).or_default().push(quote);
    }
    for (id, rows) in questions {
        let put_to = told.and_then(|told| told.get(id));
        let cohorts: Option<BTreeSet<&str>> = match put_to {
            Some(cohorts) => Some(cohorts.iter().map(String::as_str).collect()),
            None => cohorts_of(context, &rows),
        };
        findings.extend(given_away(context, id, cohorts, &rows));
    }
    for (theme, rows) in themes {
        let cohorts = cohorts_of(context, &rows);
        findings.extend(given_away(
            context,
            &format!("theme {theme}"),
            cohorts,
            &rows,
        ));
    }
    Outcome::Ran(findings)
}

/// The cohorts of all quotes; `None` where one of them is not told.
fn cohorts_of<'a>(context: &'a Context, rows: &[&'a Quote]) -> Option<BTreeSet<&'a str>> {
    let cohorts = rows
        .iter()
        .map(|quote| context.cohort_of(context.speaker(quote)?));
    cohorts.collect()
}

fn given_away(
    context: &Context,
    subject: &str,
    cohorts: Option<BTreeSet<&str>>,
    rows: &[&Quote],
) -> Option<Finding> {
    let cohorts = cohorts.filter(|cohorts| cohorts.len() == 1)?;
    let cohort = cohorts.first()?;
    let size = context
        .completed()
        .filter(|one| one.cohort == **cohort)
        .count();
    if size == 0 || size >= RELEASE_THRESHOLD as usize {
        return None;
    }
    let message = format!(
        "{subject}: all quotes are of the cohort {cohort}, of whom {} interviewed, so that each is one of theirs.",
        counted(size, "was", "were"),
    );
    let settle = "Let other cohorts be heard there, name no question beside these quotes, or accept it with a reason.";
    let mut found = finding(A27, subject, message, settle);
    found.places.extend(
        rows.iter()
            .map(|quote| at_quote(quote, "research_questions")),
    );
    found.places.push(Place::whole(
        PARTICIPANTS,
        format!("{size} completed of {cohort}"),
    ));
    Some(found)
}

//! A04, A05, A06, A11: whether everything that should have a quote has one.

use std::collections::BTreeSet;

use super::{
    NO_PARTICIPANTS, NO_QUESTIONS, NO_QUOTES, Outcome, PARTICIPANTS, QUESTIONS, QUOTES, at_quote,
    counted, finding, listed, named, not_run,
};
use crate::reporting_audit::context::{Context, folded};
use crate::reporting_audit::findings::{Place, Severity};
use crate::themes::ThemeStatus;

const A04: (&str, Severity) = ("A04", Severity::Warning);
const A05: (&str, Severity) = ("A05", Severity::Warning);
const A11: (&str, Severity) = ("A11", Severity::Warning);

/// A04: each research question has a quote.
pub(in crate::reporting_audit) fn questions(context: &Context) -> Outcome {
    let Some(questions) = &context.facts.questions else {
        return not_run(NO_QUESTIONS);
    };
    let Some(quotes) = &context.facts.quotes else {
        return not_run(NO_QUOTES);
    };
    let answered: BTreeSet<&String> = quotes.iter().flat_map(|quote| &quote.questions).collect();
    let open = questions
        .iter()
        .filter(|question| !answered.contains(&question.id));
    let findings = open.map(|question| {
        let message = format!("No quote answers {}: “{}”", question.id, question.wording);
        let settle =
            "Give a quote to the question, or say in the report that nothing was said about it.";
        let place = Place::row(QUESTIONS, question.row, "id", question.id.clone());
        finding(A04, question.id.clone(), message, settle)
            .at(place)
            .at(Place::whole(
                QUOTES,
                counted(quotes.len(), "quote", "quotes"),
            ))
    });
    Outcome::Ran(findings.collect())
}

/// A05: each theme, subtheme and facet has a quote.
pub(in crate::reporting_audit) fn themes(context: &Context) -> Outcome {
    let Some(quotes) = &context.facts.quotes else {
        return not_run(NO_QUOTES);
    };
    let settled = context.facts.themes.as_deref().unwrap_or_default();
    let claimed = context
        .facts
        .claims
        .as_ref()
        .map_or(&[][..], |claims| claims.theme_names.as_slice());
    if settled.is_empty() && claimed.is_empty() {
        return not_run(
            "themes are known from the quotes alone (themes.toml, themes in claims.toml)",
        );
    }
    let quoted: Vec<Vec<String>> = quotes.iter().map(crate::quotes::Quote::path).collect();
    let has_quote = |path: &[String]| quoted.iter().any(|quoted| quoted.starts_with(path));
    let mut findings = Vec::new();
    let kept = settled
        .iter()
        .filter(|about| about.status != ThemeStatus::Dropped);
    for about in kept.filter(|about| !has_quote(&about.path)) {
        let level = ["theme", "subtheme", "facet"][about.path.len().clamp(1, 3) - 1];
        let name = about.path.join(" > ");
        let message = format!("The {level} “{name}” has no quote.");
        let settle = "Give it a quote, merge it, or drop it.";
        findings.push(
            finding(A05, format!("{level} {name}"), message, settle).at(Place {
                column: Some("path".to_owned()),
                ..Place::whole("themes.toml", name)
            }),
        );
    }
    for name in claimed {
        let known = context
            .theme_paths()
            .iter()
            .any(|path| folded(&path[0]) == folded(name));
        let is_quoted = quoted.iter().any(|path| folded(&path[0]) == folded(name));
        // A name that is known nowhere is A21's: it is another spelling before it is a theme without a quote.
        if known
            && !is_quoted
            && !findings
                .iter()
                .any(|one| one.subject == format!("theme {name}"))
        {
            let message = format!("The theme “{name}” has no quote.");
            let settle = "Give it a quote, or take it out of the report.";
            findings.push(
                finding(A05, format!("theme {name}"), message, settle)
                    .at(Place::claim("themes.names", name.clone())),
            );
        }
    }
    Outcome::Ran(findings)
}

/// A06: each quote maps to at least one question, and to none that there is not.
pub(in crate::reporting_audit) fn answers(context: &Context) -> Outcome {
    let Some(quotes) = &context.facts.quotes else {
        return not_run(NO_QUOTES);
    };
    let Some(questions) = &context.facts.questions else {
        return not_run(NO_QUESTIONS);
    };
    let known: Vec<String> = questions
        .iter()
        .map(|question| question.id.clone())
        .collect();
    let mut findings = Vec::new();
    for quote in quotes {
        for id in quote.questions.iter().filter(|id| !known.contains(id)) {
            let message = format!(
                "Row {} names {id}; the study has {}.",
                quote.row,
                listed(&known)
            );
            let settle = "Correct the id, or add the question.";
            findings.push(
                finding(("A06", Severity::Error), named(quote), message, settle)
                    .at(Place::row(
                        QUOTES,
                        quote.row,
                        "research_questions",
                        id.clone(),
                    ))
                    .at(Place::whole(QUESTIONS, listed(&known))),
            );
        }
        if quote.questions.is_empty() {
            let message = format!("Row {} answers no research question.", quote.row);
            let settle = "Name the question it answers, or keep it among the other findings.";
            findings.push(
                finding(("A06", Severity::Warning), named(quote), message, settle)
                    .at(at_quote(quote, "research_questions")),
            );
        }
    }
    Outcome::Ran(findings)
}

/// A11: each cohort that was interviewed is quoted somewhere.
pub(in crate::reporting_audit) fn cohorts(context: &Context) -> Outcome {
    if context.facts.participants.is_none() {
        return not_run(NO_PARTICIPANTS);
    }
    let Some(quotes) = &context.facts.quotes else {
        return not_run(NO_QUOTES);
    };
    let speakers: Vec<&str> = quotes
        .iter()
        .filter_map(|quote| context.speaker(quote))
        .collect();
    if speakers.is_empty() {
        return not_run("no quote says whose it is (participant or document in quotes.csv)");
    }
    let unknown = quotes
        .iter()
        .filter(|one| !one.is_note && context.speaker(one).is_none())
        .count();
    let quoted: BTreeSet<&str> = speakers
        .iter()
        .filter_map(|one| context.cohort_of(one))
        .collect();
    let mut findings = Vec::new();
    for cohort in &context.cohorts {
        let interviewed = context
            .completed()
            .filter(|one| one.cohort == *cohort)
            .count();
        if interviewed == 0 || quoted.contains(cohort.as_str()) {
            continue;
        }
        let mut message =
            format!("Nobody of the cohort {cohort} is quoted; {interviewed} were interviewed.");
        if unknown > 0 {
            message.push_str(&format!(
                " {} of whoever said it are not told.",
                counted(unknown, "quote", "quotes")
            ));
        }
        let settle =
            "Quote the cohort, or set this aside where any quotation would name its speaker.";
        findings.push(
            finding(A11, format!("cohort {cohort}"), message, settle)
                .at(Place::whole(
                    PARTICIPANTS,
                    format!("{interviewed} completed of {cohort}"),
                ))
                .at(Place::whole(QUOTES, "no quote")),
        );
    }
    Outcome::Ran(findings)
}

//! A26: nothing that is printed identifies anybody.

use std::collections::BTreeSet;

use study::transcripts::anchors::Version;
use study::transcripts::deidentify::{Category, LISTED, Lists, Suggestion, Term, suggest};

use super::{NO_MANUSCRIPT, Outcome, at_quote, finding, named, not_run};
use crate::reporting_audit::context::{Context, cut, words_of};
use crate::reporting_audit::findings::{Finding, Place, Severity};
use crate::reporting_audit::prose::Part;

const A26: (&str, Severity) = ("A26", Severity::Error);
/// Kinds that rules find with certainty enough to call them errors.
const CERTAIN: [&str; 3] = ["e-mail address", "phone number", "NHS number"];

/// No phone number, extension or NHS number has fewer digits.
const FEWEST_DIGITS: usize = 3;

/// What is printed somewhere, and whether it is somebody's words.
struct Printed {
    subject: String,
    place: Place,
    text: String,
    quoted: bool,
}

pub(in crate::reporting_audit) fn run(context: &Context) -> Outcome {
    if context.prose.is_none() && context.facts.quotes.is_none() {
        return not_run(NO_MANUSCRIPT);
    }
    let sealed = context.facts.sealed.as_deref();
    let lists = Lists {
        terms: sealed.unwrap_or_default().to_vec(),
        given_names: false,
    };
    let words: BTreeSet<String> = lists
        .terms
        .iter()
        .flat_map(|term| words_of(&term.text))
        .collect();
    let mut printed = printed(context);
    // Most of what is printed can be none of it, and looking closely takes long.
    printed.retain(|one| {
        let digits = one.text.bytes().filter(u8::is_ascii_digit).count();
        let listed = || words_of(&one.text).iter().any(|word| words.contains(word));
        let spoken = || one.text.contains(" dot ");
        let quoted = one.quoted && digits > 0;
        digits >= FEWEST_DIGITS || quoted || one.text.contains('@') || spoken() || listed()
    });
    let texts: Vec<&str> = printed.iter().map(|one| one.text.as_str()).collect();
    let mut findings: Vec<Finding> = Vec::new();
    for found in suggest(&Version::of_turns(&texts), &lists) {
        let one = &printed[found.turn - 1];
        if let Some(what) = identifying(&found, one.quoted, &lists.terms) {
            let message = format!("“{}” is {what}.", found.original);
            let settle = "Put a surrogate in its place, such as a word in brackets for its kind.";
            findings.push(finding(A26, one.subject.clone(), message, settle).at(one.place.clone()));
        }
    }
    // The rules alone are half of the check.
    match (findings.is_empty(), sealed) {
        (true, None) => not_run(
            "no list of names was given (--names); the rules for e-mail, phone, NHS numbers and days found nothing",
        ),
        _ => Outcome::Ran(findings),
    }
}

fn identifying(found: &Suggestion, quoted: bool, terms: &[Term]) -> Option<String> {
    if found.reason == LISTED {
        return Some(format!("on the list of names ({})", found.category));
    }
    let persons = terms
        .iter()
        .filter(|term| term.category == Category::Person);
    let mut parts = persons.filter(|term| words_of(&term.text).len() > 1);
    let original = words_of(&found.original);
    if found.category == Category::Person
        && parts.any(|term| {
            original
                .iter()
                .any(|word| words_of(&term.text).contains(word))
        })
    {
        return Some("a part of a name on the list of names".to_owned());
    }
    if CERTAIN.contains(&found.kind.as_str()) {
        let article = if found.kind.starts_with(['e', 'N']) {
            "an"
        } else {
            "a"
        };
        return Some(format!("{article} {}", found.kind));
    }
    let exact = quoted && found.category == Category::Date && is_day(&found.original);
    exact.then(|| "an exact date in somebody’s words".to_owned())
}

/// A day of a month, not a month or a year alone.
fn is_day(text: &str) -> bool {
    let numbers = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty());
    let days = numbers.filter(|run| run.len() <= 2).count();
    days > 0
}

/// All quotes, and the manuscript: authors may be named and reached before the abstract and in the declarations, and those
/// of the literature in its list.
fn printed(context: &Context) -> Vec<Printed> {
    let mut printed = Vec::new();
    for quote in context.facts.quotes.iter().flatten() {
        printed.push(Printed {
            subject: named(quote),
            place: at_quote(quote, "quote"),
            text: quote.text.clone(),
            quoted: true,
        });
    }
    let Some(prose) = &context.prose else {
        return printed;
    };
    for (at, passage) in prose.passages.iter().enumerate() {
        let authors = matches!(
            passage.part,
            Part::Front | Part::Declarations | Part::References
        ) || passage.text.to_lowercase().contains("correspond");
        if !authors {
            printed.push(Printed {
                subject: format!("paragraph {}", passage.number),
                place: prose.place(at, cut(&passage.text)),
                text: passage.text.clone(),
                quoted: prose.quotations.iter().any(|one| one.passage == at),
            });
        }
    }
    printed
}

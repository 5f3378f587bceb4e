//! The checks, a file for each or for a family; each is a function of what the study knows.

pub(super) mod accuracy;
pub(super) mod acquaintance;
pub(super) mod announced;
pub(super) mod checklist;
pub(super) mod citations;
pub(super) mod consents;
pub(super) mod counts;
pub(super) mod coverage;
pub(super) mod figures;
mod figures_read;
#[cfg(test)]
mod figures_tests;
pub(super) mod guides;
pub(super) mod labels;
pub(super) mod names;
pub(super) mod passages;
pub(super) mod period;
pub(super) mod quotations;
pub(super) mod reliance;
pub(super) mod roles;
pub(super) mod saturation;
pub(super) mod small_cohorts;
mod statements;
pub(super) mod table1;
pub(super) mod themes;
pub(super) mod withdrawn;
pub(super) mod wording;

use super::findings::{Finding, Place, Severity};
use crate::quotes::Quote;

/// How a check ended.
pub(super) enum Outcome {
    /// Something it reads is not there: what.
    NotRun(String),
    /// It was run: what was found.
    Ran(Vec<Finding>),
}

/// A finding without places.
fn finding(
    (check, severity): (&'static str, Severity),
    subject: impl Into<String>,
    message: impl Into<String>,
    settle: impl Into<String>,
) -> Finding {
    Finding {
        check,
        severity,
        subject: subject.into(),
        message: message.into(),
        places: Vec::new(),
        settle: settle.into(),
        difference: Vec::new(),
        set_aside: None,
    }
}

impl Finding {
    /// The same finding with one more place.
    fn at(mut self, place: Place) -> Self {
        self.places.push(place);
        self
    }
}

fn not_run(reason: &str) -> Outcome {
    Outcome::NotRun(reason.to_owned())
}

const PARTICIPANTS: &str = "participants.csv";
const QUESTIONS: &str = "research_questions.csv";
const QUOTES: &str = "quotes.csv";
const NO_PARTICIPANTS: &str = "no participants are known (participants.csv)";
const NO_QUOTES: &str = "no quotes are known (quotes.csv)";
const NO_QUESTIONS: &str = "no research questions are known (research_questions.csv)";
const NO_MANUSCRIPT: &str = "no manuscript was given";
const NO_DOCUMENTS: &str = "no transcripts are there";

/// The place of a quote in its file.
fn at_quote(quote: &Quote, column: &str) -> Place {
    Place::row(QUOTES, quote.row, column, super::context::cut(&quote.text))
}

/// What a quote is called in findings.
fn named(quote: &Quote) -> String {
    format!("quote in row {}", quote.row)
}

/// `1 interview`, `2 interviews`.
fn counted(number: usize, one: &str, many: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    }
}

/// `a`, `a and b`, `a, b and c`.
fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

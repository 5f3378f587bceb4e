//! A14: consent precedes the interview and covers its uses.

use std::collections::BTreeSet;

use super::{NO_PARTICIPANTS, Outcome, PARTICIPANTS, finding, not_run};
use crate::reporting_audit::claims::day_of;
use crate::reporting_audit::context::Context;
use crate::reporting_audit::findings::{Place, Severity};
use crate::reporting_audit::verbatim::Verdict;

const A14: (&str, Severity) = ("A14", Severity::Error);

pub(in crate::reporting_audit) fn run(context: &Context) -> Outcome {
    let Some(consents) = &context.facts.consents else {
        return not_run("no consents are known; no file of a folder holds them");
    };
    if context.facts.participants.is_none() {
        return not_run(NO_PARTICIPANTS);
    }
    let quotes = context.facts.quotes.iter().flatten();
    let mut quoted: BTreeSet<&str> = quotes.filter_map(|quote| context.speaker(quote)).collect();
    let printed = context.printed().filter_map(|(_, verdict)| match verdict {
        Verdict::Said { at, .. } => context.document(&at.document),
        _ => None,
    });
    quoted.extend(printed.filter_map(|document| document.participant.as_deref()));
    let mut findings = Vec::new();
    for one in context.completed() {
        let name = one.participant.as_str();
        let own: Vec<_> = consents
            .iter()
            .filter(|consent| consent.participant == name)
            .collect();
        let held = one.date.map(|date| (date.in_words(), day_of(date, true)));
        let row = Place::row(
            PARTICIPANTS,
            one.row,
            "interview_date",
            held.as_ref()
                .map_or(String::new(), |(words, _)| words.clone()),
        );
        let covering = own.iter().filter(|consent| consent.covers_interview);
        let first = covering.map(|consent| consent.signed).min();
        let message = match (first, &held) {
            (None, _) => format!(
                "{name} was interviewed, and no consent to recording or analysing is known."
            ),
            (Some(signed), Some((words, day))) if signed > *day => {
                format!("{name} was interviewed on {words} and signed on {signed}.")
            }
            _ if quoted.contains(name) && !own.iter().any(|consent| consent.covers_quoting) => {
                format!("{name} is quoted and has not agreed to be quoted.")
            }
            _ => continue,
        };
        let signed = first.map_or("no signature".to_owned(), |signed| signed.to_string());
        let settle = "Look for the signed form; without one the interview and its quotes are not to be used.";
        findings.push(
            finding(A14, name, message, settle)
                .at(row)
                .at(Place::whole("consents", signed)),
        );
    }
    Outcome::Ran(findings)
}

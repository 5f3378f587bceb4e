//! A20: nobody who withdrew is quoted, counted or tabled.

use std::collections::BTreeSet;

use formats::manuscript::Kind;
use study::participants::Status;

use super::{NO_PARTICIPANTS, Outcome, PARTICIPANTS, at_quote, finding, named, not_run};
use crate::reporting_audit::context::{Context, cut};
use crate::reporting_audit::findings::{Finding, Place, Severity};
use crate::reporting_audit::verbatim::Verdict;

const A20: (&str, Severity) = ("A20", Severity::Error);
const SETTLE: &str = "Take it out, as the consent that was signed has it.";

pub(in crate::reporting_audit) fn run(context: &Context) -> Outcome {
    let Some(participants) = &context.facts.participants else {
        return not_run(NO_PARTICIPANTS);
    };
    let withdrawals = context.facts.withdrawals.iter().flatten();
    let by_status = participants
        .iter()
        .filter(|one| one.status == Status::Withdrawn);
    let by_status = by_status.map(|one| one.participant.as_str());
    let acts: Vec<_> = withdrawals.collect();
    let unquoted: BTreeSet<&str> = by_status
        .clone()
        .chain(acts.iter().map(|one| one.participant.as_str()))
        .collect();
    let gone = acts
        .iter()
        .filter(|one| !one.quotes_only)
        .map(|one| one.participant.as_str());
    let gone: BTreeSet<&str> = by_status.chain(gone).collect();
    let source = |who: &str| {
        let row = participants.iter().find(|one| one.participant == who);
        row.map(|row| Place::row(PARTICIPANTS, row.row, "status", row.status.to_string()))
    };
    let when = |who: &str| {
        let on = acts
            .iter()
            .find(|one| one.participant == who)
            .and_then(|one| one.on);
        on.map_or_else(String::new, |on| format!(" on {}", on.in_words()))
    };
    let mut findings: Vec<Finding> = Vec::new();
    let mut add = |who: &str, subject: String, message: String, place: Place| {
        let mut found = finding(A20, subject, message, SETTLE).at(place);
        found.places.extend(source(who));
        findings.push(found);
    };
    for quote in context.facts.quotes.iter().flatten() {
        let speaker = context
            .speaker(quote)
            .filter(|speaker| unquoted.contains(speaker));
        if let Some(who) = speaker {
            let message = format!(
                "{who} withdrew{}; the quote in row {} is theirs.",
                when(who),
                quote.row
            );
            add(who, named(quote), message, at_quote(quote, "quote"));
        }
    }
    if let Some(prose) = &context.prose {
        for (quotation, verdict) in context.printed() {
            let document = match verdict {
                Verdict::Said { at, .. } => &at.document,
                Verdict::Altered(near) => &near.document,
                Verdict::Absent | Verdict::TooShort => continue,
            };
            let who = context
                .document(document)
                .and_then(|one| one.participant.as_deref());
            if let Some(who) = who.filter(|who| unquoted.contains(who)) {
                let message = format!(
                    "{who} withdrew{} and is quoted in the manuscript.",
                    when(who)
                );
                let place = prose.place(quotation.passage, cut(&quotation.text));
                add(who, format!("{who} in the manuscript"), message, place);
            }
        }
        for (at, cell) in prose
            .passages
            .iter()
            .enumerate()
            .filter(|(_, one)| one.kind == Kind::Cell)
        {
            if let Some(who) = gone.get(cell.text.as_str()) {
                let message = format!(
                    "{who} withdrew{} and stands in a table of the manuscript.",
                    when(who)
                );
                add(
                    who,
                    format!("{who} in a table"),
                    message,
                    prose.place(at, cell.text.clone()),
                );
            }
        }
    }
    let counted = context
        .completed()
        .filter(|one| gone.contains(one.participant.as_str()));
    let counted: Vec<&str> = counted.map(|one| one.participant.as_str()).collect();
    for who in counted {
        let message = format!(
            "{who} withdrew{} and is counted among the completed interviews.",
            when(who)
        );
        add(
            who,
            who.to_owned(),
            message,
            Place::whole("withdrawals", who),
        );
    }
    Outcome::Ran(findings)
}

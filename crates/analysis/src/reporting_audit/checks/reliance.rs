//! A10: whether one participant carries too much (study R45).

use super::{NO_PARTICIPANTS, NO_QUOTES, Outcome, QUOTES, counted, finding, not_run};
use crate::quotes::{Counted, Limits, leaned_on};
use crate::reporting_audit::context::Context;
use crate::reporting_audit::findings::{Place, Severity};

const A10: (&str, Severity) = ("A10", Severity::Warning);

pub(in crate::reporting_audit) fn run(context: &Context) -> Outcome {
    let Some(quotes) = &context.facts.quotes else {
        return not_run(NO_QUOTES);
    };
    if context.facts.participants.is_none() {
        return not_run(NO_PARTICIPANTS);
    }
    let said: Vec<Counted> = quotes
        .iter()
        .filter_map(|quote| {
            Some(Counted {
                participant: context.speaker(quote)?.to_owned(),
                themes: vec![quote.theme.clone()],
            })
        })
        .collect();
    if said.is_empty() {
        return not_run("no quote says whose it is (participant or document in quotes.csv)");
    }
    let interviews = context.completed().count();
    let leaned = leaned_on(&said, interviews, &Limits::default());
    let findings = leaned.into_iter().map(|one| {
        let of_all = one
            .of_all
            .map(|(count, all)| format!("{count} of {all} quotes"));
        let of_themes = one.of_themes.iter().map(|(theme, count, all)| {
            let quotes = counted(*all, "quote", "quotes");
            format!("{count} of {quotes} of the theme “{theme}”")
        });
        let parts: Vec<String> = of_all.into_iter().chain(of_themes).collect();
        let message = format!("{} gives {}.", one.participant, super::listed(&parts));
        let settle = "Quote others as well, or say in the report why this voice stands for more.";
        let rows = quotes
            .iter()
            .filter(|quote| context.speaker(quote) == Some(one.participant.as_str()));
        let rows: Vec<String> = rows.map(|quote| quote.row.to_string()).collect();
        finding(A10, one.participant.clone(), message, settle)
            .at(Place::whole(QUOTES, format!("rows {}", rows.join(", "))))
    });
    Outcome::Ran(findings.collect())
}

//! A07, A08: passages that are used more than once.

use std::collections::BTreeMap;

use super::{NO_QUOTES, Outcome, at_quote, finding, listed, named, not_run};
use crate::quotes::Quote;
use crate::reporting_audit::context::Context;
use crate::reporting_audit::findings::Severity;
use crate::reporting_audit::verbatim::{Verdict, words};

const A07: (&str, Severity) = ("A07", Severity::Warning);
const A08: (&str, Severity) = ("A08", Severity::Warning);
/// Passages of fewer words may stand within another by chance.
const FEWEST: usize = 4;

/// The words of a quote with a space around each, so that what is within it is found as whole words.
fn level(quote: &Quote) -> String {
    let words = words(&quote.text);
    let cores = words.iter().map(|word| word.core.as_str());
    let cores: Vec<&str> = cores.filter(|core| !core.is_empty()).collect();
    format!(" {} ", cores.join(" "))
}

/// The words of a quote, and where they stand: the stream, the first word and the one after the last.
type Passage = (String, Option<(usize, usize, usize)>);

/// How two quotes share their words.
#[derive(PartialEq, Eq)]
enum Shared {
    Nothing,
    Same,
    /// The first lies in the second.
    Within,
    /// The second lies in the first.
    Around,
    Overlap,
}

fn shared(one: &Passage, other: &Passage) -> Shared {
    if one.0 == other.0 {
        return Shared::Same;
    }
    let long = |text: &str| text.split_whitespace().count() >= FEWEST;
    if other.0.contains(&one.0) && long(&one.0) {
        return Shared::Within;
    }
    if one.0.contains(&other.0) && long(&other.0) {
        return Shared::Around;
    }
    match (one.1, other.1) {
        (Some(a), Some(b)) if a.0 == b.0 && a.1 < b.2 && b.1 < a.2 => match () {
            () if (a.1, a.2) == (b.1, b.2) => Shared::Same,
            () if b.1 <= a.1 && a.2 <= b.2 => Shared::Within,
            () if a.1 <= b.1 && b.2 <= a.2 => Shared::Around,
            () => Shared::Overlap,
        },
        _ => Shared::Nothing,
    }
}

/// A07: no passage is used twice, none lies inside another, no two overlap. The same passage under two themes is A08's.
pub(in crate::reporting_audit) fn used_twice(context: &Context) -> Outcome {
    let Some(quotes) = &context.facts.quotes else {
        return not_run(NO_QUOTES);
    };
    let level: Vec<Passage> = quotes
        .iter()
        .enumerate()
        .map(|(index, quote)| {
            let span = match context.selected.get(index) {
                Some(Verdict::Said { at, .. }) => Some(at.span),
                _ => None,
            };
            (level(quote), span)
        })
        .collect();
    let mut findings = Vec::new();
    for (second, quote) in quotes.iter().enumerate() {
        for (first, earlier) in quotes[..second].iter().enumerate() {
            let how = match shared(&level[second], &level[first]) {
                Shared::Same if quote.path() == earlier.path() => "is the same passage as",
                Shared::Within => "lies inside",
                Shared::Around => "holds the whole of",
                Shared::Overlap => "overlaps",
                Shared::Same | Shared::Nothing => continue,
            };
            let message = format!("Row {} {how} row {}.", quote.row, earlier.row);
            let settle = "Keep one of them, or cut them so that each word is used once.";
            findings.push(
                finding(A07, named(quote), message, settle)
                    .at(at_quote(quote, "quote"))
                    .at(at_quote(earlier, "quote")),
            );
        }
    }
    Outcome::Ran(findings)
}

/// A08: one passage stands under one theme and subtheme unless a reason is recorded.
pub(in crate::reporting_audit) fn two_themes(context: &Context) -> Outcome {
    let Some(quotes) = &context.facts.quotes else {
        return not_run(NO_QUOTES);
    };
    let mut passages: BTreeMap<String, Vec<&Quote>> = BTreeMap::new();
    for quote in quotes {
        passages.entry(level(quote)).or_default().push(quote);
    }
    let mut findings = Vec::new();
    for rows in passages.values() {
        let mut paths: Vec<Vec<String>> = rows.iter().map(|quote| quote.path()).collect();
        paths.sort();
        paths.dedup();
        let has_reason = rows.iter().any(|quote| {
            context
                .facts
                .reasons_for_two_places
                .contains_key(&quote.text)
        });
        if paths.len() < 2 || has_reason {
            continue;
        }
        let names: Vec<String> = paths
            .iter()
            .map(|path| format!("“{}”", path.join(" > ")))
            .collect();
        let message = format!(
            "One passage stands under {}, and no reason is recorded.",
            listed(&names)
        );
        let settle = "Keep it under one, or record why it belongs to both.";
        let mut found = finding(A08, named(rows[0]), message, settle);
        found
            .places
            .extend(rows.iter().map(|quote| at_quote(quote, "theme")));
        findings.push(found);
    }
    findings.sort_by_key(|found| found.places[0].row);
    Outcome::Ran(findings)
}

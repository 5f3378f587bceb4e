#![allow(clippy::unwrap_used, reason = "a step that fails is a test that fails")]

mod always;
mod applied;
mod found;
mod listed;

use super::*;

fn of(text: &str) -> Version {
    let turns: Vec<&str> = text.split('\n').collect();
    Version::of_turns(&turns)
}

fn list(terms: &[(&str, Category, &str)]) -> Lists {
    let term = |(text, category, kind): &(&str, Category, &str)| Term {
        text: (*text).to_owned(),
        category: *category,
        kind: (*kind).to_owned(),
        reason: LISTED,
    };
    Lists {
        terms: terms.iter().map(term).collect(),
        given_names: true,
    }
}

/// `kind: original` of each suggestion, after a look at the places.
fn suggested(text: &str, lists: &Lists) -> Vec<String> {
    let version = of(text);
    let suggestions = suggest(&version, lists);
    for one in &suggestions {
        assert_eq!(version.slice(one.span), one.original);
    }
    let said = |one: &Suggestion| format!("{}: {}", one.kind, one.original);
    suggestions.iter().map(said).collect()
}

fn by_rule(text: &str) -> Vec<String> {
    suggested(text, &Lists::default())
}

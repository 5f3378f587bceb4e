//! Surrogates such as `[hospital A]`, the same for the same original within one text.

use std::collections::{BTreeMap, BTreeSet};

use super::rules::{TITLES, without_possessive};
use super::{Suggestion, is_name};

/// Gives each suggestion its surrogate: the kind and a letter, in the order in which originals come.
pub(super) fn name(suggestions: &mut [Suggestion]) {
    let names: Vec<Vec<String>> = suggestions
        .iter()
        .filter(|suggestion| is_name(suggestion.category, &suggestion.kind))
        .map(|suggestion| words(&suggestion.original))
        .filter(|words| words.len() > 1)
        .collect();
    let mut given: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for suggestion in suggestions {
        let mut words = words(&suggestion.original);
        if is_name(suggestion.category, &suggestion.kind) {
            words = whole_name(words, &names);
        }
        let of_kind = given.entry(suggestion.kind.clone()).or_default();
        let next = of_kind.len();
        let number = *of_kind.entry(words.join(" ")).or_insert(next);
        suggestion.surrogate = format!("[{} {}]", suggestion.kind, letters(number));
    }
}

/// Lets suggestions keep what a person has given to the same original, and gives to others none that is taken. `given`
/// are originals with their surrogates, the newest last.
pub fn keep_given(suggestions: &mut [Suggestion], given: &[(String, String)]) {
    let folded = |text: &str| words(text).join(" ");
    let given: Vec<(String, &str)> = given
        .iter()
        .map(|(original, surrogate)| (folded(original), surrogate.as_str()))
        .collect();
    let taken: BTreeSet<String> = given.iter().map(|(_, one)| (*one).to_owned()).collect();
    let mut groups: BTreeMap<String, (String, BTreeSet<String>)> = BTreeMap::new();
    for one in suggestions.iter() {
        let group = groups.entry(one.surrogate.clone());
        let (_, originals) = group.or_insert_with(|| (one.kind.clone(), BTreeSet::new()));
        originals.insert(folded(&one.original));
    }
    let mut used: BTreeSet<String> = taken
        .union(&groups.keys().cloned().collect())
        .cloned()
        .collect();
    let mut chosen: BTreeMap<String, String> = BTreeMap::new();
    for (surrogate, (kind, originals)) in groups {
        let known = given.iter().rev().find(|(one, _)| originals.contains(one));
        let new = match known {
            Some((_, known)) => (*known).to_owned(),
            None if !taken.contains(&surrogate) => surrogate.clone(),
            None => (0..)
                .map(|number| format!("[{kind} {}]", letters(number)))
                .find(|free| !used.contains(free))
                .expect("letters never end"),
        };
        used.insert(new.clone());
        chosen.insert(surrogate, new);
    }
    for one in suggestions {
        one.surrogate.clone_from(&chosen[&one.surrogate]);
    }
}

/// The words of an original, without titles and possessives, in lower case.
fn words(original: &str) -> Vec<String> {
    let words = original.split_whitespace().map(|word| {
        let word = without_possessive(word).trim_end_matches(['.', ',']);
        word.to_lowercase().replace('’', "'")
    });
    let kept: Vec<String> = words
        .filter(|word| !TITLES.iter().any(|title| title.to_lowercase() == *word))
        .collect();
    match kept.is_empty() {
        true => vec![original.to_lowercase()],
        false => kept,
    }
}

/// A given name or a surname alone belongs to the whole name it is part of, where there is only one.
fn whole_name(words: Vec<String>, names: &[Vec<String>]) -> Vec<String> {
    let [word] = words.as_slice() else {
        return words;
    };
    let mut whole = names
        .iter()
        .filter(|name| name.first() == Some(word) || name.last() == Some(word));
    match whole.next() {
        Some(name) if whole.all(|other| other == name) => name.clone(),
        _ => words,
    }
}

/// A to Z, then AA, AB, …
fn letters(number: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(number % 26).expect("below 26"));
    match number / 26 {
        0 => letter.to_string(),
        more => format!("{}{letter}", letters(more - 1)),
    }
}

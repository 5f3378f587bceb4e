//! Surrogates such as `[hospital A]`, the same for the same original within one text.

use std::collections::BTreeMap;

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

//! Names of persons: after a title, or beginning with a usual given name.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::super::finds::Find;
use super::pattern::{Pattern, pattern};
use super::{Category, What};

/// Titles after which a name follows, and which are no part of it.
pub(in super::super) const TITLES: [&str; 16] = [
    "Dr",
    "Doctor",
    "Mr",
    "Mrs",
    "Ms",
    "Miss",
    "Mx",
    "Prof",
    "Professor",
    "Sir",
    "Dame",
    "Sister",
    "Nurse",
    "Matron",
    "Father",
    "Reverend",
];

pattern!(
    TITLED = concat!(
        r"\b(?:Dr|Doctor|Mr|Mrs|Ms|Miss|Mx|Prof|Professor|Sir|Dame|Sister|Nurse|Matron|Father|Reverend)\.? ",
        r"((?:[A-Z]\.? )*",
        r"(?:(?:van|de|von|der|al|el|bin) )*(?:\p{Lu}')?\p{Lu}[\p{L}-]+(?:'\p{Lu}[\p{L}-]+)?",
        r"(?: \p{Lu}[\p{L}-]+(?:'\p{Lu}[\p{L}-]+)?){0,2})"
    )
);
pattern!(WORDS = r"(?:\p{Lu}')?\p{Lu}[\p{L}-]+");

const NAMED: What = (Category::Person, "person");

/// Words with a capital that are no name of a person.
const NO_PERSON: [&str; 60] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Christmas",
    "Easter",
    "NHS",
    "Balint",
    "The",
    "And",
    "But",
    "So",
    "In",
    "On",
    "At",
    "For",
    "From",
    "With",
    "That",
    "This",
    "He",
    "She",
    "They",
    "We",
    "You",
    "It",
    "What",
    "When",
    "Where",
    "Why",
    "How",
    "Yes",
    "No",
    "Yeah",
    "Hospital",
    "Infirmary",
    "Ward",
    "Trust",
    "University",
    "College",
    "School",
    "Road",
    "Street",
    "Clinic",
    "General",
];

static GIVEN_NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("../given_names.txt").lines();
    lines.filter(|line| !line.starts_with('#')).collect()
});

pub(super) fn find(text: &str, given_names: bool, finds: &mut Vec<Find>) {
    TITLED.each(text, |at| {
        let mut end = at.start;
        for word in text[at.clone()].split_inclusive(' ') {
            if NO_PERSON.contains(&word.trim_end()) {
                break;
            }
            end += word.len();
        }
        let end = at.start + text[at.start..end].trim_end().len();
        finds.push(Find::by_rule(at.start..end, NAMED, "a name after a title"));
    });
    if !given_names {
        return;
    }
    let mut name: Option<std::ops::Range<usize>> = None;
    let mut names = Vec::new();
    WORDS.each(text, |at| {
        let word = &text[at.clone()];
        let continues = name
            .as_ref()
            .is_some_and(|name| &text[name.end..at.start] == " " && is_name_word(word));
        if continues {
            if let Some(name) = &mut name {
                name.end = at.end;
            }
        } else {
            names.extend(name.take());
            let given = word.split('-').next().unwrap_or(word);
            if GIVEN_NAMES.contains(given) || GIVEN_NAMES.contains(word) {
                name = Some(at);
            }
        }
    });
    names.extend(name);
    for name in names {
        finds.push(Find::by_rule(name, NAMED, "begins with a usual given name"));
    }
}

/// Whether a word can be part of a name: a capital first, and no usual word, title or day.
pub(in super::super) fn is_name_word(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
        && word
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
        && !NO_PERSON.contains(&word)
        && !TITLES.contains(&word)
}

/// A word without `'s` at its end.
pub(in super::super) fn without_possessive(word: &str) -> &str {
    ["'s", "’s", "'", "’"]
        .iter()
        .find_map(|end| word.strip_suffix(end))
        .unwrap_or(word)
}

//! Rules that find what may identify somebody by its form.

mod dates;
mod numbers;
mod pattern;
mod persons;
mod places;

use super::Category;
use super::finds::Find;

pub(super) use persons::{TITLES, is_name_word, without_possessive};

/// Adds what the rules find in one turn.
pub(super) fn find(text: &str, given_names: bool, finds: &mut Vec<Find>) {
    numbers::find(text, finds);
    dates::find(text, finds);
    places::find(text, finds);
    persons::find(text, given_names, finds);
}

/// What a rule gives to each of its finds.
type What = (Category, &'static str);

/// True where neither side of a stretch continues a word or a number.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    !joins(text[..start].chars().next_back()) && !joins(text[end..].chars().next())
}

/// The word after a place, without what parts it from there.
fn next_word(text: &str, end: usize) -> &str {
    let rest = text[end..].trim_start_matches([' ', ',']);
    let length = rest.find(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    &rest[..length.unwrap_or(rest.len())]
}

/// The word before a place, without what parts it from there.
fn previous_word(text: &str, start: usize) -> &str {
    let before = text[..start].trim_end_matches(' ');
    let from = before.rfind(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    match from {
        Some(at) => before[at..].trim_start_matches(|c: char| !c.is_alphanumeric()),
        None => before,
    }
}

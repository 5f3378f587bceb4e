//! De-identification: what may tell who or where somebody is, and the text with surrogates in its place (study R26).
//!
//! [`suggest`] only suggests; a person confirms each. [`apply`] puts the surrogates of those that were accepted into
//! the text and gives the map by which spans follow ([`super::anchors`]). Nothing here keeps an original: lists come
//! in as plain terms from whoever may open them, suggestions go back to the same person.

mod apply;
mod file;
mod finds;
mod rules;
mod surrogates;
mod terms;

use std::fmt;

use serde::Serialize;

use super::anchors::{Span, Version};
use finds::{Find, Folded};
use terms::Matcher;

pub use apply::{Accepted, Refused, apply};
pub use file::{accepted_from_csv, suggestions_to_csv, terms_from_csv};
pub use surrogates::keep_given;
pub use terms::{Hit, search, terms_of_labels};

/// A span that may identify somebody, with what could stand in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// The turn it stands in, from 1.
    pub turn: usize,
    /// Where it stands in the whole text.
    #[serde(flatten)]
    pub span: Span,
    /// What kind of detail it is.
    pub category: Category,
    /// The kind in finer words, such as `hospital`; of a listed term, what the list says.
    pub kind: String,
    /// The text that would be replaced.
    pub original: String,
    /// What would stand in its place, such as `[hospital A]`: within one text the same for the same original.
    pub surrogate: String,
    /// Which rule or list it comes from, for a person.
    pub reason: &'static str,
}

/// What a replaced span is (study section 1, `Replacement`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// A name, or a number or address that leads to one person.
    Person,
    /// A town, a hospital, a ward, an address.
    Place,
    /// A trust, a university, a firm.
    Employer,
    /// A day, a month with its year, a year.
    Date,
    /// Something that happened and that others know of; only from lists.
    Event,
    /// An age, or anything else by which somebody could be told.
    RareDetail,
}

/// A term that must be found wherever it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// As it is written; case, and straight or typographic apostrophes, are free.
    pub text: String,
    /// What it is.
    pub category: Category,
    /// The kind in finer words, which becomes the surrogate's; empty for the word of the category.
    pub kind: String,
    /// Where the term comes from, for a person.
    pub reason: &'static str,
}

/// What is looked for beside the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lists {
    /// Sealed names, places and other terms, from whoever may open them.
    pub terms: Vec<Term>,
    /// Also find given names that are common, by a built-in list.
    pub given_names: bool,
}

/// The reason of a term of the sealed list.
pub const LISTED: &str = "on the list of names";
/// The reason of a term that is the label of a speaker.
pub const SPEAKER: &str = "a speaker's label";

/// Kinds of the category person that are no names.
const NO_NAMES: [&str; 4] = ["e-mail address", "phone number", "NHS number", "handle"];

/// Whether a find is the name of a person, which is made of names.
fn is_name(category: Category, kind: &str) -> bool {
    category == Category::Person && !NO_NAMES.contains(&kind)
}

/// Everything in a text that may identify somebody, in the order of the text, no two overlapping.
///
/// Where finds overlap, the longest says what it is, a list before a rule where they are as long; the span covers all
/// of them, so that no part of a name is left standing. What a name is made of is found again wherever it stands
/// alone.
pub fn suggest(version: &Version, lists: &Lists) -> Vec<Suggestion> {
    let turns: Vec<(Span, String)> = (0..)
        .map_while(|index| version.turn(index))
        .map(|span| (span, version.slice(span)))
        .collect();
    let listed = Matcher::of(&lists.terms);
    let mut finds: Vec<Vec<Find>> = turns
        .iter()
        .map(|(_, text)| {
            let folded = Folded::of(text);
            let mut finds = listed.finds(&folded.text);
            rules::find(&folded.text, lists.given_names, &mut finds);
            finds.into_iter().map(|find| folded.unfold(find)).collect()
        })
        .collect();
    let parts = terms::parts_of_names(&lists.terms, turns.iter().map(|(_, text)| text).zip(&finds));
    let parts = Matcher::of(&parts);
    let mut suggestions = Vec::new();
    for (index, ((span, text), finds)) in turns.iter().zip(&mut finds).enumerate() {
        let folded = Folded::of(text);
        let of_parts = parts.finds(&folded.text);
        finds.extend(of_parts.into_iter().map(|find| folded.unfold(find)));
        for (place, find) in finds::resolved(text, std::mem::take(finds)) {
            suggestions.push(Suggestion {
                turn: index + 1,
                original: text[find.bytes.clone()].to_owned(),
                span: Span::new(span.start + place.start, span.start + place.end),
                category: find.category,
                kind: find.kind,
                surrogate: String::new(),
                reason: find.reason,
            });
        }
    }
    surrogates::name(&mut suggestions);
    suggestions
}

impl Default for Lists {
    fn default() -> Self {
        Lists {
            terms: Vec::new(),
            given_names: true,
        }
    }
}

impl Category {
    /// In the order of study section 1.
    pub const ALL: [Self; 6] = [
        Self::Person,
        Self::Place,
        Self::Employer,
        Self::Date,
        Self::Event,
        Self::RareDetail,
    ];

    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Place => "place",
            Self::Employer => "employer",
            Self::Date => "date",
            Self::Event => "event",
            Self::RareDetail => "rare_detail",
        }
    }

    /// The word for readers, and in surrogates.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::RareDetail => "detail",
            other => other.word(),
        }
    }

    /// Reads the word with case, spaces and underscores free.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |text: &str| -> String {
            let letters = text.chars().filter(|c| !c.is_whitespace() && *c != '_');
            letters.flat_map(char::to_lowercase).collect()
        };
        let text = plain(text);
        Self::ALL
            .into_iter()
            .find(|category| plain(category.word()) == text)
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests;

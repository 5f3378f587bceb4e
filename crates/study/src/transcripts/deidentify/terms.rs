//! Terms of a list, found as whole words in one pass.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Serialize;

use super::super::anchors::{Span, Version};
use super::finds::{Find, Folded, resolved};
use super::rules::{self, is_name_word};
use super::{Category, SPEAKER, Term, is_name};

/// Names that are as well ordinary words or titles: found only with a capital.
const ORDINARY: [&str; 40] = [
    "april", "art", "august", "bill", "bishop", "carol", "cook", "dawn", "day", "dean", "faith",
    "frank", "grace", "grant", "guy", "holly", "hope", "iris", "ivy", "jack", "joy", "june",
    "king", "long", "mark", "may", "miles", "miller", "page", "penny", "pat", "price", "rich",
    "rob", "rose", "sue", "ward", "will", "wood", "young",
];

/// First words of labels that say in which part somebody speaks, in lower case.
const PARTS_IN_A_TALK: [&str; 12] = [
    "interviewer",
    "interviewee",
    "researcher",
    "participant",
    "respondent",
    "speaker",
    "facilitator",
    "moderator",
    "unknown",
    "group",
    "all",
    "transcript",
];

/// The terms of a list, ready to be found.
pub(super) struct Matcher<'a> {
    terms: &'a [Term],
    /// Spellings of all terms.
    found: AhoCorasick,
    /// The term of each spelling.
    of_spelling: Vec<usize>,
}

impl<'a> Matcher<'a> {
    pub(super) fn of(terms: &'a [Term]) -> Self {
        let mut spellings = Vec::new();
        let mut of_spelling = Vec::new();
        for (index, term) in terms.iter().enumerate() {
            for spelling in spellings_of(&term.text) {
                of_spelling.push(index);
                spellings.push(spelling);
            }
        }
        let found = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(&spellings)
            .expect("a list is far smaller than what the matcher takes");
        Matcher {
            terms,
            found,
            of_spelling,
        }
    }

    /// Each place of each term in a folded text that begins and ends with a word.
    pub(super) fn finds(&self, text: &str) -> Vec<Find> {
        let matches = self.found.find_overlapping_iter(text);
        let whole = matches.filter(|found| is_whole(text, found.start(), found.end()));
        whole
            .filter_map(|found| {
                let term = &self.terms[self.of_spelling[found.pattern().as_usize()]];
                let seen = &text[found.range()];
                if ORDINARY.contains(&seen) {
                    return None;
                }
                Some(Find {
                    bytes: found.range(),
                    category: term.category,
                    kind: match term.kind.as_str() {
                        "" => term.category.in_words().to_owned(),
                        kind => kind.to_owned(),
                    },
                    reason: term.reason,
                    listed: true,
                })
            })
            .collect()
    }
}

/// The term as texts are folded, in the cases that bytes alone do not fold.
fn spellings_of(term: &str) -> BTreeSet<String> {
    let term = Folded::of(term.trim()).text;
    let mut spellings = BTreeSet::from([term.to_lowercase(), term.to_uppercase(), term]);
    spellings.remove("");
    spellings
}

fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    let begins = text[start..].chars().next().is_some_and(joins);
    let ends = text[..end].chars().next_back().is_some_and(joins);
    let goes_on = begins && before.is_some_and(joins) || ends && after.is_some_and(joins);
    !goes_on
}

/// The words of names as terms of their own: `Quill` of `Dr Ada Quill`, where the name is listed or was found by a
/// rule.
pub(super) fn parts_of_names<'a>(
    listed: &[Term],
    turns: impl Iterator<Item = (&'a String, &'a Vec<Find>)>,
) -> Vec<Term> {
    let mut names: Vec<String> = listed
        .iter()
        .filter(|term| is_name(term.category, &term.kind))
        .map(|term| term.text.clone())
        .collect();
    for (text, finds) in turns {
        let found = finds.iter().filter(|f| is_name(f.category, &f.kind));
        names.extend(found.map(|find| text[find.bytes.clone()].to_owned()));
    }
    let words: BTreeSet<&str> = names
        .iter()
        .flat_map(|name| name.split_whitespace())
        .map(rules::without_possessive)
        .filter(|word| is_name_word(word) && word.chars().count() > 2)
        .collect();
    let part = |word: &str| Term {
        text: word.to_owned(),
        category: Category::Person,
        kind: String::new(),
        reason: "part of a name that stands elsewhere",
    };
    words.into_iter().map(part).collect()
}

/// The labels of speakers as terms, each once; labels that name nobody, such as `Interviewer` or `M1`, are left out.
pub fn terms_of_labels<'a>(labels: impl IntoIterator<Item = &'a str>) -> Vec<Term> {
    let names: BTreeSet<&str> = labels
        .into_iter()
        .map(|label| label.split('(').next().unwrap_or(label).trim())
        .filter(|label| {
            let mut words = label.split_whitespace();
            let first = words.next().unwrap_or_default().to_lowercase();
            let names_somebody = label
                .split_whitespace()
                .any(|word| is_name_word(word) && word.len() > 2);
            names_somebody && !PARTS_IN_A_TALK.contains(&first.as_str())
        })
        .collect();
    let term = |name: &str| Term {
        text: name.to_owned(),
        category: Category::Person,
        kind: String::new(),
        reason: SPEAKER,
    };
    names.into_iter().map(term).collect()
}

/// A place of a term in one of several documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// Id of the document.
    pub document: String,
    /// The turn, from 1.
    pub turn: usize,
    /// Where in the document's text.
    pub span: Span,
    /// The text there.
    pub text: String,
}

/// Every place of a term, as whole words with case and apostrophes free, in the order of the documents (study R26).
pub fn search<'a>(
    term: &str,
    documents: impl IntoIterator<Item = (&'a str, &'a Version)>,
) -> Vec<Hit> {
    let terms = [Term {
        text: term.to_owned(),
        category: Category::RareDetail,
        kind: String::new(),
        reason: "searched for",
    }];
    let matcher = Matcher::of(&terms);
    let mut hits = Vec::new();
    for (document, version) in documents {
        for (index, turn) in (0..).map_while(|index| Some((index, version.turn(index)?))) {
            let text = version.slice(turn);
            let folded = Folded::of(&text);
            let found = matcher.finds(&folded.text);
            let finds = found.into_iter().map(|find| folded.unfold(find)).collect();
            for (place, find) in resolved(&text, finds) {
                hits.push(Hit {
                    document: document.to_owned(),
                    turn: index + 1,
                    span: Span::new(turn.start + place.start, turn.start + place.end),
                    text: text[find.bytes].to_owned(),
                });
            }
        }
    }
    hits
}

//! The quotations of a manuscript (study R62).

use std::ops::Range;

use formats::manuscript::Kind;

use super::sections::Part;
use super::{Passage, attribution, marks, sentences};

/// Fewest words of a quotation that is looked at.
const FEWEST: usize = 4;

/// Something that is printed as said by somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// The index of the passage.
    pub passage: usize,
    /// With its marks, as bytes of the passage.
    pub whole: Range<usize>,
    /// The words without marks.
    pub text: String,
    /// What it may be as well, where a mark may be an apostrophe.
    pub readings: Vec<String>,
    /// How it is marked.
    pub marked: Marked,
    /// What stands in brackets behind it.
    pub label: Option<String>,
}

/// How a quotation is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marked {
    /// Between quotation marks.
    Marks,
    /// As a block quotation.
    Block,
    /// Set in, or a cell of a table: it is a quotation if somebody said it, or nearly.
    Perhaps,
    /// Between marks with a citation of the literature: nobody who was interviewed.
    Literature,
}

impl Quotation {
    /// The text in each way it may be read, the likeliest first.
    pub fn ways(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.text.as_str()).chain(self.readings.iter().map(String::as_str))
    }
}

/// The quotations of all passages but the references.
pub(super) fn find(passages: &[Passage]) -> Vec<Quotation> {
    let mut found = Vec::new();
    for (index, passage) in passages.iter().enumerate() {
        let read = passage.part != Part::References && passage.kind != Kind::Heading;
        if read {
            of_passage(index, passage, &mut found);
        }
    }
    found
}

fn of_passage(index: usize, passage: &Passage, found: &mut Vec<Quotation>) {
    let text = passage.text.as_str();
    let before = found.len();
    for pair in marks::pairs(text) {
        let reading = |end: usize| without_marks(&text[pair.whole.start..end]).to_owned();
        let words = reading(pair.whole.end);
        let readings: Vec<String> = pair.other_ends.iter().map(|end| reading(*end)).collect();
        let longest = readings.iter().map(|one| count(one)).max().unwrap_or(0);
        if count(&words).max(longest) < FEWEST {
            continue;
        }
        let label = attribution::behind(text, pair.whole.end);
        let literature = label.as_deref().is_some_and(attribution::cites)
            || cited_before(&text[..pair.whole.start]);
        found.push(Quotation {
            passage: index,
            whole: pair.whole,
            text: words,
            readings,
            marked: if literature {
                Marked::Literature
            } else {
                Marked::Marks
            },
            label,
        });
    }
    let marked = match passage.kind {
        Kind::Quotation => Marked::Block,
        Kind::Indented | Kind::Cell | Kind::Box => Marked::Perhaps,
        _ => return,
    };
    if found.len() > before {
        return;
    }
    let ending = attribution::at_end(text);
    let end = ending.as_ref().map_or(text.len(), |(at, _)| *at);
    let label = ending.map(|(_, label)| label);
    let words = text[..end].trim();
    if count(words) < FEWEST {
        return;
    }
    let literature = label.as_deref().is_some_and(attribution::cites);
    found.push(Quotation {
        passage: index,
        whole: 0..end,
        text: words.to_owned(),
        readings: Vec::new(),
        marked: if literature {
            Marked::Literature
        } else {
            marked
        },
        label,
    });
}

/// Whether the sentence that leads to a quotation cites somebody: `As Smith (2019) writes,`.
fn cited_before(before: &str) -> bool {
    let last = sentences(before).last();
    let sentence = last.map_or("", |range| &before[range]);
    let brackets = sentence.split('(').skip(1);
    let mut inside = brackets.filter_map(|rest| rest.split_once(')').map(|(inside, _)| inside));
    inside.any(attribution::cites) || sentence.contains("et al")
}

fn without_marks(text: &str) -> &str {
    let is_mark = |c: char| "“”„«»\"‘’'".contains(c);
    let text = text.strip_prefix(is_mark).unwrap_or(text);
    text.strip_suffix(is_mark).unwrap_or(text).trim()
}

/// Words with a letter or a digit.
fn count(text: &str) -> usize {
    let words = text.split_whitespace();
    words
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count()
}

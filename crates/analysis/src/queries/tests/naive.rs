//! What a query means, point by point: every code point is asked by itself, with no sets and no order.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::random::{ANALYSTS, WORDS, World};
use crate::codings::{Coded, Coding};

/// What is asked, built beside its text.
#[derive(Clone, Debug)]
pub enum Asked {
    /// Ash, Birch, Cedar, Dogwood.
    Code(usize),
    /// A code with those under it.
    Under(usize),
    By(usize),
    Cohort(String),
    Document(usize),
    Notes,
    Interviewer,
    Theme(usize),
    Word(usize),
    And(Vec<Asked>),
    Or(Vec<Asked>),
    Not(Box<Asked>),
    Near(Box<Asked>, Box<Asked>, usize),
}

pub const NAMES: [&str; 4] = ["Ash", "Birch", "Cedar", "Dogwood"];
const BELOW: [&[usize]; 4] = [&[0, 1, 2], &[1, 2], &[2], &[3]];

impl Asked {
    /// The query that asks this.
    pub fn text(&self) -> String {
        let join = |parts: &[Asked], word: &str| {
            let parts: Vec<String> = parts.iter().map(Asked::text).collect();
            format!("({})", parts.join(word))
        };
        match self {
            Asked::Code(code) => NAMES[*code].to_lowercase(),
            Asked::Under(code) => format!("under:{}", NAMES[*code]),
            Asked::By(member) => format!("by:{}", ANALYSTS[*member]),
            Asked::Cohort(name) => format!("cohort:\"{name}\""),
            Asked::Document(number) => format!("document:T{number}"),
            Asked::Notes => "kind:field-note".to_owned(),
            Asked::Interviewer => "speaker:interviewer".to_owned(),
            Asked::Theme(place) => format!("theme:{}", ["Shore", "Sky"][*place]),
            Asked::Word(place) => format!("text:\"{}\"", WORDS[*place]),
            Asked::And(parts) => join(parts, " AND "),
            Asked::Or(parts) => join(parts, " OR "),
            Asked::Not(part) => format!("NOT ({})", part.text()),
            Asked::Near(one, other, far) => {
                format!("(({}) near/{far} turns ({}))", one.text(), other.text())
            }
        }
    }

    /// The words in the order in which the query asks for them.
    pub fn words(&self) -> Vec<usize> {
        match self {
            Asked::Word(place) => vec![*place],
            Asked::And(parts) | Asked::Or(parts) => parts.iter().flat_map(Asked::words).collect(),
            Asked::Not(part) => part.words(),
            Asked::Near(one, other, _) => [one.words(), other.words()].concat(),
            _ => Vec::new(),
        }
    }
}

type By = Option<Uuid>;

impl World {
    fn by(&self, parts: &[Asked], by: By) -> By {
        let own = parts.iter().find_map(|part| match part {
            Asked::By(member) => Some(Uuid::from_u128(*member as u128 + 1)),
            _ => None,
        });
        own.or(by)
    }

    fn coded(&self, asked: &Asked, by: By, coding: &Coding) -> bool {
        let code = |number: usize| coding.code == Uuid::from_u128(number as u128 + 1);
        let fits = match asked {
            Asked::Code(number) => code(*number),
            Asked::Under(top) => BELOW[*top].iter().any(|number| code(*number)),
            Asked::By(member) => coding.member == Uuid::from_u128(*member as u128 + 1),
            Asked::Theme(place) => self.themes[*place].codes.contains(&coding.code),
            _ => false,
        };
        fits && by.is_none_or(|member| member == coding.member)
    }

    /// The stretches of what can be asked for that has some; `None` for what is asked of turns or documents.
    fn stretches(&self, asked: &Asked, by: By, coded: &Coded) -> Vec<(u32, u32)> {
        let codings = coded.codings.iter();
        let codings = codings.filter(|coding| self.coded(asked, by, coding));
        let mut found: Vec<(u32, u32)> = codings.map(|one| (one.start, one.end)).collect();
        if let (Asked::Theme(place), None) = (asked, by) {
            let quotes = self.themes[*place].quotes.iter();
            let here = quotes.filter(|quote| quote.document == coded.id);
            found.extend(here.map(|quote| (quote.start, quote.end)));
        }
        found
    }

    /// Whether a document as a whole is what is asked for.
    fn whole(&self, asked: &Asked, coded: &Coded) -> bool {
        match asked {
            Asked::Cohort(name) => coded.cohort.as_ref() == Some(name),
            Asked::Document(number) => coded.handle == format!("T{number}"),
            Asked::Notes => coded.kind == study::documents::Kind::FieldNote,
            _ => false,
        }
    }

    fn turn_itself(&self, asked: &Asked, document: usize, turn: usize) -> bool {
        match asked {
            Asked::Interviewer => {
                let role = self.material.documents[document].turns[turn].role;
                role == study::documents::Role::Interviewer
            }
            Asked::Word(place) => self.texts[*place].contains(&(document, turn)),
            _ => false,
        }
    }

    /// Whether a turn fits.
    pub fn turn(&self, asked: &Asked, by: By, document: usize, turn: usize) -> bool {
        let coded = &self.material.documents[document];
        match asked {
            Asked::And(parts) => {
                let by = self.by(parts, by);
                parts.iter().all(|part| self.turn(part, by, document, turn))
            }
            Asked::Or(parts) => parts.iter().any(|part| self.turn(part, by, document, turn)),
            Asked::Not(part) => !self.turn(part, by, document, turn),
            Asked::Near(one, other, far) => {
                let close = (0..coded.turns.len()).filter(|at| at.abs_diff(turn) <= *far);
                let close: Vec<usize> = close.collect();
                let some =
                    |asked: &Asked| close.iter().any(|at| self.turn(asked, by, document, *at));
                self.turn(one, by, document, turn) && some(other)
                    || self.turn(other, by, document, turn) && some(one)
            }
            leaf => {
                let stretch = coded.turns[turn];
                // A coding touches the turns from the one in which it begins to the one in which it ends.
                let codings = coded.codings.iter();
                let mut codings = codings.filter(|coding| self.coded(leaf, by, coding));
                let quote =
                    |(start, end): &(u32, u32)| *start < stretch.end && stretch.start < *end;
                codings.any(|one| (one.first..=one.last).contains(&(turn as u32)))
                    || self.quotes(leaf, by, coded).iter().any(quote)
                    || self.whole(leaf, coded)
                    || self.turn_itself(leaf, document, turn)
            }
        }
    }

    fn quotes(&self, asked: &Asked, by: By, coded: &Coded) -> Vec<(u32, u32)> {
        let codings = coded.codings.iter();
        let count = codings
            .filter(|coding| self.coded(asked, by, coding))
            .count();
        self.stretches(asked, by, coded).split_off(count)
    }

    /// Whether a document fits.
    pub fn document(&self, asked: &Asked, by: By, document: usize) -> bool {
        let coded = &self.material.documents[document];
        match asked {
            Asked::And(parts) => {
                let by = self.by(parts, by);
                parts.iter().all(|part| self.document(part, by, document))
            }
            Asked::Or(parts) => parts.iter().any(|part| self.document(part, by, document)),
            Asked::Not(part) => !self.document(part, by, document),
            leaf => {
                let mut turns = 0..coded.turns.len();
                self.whole(leaf, coded) || turns.any(|turn| self.turn(leaf, by, document, turn))
            }
        }
    }

    /// The code points that fit.
    pub fn points(&self, asked: &Asked, by: By, document: usize) -> BTreeSet<u32> {
        let coded = &self.material.documents[document];
        let end = coded.turns.last().map_or(0, |turn| turn.end);
        let inner = |part: &Asked, by: By| self.points(part, by, document);
        match asked {
            Asked::And(parts) => {
                let by = self.by(parts, by);
                let all = (0..end).collect();
                let both = |found: BTreeSet<u32>, part| &found & &inner(part, by);
                parts.iter().fold(all, both)
            }
            Asked::Or(parts) => parts.iter().flat_map(|part| inner(part, by)).collect(),
            Asked::Not(part) => &(0..end).collect::<BTreeSet<u32>>() - &inner(part, by),
            Asked::Near(one, other, far) => {
                let (one, other) = (runs(&inner(one, by)), runs(&inner(other, by)));
                let mut found = BTreeSet::new();
                for (a, b) in one.iter().flat_map(|a| other.iter().map(move |b| (a, b))) {
                    let turns = |run: &(u32, u32)| [run.0, run.1 - 1].map(|at| holder(coded, at));
                    let ([a1, a2], [b1, b2]) = (turns(a), turns(b));
                    let apart = b1.saturating_sub(a2).max(a1.saturating_sub(b2));
                    if apart <= *far {
                        found.extend((a.0..a.1).chain(b.0..b.1));
                    }
                }
                found
            }
            leaf => {
                let stretches = self.stretches(leaf, by, coded);
                let fits = |point: &u32| {
                    stretches
                        .iter()
                        .any(|(from, to)| (from..to).contains(&point))
                        || self.whole(leaf, coded)
                        || self.turn_itself(leaf, document, holder(coded, *point))
                };
                (0..end).filter(fits).collect()
            }
        }
    }
}

/// The turn that holds a point; the LF after a turn belongs to it.
pub fn holder(coded: &Coded, point: u32) -> usize {
    let begun = coded.turns.iter().filter(|turn| turn.start <= point);
    begun.count() - 1
}

/// Stretches without a gap.
pub fn runs(points: &BTreeSet<u32>) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for point in points {
        match runs.last_mut() {
            Some((_, end)) if *end == *point => *end += 1,
            _ => runs.push((*point, point + 1)),
        }
    }
    runs
}

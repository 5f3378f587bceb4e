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
    Layer(usize),
    Cohort(String),
    Document(usize),
    Notes,
    Interviewer,
    Theme(usize),
    Word(usize),
    /// A word in the layer of an analyst; what a word beside `Layer` is read as, never written.
    WordIn(usize, usize),
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
            Asked::Layer(member) => format!("layer:{}", ANALYSTS[*member]),
            Asked::Cohort(name) => format!("cohort:\"{name}\""),
            Asked::Document(number) => format!("document:T{number}"),
            Asked::Notes => "kind:field-note".to_owned(),
            Asked::Interviewer => "speaker:interviewer".to_owned(),
            Asked::Theme(place) => format!("theme:{}", ["Shore", "Sky"][*place]),
            Asked::Word(place) | Asked::WordIn(place, _) => format!("text:\"{}\"", WORDS[*place]),
            Asked::And(parts) => join(parts, " AND "),
            Asked::Or(parts) => join(parts, " OR "),
            Asked::Not(part) => format!("NOT ({})", part.text()),
            Asked::Near(one, other, far) => {
                format!("(({}) near/{far} turns ({}))", one.text(), other.text())
            }
        }
    }

    /// The same with each word beside a layer as a word in it.
    pub fn read(&self, layer: Option<usize>) -> Asked {
        let all = |parts: &[Asked], layer| parts.iter().map(|part| part.read(layer)).collect();
        let inner = |part: &Asked| Box::new(part.read(layer));
        match self {
            Asked::Word(place) => match layer {
                Some(member) => Asked::WordIn(*place, member),
                None => Asked::Word(*place),
            },
            Asked::And(parts) => {
                let own = parts.iter().find_map(|part| match part {
                    Asked::Layer(member) => Some(*member),
                    _ => None,
                });
                Asked::And(all(parts, own.or(layer)))
            }
            Asked::Or(parts) => Asked::Or(all(parts, layer)),
            Asked::Not(part) => Asked::Not(inner(part)),
            Asked::Near(one, other, far) => Asked::Near(inner(one), inner(other), *far),
            other => other.clone(),
        }
    }

    /// The words in the order in which the query asks for them, each with whose layer it is looked for in.
    pub fn words(&self) -> Vec<(usize, Option<usize>)> {
        match self {
            Asked::Word(place) => vec![(*place, None)],
            Asked::WordIn(place, member) => vec![(*place, Some(*member))],
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

    /// Where the words of a text stand: each stands once in a turn, on its first code points.
    pub fn hits(&self, word: usize) -> Vec<(usize, usize, (u32, u32))> {
        let documents = &self.material.documents;
        let hit = |(document, turn): &(usize, usize)| {
            let turn_at = documents.get(*document)?.turns.get(*turn)?;
            let end = (turn_at.start + 3).min(turn_at.end);
            (turn_at.start < end).then_some((*document, *turn, (turn_at.start, end)))
        };
        self.texts[word].iter().filter_map(hit).collect()
    }

    /// The code points that an analyst coded in a document.
    fn coded_by(&self, member: usize, document: usize) -> BTreeSet<u32> {
        let coded = &self.material.documents[document];
        let end = coded.turns.last().map_or(0, |turn| turn.end);
        let own = coded.codings.iter();
        let own = own.filter(|one| one.member == Uuid::from_u128(member as u128 + 1));
        own.flat_map(|one| one.start..one.end.min(end)).collect()
    }

    /// The turns in which a word stands in a layer, and the code points of the passages in which it does.
    fn in_layer(&self, word: usize, member: usize, document: usize) -> (Vec<usize>, BTreeSet<u32>) {
        let layer = self.coded_by(member, document);
        let hits = self.hits(word).into_iter();
        let inside = hits.filter(|(at, _, (start, end))| {
            *at == document && (*start..*end).all(|point| layer.contains(&point))
        });
        let inside: Vec<_> = inside.collect();
        let holds = |run: &(u32, u32)| {
            inside
                .iter()
                .any(|(_, _, (start, _))| (run.0..run.1).contains(start))
        };
        let passages = runs(&layer).into_iter().filter(holds);
        let points = passages.flat_map(|(start, end)| start..end).collect();
        (inside.iter().map(|(_, turn, _)| *turn).collect(), points)
    }

    fn coded(&self, asked: &Asked, by: By, coding: &Coding) -> bool {
        let code = |number: usize| coding.code == Uuid::from_u128(number as u128 + 1);
        let fits = match asked {
            Asked::Code(number) => code(*number),
            Asked::Under(top) => BELOW[*top].iter().any(|number| code(*number)),
            Asked::By(member) | Asked::Layer(member) => {
                coding.member == Uuid::from_u128(*member as u128 + 1)
            }
            Asked::Theme(place) => self.themes[*place].codes.contains(&coding.code),
            _ => false,
        };
        let of_layer = matches!(asked, Asked::Layer(_));
        fits && (of_layer || by.is_none_or(|member| member == coding.member))
    }

    /// The stretches of what can be asked for that has some; `None` for what is asked of turns or documents.
    fn stretches(&self, asked: &Asked, by: By, coded: &Coded) -> Vec<(u32, u32)> {
        let codings = coded.codings.iter();
        let codings = codings.filter(|coding| self.coded(asked, by, coding));
        let mut found: Vec<(u32, u32)> = codings.map(|one| (one.start, one.end)).collect();
        if let (Asked::Theme(place), None) = (asked, by) {
            let quotes = self.themes[*place].quotes.iter();
            let here = quotes.filter(|quote| quote.document == coded.id);
            found.extend(here.flat_map(|quote| &quote.spans));
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
            Asked::WordIn(place, member) => {
                self.in_layer(*place, *member, document).0.contains(&turn)
            }
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
            Asked::WordIn(place, member) => self.in_layer(*place, *member, document).1,
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

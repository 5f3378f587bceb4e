//! What fits a query. One rule for each unit: turns are sets of turns, passages sets of code points, documents sets of documents.

use uuid::Uuid;

use super::ground::{Ground, touched, turn_at, turns_of};
use super::parse::Expression;
use super::sets::Turns;
use super::spans::{Spans, complement, intersection, union};
use super::{Meaning, Query, Unit};
use crate::codings::{Coded, Coding};

/// A turn, a passage or a document that fits, in the order of documents and of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// The place of the document in the material, from 0.
    pub document: usize,
    /// The first code point.
    pub start: u32,
    /// The code point after the last.
    pub end: u32,
    /// The turn in which it begins, from 0.
    pub first: usize,
    /// The turn in which it ends.
    pub last: usize,
}

/// Everything that fits. `texts` are the turns in which each [`Meaning::Text`] of the query stands, in the order of the query; for
/// one that is missing nothing fits.
pub fn find(query: &Query, ground: &Ground<'_>, texts: &[Turns]) -> Vec<Row> {
    let search = Search::new(query, ground, texts);
    match query.unit {
        Unit::Turn => search.turn_rows(),
        Unit::Passage => search.passage_rows(),
        Unit::Document => search.document_rows(),
    }
}

struct Search<'a> {
    query: &'a Query,
    ground: &'a Ground<'a>,
    /// Of each term that is text, the turns in which it stands.
    texts: Vec<Option<&'a Turns>>,
}

impl<'a> Search<'a> {
    fn new(query: &'a Query, ground: &'a Ground<'a>, texts: &'a [Turns]) -> Self {
        let mut texts = texts.iter();
        let texts = query.meanings().map(|meaning| match meaning {
            Meaning::Text(_) => texts.next(),
            _ => None,
        });
        Search {
            query,
            ground,
            texts: texts.collect(),
        }
    }

    fn turn_rows(&self) -> Vec<Row> {
        let found = self.turns(&self.query.expression, None);
        let mut rows = Vec::new();
        for (document, coded) in self.ground.documents() {
            let range = self.ground.range(document);
            let turns = range.clone().filter(|number| found.has(*number));
            rows.extend(turns.map(|number| {
                let turn = number - range.start;
                Row {
                    document,
                    start: coded.turns[turn].start,
                    end: coded.turns[turn].end,
                    first: turn,
                    last: turn,
                }
            }));
        }
        rows
    }

    fn document_rows(&self) -> Vec<Row> {
        let found = self.documents(&self.query.expression, None);
        let fits = self.ground.documents().filter(|(place, _)| found[*place]);
        fits.map(|(document, coded)| Row {
            document,
            start: 0,
            end: end(coded),
            first: 0,
            last: coded.turns.len().saturating_sub(1),
        })
        .collect()
    }

    fn passage_rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (document, coded) in self.ground.documents() {
            let spans = self.spans(&self.query.expression, None, (document, coded));
            rows.extend(spans.into_iter().map(|(start, end)| Row {
                document,
                start,
                end,
                first: turn_at(coded, start),
                last: turn_at(coded, end - 1),
            }));
        }
        rows
    }

    /// `by` is the analyst whose codings count, if not everybody's do.
    fn turns(&self, expression: &Expression, by: Option<Uuid>) -> Turns {
        match expression {
            Expression::Term(place) => self.turns_of_term(*place, by),
            Expression::And(parts) => {
                let by = self.query.analyst_among(parts).or(by);
                let all = Turns::none(self.ground).not();
                let part = |found: Turns, part| found.and(&self.turns(part, by));
                parts.iter().fold(all, part)
            }
            Expression::Or(parts) => {
                let part = |found: Turns, part| found.or(&self.turns(part, by));
                parts.iter().fold(Turns::none(self.ground), part)
            }
            Expression::Not(inner) => self.turns(inner, by).not(),
            Expression::Near(one, other, far) => {
                let (one, other) = (self.turns(one, by), self.turns(other, by));
                let (wide, around) = (
                    one.around(self.ground, *far),
                    other.around(self.ground, *far),
                );
                one.and(&around).or(&other.and(&wide))
            }
        }
    }

    fn turns_of_term(&self, place: usize, by: Option<Uuid>) -> Turns {
        let meaning = self.query.meaning(place);
        let mut found = Turns::none(self.ground);
        if let Meaning::Text(_) = meaning {
            return self.texts[place].cloned().unwrap_or(found);
        }
        for (document, coded) in self.ground.documents() {
            let range = self.ground.range(document);
            let within =
                |turns: std::ops::Range<usize>| range.start + turns.start..range.start + turns.end;
            if whole(meaning, coded) {
                found.fill(range);
                continue;
            }
            if let Meaning::Speaker(role) = meaning {
                let turns = coded.turns.iter().enumerate();
                for (turn, _) in turns.filter(|(_, turn)| turn.role == *role) {
                    found.fill(within(turn..turn + 1));
                }
            }
            let coding = |coding: &&Coding| self.counts(meaning, by, coding);
            for coding in coded.codings.iter().filter(coding) {
                found.fill(within(turns_of(coding, coded)));
            }
            for (start, end) in self.quotes(meaning, by, coded) {
                found.fill(within(touched(coded, start, end)));
            }
        }
        found
    }

    fn documents(&self, expression: &Expression, by: Option<Uuid>) -> Vec<bool> {
        let both = |one: Vec<bool>, other: Vec<bool>, rule: fn(bool, bool) -> bool| {
            let pairs = one.into_iter().zip(other);
            pairs.map(|(one, other)| rule(one, other)).collect()
        };
        let count = self.ground.material.documents.len();
        match expression {
            Expression::And(parts) => {
                let by = self.query.analyst_among(parts).or(by);
                let part = |found, part| both(found, self.documents(part, by), |a, b| a && b);
                parts.iter().fold(vec![true; count], part)
            }
            Expression::Or(parts) => {
                let part = |found, part| both(found, self.documents(part, by), |a, b| a || b);
                parts.iter().fold(vec![false; count], part)
            }
            Expression::Not(inner) => {
                let inner = self.documents(inner, by);
                inner.into_iter().map(|fits| !fits).collect()
            }
            Expression::Term(place) if is_of_documents(self.query.meaning(*place)) => {
                let meaning = self.query.meaning(*place);
                let documents = self.ground.documents();
                documents.map(|(_, coded)| whole(meaning, coded)).collect()
            }
            Expression::Term(_) | Expression::Near(..) => {
                let turns = self.turns(expression, by);
                let mut range = (0..count).map(|document| self.ground.range(document));
                let found: Vec<bool> = range
                    .by_ref()
                    .map(|mut range| range.any(|number| turns.has(number)))
                    .collect();
                found
            }
        }
    }

    fn spans(
        &self,
        expression: &Expression,
        by: Option<Uuid>,
        (document, coded): (usize, &Coded),
    ) -> Spans {
        let inner = |part, by| self.spans(part, by, (document, coded));
        match expression {
            Expression::Term(place) => self.spans_of_term(*place, by, (document, coded)),
            Expression::And(parts) => {
                let by = self.query.analyst_among(parts).or(by);
                let all = union(vec![(0, end(coded))], end(coded));
                let part = |found: Spans, part| intersection(&found, &inner(part, by));
                parts.iter().fold(all, part)
            }
            Expression::Or(parts) => {
                let all = parts.iter().flat_map(|part| inner(part, by)).collect();
                union(all, end(coded))
            }
            Expression::Not(part) => complement(&inner(part, by), end(coded)),
            Expression::Near(one, other, far) => {
                let (one, other) = (inner(one, by), inner(other, by));
                let near = [
                    close_to(&one, &other, *far, coded),
                    close_to(&other, &one, *far, coded),
                ];
                union(near.concat(), end(coded))
            }
        }
    }

    fn spans_of_term(
        &self,
        place: usize,
        by: Option<Uuid>,
        (document, coded): (usize, &Coded),
    ) -> Spans {
        let meaning = self.query.meaning(place);
        let end = end(coded);
        if whole(meaning, coded) {
            return union(vec![(0, end)], end);
        }
        let mut all = self.quotes(meaning, by, coded);
        let coding = |coding: &&Coding| self.counts(meaning, by, coding);
        let codings = coded.codings.iter().filter(coding);
        all.extend(codings.map(|coding| (coding.start, coding.end)));
        if let Meaning::Text(_) = meaning
            && let Some(passages) = self.texts[place].and_then(|turns| turns.passages(document))
        {
            return union(passages.to_vec(), end);
        }
        let first = self.ground.range(document).start;
        for (turn, stretch) in coded.turns.iter().enumerate() {
            let is_there = match meaning {
                Meaning::Speaker(role) => stretch.role == *role,
                Meaning::Text(_) => self.texts[place].is_some_and(|turns| turns.has(first + turn)),
                _ => false,
            };
            if is_there {
                // What stands between two turns belongs to the one before it.
                let next = coded.turns.get(turn + 1).map_or(end, |next| next.start);
                all.push((stretch.start, next));
            }
        }
        union(all, end)
    }

    /// Whether a coding is one that was asked for.
    fn counts(&self, meaning: &Meaning, by: Option<Uuid>, coding: &Coding) -> bool {
        let fits = match meaning {
            Meaning::Codes(codes) => codes.binary_search(&coding.code).is_ok(),
            Meaning::By(member) | Meaning::Layer(member) => coding.member == *member,
            Meaning::Theme(place) => self.ground.themes[*place].codes.contains(&coding.code),
            _ => false,
        };
        let counts = by.is_none_or(|member| coding.member == member);
        fits && (counts || matches!(meaning, Meaning::Layer(_)))
    }

    /// The quotes of a theme in a document. They are nobody's coding.
    fn quotes(&self, meaning: &Meaning, by: Option<Uuid>, coded: &Coded) -> Spans {
        let (Meaning::Theme(place), None) = (meaning, by) else {
            return Vec::new();
        };
        let quotes = self.ground.themes[*place].quotes.iter();
        let here = quotes.filter(|quote| quote.document == coded.id);
        here.flat_map(|quote| quote.spans.iter().copied()).collect()
    }
}

/// Whether something that is asked of documents fits one.
fn whole(meaning: &Meaning, coded: &Coded) -> bool {
    match meaning {
        Meaning::Cohort(cohort) => coded.cohort.as_ref() == Some(cohort),
        Meaning::Document(handle) => coded.handle == *handle,
        Meaning::Kind(kind) => coded.kind == *kind,
        _ => false,
    }
}

fn is_of_documents(meaning: &Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Cohort(_) | Meaning::Document(_) | Meaning::Kind(_)
    )
}

/// The code point after the last of a document.
fn end(coded: &Coded) -> u32 {
    coded.turns.last().map_or(0, |turn| turn.end)
}

/// Those stretches of one set that lie at most so many turns from one of the other.
fn close_to(these: &Spans, those: &Spans, far: u32, coded: &Coded) -> Spans {
    let turns = |(start, end): &(u32, u32)| (turn_at(coded, *start), turn_at(coded, end - 1));
    let those: Vec<(usize, usize)> = those.iter().map(turns).collect();
    let is_close = |span: &&(u32, u32)| {
        let (first, last) = turns(span);
        let before = those.partition_point(|that| that.1 + (far as usize) < first);
        those
            .get(before)
            .is_some_and(|that| that.0 <= last + far as usize)
    };
    these.iter().filter(is_close).copied().collect()
}

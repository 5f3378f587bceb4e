//! Which reading of its positions a text gets, and which spans stay unplaced.

use std::collections::HashMap;

use super::asked::{Answer, Asked, Placed, Stored};
use super::evidence::{bounded, folded, quotes};
use super::locate::{Found, Lines, locate};
use super::slice::{Slice, slice};
use super::{Basis, Evidence, LineEnd, Trust, Unit};

/// A share from which a reading is believed, the lead it needs, and on how many selections (Q12b).
const BELIEVED: f64 = 0.9;
const LEAD: f64 = 0.2;
const ENOUGH: usize = 5;
/// Below this share not even what is known of a program is believed (Q13).
const DOUBTFUL: f64 = 0.6;

/// Readings that give the same slices.
struct Group {
    slices: Vec<Option<Slice>>,
    /// Share of the spans that keep to the bounds of words.
    words: f64,
    /// Share of the quoting names that quote what stands there.
    names: f64,
}

/// Reads the positions of one text.
pub(in super::super) fn judge(asked: &Asked<'_>) -> Answer {
    let readings = readings(asked);
    let ends: &[bool] = match (asked.ends_fixed, asked.origin.basis.end_included) {
        (true, _) => &[false],
        (false, false) => &[false, true],
        (false, true) => &[true, false],
    };
    let mut court = Court::new(asked, &readings, ends);
    court.weigh();
    court.answer()
}

type Reading = (Unit, LineEnd, bool);

/// Every reading under which this text could have other positions, the expected one first.
fn readings(asked: &Asked<'_>) -> Vec<Reading> {
    let Stored {
        raw, bom, inline, ..
    } = asked.stored;
    let lines = Lines::of(raw);
    let known = asked.origin.basis;
    let mut units = vec![known.unit];
    if lines.astral {
        units.push(match known.unit {
            Unit::CodePoint => Unit::Utf16,
            Unit::Utf16 => Unit::CodePoint,
        });
    }
    let mut ends = vec![known.line_end];
    let others = [
        (LineEnd::Stored, lines.crlf || lines.single),
        (LineEnd::CrlfAsOne, lines.crlf),
        (LineEnd::LfAsTwo, inline && lines.single),
    ];
    for (end, tells) in others {
        if tells && !ends.contains(&end) {
            ends.push(end);
        }
    }
    let marks = match bom {
        true => vec![known.bom_counted, !known.bom_counted],
        false => vec![known.bom_counted],
    };
    let mut all = Vec::new();
    for bom in marks {
        for end in &ends {
            all.extend(units.iter().map(|unit| (*unit, *end, bom)));
        }
    }
    all
}

struct Court<'a> {
    asked: &'a Asked<'a>,
    readings: &'a [Reading],
    ends: &'a [bool],
    /// Places of the points, by reading.
    points: Vec<Vec<Found>>,
    groups: Vec<Group>,
    /// The group of each reading with each end: `of[reading * ends.len() + end]`.
    of: Vec<usize>,
    /// By span: the groups whose slice its name quotes, as bits.
    quoted: Vec<u64>,
    /// Spans that are not empty.
    judged: usize,
}

impl<'a> Court<'a> {
    fn new(asked: &'a Asked<'a>, readings: &'a [Reading], ends: &'a [bool]) -> Self {
        let mut wanted: Vec<i64> = asked.points.to_vec();
        for span in asked.spans {
            wanted.extend([span.start, span.end, span.end.saturating_add(1)]);
        }
        wanted.sort_unstable();
        wanted.dedup();
        let lines = Lines::of(asked.stored.raw);
        let mut known: HashMap<Vec<Option<Slice>>, usize> = HashMap::new();
        let mut court = Self {
            asked,
            readings,
            ends,
            points: Vec::new(),
            groups: Vec::new(),
            of: Vec::new(),
            quoted: vec![0; asked.spans.len()],
            judged: asked
                .spans
                .iter()
                .filter(|span| span.start < span.end)
                .count(),
        };
        for (unit, end, bom) in readings {
            let shift = i64::from(*bom && asked.stored.bom);
            let found = locate(asked.stored.raw, lines, (*unit, *end), shift, &wanted);
            let place = |position: i64| {
                let at = wanted.binary_search(&position);
                at.map_or(Found::Nowhere, |at| found[at])
            };
            court
                .points
                .push(asked.points.iter().map(|point| place(*point)).collect());
            for included in ends {
                let slices = asked
                    .spans
                    .iter()
                    .map(|span| slice(*span, *included, place));
                let slices: Vec<Option<Slice>> = slices.collect();
                let group = *known.entry(slices).or_insert_with_key(|slices| {
                    court.groups.push(Group {
                        slices: slices.clone(),
                        words: 0.0,
                        names: 0.0,
                    });
                    court.groups.len() - 1
                });
                court.of.push(group);
            }
        }
        court
    }

    /// Counts what speaks for each group.
    fn weigh(&mut self) {
        let text = self.asked.stored.text;
        for (at, span) in self.asked.spans.iter().enumerate() {
            let name = span.name.filter(|name| folded(name).next().is_some());
            // In our own files a point is a point, and its name a label.
            let point = self.asked.origin.trust == Trust::Own && span.start == span.end;
            let Some(name) = name.filter(|_| !point) else {
                continue;
            };
            for (group, bit) in self.groups.iter().zip(0..) {
                let slice = group.slices[at].map(|slice| slice.of(text));
                if slice.is_some_and(|slice| quotes(name, slice)) {
                    self.quoted[at] |= 1 << bit;
                }
            }
        }
        let quoting = self.quoted.iter().filter(|bits| **bits != 0).count();
        for (group, bit) in self.groups.iter_mut().zip(0..) {
            let own = self
                .quoted
                .iter()
                .filter(|bits| **bits >> bit & 1 == 1)
                .count();
            group.names = share(own, quoting);
            let spans = self.asked.spans.iter().zip(&group.slices);
            let whole = spans.filter(|(span, slice)| {
                span.start < span.end
                    && slice.is_some_and(|slice| {
                        bounded(text, slice.start.1 as usize, slice.end.1 as usize)
                    })
            });
            group.words = share(whole.count(), self.judged);
        }
    }

    fn answer(&self) -> Answer {
        let named = self.quoted.iter().any(|bits| *bits != 0);
        let best = self
            .groups
            .iter()
            .map(|group| group.names)
            .fold(0.0, f64::max);
        let rival = |group: usize| !named || self.groups[group].names >= best;
        let (reading, end, by_words) = self.choose(&rival);
        let chosen = self.group(reading, end);
        let group = &self.groups[chosen];
        let alone = self.one_reading(&|_| true);
        let evidence = match (self.asked.spans.is_empty(), named, by_words, alone) {
            (true, ..) => Evidence::Nothing,
            (_, true, ..) => Evidence::Names,
            (_, _, true, _) => Evidence::Words,
            (_, _, _, true) => Evidence::Same,
            _ => Evidence::Program,
        };
        let score = match evidence {
            Evidence::Names => Some(group.names),
            _ if self.judged == 0 => None,
            _ => Some(group.words),
        };
        let doubtful = self.doubtful(evidence, score, reading, end);
        let (unit, line_end, bom_counted) = self.readings[reading];
        let spans = (0..self.asked.spans.len())
            .map(|at| self.place(at, chosen, doubtful, reading, end, &rival))
            .collect();
        let points = self.points[reading].iter();
        Answer {
            basis: Basis {
                unit,
                line_end,
                bom_counted,
                end_included: self.ends[end],
            },
            evidence,
            score,
            spans,
            points: points
                .map(|found| found.mark().map(|mark| i64::from(mark.code_point)))
                .collect(),
        }
    }

    fn group(&self, reading: usize, end: usize) -> usize {
        self.of[reading * self.ends.len() + end]
    }

    /// The reading and the end that are taken among groups that are still in question, and whether the bounds of words
    /// decided it.
    fn choose(&self, rival: &dyn Fn(usize) -> bool) -> (usize, usize, bool) {
        let own = self.asked.origin.trust == Trust::Own;
        if own && rival(self.group(0, 0)) {
            return (0, 0, false);
        }
        let score = |reading: usize| {
            let ends = (0..self.ends.len()).map(|end| self.group(reading, end));
            let words = ends
                .filter(|group| rival(*group))
                .map(|group| self.groups[group].words);
            words.fold(None, |best: Option<f64>, one| {
                Some(best.map_or(one, |best| best.max(one)))
            })
        };
        let scores: Vec<Option<f64>> = (0..self.readings.len()).map(score).collect();
        let mut best = None;
        for (reading, score) in scores.iter().enumerate() {
            let Some(score) = score else { continue };
            if best.is_none_or(|(_, most)| *score > most) {
                best = Some((reading, *score));
            }
        }
        let (best, most) = best.unwrap_or((0, 0.0));
        let others = scores.iter().enumerate();
        let next = others
            .filter(|(reading, _)| !self.alike(*reading, best))
            .filter_map(|(_, score)| *score)
            .fold(None, |next: Option<f64>, one| {
                Some(next.map_or(one, |next| next.max(one)))
            });
        let leads = next.is_some_and(|next| self.leads(most, next));
        let reading = if leads || scores[0].is_none() {
            best
        } else {
            0
        };
        let (end, by_end) = self.choose_end(reading, rival);
        (reading, end, leads || by_end)
    }

    fn choose_end(&self, reading: usize, rival: &dyn Fn(usize) -> bool) -> (usize, bool) {
        if self.ends.len() == 1 {
            return (0, false);
        }
        let (first, second) = (self.group(reading, 0), self.group(reading, 1));
        match (rival(first), rival(second)) {
            (false, true) => return (1, false),
            (true, true) if first != second => {}
            _ => return (0, false),
        }
        let (expected, other) = (self.groups[first].words, self.groups[second].words);
        match self.leads(other, expected) {
            true => (1, true),
            false => (0, self.leads(expected, other)),
        }
    }

    fn leads(&self, most: f64, next: f64) -> bool {
        self.judged >= ENOUGH && most >= BELIEVED && most - next >= LEAD
    }

    /// Whether two readings give the same slices.
    fn alike(&self, one: usize, other: usize) -> bool {
        (0..self.ends.len()).all(|end| self.group(one, end) == self.group(other, end))
    }

    fn one_reading(&self, rival: &dyn Fn(usize) -> bool) -> bool {
        let kept =
            |reading: &usize| (0..self.ends.len()).any(|end| rival(self.group(*reading, end)));
        (0..self.readings.len())
            .filter(kept)
            .all(|reading| self.alike(reading, 0))
    }

    /// Whether nothing of the text can be placed, since what is taken hardly fits (Q13).
    fn doubtful(&self, evidence: Evidence, score: Option<f64>, reading: usize, end: usize) -> bool {
        if self.asked.origin.trust == Trust::Own || score.is_none_or(|score| score >= DOUBTFUL) {
            return false;
        }
        if evidence != Evidence::Same || self.ends.len() == 1 {
            return evidence != Evidence::Same;
        }
        // One reading is left but for the end: whoever selects parts of words fits neither.
        let own = self.groups[self.group(reading, end)].words;
        let other = self.groups[self.group(reading, 1 - end)].words;
        other - own >= LEAD
    }

    fn place(
        &self,
        at: usize,
        chosen: usize,
        doubtful: bool,
        reading: usize,
        end: usize,
        rival: &dyn Fn(usize) -> bool,
    ) -> Placed {
        let Some(slice) = self.groups[chosen].slices[at] else {
            return Placed::Unverified("its positions are not in the text");
        };
        if doubtful {
            return Placed::Unverified("no way to count fits the selections of this text");
        }
        let quoted = self.quoted[at];
        if quoted != 0 && quoted >> chosen & 1 == 0 {
            return Placed::Unverified("its name quotes another place of the text");
        }
        let sure = quoted != 0 || self.asked.origin.trust != Trust::Presumed;
        if !sure && self.contested(at, chosen, reading, end, rival) {
            return Placed::Unverified("another way to count fits as well and gives another text");
        }
        let (from, to) = (i64::from(slice.start.0), i64::from(slice.end.0));
        match slice.clamped {
            true => Placed::Clamped(from, to),
            false => Placed::At(from, to),
        }
    }

    /// Whether another reading fits at least as well and puts this span elsewhere.
    fn contested(
        &self,
        at: usize,
        chosen: usize,
        reading: usize,
        end: usize,
        rival: &dyn Fn(usize) -> bool,
    ) -> bool {
        let others = (0..self.readings.len()).filter(|other| *other != reading);
        let groups = others.map(|other| self.group(other, end));
        groups.filter(|group| rival(*group)).any(|group| {
            let (other, own) = (&self.groups[group], &self.groups[chosen]);
            other.words >= own.words && other.slices[at] != own.slices[at]
        })
    }
}

fn share(part: usize, whole: usize) -> f64 {
    match whole {
        0 => 0.0,
        whole => part as f64 / whole as f64,
    }
}

//! Interviews in an order, those without a place in it beside them.

use std::collections::BTreeSet;

use jiff::civil::Date;
use study::dates::{InterviewDate, Month};
use study::documents::Kind;
use uuid::Uuid;

use crate::codings::{Coded, Material};

/// An interview with the codes that are in it. Field notes are none (study R57).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interview {
    /// The transcript.
    pub document: Uuid,
    /// What quotes refer to it by.
    pub handle: String,
    /// The cohort of who was interviewed.
    pub cohort: Option<String>,
    /// Who was interviewed.
    pub participant: Option<Uuid>,
    /// Every code in it, whoever applied it.
    pub codes: BTreeSet<Uuid>,
}

/// The interviews of a study in the order of their list.
pub fn interviews(material: &Material) -> Vec<Interview> {
    let transcripts = material.documents.iter();
    let transcripts = transcripts.filter(|document| document.kind == Kind::Transcript);
    transcripts.map(interview).collect()
}

fn interview(document: &Coded) -> Interview {
    Interview {
        document: document.id,
        handle: document.handle.clone(),
        cohort: document.cohort.clone(),
        participant: document.participant,
        codes: document.codings.iter().map(|coding| coding.code).collect(),
    }
}

/// Interviews in an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ordered<'a> {
    /// Those that have a place, in their order.
    pub placed: Vec<&'a Interview>,
    /// Those of which the place is not known; they are in no curve, which is not to say that they brought nothing.
    pub unplaced: Vec<&'a Interview>,
}

/// Puts interviews into the order of a key, those of equal keys as they come.
pub fn ordered<'a, K: Ord>(
    interviews: impl IntoIterator<Item = &'a Interview>,
    key: impl Fn(&Interview) -> Option<K>,
) -> Ordered<'a> {
    let (mut placed, mut unplaced) = (Vec::new(), Vec::new());
    for interview in interviews {
        match key(interview) {
            Some(key) => placed.push((key, interview)),
            None => unplaced.push(interview),
        }
    }
    placed.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ordered {
        placed: placed.into_iter().map(|(_, interview)| interview).collect(),
        unplaced,
    }
}

/// Whether an interview was held after a day; none where only its month is known and the day lies in it.
pub fn after(held: InterviewDate, day: Date) -> Option<bool> {
    let month = Month::new(day.year(), day.month());
    match held {
        InterviewDate::Day(held) => Some(held > day),
        InterviewDate::Month(held) if Some(held) == month => None,
        InterviewDate::Month(held) => Some(Some(held) > month),
    }
}

//! What analysts coded differently in one document (study R50). Pure; there is no score and no winner: analysts stand in it
//! as they are given, and nothing depends on their order.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::codings::Coding;

/// How codings of one passage differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// Some coded here, and the others have nothing here at all.
    OnlySome,
    /// All who are compared, or some of them, have other codes on the same passage.
    Codes,
    /// All have the same code here, from or to another place.
    Boundaries,
}

/// A passage to talk about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// How it is coded differently.
    pub difference: Difference,
    /// The first code point of what is coded differently.
    pub start: u32,
    /// The code point after its last.
    pub end: u32,
    /// The codings that differ, by start, end, code, analyst. Each coding is in one passage, or in none.
    pub codings: Vec<Coding>,
    /// What those who lack one of these codes have here beside: it does not differ, or differs elsewhere.
    pub beside: Vec<Coding>,
    /// Who has nothing here.
    pub silent: Vec<Uuid>,
}

/// The passages of a document on which these analysts differ, by place. What all of them coded alike is in none.
pub fn compare(codings: &[Coding], analysts: &BTreeSet<Uuid>) -> Vec<Passage> {
    let codings = codings
        .iter()
        .filter(|coding| analysts.contains(&coding.member));
    let codings: Vec<Coding> = codings.copied().collect();
    let mut found = Vec::new();
    let mut lacking: Vec<Group> = Vec::new();
    for group in groups(&codings) {
        if group.members() == *analysts {
            if !group.is_alike() {
                found.push(group.passage(Difference::Boundaries));
            }
        } else if beside(&codings, analysts, &group).is_empty() {
            let mut passage = group.passage(Difference::OnlySome);
            passage.silent = missing(&passage, analysts);
            found.push(passage);
        } else {
            lacking.push(group);
        }
    }
    found.extend(joined(&codings, analysts, lacking));
    found.sort_by_key(|one| (one.start, one.end, one.difference, one.codings[0].code));
    found
}

/// Codings of one code that overlap each other.
struct Group {
    start: u32,
    end: u32,
    codings: Vec<Coding>,
}

impl Group {
    fn members(&self) -> BTreeSet<Uuid> {
        self.codings.iter().map(|coding| coding.member).collect()
    }

    /// Whether everybody in it marked the same stretches.
    fn is_alike(&self) -> bool {
        let mut spans: BTreeMap<Uuid, BTreeSet<(u32, u32)>> = BTreeMap::new();
        for coding in &self.codings {
            let of = spans.entry(coding.member).or_default();
            of.insert((coding.start, coding.end));
        }
        let mut all = spans.into_values();
        let first = all.next();
        all.all(|other| Some(&other) == first.as_ref())
    }

    fn overlaps(&self, start: u32, end: u32) -> bool {
        self.start < end && start < self.end
    }

    fn passage(self, difference: Difference) -> Passage {
        let mut codings = self.codings;
        codings.sort();
        Passage {
            difference,
            start: self.start,
            end: self.end,
            codings,
            beside: Vec::new(),
            silent: Vec::new(),
        }
    }
}

/// The codings by code, those that overlap together.
fn groups(codings: &[Coding]) -> Vec<Group> {
    let mut by_code: BTreeMap<Uuid, Vec<Coding>> = BTreeMap::new();
    for coding in codings {
        by_code.entry(coding.code).or_default().push(*coding);
    }
    let mut groups: Vec<Group> = Vec::new();
    for (_, mut codings) in by_code {
        codings.sort();
        let first = groups.len();
        for coding in codings {
            match groups[first..].last_mut() {
                Some(group) if group.overlaps(coding.start, coding.end) => {
                    group.end = group.end.max(coding.end);
                    group.codings.push(coding);
                }
                _ => groups.push(Group {
                    start: coding.start,
                    end: coding.end,
                    codings: vec![coding],
                }),
            }
        }
    }
    groups.sort_by_key(|group| (group.start, group.end, group.codings[0].code));
    groups
}

/// What those who are not in a group coded on its stretch.
fn beside(codings: &[Coding], analysts: &BTreeSet<Uuid>, group: &Group) -> Vec<Coding> {
    let members = group.members();
    let others = codings.iter().filter(|coding| {
        analysts.contains(&coding.member)
            && !members.contains(&coding.member)
            && group.overlaps(coding.start, coding.end)
    });
    others.copied().collect()
}

/// Makes one passage of groups that lie on the stretch of the first of them. Only of the first: where codings overlap like
/// tiles, following them from one to the next would make one passage of a whole interview.
fn joined(codings: &[Coding], analysts: &BTreeSet<Uuid>, groups: Vec<Group>) -> Vec<Passage> {
    let mut open = groups;
    let mut found = Vec::new();
    while !open.is_empty() {
        let first = open.remove(0);
        let (with, rest): (Vec<Group>, Vec<Group>) = open
            .into_iter()
            .partition(|group| first.overlaps(group.start, group.end));
        open = rest;
        let mut others: BTreeSet<Coding> = BTreeSet::new();
        let mut passage = Group {
            start: first.start,
            end: first.end,
            codings: Vec::new(),
        };
        for group in std::iter::once(first).chain(with) {
            others.extend(beside(codings, analysts, &group));
            passage.start = passage.start.min(group.start);
            passage.end = passage.end.max(group.end);
            passage.codings.extend(group.codings);
        }
        let mut passage = passage.passage(Difference::Codes);
        others.retain(|other| !passage.codings.contains(other));
        passage.beside = others.into_iter().collect();
        passage.silent = missing(&passage, analysts);
        found.push(passage);
    }
    found
}

fn missing(passage: &Passage, analysts: &BTreeSet<Uuid>) -> Vec<Uuid> {
    let here = passage.codings.iter().chain(&passage.beside);
    let here: BTreeSet<Uuid> = here.map(|coding| coding.member).collect();
    analysts.difference(&here).copied().collect()
}

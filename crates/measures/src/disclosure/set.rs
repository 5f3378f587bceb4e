//! A set of files that leaves a study, held against every set before it (trust PRI-2, PRI-4, PRI-6; study A12, A13, P3).

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use super::{OneWayTotals, Released, one_way_totals};

/// A file of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, which tells what it is and of whom nothing.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What one set tells of people. `P` tells people apart; it stays with whoever checks and stands in no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told<P> {
    /// Of each person in a table with a row a person, the row as it is printed, without its label.
    pub rows: BTreeMap<P, Vec<String>>,
    /// Of each person that is counted in one-way totals, in which cell.
    pub totals: BTreeMap<P, String>,
}

impl<P> Default for Told<P> {
    fn default() -> Self {
        Self {
            rows: BTreeMap::new(),
            totals: BTreeMap::new(),
        }
    }
}

/// Why a set may not leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal<P> {
    /// Nobody else has the row that these people have: whoever knows what stands in it knows whose it is (A12).
    Alone(Vec<P>),
    /// These people's rows are shared, but not once earlier tables are laid beside this one. Whoever stood in an earlier table and
    /// does not in this one is among them.
    AloneWithEarlier(Vec<P>),
    /// A total, or what it leaves of the whole, is about fewer than five people (trust PRI-4).
    FewInTotals,
    /// The difference to the totals of an earlier set, by its place from 0, is about fewer than five people.
    FewSince(usize),
}

impl<P: Ord + Clone> Told<P> {
    /// Everything for which this set may not leave after those before it; nothing where it may.
    pub fn refusals(&self, before: &[Self]) -> Vec<Refusal<P>> {
        let mut refusals = Vec::new();
        let alone = alone(&self.rows, &[]);
        let earlier: Vec<&BTreeMap<P, Vec<String>>> = before
            .iter()
            .map(|told| &told.rows)
            .filter(|rows| !rows.is_empty())
            .collect();
        let beside: Vec<P> = self::alone(&self.rows, &earlier)
            .into_iter()
            .filter(|person| !alone.contains(person))
            .collect();
        if !alone.is_empty() {
            refusals.push(Refusal::Alone(alone));
        }
        if !beside.is_empty() {
            refusals.push(Refusal::AloneWithEarlier(beside));
        }
        if !self.totals.is_empty() {
            if !is_shown(self.totals.values()) {
                refusals.push(Refusal::FewInTotals);
            }
            let told = |(_, told): &(usize, &Self)| tells_of_few(&self.totals, &told.totals);
            let since = before.iter().enumerate().filter(told);
            refusals.extend(since.map(|(place, _)| Refusal::FewSince(place)));
        }
        refusals
    }
}

/// Releases the files of a set, with what they tell of people and what all sets before told.
///
/// # Errors
/// Each reason for which the set may not leave; then nothing is released.
pub fn release_set<P: Ord + Clone>(
    files: Vec<File>,
    told: &Told<P>,
    before: &[Told<P>],
) -> Result<Vec<Released<File>>, Vec<Refusal<P>>> {
    let refusals = told.refusals(before);
    match refusals.is_empty() {
        true => Ok(files.into_iter().map(Released::through).collect()),
        false => Err(refusals),
    }
}

impl Released<File> {
    /// What is kept beside a file that was released, so that it is known again: the SHA-256 of its bytes, as 64 hexadecimal digits.
    pub fn seal(&self) -> String {
        seal(self.get())
    }

    /// A file that was released before and was kept since; none where a byte of it is another.
    pub fn again(file: File, kept: &str) -> Option<Self> {
        (seal(&file) == kept).then(|| Self::through(file))
    }
}

fn seal(file: &File) -> String {
    let bytes = Sha256::digest(&file.bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whoever has a row of their own, with what earlier tables have of the same person beside it. That somebody is in no earlier table
/// counts as something that is known of them: who is new can be seen from how many rows there are, and so can whose row went.
fn alone<P: Ord + Clone>(
    rows: &BTreeMap<P, Vec<String>>,
    earlier: &[&BTreeMap<P, Vec<String>>],
) -> Vec<P> {
    let whole = |person: &P| -> Vec<Option<&Vec<String>>> {
        let before = earlier.iter().map(|rows| rows.get(person));
        before.chain([rows.get(person)]).collect()
    };
    if rows.is_empty() {
        return Vec::new();
    }
    let tables = earlier.iter().copied().chain([rows]);
    let people: BTreeSet<&P> = tables.flat_map(BTreeMap::keys).collect();
    let mut counts: BTreeMap<Vec<Option<&Vec<String>>>, usize> = BTreeMap::new();
    for person in &people {
        *counts.entry(whole(person)).or_default() += 1;
    }
    let is_alone = |person: &&P| counts.get(&whole(person)) == Some(&1);
    people.into_iter().filter(is_alone).cloned().collect()
}

fn is_shown<'a>(cells: impl Iterator<Item = &'a String>) -> bool {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for cell in cells {
        *counts.entry(cell).or_default() += 1;
    }
    matches!(
        one_way_totals(counts.into_iter().collect()),
        OneWayTotals::Shown(_)
    )
}

/// Whether the difference of two tables of totals is about few: those who came in, and those who went, are each a table of their
/// own, and one that could not be shown may not follow from two that were. Who changed their cell came in and went.
fn tells_of_few<P: Ord>(now: &BTreeMap<P, String>, then: &BTreeMap<P, String>) -> bool {
    if then.is_empty() {
        return false;
    }
    let differ = |one: &BTreeMap<P, String>, other: &BTreeMap<P, String>| {
        let cells = one
            .iter()
            .filter(|(person, cell)| other.get(person) != Some(cell));
        let cells: Vec<String> = cells.map(|(_, cell)| cell.clone()).collect();
        !cells.is_empty() && !is_shown(cells.iter())
    };
    differ(now, then) || differ(then, now)
}

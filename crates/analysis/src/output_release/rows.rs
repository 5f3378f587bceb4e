//! Rows about people, as coarse as they are to be (study O2), under labels and in an order of this release alone.

use std::collections::{BTreeMap, BTreeSet};

use measures::disclosure::TEAM_FLOOR;
use study::dates::InterviewDate;
use study::durations::{InterviewLength, Precision};
use study::participants::{Participant, Status};
use uuid::Uuid;

use super::choice::{Choice, CohortLevel, GenderLevel, LengthLevel, TimeLevel};
use crate::outputs::{Digest, PersonRow};

/// What no participant may be told apart by: drawn anew for each release, and kept nowhere.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seed(pub(super) [u8; 32]);

impl Seed {
    /// The place of something for one purpose.
    pub(super) fn place(&self, purpose: &str, of: &str) -> [u8; 32] {
        let mut digest = Digest::new(purpose);
        for byte in self.0 {
            digest.add(&byte.to_string());
        }
        digest.add(of);
        digest.bytes()
    }
}

/// The columns behind the label.
pub(super) fn columns(choice: &Choice) -> Vec<&'static str> {
    let gender = (choice.gender != GenderLevel::Left).then_some("Gender");
    let length = (choice.length != LengthLevel::Left).then_some("Length");
    gender
        .into_iter()
        .chain(["Interview"])
        .chain(length)
        .collect()
}

/// The rows of everybody who was interviewed, by whom they are about: the cohort where it is told, and the columns.
pub(super) fn rows(people: &[(Uuid, Participant)], choice: &Choice) -> BTreeMap<Uuid, Vec<String>> {
    let rare = rare(people);
    let held = people
        .iter()
        .filter(|(_, one)| one.status == Status::Completed);
    held.map(|(id, one)| {
        let cohort = (choice.cohort == CohortLevel::Each).then(|| one.cohort.clone());
        (
            *id,
            cohort
                .into_iter()
                .chain(cells(one, choice, &rare))
                .collect(),
        )
    })
    .collect()
}

/// What fewer than five of those interviewed stated.
fn rare(people: &[(Uuid, Participant)]) -> BTreeSet<&str> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for (_, one) in people
        .iter()
        .filter(|(_, one)| one.status == Status::Completed)
    {
        *counts
            .entry(one.gender.as_deref().unwrap_or_default())
            .or_default() += 1;
    }
    let few = counts.into_iter().filter(|(_, count)| *count < TEAM_FLOOR);
    few.map(|(gender, _)| gender).collect()
}

fn cells(one: &Participant, choice: &Choice, rare: &BTreeSet<&str>) -> Vec<String> {
    let stated = one.gender.as_deref();
    let gender = match choice.gender {
        GenderLevel::Left => None,
        GenderLevel::Stated => Some(stated.unwrap_or("not stated")),
        GenderLevel::Merged => Some(match stated {
            Some(gender) if !rare.contains(gender) => gender,
            _ => "other or not stated",
        }),
    };
    let interview = one.date.map(|date| time(date, choice.time));
    let length = (choice.length != LengthLevel::Left).then(|| match one.length {
        Some(length) => band(length, choice.length),
        None => "not known".to_owned(),
    });
    let interview = interview.unwrap_or_else(|| "interviewed".to_owned());
    let gender = gender.map(str::to_owned);
    gender
        .into_iter()
        .chain([interview])
        .chain(length)
        .collect()
}

fn time(date: InterviewDate, level: TimeLevel) -> String {
    let month = date.coarsened().to_string();
    let (year, number) = month.split_once('-').unwrap_or((&month, ""));
    match level {
        TimeLevel::Day => date.in_words(),
        TimeLevel::Month => date.coarsened().in_words(),
        TimeLevel::Quarter => {
            let quarter = match number {
                "01" | "02" | "03" => "January to March",
                "04" | "05" | "06" => "April to June",
                "07" | "08" | "09" => "July to September",
                _ => "October to December",
            };
            format!("{quarter} {year}")
        }
        TimeLevel::Year => year.to_owned(),
        TimeLevel::Left => "interviewed".to_owned(),
    }
}

fn band(length: InterviewLength, level: LengthLevel) -> String {
    let width = match level {
        LengthLevel::Fives => 5,
        LengthLevel::Quarters => 15,
        LengthLevel::Halves => 30,
        LengthLevel::Given | LengthLevel::Left => return measured(length),
    };
    let from = length.seconds() / 60 / width * width;
    format!("{from} to {} minutes", from + width - 1)
}

/// To the minute: seconds single somebody out and tell a reader nothing.
fn measured(length: InterviewLength) -> String {
    let minutes = (length.seconds() + 30) / 60;
    let whole = InterviewLength::new(minutes.max(1) * 60, Precision::Minutes);
    whole.unwrap_or(length).to_string()
}

/// The rows as they are printed: cohort by cohort, under random labels and in their order; whoever was not interviewed is marked, and
/// nothing else is told of them.
pub(super) fn printed(
    people: &[(Uuid, Participant)],
    choice: &Choice,
    seed: &Seed,
) -> Vec<PersonRow> {
    let rows = rows(people, choice);
    let tells_cohorts = choice.cohort == CohortLevel::Each;
    let width = columns(choice).len();
    let untold = || -> Vec<String> {
        let cell = |name: &&str| match *name {
            "Interview" => "not interviewed".to_owned(),
            _ => "–".to_owned(),
        };
        columns(choice).iter().map(cell).collect()
    };
    let mut labels = BTreeSet::new();
    let mut printed: Vec<PersonRow> = people
        .iter()
        .map(|(id, one)| PersonRow {
            label: label(seed, *id, &mut labels),
            cohort: tells_cohorts.then(|| one.cohort.clone()),
            cells: match rows.get(id) {
                Some(row) => row[row.len() - width..].to_vec(),
                None => untold(),
            },
        })
        .collect();
    printed.sort_by(|one, other| (&one.cohort, &one.label).cmp(&(&other.cohort, &other.label)));
    printed
}

/// Without vowels, so that no label is a word, and without figures, so that none is an id.
const LETTERS: &[u8] = b"BCDFGHJKLMNPQRSTVWXZ";

fn label(seed: &Seed, id: Uuid, used: &mut BTreeSet<String>) -> String {
    let mut again = 0u32;
    loop {
        let place = seed.place("label", &format!("{id} {again}"));
        let letter = |byte: &u8| char::from(LETTERS[usize::from(*byte) % LETTERS.len()]);
        let label: String = place[..4].iter().map(letter).collect();
        if used.insert(label.clone()) {
            return label;
        }
        again += 1;
    }
}

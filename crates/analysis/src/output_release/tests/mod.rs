//! Releases of one invented study of 16 participants: what is refused, what mends it, and what no file tells with any other.

mod apart;
mod earlier;
mod quoted;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use formats::table::{Limits, read_csv};
use measures::disclosure::{Refusal, release_set};
use study::participants::Participant;
use uuid::Uuid;

use super::choice::{Choice, CohortLevel, GenderLevel, LengthLevel, TimeLevel};
use super::judge::{Earlier, Facts, Judged, judge};
use super::make::tables;
use super::report::Verdict;
use super::rows::Seed;
use crate::outputs::OutputFormat;
use crate::outputs::tests::folder_with;

const WORDS: &str = "A table may be printed with a row about me.";
const QUESTIONS: &str = "id,question\nRQ1,How is the night?\nRQ2,Who keeps the keys?\n";
const QUOTES: &str = "theme,subtheme,facet,quote,research_questions,participant\n\
    Waiting,The stairs,,I counted them twice,RQ1,P01\nWaiting,The stairs,,They count themselves,RQ1,P02\n\
    Waiting,The stairs,,Nobody counts at night,RQ1,P09\nHolding,,,Somebody had the keys,RQ2,P03\n\
    Holding,,,The keys were in the door,RQ2,P10\n";

/// Ten keepers and five pilots, women and men, and one pilot who gave no interview.
fn participants() -> Vec<String> {
    let row = |number: u32| {
        let (cohort, gender) = match number {
            1..=6 => ("keepers", "woman"),
            7..=10 => ("keepers", "man"),
            11..=13 => ("pilots", "man"),
            _ => ("pilots", "woman"),
        };
        let (month, minutes) = (2 + number % 3, 31 + number * 2);
        format!("P{number:02},{cohort},{gender},{number}/{month}/2031,{minutes} minutes 7 seconds,")
    };
    let mut rows: Vec<String> = (1..=15).map(row).collect();
    rows.push("P16,pilots,man,,,did not participate".to_owned());
    rows
}

fn facts_of(participants: &[String], quotes: &str) -> Facts {
    let folder = folder_with(participants, QUESTIONS, quotes);
    let people: Vec<(Uuid, Participant)> = (1..)
        .map(Uuid::from_u128)
        .zip(folder.participants.clone())
        .collect();
    let signed = people
        .iter()
        .map(|(id, _)| (*id, format!("We ask.\n\n{WORDS}")))
        .collect();
    Facts {
        folder,
        people,
        refusing: 0,
        signed,
        put_to: BTreeMap::new(),
        texts: BTreeSet::new(),
        other_texts: 0,
        printed: Vec::new(),
        answered: 0,
        earlier: Vec::new(),
    }
}

fn facts() -> Facts {
    facts_of(&participants(), QUOTES)
}

/// Everything that a table is made of, as fine as it can be.
fn everything() -> Choice {
    Choice {
        people: true,
        people_words: WORDS.to_owned(),
        gender_words: WORDS.to_owned(),
        ..Choice::default()
    }
}

/// The same with rows that several share.
fn coarse() -> Choice {
    Choice {
        time: TimeLevel::Year,
        length: LengthLevel::Left,
        ..everything()
    }
}

fn part(judged: &Judged, title: &str) -> (Verdict, String) {
    let mut parts = judged.report.parts.iter();
    let part = parts.find(|part| part.title == title).unwrap();
    (part.verdict, part.says.join(" "))
}

const PEOPLE: &str = "Table 1 with a row a person";

fn files(facts: &Facts, choice: &Choice, seed: u8) -> BTreeMap<String, Vec<u8>> {
    let judged = judge(facts, choice);
    let tables = tables(facts, choice, (&judged, &Seed([seed; 32])));
    let written = tables.into_iter().flat_map(|table| {
        let table = table.released("Release 1");
        OutputFormat::DEFAULT.map(|format| table.write(format).unwrap())
    });
    written.collect()
}

fn csv(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Vec<Vec<String>> {
    let table = read_csv(&files[name], Limits::STUDY).unwrap();
    table.rows.into_iter().map(|row| row.cells).collect()
}

#[test]
fn a12_a_unique_row_is_refused_said_in_words_and_mended_by_coarsening() {
    let judged = judge(&facts(), &everything());
    let (verdict, says) = part(&judged, PEOPLE);
    assert_eq!(verdict, Verdict::Refused);
    for words in [
        "15 rows are shared by nobody else",
        "Whoever knows the length of somebody finds one of 15 rows that can each be of one person only.",
        "Make a column coarser",
    ] {
        assert!(says.contains(words), "{words}: {says}");
    }
    let judged = judge(&facts(), &coarse());
    let (verdict, says) = part(&judged, PEOPLE);
    assert_eq!(verdict, Verdict::Accept, "{says}");
    assert!(
        says.contains("4 kinds of row are shared by fewer than 10"),
        "{says}"
    );
    let fewer = Choice {
        cohort: CohortLevel::Together,
        gender: GenderLevel::Left,
        ..coarse()
    };
    assert_eq!(part(&judge(&facts(), &fewer), PEOPLE).0, Verdict::Clear);
}

#[test]
fn a12_what_the_report_refuses_disclosure_control_refuses_too() {
    for (choice, may) in [(everything(), false), (coarse(), true)] {
        let judged = judge(&facts(), &choice);
        let released = release_set(Vec::new(), &judged.told.told, &[]);
        assert_eq!((released.is_ok(), judged.report.refused() == 0), (may, may));
    }
}

#[test]
fn a_value_that_few_stated_is_one_with_what_nobody_stated() {
    let mut participants = participants();
    participants[0] = participants[0].replace("woman", "another");
    participants[1] = participants[1].replace("woman", "");
    let merged = Choice {
        gender: GenderLevel::Merged,
        ..coarse()
    };
    let judged = judge(&facts_of(&participants, QUOTES), &merged);
    let told: BTreeSet<&str> = judged
        .told
        .told
        .rows
        .values()
        .map(|row| row[1].as_str())
        .collect();
    assert_eq!(
        told,
        BTreeSet::from(["man", "other or not stated", "woman"])
    );
}

#[test]
fn lengths_and_times_are_told_in_bands_and_never_to_the_second() {
    let rows =
        |choice: &Choice| judge(&facts(), choice).told.told.rows[&Uuid::from_u128(1)].clone();
    assert_eq!(
        rows(&everything()),
        ["keepers", "woman", "March 2031", "33 minutes"]
    );
    let bands = Choice {
        time: TimeLevel::Quarter,
        length: LengthLevel::Quarters,
        ..everything()
    };
    assert_eq!(
        rows(&bands),
        [
            "keepers",
            "woman",
            "January to March 2031",
            "30 to 44 minutes"
        ]
    );
}

#[test]
fn pri4_a_table_of_people_needs_words_of_the_consent_that_everybody_signed() {
    let mut facts = facts();
    let none = Choice {
        people_words: " ".to_owned(),
        ..coarse()
    };
    assert_eq!(part(&judge(&facts, &none), PEOPLE).0, Verdict::Refused);
    facts
        .signed
        .insert(Uuid::from_u128(3), "We ask.".to_owned());
    let (verdict, says) = part(&judge(&facts, &coarse()), PEOPLE);
    assert_eq!(verdict, Verdict::Refused);
    assert!(
        says.contains("One participant has signed a wording in which these words do not stand"),
        "{says}"
    );
    facts.signed.remove(&Uuid::from_u128(3));
    let (verdict, says) = part(&judge(&facts, &coarse()), PEOPLE);
    assert_eq!(verdict, Verdict::Accept);
    assert!(
        says.contains("One participant has signed nothing here"),
        "{says}"
    );
}

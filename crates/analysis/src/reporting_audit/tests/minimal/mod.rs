//! For each check a small study that triggers it alone, and the same one mended, in which it is clear (study T6).

mod counting;
mod quoting;
mod reading;
mod recorded;

use std::collections::BTreeSet;

use study::documents::{Document, Kind, Role};
use study::participants::{Participant, Status};
use study::questions::ResearchQuestion;

use super::super::Facts;
use super::super::claims::Claims;
use super::super::findings::Status as Ended;
use super::world::{document, minutes, month, quote, turn};
use super::{audited, status, told};
use crate::quotes::Quote;

/// A check, the study with its defect, and the study without.
type Case = (&'static str, (Facts, String), (Facts, String));

const SAID: &str = "We never asked who kept the door open that night.";

fn people(cohorts: &[&str]) -> Option<Vec<Participant>> {
    let people = cohorts.iter().zip(2..).map(|(cohort, row)| Participant {
        row,
        participant: format!("K{}", row - 1),
        cohort: (*cohort).to_owned(),
        gender: None,
        date: Some(month("2031-03")),
        length: Some(minutes(40)),
        status: Status::Completed,
    });
    Some(people.collect())
}

fn questions() -> Option<Vec<ResearchQuestion>> {
    Some(vec![ResearchQuestion {
        row: 2,
        id: "RQ1".to_owned(),
        wording: "How is it?".to_owned(),
    }])
}

fn row(row: u32, theme: &str, text: &str, who: &str) -> Quote {
    quote(row, &[theme.to_owned()], text, "RQ1", who)
}

/// A quote of which nothing says whose it is.
fn unnamed(at: u32, theme: &str, text: &str) -> Quote {
    Quote {
        participant: None,
        document: None,
        ..row(at, theme, text, "K1")
    }
}

fn talk(handle: &str, said: &str) -> Document {
    let asked = turn(
        Role::Interviewer,
        "And what was it like to be the last one there?",
    );
    document(
        handle,
        Kind::Transcript,
        Some(handle),
        vec![asked, turn(Role::Participant, said)],
    )
}

fn claims(change: impl FnOnce(&mut Claims)) -> Option<Claims> {
    let mut claims = Claims::default();
    change(&mut claims);
    Some(claims)
}

fn none(facts: Facts) -> (Facts, String) {
    (facts, String::new())
}

fn with(facts: Facts, text: &str) -> (Facts, String) {
    (facts, text.to_owned())
}

#[test]
fn each_check_has_a_study_that_triggers_it_alone_and_is_clear_when_that_is_mended() {
    let cases = [
        counting::cases(),
        quoting::cases(),
        reading::cases(),
        recorded::cases(),
    ]
    .concat();
    let ids: BTreeSet<&str> = cases.iter().map(|(id, ..)| *id).collect();
    assert_eq!(ids.len(), 31, "{ids:?}");
    for (id, (facts, text), (mended, right)) in cases {
        let audit = audited(&facts, &text);
        assert_eq!(
            status(&audit, id),
            Ended::Found,
            "{id}: {:#?}",
            told(&audit)
        );
        let others: Vec<_> = audit
            .findings
            .iter()
            .filter(|one| one.check != id)
            .collect();
        assert!(others.is_empty(), "{id}: {:#?}", told(&audit));
        for finding in &audit.findings {
            assert!(!finding.places.is_empty(), "{id}: a finding says where");
            assert!(
                !finding.settle.is_empty(),
                "{id}: a finding says what would settle it"
            );
        }
        let audit = audited(&mended, &right);
        assert_eq!(told(&audit), [""; 0], "{id}");
        assert_eq!(status(&audit, id), Ended::Clear, "{id}");
    }
}

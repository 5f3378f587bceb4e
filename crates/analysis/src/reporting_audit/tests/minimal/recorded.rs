//! Checks of what no file of a folder holds.

use std::collections::BTreeSet;

use jiff::civil::date;
use study::interviewers::matching::Acquaintance;

use super::super::super::Facts;
use super::super::super::facts::{ChecklistAnswer, ChecklistItem, Guides, Roles};
use super::super::world::{checked, consent, held, month};
use super::{Case, SAID, none, people, talk};

pub(super) fn cases() -> Vec<Case> {
    let pair = || people(&["a", "a"]);
    let signed = |day: i8| {
        let mut first = consent("K1");
        first.signed = date(2031, 4, day);
        let mut participants = pair();
        for one in participants.as_mut().expect("made above") {
            one.date = Some(month("2031-04-10"));
        }
        Facts {
            participants,
            consents: Some(vec![first, consent("K2")]),
            ..Facts::default()
        }
    };
    let knew = |relation| Facts {
        held: Some(vec![held("K1", relation)]),
        ..Facts::default()
    };
    let listened = |seconds| Facts {
        documents: Some(vec![talk("K1", SAID)]),
        accuracy: Some(vec![checked("K1", seconds)]),
        ..Facts::default()
    };
    let answered = |answer| Facts {
        checklist: Some(vec![ChecklistItem {
            item: "28".to_owned(),
            asks: "participant feedback".to_owned(),
            answer,
            location: None,
        }]),
        ..Facts::default()
    };
    let guided = |version: Option<&str>| Facts {
        participants: pair(),
        guides: Some(Guides {
            used: ["K1", "K2"]
                .map(|who| (who.to_owned(), version.map(str::to_owned)))
                .into(),
            cohorts: BTreeSet::from(["a".to_owned()]),
        }),
        ..Facts::default()
    };
    let dual = |declared| Facts {
        roles: Some(vec![Roles {
            who: "PR1".to_owned(),
            parts: BTreeSet::from(["an analyst".to_owned(), "a participant".to_owned()]),
            declared: Some(declared),
        }]),
        ..Facts::default()
    };
    vec![
        ("A14", none(signed(11)), none(signed(10))),
        (
            "A15",
            none(knew(Acquaintance::WorksWith)),
            none(knew(Acquaintance::None)),
        ),
        ("A16", none(listened(0)), none(listened(1_800))),
        (
            "A19",
            none(answered(ChecklistAnswer::Open)),
            none(answered(ChecklistAnswer::Answered)),
        ),
        ("A25", none(guided(None)), none(guided(Some("2")))),
        ("A28", none(dual(false)), none(dual(true))),
    ]
}

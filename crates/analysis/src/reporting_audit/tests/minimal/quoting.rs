//! Checks of quotes against each other and against questions and themes.

use std::collections::BTreeSet;

use super::super::super::Facts;
use super::super::world::about;
use super::{Case, SAID, none, people, questions, row, unnamed};
use crate::quotes::Quote;

pub(super) fn cases() -> Vec<Case> {
    let quoted = |quotes: Vec<Quote>| Facts {
        quotes: Some(quotes),
        ..Facts::default()
    };
    let asked = |quotes: Vec<Quote>| Facts {
        questions: questions(),
        ..quoted(quotes)
    };
    let unasked = |questions: &[&str]| {
        let mut one = unnamed(2, "Waiting", SAID);
        one.questions = questions.iter().map(|id| (*id).to_owned()).collect();
        asked(vec![one, unnamed(3, "Waiting", "Something else again.")])
    };
    let two = |theme: &str, text: &str| {
        quoted(vec![unnamed(2, "Waiting", SAID), unnamed(3, theme, text)])
    };
    let settled = |path: &[&str]| Facts {
        themes: Some(vec![about(
            &path
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>(),
        )]),
        ..quoted(vec![unnamed(2, "Waiting", SAID)])
    };
    let heavy = |count: u32| Facts {
        participants: people(&["a"; 8]),
        ..quoted(
            (0..count)
                .map(|at| {
                    row(
                        2 + at,
                        "Waiting",
                        &format!("Words number {at} of hers."),
                        "K1",
                    )
                })
                .chain((2..7).map(|who| {
                    row(
                        20 + who,
                        "Waiting",
                        &format!("Words of K{who} alone."),
                        &format!("K{who}"),
                    )
                }))
                .collect(),
        )
    };
    let heard = |who: &str| Facts {
        participants: people(&["a", "a", "b", "b"]),
        question_cohorts: Some(
            [(
                "RQ1".to_owned(),
                BTreeSet::from(["a".to_owned(), "b".to_owned()]),
            )]
            .into(),
        ),
        ..quoted(vec![
            row(2, "Waiting", SAID, "K1"),
            row(3, "Waiting", "Another thing.", who),
            unnamed(4, "Waiting", "Of somebody."),
        ])
    };
    let small = |cohorts: &[&str]| Facts {
        participants: people(&["a", "a", "b", "b"]),
        question_cohorts: Some(
            [(
                "RQ1".to_owned(),
                cohorts.iter().map(|one| (*one).to_owned()).collect(),
            )]
            .into(),
        ),
        ..quoted(vec![
            row(2, "Waiting", SAID, "K1"),
            row(3, "Waiting", "Another thing.", "K3"),
        ])
    };
    vec![
        (
            "A04",
            none(asked(vec![])),
            none(asked(vec![unnamed(2, "Waiting", SAID)])),
        ),
        (
            "A05",
            none(settled(&["Staying"])),
            none(settled(&["Waiting"])),
        ),
        (
            "A06",
            none(unasked(&["RQ1", "RQ9"])),
            none(unasked(&["RQ1"])),
        ),
        (
            "A07",
            none(two("Waiting", "who kept the door open that night")),
            none(two("Waiting", "Another thing.")),
        ),
        (
            "A08",
            none(two("Staying", SAID)),
            none(two("Staying", "Another thing.")),
        ),
        ("A10", none(heavy(3)), none(heavy(1))),
        ("A11", none(heard("K2")), none(heard("K3"))),
        ("A27", none(small(&["a"])), none(small(&["a", "b"]))),
    ]
}

//! Checks that read a manuscript, and transcripts.

use study::participants::Status;
use study::transcripts::deidentify::{Category, LISTED, Term};

use super::super::super::Facts;
use super::super::super::facts::SaturationStance;
use super::{Case, SAID, none, people, row, talk, unnamed, with};

pub(super) fn cases() -> Vec<Case> {
    let said = |said: &str| Facts {
        documents: Some(vec![talk("K1", said)]),
        ..Facts::default()
    };
    let known = |who: &str| Facts {
        participants: people(&["a", "a"]),
        documents: Some(vec![talk(who, SAID)]),
        ..Facts::default()
    };
    let selected = |text: &str| Facts {
        quotes: Some(vec![unnamed(2, "Waiting", text)]),
        ..Facts::default()
    };
    let withdrawn = |who: &str| {
        let mut participants = people(&["a", "a", "a"]);
        let last = &mut participants.as_mut().expect("made above")[2];
        (last.status, last.date, last.length) = (Status::Withdrawn, None, None);
        Facts {
            participants,
            quotes: Some(vec![row(2, "Waiting", SAID, who)]),
            ..Facts::default()
        }
    };
    let named = |name: &str| Facts {
        sealed: Some(vec![Term {
            text: name.to_owned(),
            category: Category::Place,
            kind: String::new(),
            reason: LISTED,
        }]),
        ..Facts::default()
    };
    let theme = || Facts {
        quotes: Some(vec![unnamed(2, "Holding on", SAID)]),
        ..Facts::default()
    };
    let stance = || Facts {
        saturation: Some(SaturationStance::NotClaimed),
        ..Facts::default()
    };
    let quoted = |text: &str, label: &str| format!("# Results\n\nOne said “{text}”{label}.");
    vec![
        (
            "A09",
            with(
                said(SAID),
                &quoted("We hardly asked who kept the door open that night", ""),
            ),
            with(
                said(SAID),
                &quoted("We never asked who kept the door open that night", ""),
            ),
        ),
        (
            "A13",
            with(known("K1"), &quoted(SAID, " (K2)")),
            with(known("K1"), &quoted(SAID, "")),
        ),
        (
            "A18",
            with(Facts::default(), "# Results\n\nTwo themes emerged."),
            with(Facts::default(), "# Results\n\nWe made two themes."),
        ),
        ("A20", none(withdrawn("K3")), none(withdrawn("K1"))),
        (
            "A21",
            with(theme(), &format!("# Results\n\n## Hold on\n\n“{SAID}”")),
            with(theme(), &format!("# Results\n\n## Holding on\n\n“{SAID}”")),
        ),
        (
            "A22",
            with(
                Facts::default(),
                "# Results\n\nAs one nurse put it:\n\n# Discussion\n\nSo.",
            ),
            with(
                Facts::default(),
                "# Results\n\nAs one nurse put it:\n\n“It was late and nobody came.”",
            ),
        ),
        (
            "A23",
            with(selected(SAID), "# Results\n\nWaiting was told of."),
            with(selected(SAID), &format!("# Results\n\nWaiting: “{SAID}”")),
        ),
        (
            "A24",
            with(stance(), "# Methods\n\nData saturation was reached."),
            with(stance(), "# Methods\n\nWe did not aim for saturation."),
        ),
        (
            "A26",
            with(named("Quillhaven"), "# Results\n\nIt was at Quillhaven."),
            with(named("Quillhaven"), "# Results\n\nIt was by the sea."),
        ),
        (
            "A29",
            with(
                Facts::default(),
                "# Results\n\nSee Figure 3.\n\nFigure 1. A map\n\nAnd Figure 1.",
            ),
            with(
                Facts::default(),
                "# Results\n\nSee Figure 1.\n\nFigure 1. A map",
            ),
        ),
        (
            "A31",
            with(
                said(SAID),
                &quoted("what was it like to be the last one there", ""),
            ),
            with(said(SAID), &quoted("who kept the door open that night", "")),
        ),
    ]
}

//! Checks of participants against claims.

use jiff::civil::date;
use study::participants::Status;

use super::super::super::Facts;
use super::super::super::claims::{Lengths, Period};
use super::super::world::minutes;
use super::{Case, claims, none, people};

pub(super) fn cases() -> Vec<Case> {
    let pair = || people(&["a", "a", "b", "b"]);
    let counted = |count: u32| Facts {
        participants: pair(),
        claims: claims(|claims| claims.participants = Some(count)),
        ..Facts::default()
    };
    let cohorts = |count: u32| Facts {
        participants: pair(),
        claims: claims(|claims| {
            claims.cohorts = vec![("a".to_owned(), count), ("b".to_owned(), 2)]
        }),
        ..Facts::default()
    };
    let period = |month: i8| Facts {
        participants: pair(),
        claims: claims(|claims| {
            let end = date(2031, month, 28);
            claims.period = Some(Period {
                start: None,
                end: Some((end, end.to_string())),
            });
        }),
        ..Facts::default()
    };
    let incoherent = |length| {
        let mut participants = pair();
        let rows = participants.as_mut().expect("made above");
        rows[3].status = Status::DidNotParticipate;
        rows[3].date = None;
        rows[3].length = length;
        rows.remove(2);
        Facts {
            participants,
            ..Facts::default()
        }
    };
    let alone = |gender: Option<&str>| {
        let mut participants = pair();
        participants.as_mut().expect("made above")[3].gender = gender.map(str::to_owned);
        Facts {
            participants,
            ..Facts::default()
        }
    };
    let longest = |length| Facts {
        participants: pair(),
        claims: claims(|claims| {
            claims.lengths = Lengths {
                longest: Some((minutes(length), format!("{length} minutes"))),
                ..Lengths::default()
            };
        }),
        ..Facts::default()
    };
    vec![
        ("A01", none(counted(5)), none(counted(4))),
        ("A02", none(cohorts(3)), none(cohorts(2))),
        ("A03", none(period(2)), none(period(3))),
        ("A12", none(alone(Some("man"))), none(alone(None))),
        ("A17", none(longest(50)), none(longest(40))),
        (
            "A30",
            none(incoherent(Some(minutes(41)))),
            none(incoherent(None)),
        ),
    ]
}

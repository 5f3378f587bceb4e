//! What a rota breaks by itself.

use jiff::civil::Date;

use super::vectors::{facts, london, now, timeline};
use crate::{Limit, Pack, Policy, Timeline, breach_sentence, breaches};

fn told(text: &str) -> Vec<String> {
    let timeline = timeline(text, "2026-11", true);
    let found = breaches(&timeline);
    found
        .iter()
        .map(|breach| breach_sentence(breach, &london()))
        .collect()
}

const ROWS: [(&str, &[&str]); 27] = [
    ("08:00-21:00 3", &[]),
    (
        "08:00-21:01 3",
        &["A shift of 13 h 1 min on Tuesday 3 November: at most 13 hours"],
    ),
    (
        "08:00-22:30 3",
        &["A shift of 14 h 30 min on Tuesday 3 November: at most 13 hours"],
    ),
    (
        "08:00-15:00 3; edt 15:00-22:00 3",
        &["A shift of 14 hours on Tuesday 3 November: at most 13 hours"],
    ),
    ("13:00-23:00 3; 10:00-16:00 4", &[]),
    (
        "13:00-23:00 3; 09:59-16:00 4",
        &["Only 10 h 59 min of rest before the shift on Wednesday 4 November: at least 11"],
    ),
    (
        "13:00-23:00 3; 08:00-16:00 4",
        &["Only 9 hours of rest before the shift on Wednesday 4 November: at least 11"],
    ),
    // Two parts of one shift.
    ("08:00-12:00 3; 14:00-18:00 3", &[]),
    (
        "08:00-12:00 3; 14:00-21:30 3",
        &["Only 2 hours of rest before the shift on Tuesday 3 November: at least 11"],
    ),
    (
        "14:00-18:00 3; N 3",
        &["Only 2 h 30 min of rest before the shift on Tuesday 3 November: at least 11"],
    ),
    ("N 7; 07:00-15:00 10", &[]),
    (
        "N 7; 06:59-15:00 10",
        &[
            "Only 45 h 59 min after the nights that ended at 09:00 on Sunday 8 November: at least 46 hours",
        ],
    ),
    (
        "N 7; 08:00-18:00 9",
        &[
            "Only 23 hours after the nights that ended at 09:00 on Sunday 8 November: at least 46 hours",
        ],
    ),
    (
        "N 7,9",
        &[
            "Only 35 h 30 min after the nights that ended at 09:00 on Sunday 8 November: at least 46 hours",
        ],
    ),
    ("21:00-06:30 2..5", &[]),
    (
        "21:00-06:30 2..6",
        &["Five nights in a row from 21:00 on Monday 2 November: at most four"],
    ),
    ("LD 2..5", &[]),
    (
        "LD 2..6",
        &["Five long shifts in a row from 08:00 on Monday 2 November: at most four"],
    ),
    (
        "LL 2..6",
        &[
            "Five long shifts in a row from 13:00 on Monday 2 November: at most four",
            "Five late long shifts in a row from 13:00 on Monday 2 November: at most four",
        ],
    ),
    ("08:00-16:00 2..8", &[]),
    (
        "08:00-16:00 2..10",
        &["Nine days of work in a row from 08:00 on Monday 2 November: at most seven"],
    ),
    ("LD 2,3,4,5; 20:30-22:30 7", &[]),
    (
        "LD 2,3,4,5; 08:00-12:00 7",
        &[
            "Only 35 h 30 min after the run of shifts that ended at 20:30 on Thursday 5 November: at least 48 hours",
        ],
    ),
    ("LD 2,3,4; 08:00-19:30 6,7,8", &[]),
    // Half an hour of the first shift lies in the window that ends with the last, then a minute more.
    ("16:00-17:30 1; LD 2,3,4,6,7; 08:00-17:00 8", &[]),
    (
        "16:00-17:31 1; LD 2,3,4,6,7; 08:00-17:00 8",
        &["72 h 1 min of work in the seven days from 17:00 on Sunday 1 November: at most 72 hours"],
    ),
    (
        "LD 2,3,4,6,7,8",
        &["75 hours of work in the seven days from 20:30 on Sunday 1 November: at most 72 hours"],
    ),
];

#[test]
fn each_broken_limit_is_told_once_and_equality_is_none() {
    let wrong: Vec<String> = ROWS
        .iter()
        .map(|(text, expected)| (text, told(text), expected))
        .filter(|(_, found, expected)| found != *expected)
        .map(|(text, found, expected)| format!("{text}:\n  {found:?}, not\n  {expected:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_breach_says_when_and_by_how_much() {
    let timeline = timeline("08:00-22:30 3; 07:30-12:00 4", "2026-11", true);
    let found = breaches(&timeline);
    let parts: Vec<_> = found
        .iter()
        .map(|breach| (breach.limit, breach.date, breach.margin, breach.allowed))
        .collect();
    let day = |day| Date::new(2026, 11, day).unwrap();
    assert_eq!(
        parts,
        [
            (Limit::ShiftMost, day(3), -90, 13),
            (Limit::RestBetween, day(4), -120, 11)
        ]
    );
    assert_eq!(found[1].between[0].to_string(), "2026-11-03T22:30:00Z");
}

#[test]
fn four_weeks_with_too_many_hours_give_four_breaches_and_not_one_for_each_day() {
    let timeline = timeline("08:00-20:30 1..28", "2026-11", true);
    let windows = breaches(&timeline);
    let windows = windows
        .iter()
        .filter(|breach| breach.limit == Limit::WindowMost);
    assert_eq!(windows.count(), 4);
}

#[test]
fn an_average_is_judged_only_where_every_day_of_its_period_is_known() {
    let week = |first: &str, last: &str| {
        let policy = Policy {
            reference: Some((first.parse().unwrap(), last.parse().unwrap())),
            ..Policy::default()
        };
        let pack = Pack::named("england-2019");
        let list = facts("08:00-17:48 9..13", "2026-11");
        let timeline = Timeline::new(&list, &london(), now(), &policy, pack.as_ref());
        let found = breaches(&timeline);
        found
            .iter()
            .map(|breach| breach_sentence(breach, &london()))
            .collect::<Vec<_>>()
    };
    // 49 hours in one week, in two, and in one with weeks before it that nobody knows.
    let told = ["More than 48 hours a week on average up to Sunday 15 November"];
    assert_eq!(week("2026-11-09", "2026-11-15"), told);
    assert_eq!(week("2026-11-02", "2026-11-15"), [""; 0]);
    assert_eq!(week("2026-09-07", "2026-11-15"), [""; 0]);
}

#[test]
fn a_site_without_rules_has_no_breach_and_one_with_few_only_theirs() {
    let list = facts("08:00-22:30 3; LD 4,5,6,7,8", "2026-11");
    let of = |pack: Option<Pack>| {
        let timeline = Timeline::new(&list, &london(), now(), &Policy::default(), pack.as_ref());
        let found = breaches(&timeline);
        found.iter().map(|breach| breach.limit).collect::<Vec<_>>()
    };
    assert_eq!(of(None), []);
    assert_eq!(of(Pack::named("scotland-new-deal")), [Limit::ShiftMost]);
}

//! Equality with a limit passes, a minute beyond it does not.

use jiff::civil::Date;

use super::vectors::{facts, london, now, printed, session};
use crate::{Pack, Policy, Timeline, Travel, feasible};

fn found(text: &str, meeting: &str) -> String {
    let pack = Pack::named("england-2019");
    let monday: Date = "2026-11-09".parse().unwrap();
    let sunday: Date = "2026-11-15".parse().unwrap();
    let policy = Policy {
        // One week, so that its hours can be counted; only the last rows come near its 48.
        reference: text.contains("17:0").then_some((monday, sunday)),
        ..Policy::default()
    };
    let list = facts(text, "2026-11");
    let timeline = Timeline::new(&list, &london(), now(), &policy, pack.as_ref());
    let way = Travel {
        inward: Some(45),
        back: Some(45),
    };
    printed(&feasible(
        session(meeting, "2026-11", &london()),
        &timeline,
        way,
    ))
}

#[test]
fn at_each_limit_a_session_passes_and_a_minute_beyond_it_does_not() {
    let rows = [
        ("N 9", "12 07:45-09:15", "own_choice F16 0.00"),
        ("N 9", "12 07:44-09:14", "never F02 -0.02 11-12 07:00"),
        ("N 11", "11 07:15-08:45", "own_choice F16 0.00"),
        ("N 11", "11 07:16-08:46", "never F03 -0.02 11-11 09:30"),
        ("LD 6,7,8,9", "11 21:15-22:15", "own_choice F16 0.00"),
        (
            "LD 6,7,8,9",
            "11 21:14-22:14",
            "never F04 -0.02 11-11 20:30",
        ),
        ("LL 6,7,8,9", "12 00:15-01:15", "own_choice F16 0.00"),
        (
            "LL 6,7,8,9",
            "12 00:14-01:14",
            "never F04 -0.02 11-11 23:30",
        ),
        ("08:00-16:00 3..9", "11 16:45-17:45", "own_choice F16 0.00"),
        (
            "08:00-16:00 3..9",
            "11 16:44-17:44",
            "never F04 -0.02 11-11 16:00",
        ),
        ("LD 10", "11 08:15-09:45", "own_choice F16 0.00"),
        ("LD 10", "11 08:14-09:44", "never F05 -0.02 11-11 07:30"),
        ("E 12", "11 18:45-20:15", "own_choice F16 0.00"),
        ("E 12", "11 18:46-20:16", "never F05 -0.02 11-11 21:00"),
        ("E 11", "11 18:45-20:15", "own_choice F15 0.00"),
        ("E 11", "11 18:46-20:16", "never F05 -0.02 11-12 05:00"),
        ("08:00-18:00 11", "11 17:00-20:15", "needs_release F12 0.00"),
        ("08:00-18:00 11", "11 17:00-20:16", "never F05 -0.02"),
        (
            "LD 8,9,10,13,14; 08:00-14:30 12",
            "11 14:00-15:30",
            "own_choice F16 4.75",
        ),
        (
            "LD 8,9,10,13,14; 08:00-14:31 12",
            "11 14:00-15:30",
            "never F06 -0.02",
        ),
        (
            "08:00-16:00 8,9,10,12,13,14; 16:00-20:00 16",
            "11 14:00-15:30",
            "own_choice F16 4.75",
        ),
        (
            "08:00-16:00 8,9,10,12,13,14; 15:59-20:00 16",
            "11 14:00-15:30",
            "never F07 -0.02",
        ),
        (
            "08:00-17:00 9,10,12,13,14",
            "11 14:00-15:30",
            "own_choice F16 4.75",
        ),
        (
            "08:00-17:00 9,10,12,13; 08:00-17:01 14",
            "11 14:00-15:30",
            "never F08 -0.02",
        ),
    ];
    let wrong: Vec<String> = rows
        .iter()
        .map(|(text, meeting, expected)| (text, meeting, found(text, meeting), expected))
        .filter(|(_, _, found, expected)| found != *expected)
        .map(|(text, meeting, found, expected)| {
            format!("{text}, {meeting}: {found}, not {expected}")
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn three_hours_make_a_night_and_a_minute_less_does_not() {
    assert!(found("16:00-02:00 11", "11 14:00-15:30").starts_with("never F03"));
    assert!(found("16:00-01:59 11", "11 14:00-15:30").starts_with("needs_release F12"));
}

#[test]
fn ten_hours_are_not_long_and_a_minute_more_is() {
    assert_eq!(found("E 7,8,9,10", "11 14:00-15:30"), "own_choice F16 8.25");
    let longer = found("E 7,8,9; 08:00-18:01 10", "11 14:00-15:30");
    assert!(longer.starts_with("own_choice F16"), "{longer}");
    let all = found("08:00-18:01 7,8,9,10", "11 14:00-15:30");
    assert!(all.starts_with("never F04"), "{all}");
}

#[test]
fn teaching_at_night_makes_a_night_and_educational_time_does_not() {
    let taught = found("teaching 20:30-09:00 9", "11 14:00-15:30");
    assert_eq!(taught, "never F02 -17.75 11-12 07:00");
    let studied = found("edt 20:30-09:00 9", "11 14:00-15:30");
    assert!(studied.starts_with("own_choice F16"), "{studied}");
}

#[test]
fn a_long_day_with_educational_time_in_it_is_as_long_as_one_without() {
    let whole = found("LD 7,8,9,10", "11 14:00-15:30");
    let parts = "08:00-13:00 7,8,9,10; edt 13:00-17:00 7,8,9,10; 17:00-20:30 7,8,9,10";
    assert_eq!(found(parts, "11 14:00-15:30"), whole);
}

#[test]
fn a_session_that_ends_before_it_begins_is_unknown() {
    assert_eq!(found("E 11", "11 15:30-14:00"), "unknown F09");
    assert_eq!(found("E 11", "11 14:00-14:00"), "unknown F09");
}

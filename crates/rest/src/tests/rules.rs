//! What the rules ask beyond the worked vectors.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::vectors::{ask, facts, london, now, printed, session, shift, whole_day};
use crate::{
    Fact, Finding, Kind, Pack, Policy, Rule, Timeline, Travel, Verdict, feasible, sentence,
};

const NOVEMBER: &str = "2026-11";

fn found(text: &str, meeting: &str) -> String {
    printed(&ask(text, meeting, NOVEMBER, 45, true))
}

#[test]
fn an_eighth_day_in_a_row_does_not_lift_the_rest_after_the_seventh() {
    let seven = found("08:00-16:00 3..9", "10 09:00-10:00");
    let eight = found("08:00-16:00 3..10", "10 09:00-10:00");
    assert_eq!(seven, "never F04 -31.75 11-11 16:00");
    assert_eq!(eight, seven);
}

#[test]
fn a_fifth_long_duty_that_is_a_night_does_not_lift_the_rest_after_the_fourth() {
    let four = "04:00-15:00 7,8,9,10";
    assert_eq!(
        found(four, "11 07:00-08:00"),
        "never F04 -32.75 11-12 15:00"
    );
    assert_eq!(
        found(&format!("{four}; N 11"), "11 07:00-08:00"),
        "never F04 -32.75 11-12 15:00"
    );
}

#[test]
fn hours_added_inside_a_run_that_is_too_long_already_are_never_allowed() {
    assert_eq!(
        found("08:00-12:00 3..10", "5 14:00-15:30"),
        "never F07 -1.00"
    );
}

#[test]
fn two_halves_of_a_long_day_are_one_long_day() {
    let whole = found("LD 7,8,9,10", "11 14:00-15:30");
    let halves = found(
        "08:00-14:00 7,8,9,10; 14:00-20:30 7,8,9,10",
        "11 14:00-15:30",
    );
    assert_eq!(halves, whole);
    let across = found("08:00-13:00 11; 13:00-18:00 11", "11 12:30-14:00");
    assert_eq!(across, "needs_release F11");
}

#[test]
fn a_session_partly_in_educational_time_needs_release() {
    assert_eq!(
        found("edt 14:00-17:00 11", "11 14:00-15:30"),
        "needs_release F12 9.25"
    );
}

#[test]
fn an_absence_longer_than_a_shift_may_be_is_never_allowed() {
    let finding = ask("@off 11", "11 10:00-11:30", NOVEMBER, 6 * 60, true);
    assert_eq!(printed(&finding), "never F05 -0.50");
}

#[test]
fn a_negative_way_is_no_way() {
    let finding = ask("E 11", "11 18:30-19:30", NOVEMBER, -60, true);
    assert_eq!(printed(&finding), "own_choice F15 1.50");
}

#[test]
fn a_shift_that_ends_before_it_starts_makes_its_day_unknown() {
    let mut list = facts("E 11", NOVEMBER);
    let fact = list
        .iter_mut()
        .find(|fact| fact.kind == Kind::Clinical)
        .unwrap();
    fact.end = fact.start;
    assert_eq!(printed(&with(&list, &Policy::default(), 45)), "unknown F09");
}

#[test]
fn a_way_that_is_not_work_adds_no_hours_but_still_needs_its_rest() {
    let text = "LD 8,9,10,13,14; 08:00-15:30 12";
    let list = facts(text, NOVEMBER);
    let lenient = Policy {
        travel_counts_as_work: false,
        ..Policy::default()
    };
    // 70 hours and a session of one and a half, or three with the way.
    assert_eq!(
        printed(&with(&list, &Policy::default(), 45)),
        "never F06 -1.00"
    );
    assert_eq!(printed(&with(&list, &lenient, 45)), "own_choice F16 4.75");
    let far = with(&facts("LD 10", NOVEMBER), &lenient, 7 * 60);
    assert_eq!(printed(&far), "never F05 -0.50 11-11 07:30");
}

#[test]
fn the_average_counts_the_whole_reference_and_one_hour_too_many_is_never() {
    // Of 48 hours a week over four weeks all but three are worked; a session with its way is three and a half.
    let zone = london();
    let pack = Pack::named("england-2019").unwrap();
    let first: Date = "2026-10-12".parse().unwrap();
    let last: Date = "2026-11-15".parse().unwrap();
    let policy = Policy {
        reference: Some((first + 7.days(), last)),
        ..Policy::default()
    };
    let mut worked = 0;
    let mut list = Vec::new();
    let mut date = first;
    while date <= last + 7.days() {
        let week = date.since(first).unwrap().get_days() / 7;
        let day = date.weekday().to_monday_zero_offset();
        let in_reference = (1..=4).contains(&week);
        let hours = match day {
            0..=4 if in_reference && worked < 189 => 10.min(189 - worked),
            _ => 0,
        };
        let session_day = date == "2026-11-11".parse().unwrap();
        let hours = if session_day { 0 } else { hours };
        if in_reference {
            worked += hours;
        }
        list.push(if hours == 0 {
            whole_day(date, Kind::Off)
        } else {
            shift(
                date,
                Kind::Clinical,
                "08:00",
                &format!("{:02}:00", 8 + hours),
            )
        });
        date += 1.day();
    }
    let timeline = Timeline::new(&list, &zone, now(), &policy, Some(&pack));
    let session = session("11 14:00-15:30", NOVEMBER, &zone);
    let way = |minutes| Travel {
        inward: Some(minutes),
        back: Some(minutes),
    };
    let fits = feasible(session, &timeline, way(45));
    let reference: i64 = worked.into();
    assert!(reference <= 189);
    let spare = 192 * 60 - reference * 60 - 180;
    assert_eq!(
        fits.verdict,
        Verdict::OwnChoice,
        "{fits:?}, worked {worked}"
    );
    assert!(!fits.average_not_proven);
    let too_long = feasible(session, &timeline, way(45 + spare / 2 + 1));
    assert!(
        too_long.rule == Rule::F08 || too_long.also.contains(&Rule::F08),
        "{too_long:?}"
    );
}

#[test]
fn the_average_of_a_long_placement_is_taken_over_the_weeks_that_hold_the_session() {
    let mut list = Vec::new();
    let first = "2026-06-01".parse().unwrap();
    for week in 0..60 {
        for day in 0..7 {
            let date = first + (week * 7 + day).days();
            // 1,246 hours in the 26 weeks to the session; afterwards nothing.
            let hours = if week >= 26 || day > 3 { 0 } else { 12 };
            let hours = if week == 0 && day == 0 { 10 } else { hours };
            list.push(if hours == 0 {
                whole_day(date, Kind::Off)
            } else {
                shift(
                    date,
                    Kind::Clinical,
                    "07:00",
                    &format!("{:02}:00", 7 + hours),
                )
            });
        }
    }
    let zone = london();
    let pack = Pack::named("england-2019");
    let policy = Policy {
        reference: Some((first, "2027-07-01".parse().unwrap())),
        ..Policy::default()
    };
    let timeline = Timeline::new(&list, &zone, now(), &policy, pack.as_ref());
    let meeting = session("29 14:00-15:30", NOVEMBER, &zone);
    let way = Travel {
        inward: Some(45),
        back: Some(45),
    };
    let finding = feasible(meeting, &timeline, way);
    assert!(!finding.average_not_proven);
    assert_eq!(printed(&finding), "never F08 -1.00");
}

#[test]
fn a_doctor_may_be_released_out_of_a_night_only_where_the_pack_says_so() {
    let list = facts("N 10", NOVEMBER);
    let zone = london();
    let mut pack = Pack::named("england-2019").unwrap();
    let mut found = |release| {
        pack.release_from_night = Some(release);
        let timeline = Timeline::new(&list, &zone, now(), &Policy::default(), Some(&pack));
        let way = Travel {
            inward: Some(0),
            back: Some(0),
        };
        let meeting = session("11 07:00-08:00", NOVEMBER, &zone);
        printed(&feasible(meeting, &timeline, way))
    };
    assert_eq!(found(false), "never F03 -22.50 11-10 09:30");
    assert_eq!(found(true), "needs_release F11");
}

#[test]
fn sentences_say_how_long_the_rest_is_and_until_when_without_rule_ids() {
    let said =
        |text: &str, meeting: &str| sentence(&ask(text, meeting, NOVEMBER, 45, true), &london());
    assert_eq!(
        said("N 9", "11 14:00-15:30"),
        "Rest comes first: the 46 hours of rest after your nights last until 07:00 on Thursday 12 November"
    );
    assert_eq!(
        said("N 11", "11 14:00-15:30"),
        "Rest comes first: you need 11 hours of rest before the night that starts at 20:30 on Wednesday 11 November, so you would have to be back by 09:30 on Wednesday 11 November"
    );
    assert_eq!(
        said("08:00-16:00 3..9", "11 14:00-15:30"),
        "Rest comes first: the 48 hours of rest after your run of shifts last until 16:00 on Wednesday 11 November"
    );
    let texts = [
        ("E 11", "11 14:00-15:30"),
        ("LT 11", "11 14:00-15:30"),
        ("@unknown 11", "11 14:00-15:30"),
        ("LD 10", "11 07:45-09:15"),
        ("E 12", "11 19:00-20:30"),
    ];
    for (text, meeting) in texts {
        let words = said(text, meeting);
        let id = (1..=16).any(|id| words.contains(&format!("F{id:02}")));
        assert!(!id && !words.contains("not known until"), "{words}");
    }
}

fn with(list: &[Fact], policy: &Policy, way: i64) -> Finding {
    let zone = london();
    let pack = Pack::named("england-2019");
    let timeline = Timeline::new(list, &zone, now(), policy, pack.as_ref());
    let way = Travel {
        inward: Some(way),
        back: Some(way),
    };
    feasible(session("11 14:00-15:30", NOVEMBER, &zone), &timeline, way)
}

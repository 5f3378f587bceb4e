//! What stands when several sources speak of one day, one case after the other.

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use programme::rotas::{Day, Kind, Source, StoredShift, resolve};
use uuid::Uuid;

use super::site::at;

pub const DAY: Date = date(2026, 11, 11);
pub const HERE: Uuid = Uuid::from_u128(100);
pub const THERE: Uuid = Uuid::from_u128(200);
const FORTNIGHT: i64 = 14 * 24 * 3600;

pub fn now() -> Timestamp {
    at("2026-11-10T12:00Z")
}

/// A fact of one doctor about 11 November, told by a source an hour ago.
pub fn fact(source: Source, kind: Kind) -> StoredShift {
    let is_whole = !kind.needs_times();
    let (start, end) = match is_whole {
        true => ("2026-11-11T00:00Z", "2026-11-12T00:00Z"),
        false => ("2026-11-11T08:00Z", "2026-11-11T18:00Z"),
    };
    StoredShift {
        resident: Uuid::from_u128(1),
        site: HERE,
        date: DAY,
        code: kind.word().into(),
        kind,
        start: at(start),
        end: at(end),
        whole_day: is_whole,
        role: None,
        source,
        import: Some(Uuid::from_u128(source as u128 + 1)),
        line: 4,
        imported_at: now() - SignedDuration::from_hours(1),
    }
}

pub fn aged(mut fact: StoredShift, seconds: i64) -> StoredShift {
    fact.imported_at = now() - SignedDuration::from_secs(seconds);
    fact
}

/// What stands of facts about one day, the doctor being placed at `HERE`.
pub fn day(facts: &[StoredShift]) -> Day {
    let mut days = resolve(facts.to_vec(), now(), &|_, _| Some(HERE));
    assert_eq!(days.len(), 1);
    days.pop_first().unwrap().1
}

fn stands(facts: &[StoredShift]) -> (Source, Kind) {
    let day = day(facts);
    (day.facts[0].source, day.facts[0].kind)
}

const SITE: [Source; 3] = [Source::Folder, Source::Grid, Source::Rows];

#[test]
fn the_hospital_is_believed_before_the_calendar_that_before_the_report_and_that_before_the_pattern()
{
    let order = [
        Source::Grid,
        Source::Calendar,
        Source::SelfReport,
        Source::Template,
    ];
    for (place, first) in order.iter().enumerate() {
        for second in &order[place + 1..] {
            // Leave and teaching are neither clinical nor free, so only the order of sources decides.
            for kinds in [
                (Kind::AnnualLeave, Kind::Teaching),
                (Kind::Teaching, Kind::AnnualLeave),
                (Kind::Clinical, Kind::AnnualLeave),
                (Kind::AnnualLeave, Kind::Clinical),
            ] {
                let facts = [fact(*second, kinds.1), fact(*first, kinds.0)];
                assert_eq!(stands(&facts), (*first, kinds.0), "{first:?} {second:?}");
                let day = day(&facts);
                assert!(day.is_known());
                assert_eq!(day.others, [facts[0].clone()], "the other is shown");
            }
        }
    }
}

#[test]
fn every_kind_of_file_of_a_hospital_stands_before_a_calendar() {
    for source in SITE {
        let facts = [fact(Source::Calendar, Kind::Sick), fact(source, Kind::Edt)];
        assert_eq!(stands(&facts), (source, Kind::Edt));
    }
}

#[test]
fn of_two_files_of_a_hospital_the_newest_stands() {
    let old = aged(fact(Source::Grid, Kind::Edt), 7200);
    let new = aged(fact(Source::Rows, Kind::Sick), 60);
    assert_eq!(
        stands(&[old.clone(), new.clone()]),
        (Source::Rows, Kind::Sick)
    );
    assert_eq!(stands(&[new, old]), (Source::Rows, Kind::Sick));
}

#[test]
fn clinical_work_against_a_free_day_is_clinical_work_whoever_says_so() {
    let all = [
        Source::Grid,
        Source::Calendar,
        Source::SelfReport,
        Source::Template,
    ];
    for free in all {
        for duty in all.into_iter().filter(|duty| *duty != free) {
            for (off, work) in [
                (Kind::Off, Kind::Clinical),
                (Kind::LtftOff, Kind::Clinical),
                (Kind::Off, Kind::Nroc),
            ] {
                let facts = [fact(free, off), fact(duty, work)];
                assert_eq!(stands(&facts), (duty, work), "{free:?} {duty:?}");
            }
        }
    }
}

#[test]
fn exactly_fourteen_days_are_not_too_old_and_a_second_more_is() {
    for source in Source::ALL {
        let limit = day(&[aged(fact(*source, Kind::Off), FORTNIGHT)]);
        assert!(limit.is_known() && !limit.is_stale, "{source:?}");
        let beyond = day(&[aged(fact(*source, Kind::Off), FORTNIGHT + 1)]);
        assert!(!beyond.is_known() && beyond.is_stale, "{source:?}");
    }
}

#[test]
fn a_fresh_report_fills_a_day_that_is_too_old_or_unknown() {
    for source in [Source::Grid, Source::Calendar] {
        for before in [
            aged(fact(source, Kind::Clinical), FORTNIGHT + 1),
            fact(source, Kind::Unknown),
        ] {
            let report = fact(Source::SelfReport, Kind::Off);
            let filled = day(&[before.clone(), report.clone()]);
            assert!(filled.is_known(), "{before:?}");
            assert_eq!(filled.facts, [report]);
        }
    }
}

#[test]
fn a_report_that_is_too_old_or_unknown_fills_nothing() {
    let before = aged(fact(Source::Grid, Kind::Clinical), FORTNIGHT + 1);
    for report in [
        aged(fact(Source::SelfReport, Kind::Off), FORTNIGHT + 1),
        fact(Source::SelfReport, Kind::Unknown),
    ] {
        assert!(!day(&[before.clone(), report]).is_known());
    }
}

#[test]
fn a_pattern_never_fills_a_day_of_which_somebody_said_something_unknown_or_too_old() {
    for pattern in [Kind::Off, Kind::Clinical, Kind::Teaching] {
        let pattern = fact(Source::Template, pattern);
        assert!(day(std::slice::from_ref(&pattern)).is_known());
        for source in [Source::Grid, Source::Calendar, Source::SelfReport] {
            for before in [
                fact(source, Kind::Unknown),
                aged(fact(source, Kind::Off), FORTNIGHT + 1),
                aged(fact(source, Kind::Clinical), FORTNIGHT + 1),
            ] {
                let day = day(&[before.clone(), pattern.clone()]);
                assert!(!day.is_known(), "{before:?} {pattern:?}");
            }
        }
    }
}

#[test]
fn of_two_hospitals_the_one_where_the_doctor_works_is_believed() {
    let here = aged(fact(Source::Grid, Kind::Edt), 7200);
    let elsewhere = StoredShift {
        site: THERE,
        import: Some(Uuid::from_u128(9)),
        ..fact(Source::Grid, Kind::AnnualLeave)
    };
    let found = day(&[elsewhere.clone(), here.clone()]);
    assert_eq!(
        found.facts,
        std::slice::from_ref(&here),
        "though the other is newer"
    );
    assert_eq!(found.others, std::slice::from_ref(&elsewhere));
    let nowhere = resolve(vec![elsewhere.clone(), here], now(), &|_, _| None);
    assert_eq!(nowhere.first_key_value().unwrap().1.facts, [elsewhere]);
}

#[test]
fn a_day_with_one_unknown_shift_is_unknown_and_no_day_is_made_of_two_sources() {
    let half = [
        fact(Source::Grid, Kind::Clinical),
        fact(Source::Grid, Kind::Unknown),
    ];
    assert!(!day(&half).is_known());
    let report = fact(Source::SelfReport, Kind::Off);
    let filled = day(&[half[0].clone(), half[1].clone(), report.clone()]);
    assert_eq!(filled.facts, [report]);
}

#[test]
fn what_another_source_says_alike_is_no_other() {
    let facts = [
        fact(Source::Grid, Kind::Clinical),
        fact(Source::Calendar, Kind::Clinical),
    ];
    assert_eq!(day(&facts).others, []);
    let late = StoredShift {
        end: at("2026-11-11T20:00Z"),
        ..facts[1].clone()
    };
    assert_eq!(day(&[facts[0].clone(), late.clone()]).others, [late]);
    let old = aged(fact(Source::Calendar, Kind::Sick), FORTNIGHT + 1);
    assert_eq!(day(&[facts[0].clone(), old]).others, []);
}

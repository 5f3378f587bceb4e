//! What letters and lists of a release say, and what they never say.

#![allow(clippy::unwrap_used, reason = "a step that fails is a test that fails")]

use formats::report::{Report, html};
use formats::table::{Limits, read_xlsx};
use jiff::Timestamp;
use jiff::civil::date;
use programme::planning::AtOnce;
use programme::release::letters::{
    Doctor, Hospital, Line, ResidentLetter, SiteLetter, resident_letter, site_letter,
};
use programme::release::{CoordinatorList, coordinator_list};

fn line(name: &str, reference: &str, leaves: &str, returns: &str) -> Line {
    let instant = |text: &str| text.parse::<Timestamp>().unwrap();
    Line {
        doctor: Doctor {
            name: name.into(),
            reference: reference.into(),
        },
        shift: "LD".into(),
        leaves: instant(leaves),
        returns: instant(returns),
        at_once: Some(AtOnce { away: 1, limit: 2 }),
        cover: None,
    }
}

/// On both sides of the clock change of autumn 2026.
fn lines() -> Vec<Line> {
    vec![
        line(
            "Dr Zoë Farr-Whitcombe",
            "R2",
            "2026-10-27T13:15:00Z",
            "2026-10-27T16:30:00Z",
        ),
        line(
            "Dr Sam Example",
            "=1+1",
            "2026-10-20T12:15:00Z",
            "2026-10-20T15:30:00Z",
        ),
    ]
}

fn hospital() -> Hospital {
    Hospital {
        name: "Saltmarsh General".into(),
        organisation: "Saltmarsh Trust".into(),
        coordinator: "Rota Desk".into(),
    }
}

fn letter(agreed: bool) -> Report {
    site_letter(&SiteLetter {
        sender: vec!["Prof. Ada Quayle".into(), "Head of school".into()],
        date: Some(date(2026, 9, 1)),
        hospital: hospital(),
        agreed,
        lines: lines(),
        reference: "Plan 3".into(),
    })
    .unwrap()
}

fn contains(report: &Report, words: &[&str]) {
    let page = html(report);
    for wanted in words {
        assert!(page.contains(wanted), "{wanted:?} is not in {page}");
    }
}

#[test]
fn a_letter_to_a_hospital_has_names_dates_hours_cover_limit_and_the_policy_line() {
    contains(
        &letter(false),
        &[
            "This is clinical time, not study leave",
            "We ask you to release",
            "Dr Sam Example",
            "Tuesday 20 October 2026",
            "13:15 to 16:30",
            "3.25",
            "1 of 2",
            "to be agreed",
            "2 doctors, 2 releases from Tuesday 20 October 2026 to Tuesday 27 October 2026, 6 h 30 min in all",
            "Prof. Ada Quayle<br/>Head of school",
            "Tuesday 1 September 2026",
        ],
    );
    contains(&letter(true), &["You have agreed to release"]);
}

#[test]
fn a_letter_to_a_doctor_is_theirs_alone_and_holds_once_it_is_signed() {
    let letter = resident_letter(&ResidentLetter {
        hospital: hospital(),
        date: None,
        doctor: lines()[0].doctor.clone(),
        lines: lines()[..1].to_vec(),
        reference: "Plan 3".into(),
    })
    .unwrap();
    contains(
        &letter,
        &[
            "Saltmarsh General releases you from clinical work",
            "This is clinical time, not study leave",
            "lets at most 2 doctors of your role be away at once",
            "One release on Tuesday 27 October 2026, 3 h 15 min in all",
            "This letter holds once it is signed for the hospital.",
            "For Saltmarsh General",
        ],
    );
    assert!(!html(&letter).contains("Example"));
}

#[test]
fn a_limit_that_is_passed_is_not_called_kept() {
    let mut one = lines()[0].clone();
    one.at_once = Some(AtOnce { away: 3, limit: 2 });
    let letter = resident_letter(&ResidentLetter {
        hospital: hospital(),
        date: None,
        doctor: one.doctor.clone(),
        lines: vec![one],
        reference: String::new(),
    });
    assert!(!html(&letter.unwrap()).contains("keep to that"));
}

#[test]
fn no_name_of_a_person_becomes_a_property_of_the_file() {
    let list = CoordinatorList {
        hospital: hospital(),
        lines: lines(),
        reference: String::new(),
    };
    let (list, _) = coordinator_list(&list).unwrap();
    for report in [letter(false), list] {
        for name in ["Example", "Farr", "Zoë", "Sam"] {
            assert!(!report.title.contains(name), "{}", report.title);
        }
    }
}

#[test]
fn a_coordinators_list_is_surname_first_with_room_to_sign_and_numbers_as_numbers() {
    let list = CoordinatorList {
        hospital: hospital(),
        lines: lines(),
        reference: "Plan 3".into(),
    };
    let (report, workbook) = coordinator_list(&list).unwrap();
    contains(
        &report,
        &[
            "Farr-Whitcombe, Zoë (Dr)",
            "class=\"room\"",
            ">Signed<",
            ">LD<",
        ],
    );
    let sheets = read_xlsx(&workbook, Limits::PROGRAMME).unwrap();
    let (_, table) = &sheets[0];
    let first = [
        "Example, Sam (Dr)",
        "=1+1",
        "2026-10-20",
        "LD",
        "13:15",
        "16:30",
        "3.25",
        "1",
        "2",
    ];
    assert_eq!(table.rows[0].cells[..9], first);
    assert_eq!(
        coordinator_list(&list).unwrap().1,
        workbook,
        "the same bytes"
    );
}

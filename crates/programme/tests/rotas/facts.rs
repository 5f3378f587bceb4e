//! What a cell becomes.

use programme::exchange::Code;
use programme::rotas::facts::{Contradiction, settle_rows};
use programme::rotas::{Kind, Remark, Shift};
use proptest::prelude::*;

use super::site::{at, cell, codes, codes_with_empty, facts, facts_of_placed, places, said, zone};

/// One cell of R1 on Wednesday 11 November, in row 4, column C.
fn one(text: &str) -> (Vec<String>, Vec<String>) {
    let read = facts(&codes(), &[cell("R1", "2026-11-11", text, 4, "C")]);
    (said(&read.shifts), places(&read.remarks))
}

#[test]
fn a_cell_means_what_the_hospital_says_and_nothing_else() {
    for (text, expected) in [
        ("LD", "2026-11-11 LD clinical 08:00-20:30"),
        (" ld ", "2026-11-11 ld clinical 08:00-20:30"),
        ("N", "2026-11-11 N clinical 20:30-09:00"),
        ("OC", "2026-11-11 OC nroc 08:00-20:00"),
        ("off", "2026-11-11 off off all day"),
        ("AL", "2026-11-11 AL annual_leave all day"),
    ] {
        assert_eq!(one(text), (vec![expected.to_owned()], vec![]), "{text}");
    }
    for text in ["L D", "LD1", "LD?", "??", "sick"] {
        let expected = format!("2026-11-11 {text} unknown all day");
        assert_eq!(one(text), (vec![expected], vec!["4:C W60".to_owned()]));
    }
}

#[test]
fn two_codes_in_a_cell_are_two_facts() {
    let (shifts, remarks) = one("E/T");
    assert_eq!(
        shifts,
        [
            "2026-11-11 E clinical 08:00-12:00",
            "2026-11-11 T teaching 13:00-17:00"
        ]
    );
    assert!(remarks.is_empty());
    let (shifts, remarks) = one("E / ??");
    assert_eq!(
        shifts,
        [
            "2026-11-11 ?? unknown all day",
            "2026-11-11 E clinical 08:00-12:00"
        ]
    );
    assert_eq!(remarks, ["4:C W60"]);
}

#[test]
fn an_empty_cell_is_unknown_unless_the_hospital_says_that_empty_means_off() {
    assert_eq!(
        one(""),
        (
            vec!["2026-11-11  unknown all day".into()],
            vec!["4:C W60".into()]
        )
    );
    let read = facts(&codes_with_empty(), &[cell("R1", "2026-11-11", "", 4, "C")]);
    assert_eq!(said(&read.shifts), ["2026-11-11  off all day"]);
    assert!(read.remarks.is_empty());
}

#[test]
fn an_unknown_code_is_told_once_with_its_first_place_and_how_often_it_stands() {
    let cells = [
        cell("R1", "2026-11-11", "QX", 4, "C"),
        cell("R1", "2026-11-12", "qx", 4, "D"),
        cell("R2", "2026-11-11", "QX/E", 5, "C"),
        cell("R2", "2026-11-12", "ZZ", 5, "D"),
        cell("R2", "2026-11-13", "LD", 5, "E"),
    ];
    let read = facts(&codes(), &cells);
    assert_eq!(places(&read.remarks), ["4:C W60", "5:D W60"]);
    assert!(
        read.remarks[0]
            .text
            .contains("\"QX\" means, so 3 entries are unknown")
    );
    let uses: Vec<_> = read
        .codes
        .iter()
        .map(|code| (code.code.as_str(), code.count, code.known))
        .collect();
    assert_eq!(
        uses,
        [("QX", 3, 0), ("E", 1, 1), ("LD", 1, 1), ("ZZ", 1, 0)]
    );
    assert_eq!(read.codes[0].dates, (cells[0].date, cells[1].date));
}

#[test]
fn a_code_that_is_known_on_some_days_is_unknown_on_the_others_only() {
    let mut codes = codes();
    codes[0].valid_to = Some("2026-11-11".parse().unwrap());
    let cells = [
        cell("R1", "2026-11-11", "LD", 4, "C"),
        cell("R1", "2026-11-12", "LD", 4, "D"),
    ];
    let read = facts(&codes, &cells);
    assert_eq!(
        said(&read.shifts),
        [
            "2026-11-11 LD clinical 08:00-20:30",
            "2026-11-12 LD unknown all day"
        ]
    );
    assert!(read.remarks[0].text.contains("so 1 entries are unknown"));
}

#[test]
fn in_the_hour_that_comes_twice_a_start_is_the_first_and_an_end_the_second_and_that_is_said() {
    let read = facts(&codes(), &[cell("R1", "2026-10-25", "ONE", 4, "C")]);
    assert_eq!(read.shifts[0].start, Some(at("2026-10-25T00:30Z")));
    assert_eq!(places(&read.remarks), ["4:C W61"]);
    let read = facts(&codes(), &[cell("R1", "2026-10-24", "TILL", 4, "B")]);
    assert_eq!(read.shifts[0].end, Some(at("2026-10-25T01:30Z")));
    assert_eq!(places(&read.remarks), ["4:B W61"]);
}

#[test]
fn a_time_that_the_spring_takes_away_is_a_fault_that_names_the_mend() {
    for (day, code) in [("2026-03-29", "ONE"), ("2026-03-28", "TILL")] {
        let read = facts(&codes(), &[cell("R1", day, code, 4, "C")]);
        assert!(read.shifts.is_empty());
        assert_eq!(places(&read.remarks), ["4:C E32"]);
        assert!(read.remarks[0].is_fault());
        let text = &read.remarks[0].text;
        assert!(text.contains("01:30 on 2026-03-29"), "{text}");
        assert!(
            text.contains("other times for this date in the list of codes"),
            "{text}"
        );
    }
}

#[test]
fn a_shift_of_twenty_five_hours_is_a_fault_and_one_of_twenty_four_is_not() {
    let read = facts(&codes(), &[cell("R1", "2026-10-17", "DAY", 4, "C")]);
    assert!(read.remarks.is_empty());
    let read = facts(&codes(), &[cell("R1", "2026-10-24", "DAY", 4, "C")]);
    assert_eq!(places(&read.remarks), ["4:C E31"]);
}

#[test]
fn an_nhs_number_is_a_fault_and_is_never_repeated() {
    let read = facts(
        &codes(),
        &[cell("R1", "2026-11-11", "LD 943 476 5919", 4, "C")],
    );
    assert_eq!(places(&read.remarks), ["4:C E50"]);
    assert!(read.shifts.is_empty() && read.codes.is_empty());
    assert!(!format!("{read:?}").contains("5919"));
}

#[test]
fn days_outside_every_placement_are_unknown_and_told_once_for_each_doctor() {
    let cells = [
        cell("R1", "2026-11-11", "LD", 4, "C"),
        cell("R1", "2026-11-12", "off", 4, "D"),
        cell("R1", "2026-11-13", "off", 4, "E"),
        cell("R2", "2026-11-12", "LD", 5, "D"),
    ];
    let from = "2026-11-13".parse().unwrap();
    let read = facts_of_placed(&codes(), &cells, &|_, date| date >= from);
    let kinds: Vec<Kind> = read.shifts.iter().map(|shift| shift.kind).collect();
    assert_eq!(
        kinds,
        [Kind::Unknown, Kind::Unknown, Kind::Off, Kind::Unknown]
    );
    assert_eq!(places(&read.remarks), ["4:C W62", "5:D W62"]);
    assert!(read.remarks[0].text.starts_with("2 days of Dr R1 outside"));
    assert!(read.remarks[0].text.contains("the first on 2026-11-11"));
}

/// What stands on one day and whether it is a contradiction, for one doctor in several rows.
fn in_rows(texts: &[&str]) -> (Vec<String>, Vec<Contradiction>) {
    let cells: Vec<_> = (4..)
        .zip(texts)
        .map(|(row, text)| cell("R1", "2026-11-11", text, row, "C"))
        .collect();
    let read = facts(&codes(), &cells);
    (said(&read.shifts), read.contradictions)
}

#[test]
fn of_two_statements_the_clinical_one_stands_against_free_and_else_nothing_is_known() {
    for (texts, stands) in [
        (&["LD", "N"][..], "2026-11-11 LD or N unknown all day"),
        (&["LD", "off"], "2026-11-11 LD clinical 08:00-20:30"),
        (&["off", "LD"], "2026-11-11 LD clinical 08:00-20:30"),
        (&["OC", "off"], "2026-11-11 OC nroc 08:00-20:00"),
        (&["LD/off"], "2026-11-11 LD clinical 08:00-20:30"),
        (&["LD/AL"], "2026-11-11 AL or LD unknown all day"),
        (&["LD", "AL"], "2026-11-11 AL or LD unknown all day"),
        (&["off", "AL"], "2026-11-11 AL or off unknown all day"),
        (&["LD", "??"], "2026-11-11 ?? or LD unknown all day"),
        (&["off", ""], "2026-11-11  or off unknown all day"),
    ] {
        let (shifts, contradictions) = in_rows(texts);
        assert_eq!(shifts, [stands], "{texts:?}");
        assert_eq!(contradictions.len(), 1, "{texts:?}");
    }
}

#[test]
fn the_same_said_twice_is_said_once() {
    for texts in [&["LD", "LD"][..], &["LD", "ld"], &["LD/LD"]] {
        let (shifts, contradictions) = in_rows(texts);
        assert_eq!(shifts.len(), 1, "{texts:?}");
        assert!(contradictions.is_empty(), "{texts:?}");
    }
}

#[test]
fn a_contradiction_names_what_is_said_with_every_place() {
    let (_, contradictions) = in_rows(&["LD", "N"]);
    let column = Some("C".to_owned());
    let said = [("LD".into(), 4, column.clone()), ("N".into(), 5, column)];
    assert_eq!(contradictions[0].said, said);
    assert_eq!(contradictions[0].stands, Kind::Unknown);
}

/// Rows of a list on one day.
fn listed(rows: &[(&str, Kind)]) -> (Vec<String>, usize) {
    let shifts: Vec<Shift> = (2..)
        .zip(rows)
        .flat_map(|(row, (text, kind))| {
            let read = facts(&codes(), &[cell("R1", "2026-11-11", text, row, "C")]);
            read.shifts.into_iter().map(|shift| Shift {
                kind: *kind,
                ..shift
            })
        })
        .collect();
    let (kept, contradictions) = settle_rows(shifts, &zone());
    (said(&kept), contradictions.len())
}

#[test]
fn a_list_may_have_several_shifts_a_day_but_not_duty_and_leave() {
    use Kind::{AnnualLeave, Clinical, Off, Teaching};
    let (kept, contradictions) = listed(&[("E", Clinical), ("T", Teaching)]);
    assert_eq!((kept.len(), contradictions), (2, 0));
    let (kept, contradictions) = listed(&[("E", Clinical), ("AL", AnnualLeave)]);
    assert_eq!(kept, ["2026-11-11 AL or E unknown all day"]);
    assert_eq!(contradictions, 1);
    let (kept, contradictions) = listed(&[("E", Clinical), ("off", Off)]);
    assert_eq!(kept, ["2026-11-11 E clinical 08:00-12:00"]);
    assert_eq!(contradictions, 1);
}

const TEXTS: &[&str] = &[
    "LD", "N", "off", "AL", "E/T", "LD/off", "??", "", "/", "T", "=1+1",
];

fn cells() -> impl Strategy<Value = Vec<(u8, i8, &'static str)>> {
    let one = (0u8..3, 1i8..5, prop::sample::select(TEXTS));
    prop::collection::vec(one, 0..14)
}

proptest! {
    #[test]
    fn no_cell_is_left_out_and_no_unknown_day_is_free(cells in cells()) {
        let entries: Vec<_> = (1..)
            .zip(&cells)
            .map(|(row, (who, day, text))| cell(&format!("R{who}"), &format!("2026-11-0{day}"), text, row, "C"))
            .collect();
        let read = facts(&codes(), &entries);
        prop_assert!(read.remarks.iter().all(|remark: &Remark| remark.code == Code::W60));
        for entry in &entries {
            let day: Vec<&Shift> = read
                .shifts
                .iter()
                .filter(|shift| shift.resident == entry.resident && shift.date == entry.date)
                .collect();
            prop_assert!(!day.is_empty());
            let is_unknown = matches!(entry.text.as_str(), "??" | "" | "/" | "=1+1");
            let has_unknown = day.iter().any(|shift| shift.kind == Kind::Unknown);
            prop_assert!(!is_unknown || has_unknown, "{:?}", day);
        }
    }

    #[test]
    fn the_order_of_cells_decides_nothing(cells in cells().prop_shuffle(), at in any::<prop::sample::Index>()) {
        let entries: Vec<_> = (1..)
            .zip(&cells)
            .map(|(row, (who, day, text))| cell(&format!("R{who}"), &format!("2026-11-0{day}"), text, row, "C"))
            .collect();
        let mut turned = entries.clone();
        if !turned.is_empty() {
            let by = at.index(turned.len());
            turned.rotate_left(by);
            turned.reverse();
        }
        let (a, b) = (facts(&codes(), &entries), facts(&codes(), &turned));
        prop_assert_eq!(said(&a.shifts), said(&b.shifts));
        prop_assert_eq!(a.contradictions, b.contradictions);
    }
}

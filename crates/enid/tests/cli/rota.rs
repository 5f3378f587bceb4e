//! `enid rota` on every kind of file.

use formats::table::{Sheet, SheetCell, write_xlsx};
use serde_json::{Value, json};

use super::Folder;

pub const GRID: &[u8] =
    b"Name,Wed 11 Nov,Thu 12 Nov,Fri 13 Nov\nDr Ann Quill,LD,N,\nDr Bo Finch,off,QX,LD\n";
pub const CODES: &[u8] = b"site_code,code,kind,start,end,role,valid_from,valid_to\n\
    OLD,LD,clinical,08:00,20:30,,2026-08-05,\nOLD,N,clinical,20:30,09:00,,2026-08-05,\nOLD,off,off,,,,2026-08-05,\n";
const ROWS: &[u8] = b"resident_ref,site_code,date,shift_code,start,end,kind\n\
    R1,OLD,2026-11-11,LD,08:00,20:30,clinical\nR1,OLD,2026-11-12,,,,off\n";
const CALENDAR: &[u8] =
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Europe/London:20261024T203000\r\n\
    DTEND;TZID=Europe/London:20261025T090000\r\nSUMMARY:N\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

fn workbook() -> Vec<u8> {
    let row = |cells: [&str; 3]| cells.map(|text| SheetCell::Text(text.to_owned())).to_vec();
    let sheet = Sheet {
        name: "November".into(),
        header: ["Name", "Wed 11 Nov", "Thu 12 Nov"]
            .map(str::to_owned)
            .to_vec(),
        rows: vec![
            row(["Dr Ann Quill", "LD", "N"]),
            row(["Dr Bo Finch", "off", "LD"]),
        ],
    };
    write_xlsx(&[sheet]).unwrap()
}

fn folder() -> Folder {
    Folder::with(&[
        ("grid.csv", GRID),
        ("codes.csv", CODES),
        ("rows.csv", ROWS),
        ("R7.ics", CALENDAR),
        ("grid.xlsx", &workbook()),
    ])
}

/// The shifts of a doctor as `date code kind start end`.
fn shifts(found: &Value, resident: &str) -> Vec<String> {
    let residents = found["residents"].as_array().unwrap();
    let own = residents
        .iter()
        .find(|one| one["resident"] == resident)
        .unwrap();
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let shifts = own["shifts"].as_array().unwrap().iter();
    shifts
        .map(|one| {
            ["date", "code", "kind", "start", "end"]
                .map(|key| text(&one[key]))
                .join(" ")
        })
        .collect()
}

const READ: &str = "--site OLD --codes codes.csv --near 2026-11-01 --format json";

#[test]
fn a_grid_is_shifts_per_doctor_unknown_codes_and_warnings() {
    let found = folder().enid(&format!("rota grid.csv {READ}")).json(0);
    let keys: Vec<&String> = found.as_object().unwrap().keys().collect();
    let mut sorted = [
        "site",
        "files",
        "residents",
        "unknown_codes",
        "contradictions",
        "warnings",
        "notes",
    ];
    sorted.sort_unstable();
    let mut keys = keys;
    keys.sort();
    assert_eq!(keys, sorted);
    assert_eq!(
        shifts(&found, "Dr Ann Quill"),
        [
            "2026-11-11 LD clinical 2026-11-11T08:00:00+00:00 2026-11-11T20:30:00+00:00",
            "2026-11-12 N clinical 2026-11-12T20:30:00+00:00 2026-11-13T09:00:00+00:00",
            "2026-11-13  unknown - -",
        ]
    );
    assert_eq!(
        shifts(&found, "Dr Bo Finch")[1],
        "2026-11-12 QX unknown - -"
    );
    let codes: Vec<(&Value, &Value)> = found["unknown_codes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["code"], &one["count"]))
        .collect();
    assert_eq!(codes, [(&json!(""), &json!(1)), (&json!("QX"), &json!(1))]);
    let warning = &found["warnings"][0];
    assert_eq!(
        (
            &warning["file"],
            &warning["row"],
            &warning["column"],
            &warning["code"]
        ),
        (&json!("grid.csv"), &json!(2), &json!("D"), &json!("W60"))
    );
    assert_eq!(found["files"][0]["source"], "grid");
    assert_eq!(found["files"][0]["first_date"], "2026-11-11");
}

#[test]
fn a_list_a_calendar_and_a_workbook_say_the_same_keys() {
    let folder = folder();
    let rows = folder.enid(&format!("rota rows.csv {READ}")).json(0);
    assert_eq!(rows["files"][0]["source"], "rows");
    assert_eq!(shifts(&rows, "R1")[1], "2026-11-12  off - -");
    let calendar = folder.enid(&format!("rota R7.ics {READ}")).json(0);
    assert_eq!(calendar["files"][0]["source"], "calendar");
    let night = "2026-10-24 N clinical 2026-10-24T20:30:00+01:00 2026-10-25T09:00:00+00:00";
    assert_eq!(shifts(&calendar, "R7"), [night]);
    let named = folder
        .enid(&format!("rota R7.ics --resident R9 {READ}"))
        .json(0);
    assert_eq!(shifts(&named, "R9"), [night]);
    let workbook = folder.enid(&format!("rota grid.xlsx {READ}")).json(0);
    assert_eq!(workbook["files"][0]["source"], "grid");
    assert_eq!(workbook["files"][0]["layout"]["sheet"], "November");
    assert_eq!(shifts(&workbook, "Dr Bo Finch").len(), 2);
    for found in [rows, calendar, workbook] {
        assert_eq!(found.as_object().unwrap().len(), 7);
    }
}

#[test]
fn several_files_are_read_together() {
    let found = folder()
        .enid(&format!("rota grid.xlsx rows.csv R7.ics {READ}"))
        .json(0);
    assert_eq!(found["files"].as_array().unwrap().len(), 3);
    assert_eq!(found["residents"].as_array().unwrap().len(), 4);
}

#[test]
fn the_same_input_is_the_same_bytes() {
    let folder = folder();
    for arguments in [
        format!("rota grid.csv grid.xlsx rows.csv R7.ics {READ}"),
        "rota grid.csv rows.csv --site OLD --codes codes.csv --near 2026-11-01".to_owned(),
    ] {
        let first = folder.enid(&arguments);
        let again = folder.enid(&arguments);
        assert!(!first.out.is_empty());
        assert_eq!((first.out, first.err), (again.out, again.err));
    }
}

#[test]
fn text_is_for_people_and_warnings_stand_beside_it_one_a_line() {
    let said = folder().enid("rota grid.csv --site OLD --codes codes.csv --near 2026-11-01");
    assert_eq!(said.code, 0);
    assert!(
        said.out.contains(
            "grid.csv (the hospital's rota, 2026-11-11 to 2026-11-13): 2 doctors, 6 facts"
        )
    );
    assert!(
        said.out
            .contains("  Thu 2026-11-12  N          20:30-09:00  clinical"),
        "{}",
        said.out
    );
    assert!(
        said.out.contains("Dr Ann Quill  (1 day not known)"),
        "{}",
        said.out
    );
    assert!(said.out.contains("codes without a meaning"));
    assert!(!said.out.contains('\u{1b}'), "no colour in a pipe");
    let lines: Vec<&str> = said.err.lines().collect();
    assert!(lines[0].starts_with("grid.csv:2:D W60 "), "{}", said.err);
    assert!(lines[1].starts_with("grid.csv:3:C W60 "), "{}", said.err);
}

#[test]
fn a_rota_that_breaks_the_rules_is_told_by_doctor_and_row() {
    let mut rows = "resident_ref,site_code,date,start,end,kind\n".to_owned();
    for day in 2..=8 {
        rows += &format!("R1,OLD,2026-11-0{day},08:00,22:00,clinical\n");
    }
    let folder = Folder::with(&[("rows.csv", rows.as_bytes())]);
    let said = folder.enid("rota rows.csv --site OLD --rules england-2019");
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.err.starts_with("rows.csv:2 W63 R1: "), "{}", said.err);
}

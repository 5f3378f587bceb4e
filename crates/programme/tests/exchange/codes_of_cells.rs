//! The codes X01 to E13 are given for what they stand for, with their places.

use programme::exchange::{Code, read};

use super::folder::Folder;

#[test]
fn x01_a_file_that_every_folder_needs() {
    for file in [
        "sites.csv",
        "residents.csv",
        "placements.csv",
        "venues.csv",
        "facilitators.csv",
    ] {
        let folder = Folder::clean().file(file, None);
        let problem = folder.has_only(file, Code::X01);
        assert!(
            problem.text.contains("its first line is"),
            "{}",
            problem.text
        );
        assert!(!folder.read().may_apply());
    }
}

#[test]
fn x01_a_required_column() {
    let folder = Folder::clean().file("ties.csv", Some("from,to\nFA01,R017\n"));
    folder.has_only("ties.csv:1:tie", Code::X01);
}

#[test]
fn x02_a_column_that_is_unknown_or_there_twice() {
    let folder = Folder::clean().file(
        "travel.csv",
        Some("site_code,venue_code,minutes_out,minutes_back,colour\n"),
    );
    folder.has_only("travel.csv:1:colour", Code::X02);
    let folder = Folder::clean().file(
        "travel.csv",
        Some("site_code,venue_code,minutes_out,minutes_back,site_code\n"),
    );
    folder.has_only("travel.csv:1:site_code", Code::X02);
    let folder = Folder::clean().with("caps.csv", "minimum", "Minimum");
    assert_eq!(folder.read().problems.len(), 2);
    assert_eq!(folder.read().folder.caps, []);
}

#[test]
fn x02_a_file_that_is_there_twice() {
    let folder = Folder::clean().file("travel.xlsx", Some(""));
    folder.has_only("travel.xlsx", Code::X02);
}

#[test]
fn x03_what_is_no_table() {
    for (bytes, place) in [
        (&b"from,to,tie\nFA01,R017,\xff\n"[..], "ties.csv:2 "),
        (b"from,to,tie\nFA01,R017\n", "ties.csv:2 "),
        (b"from,to,tie\n\"FA01,R017,manages\n", "ties.csv:2 "),
        (b"PK\x03\x04", "ties.csv "),
        (b"", "ties.csv "),
        (b"\0", "ties.csv "),
    ] {
        let mut files = Folder::clean().bytes();
        files.insert("ties.csv".to_owned(), bytes.to_vec());
        let problems = read(&files).problems;
        assert_eq!(problems.len(), 1);
        let line = problems[0].to_string();
        assert!(line.starts_with(&format!("{place}X03 ")), "{line}");
    }
}

#[test]
fn x03_a_file_beyond_the_limits() {
    let mut rows = "from,to,tie\n".to_owned();
    rows.push_str(&"a,b,c\n".repeat(500_001));
    let folder = Folder::clean().file("ties.csv", Some(&rows));
    folder.has_only("ties.csv", Code::X03);
    let mut files = Folder::clean().bytes();
    files.insert("ties.csv".to_owned(), vec![b' '; 20_000_001]);
    assert_eq!(read(&files).problems[0].code, Code::X03);
}

#[test]
fn e10_an_empty_value() {
    Folder::clean()
        .with("sites.csv", "Example General", "")
        .has_only("sites.csv:2:site_name", Code::E10);
    let folder = Folder::clean().with("placements.csv", "2027-02-02", " ");
    let line = folder.read().problems[0].to_string();
    assert!(line.starts_with("placements.csv:2:end_date E10 "), "{line}");
    Folder::clean()
        .with("caps.csv", "2026-08-05", "")
        .has_only("caps.csv:2:valid_from", Code::E10);
    Folder::clean()
        .with("travel.csv", "OLD", "")
        .has_only("travel.csv:2:site_code", Code::E10);
    let folder = Folder::clean().and("shifts.csv", "R019,NEW,2026-11-13,,,,,,,,,");
    folder.has_only("shifts.csv:9:kind", Code::E10);
    let folder = Folder::clean().and("shifts.csv", "R019,NEW,2026-11-13,,,,clinical,,,,,");
    folder.has_only("shifts.csv:9:start", Code::E10);
    let folder = Folder::clean().with("shift_codes.csv", "08:00,20:30", ",");
    assert_eq!(
        folder.read().problems[0].to_string(),
        "shift_codes.csv:2:start E10 this cell must not be empty; for example 08:00"
    );
}

#[test]
fn e11_a_value_of_the_wrong_form() {
    for (file, from, to, place) in [
        (
            "residents.csv",
            "R019",
            "R 19",
            "residents.csv:4:resident_ref",
        ),
        (
            "residents.csv",
            "sam@example.org",
            "sam@example",
            "residents.csv:2:email",
        ),
        ("residents.csv", "0.80", "0,8", "residents.csv:2"),
        ("residents.csv", "0.80", "80%", "residents.csv:2:wte"),
        (
            "residents.csv",
            "07700 900124",
            "ask Kim",
            "residents.csv:4:mobile",
        ),
        ("venues.csv", ",14,", ",14.5,", "venues.csv:2:capacity"),
        (
            "venues.csv",
            "60.00",
            "£60",
            "venues.csv:2:cost_per_session",
        ),
        ("venues.csv", "GBP", "gbp", "venues.csv:2:currency"),
        (
            "venues.csv",
            "Seminar room",
            "\"Seminar\nroom\"",
            "venues.csv:3:venue_name",
        ),
        ("slots.csv", "14:00", "2 pm", "slots.csv:2:start"),
        ("slots.csv", "14:00", "24:00", "slots.csv:2:start"),
        (
            "caps.csv",
            "2026-08-05",
            "2026-02-30",
            "caps.csv:2:valid_from",
        ),
        (
            "caps.csv",
            "2026-08-05",
            "05/08/2026",
            "caps.csv:2:valid_from",
        ),
    ] {
        let reading = Folder::clean().with(file, from, to).read();
        let line = reading.problems[0].to_string();
        assert!(line.starts_with(place), "{line}");
        if to != "0,8" && to != "R 19" {
            assert_eq!(reading.problems.len(), 1, "{:?}", reading.problems);
            assert_eq!(reading.problems[0].code, Code::E11);
        }
    }
}

#[test]
fn e12_a_value_that_is_not_in_its_list() {
    for (file, from, to, place) in [
        (
            "sites.csv",
            ",eng,north",
            ",england,north",
            "sites.csv:2:nation",
        ),
        (
            "residents.csv",
            "Fri;Mon",
            "Friday",
            "residents.csv:4:non_working_days",
        ),
        (
            "residents.csv",
            "no,no",
            "No,no",
            "residents.csv:2:opt_out_48",
        ),
        (
            "facilitators.csv",
            "experienced",
            "expert",
            "facilitators.csv:2:level",
        ),
        (
            "shifts.csv",
            "clinical,published",
            "work,published",
            "shifts.csv:2:kind",
        ),
        (
            "shifts.csv",
            "clinical,published,",
            "clinical,published,+02:00",
            "shifts.csv:2:start_offset",
        ),
        ("shifts.csv", "draft", "maybe", "shifts.csv:6:status"),
        ("ties.csv", "supervises", "likes", "ties.csv:2:tie"),
        ("slots.csv", "Wed", "wed", "slots.csv:2:weekday"),
    ] {
        let problem = Folder::clean()
            .with(file, from, to)
            .has_only(place, Code::E12);
        assert!(problem.text.contains("accepted: "), "{}", problem.text);
    }
}

#[test]
fn e12_a_file_that_nobody_knows() {
    let folder = Folder::clean().file("tie.csv", Some("from,to,tie\n"));
    let problem = folder.has_only("folder", Code::E12);
    assert!(problem.text.contains("\"tie.csv\"") && problem.text.contains("ties.csv"));
    assert!(!folder.read().may_apply());
}

#[test]
fn e13_a_value_out_of_range() {
    for (file, from, to, place) in [
        ("residents.csv", "0.80", "0.09", "residents.csv:2:wte"),
        ("residents.csv", "0.80", "1.01", "residents.csv:2:wte"),
        ("venues.csv", ",14,", ",0,", "venues.csv:2:capacity"),
        (
            "venues.csv",
            "60.00",
            "99999999",
            "venues.csv:2:cost_per_session",
        ),
        (
            "travel.csv",
            "45,45",
            "45,99999999999999999999",
            "travel.csv:2:minutes_back",
        ),
        (
            "caps.csv",
            "2026-08-05",
            "1926-08-05",
            "caps.csv:2:valid_from",
        ),
        (
            "slots.csv",
            "2026-11-11",
            "2026-11-12",
            "slots.csv:2:first_date",
        ),
        ("ties.csv", "R018,R019", "R019,R019", "ties.csv:3:to"),
    ] {
        Folder::clean()
            .with(file, from, to)
            .has_only(place, Code::E13);
    }
    let long = "x".repeat(201);
    Folder::clean()
        .with("sites.csv", "Example General", &long)
        .has_only("sites.csv:2:site_name", Code::E13);
}

#[test]
fn after_a_thousand_of_a_kind_the_rest_is_counted() {
    let mut folder = Folder::clean();
    let row = "XX,U1,1,1\n";
    folder = folder.and("travel.csv", row.repeat(1_500).trim_end());
    let problems = folder.read().problems;
    assert_eq!(problems.len(), 1_001);
    assert_eq!(
        problems[0].to_string(),
        "travel.csv E21 500 more of this kind are not listed"
    );
}

//! `enid rota` on files with faults and on what is no rota.

use serde_json::json;

use super::Folder;
use super::rota::{CODES, GRID};

#[test]
fn a_fault_ends_with_one_and_is_a_line_with_its_place() {
    let rows = b"resident_ref,site_code,date,shift_code,start,end,kind\n\
        R1,OLD,2026-11-11,LD,08:00,20:30,clinical\nR1,OLD,2026-03-29,LD,01:30,09:00,clinical\n\
        R1,OLD,11/12/2026,,,,off\n";
    let folder = Folder::with(&[("rows.csv", rows)]);
    let said = folder.enid("rota rows.csv --site OLD");
    assert_eq!(said.code, 1, "{said:?}");
    let lines: Vec<&str> = said.err.lines().collect();
    assert_eq!(lines.len(), 2, "{}", said.err);
    assert!(lines[0].starts_with("rows.csv:3:start E32 the clocks go forward over 01:30"));
    assert!(lines[1].starts_with("rows.csv:4:date E11 "));
    assert!(said.out.contains("1 doctors, 1 facts"), "{}", said.out);
    let found = folder
        .enid("rota rows.csv --site OLD --format json")
        .json(1);
    assert_eq!(found["warnings"][0]["code"], json!("E32"));
}

#[test]
fn a_file_that_is_no_rota_ends_with_two_and_one_line_and_no_result() {
    for (bytes, words) in [
        (&b""[..], "X03"),
        (b"\0\x01\x02", "X03"),
        (b"PK\x03\x04 torn", "X03"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "X03"),
        (b"Name,Grade\nDr Ann Quill,ST3\n", "X03"),
        (b"resident_ref,site_code\nR1,OLD\n", "rota.csv:1:date X01"),
        (
            b"resident_ref,site_code,date,colour\n",
            "rota.csv:1:colour X02",
        ),
        (b"\xff\xfe\xff\xfe,resident_ref\n", "X0"),
    ] {
        let folder = Folder::with(&[("rota.csv", bytes), ("grid.csv", GRID)]);
        for format in ["text", "json"] {
            let said = folder.enid(&format!("rota rota.csv --site OLD --format {format}"));
            said.refused(&["rota.csv", words]);
            let both = folder.enid(&format!(
                "rota grid.csv rota.csv --site OLD --format {format}"
            ));
            both.refused(&["rota.csv", words]);
        }
        assert_eq!(
            folder.names(),
            ["grid.csv", "rota.csv"],
            "nothing is left behind"
        );
    }
}

#[test]
fn what_is_missing_or_unknown_is_said_in_one_line() {
    let bad =
        b"site_code,code,kind,start,end,role,valid_from,valid_to\nOLD,LD,work,,,,2026-08-05,\n";
    let folder = Folder::with(&[("grid.csv", GRID), ("codes.csv", CODES), ("bad.csv", bad)]);
    folder
        .enid("rota none.csv --site OLD")
        .refused(&["none.csv: cannot be read"]);
    folder
        .enid("rota grid.csv --site OLD --codes none.csv")
        .refused(&["none.csv: cannot be read"]);
    folder
        .enid("rota grid.csv --site OLD --rules mars-2031")
        .refused(&["--rules mars-2031", "england-2019"]);
    let said = folder.enid("rota grid.csv --site OLD --codes bad.csv");
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    let lines: Vec<&str> = said.err.lines().collect();
    assert!(lines[0].starts_with("bad.csv:2:kind E12 "), "{}", said.err);
    assert!(
        lines[1].contains("1 thing(s) to mend above"),
        "{}",
        said.err
    );
    let other = folder.enid("rota grid.csv --site NEW --codes codes.csv");
    assert!(
        other.err.contains("none of its 3 codes is of the site NEW"),
        "{}",
        other.err
    );
}

#[test]
fn arguments_that_are_missing_end_with_two_and_an_example_stands_in_the_help() {
    let folder = Folder::with(&[("grid.csv", GRID)]);
    for arguments in [
        "rota",
        "rota grid.csv",
        "rota grid.csv --site OLD --near yesterday",
        "rest",
    ] {
        let said = folder.enid(arguments);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{arguments}");
    }
    for command in ["rota", "rest"] {
        let said = folder.enid(&format!("{command} --help"));
        assert_eq!(said.code, 0);
        assert!(
            said.out.contains(&format!("Example:\n  enid {command} ")),
            "{}",
            said.out
        );
    }
}

#[test]
fn whatever_stands_in_a_file_the_program_ends_as_it_promises() {
    let long = vec![b','; 100_000];
    let series = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:00010101T000000\nDURATION:P9999W\nRRULE:FREQ=SECONDLY\n\
        SUMMARY:LD\nEND:VEVENT\nEND:VCALENDAR\n";
    let dates = b"Name,29 Feb 2027,31 Nov 2026,99/99/9999\nA,LD,LD,LD\nB,LD,LD,LD\n";
    let formula = b"Name,11/11/2026,12/11/2026\n=1+1,=cmd|x,@A1\n+1,-1,=2\n";
    for bytes in [
        &long[..],
        series,
        dates,
        formula,
        b"\xef\xbb\xbf",
        b"\"",
        b"\r\r\r",
        b"BEGIN:VCALENDAR\nRRULE",
    ] {
        let folder = Folder::with(&[("rota.csv", bytes)]);
        let said = folder.enid("rota rota.csv --site OLD --near 2026-11-01 --rules england-2019");
        assert!((0..=2).contains(&said.code), "{said:?}");
        assert!(!said.err.contains("panicked"), "{said:?}");
        let rest = folder.enid("rest --rota rota.csv --resident A --start 2026-11-11T14:00");
        assert!(!rest.err.contains("panicked"), "{rest:?}");
    }
}

//! Every code of the specification is given for an example of what it stands for: in a folder, and in the files that
//! a hospital or a doctor hands in alone.

use programme::exchange::{self, Code};
use programme::rotas::Remark;
use programme::rotas::reading::{
    Known, RotaReading, calendar_entries, read_calendar, read_grid, read_rows,
};

use super::site::{TODAY, codes, places, with_known, zone};

/// All that a file is told, as `4:C W60`.
fn told(read: Result<RotaReading, Remark>) -> Vec<String> {
    places(&read.map_or_else(|fault| vec![fault], |read| read.remarks))
}

fn grid(text: &str) -> Vec<String> {
    told(with_known(&codes(), |known| {
        read_grid(text.as_bytes(), None, known)
    }))
}

/// A grid with one doctor and one cell on that day, in row 2, column B.
fn one_cell(day: &str, text: &str) -> Vec<String> {
    grid(&format!(
        "Name,{day},2026-12-24,2026-12-25\nDr Ann Quill,{text},off,off\nDr Bo Finch,off,off,off\n"
    ))
}

#[test]
fn a_grid_is_told_each_code_that_it_can_earn() {
    for (text, expected) in [
        ("", ": X03"),
        ("\0\u{1}", ": X03"),
        ("PK\u{3}\u{4}", ": X03"),
        ("Name,Grade\nDr Ann Quill,ST3\n", ": X03"),
    ] {
        assert_eq!(grid(text), [expected], "{text:?}");
    }
    assert_eq!(one_cell("2026-12-23", "QX"), ["2:B W60"]);
    assert_eq!(one_cell("2026-10-25", "ONE"), ["2:B W61"]);
    assert_eq!(one_cell("2026-03-29", "ONE"), ["2:B E32"]);
    assert_eq!(one_cell("2026-10-24", "DAY"), ["2:B E31"]);
    assert_eq!(one_cell("2026-12-23", "943 476 5919"), ["2:B E50"]);
    let (codes, zone) = (codes(), zone());
    let known = Known {
        site: "OLD",
        codes: &codes,
        zone: &zone,
        today: TODAY,
        who: &|label| Some(label.to_owned()),
        is_placed: &|_, _| false,
    };
    let text = "Name,2026-12-23,2026-12-24\nDr Ann Quill,LD,off\nDr Bo Finch,LD,off\n";
    assert_eq!(
        told(read_grid(text.as_bytes(), None, &known)),
        ["2:B W62", "3:B W62"]
    );
}

#[test]
fn an_nhs_number_for_a_name_is_a_fault_of_a_grid() {
    let text = "Name,2026-12-23,2026-12-24\nDr Ann Quill,LD,off\nDr Bo Finch,LD,off\n943 476 5919,LD,off\n";
    assert!(
        grid(text).contains(&"4: E50".to_owned()),
        "{:?}",
        grid(text)
    );
}

const HEAD: &str = "resident_ref,site_code,date,shift_code,start,end,kind,status,start_offset,end_offset,role,published_on";

fn rows(bytes: &[u8]) -> Vec<String> {
    told(with_known(&codes(), |known| read_rows(bytes, known)))
}

#[test]
fn a_list_alone_is_told_each_code_that_stops_the_file() {
    for (bytes, expected) in [
        (&b"resident_ref,site_code\nR1,OLD\n"[..], "1:date X01"),
        (
            b"resident_ref,site_code,date,shift_code,kind,colour\n",
            "1:colour X02",
        ),
        (
            b"resident_ref,site_code,date,shift_code,kind,date\n",
            "1:date X02",
        ),
        (b"Resident_Ref,site_code,date,kind\n", "1:Resident_Ref X02"),
        (
            b"resident_ref,site_code,date,kind\nR\xff,OLD,2026-11-11,off\n",
            "2: X03",
        ),
        (b"resident_ref,site_code,date,kind\nR1,OLD\n", "2: X03"),
        (b"resident_ref,site_code,date,kind\n\"R1,OLD\n", "2: X03"),
        (b"PK\x03\x04", ": X03"),
        (b"", ": X03"),
    ] {
        assert_eq!(
            rows(bytes),
            [expected],
            "{:?}",
            String::from_utf8_lossy(bytes)
        );
    }
}

#[test]
fn a_list_alone_is_told_each_code_that_stops_a_row_or_warns() {
    let long = "x".repeat(201);
    for (row, expected) in [
        (",OLD,2026-11-11,LD,,,,,,,,", "2:resident_ref E10"),
        ("R1,OLD,2026-11-11,,,,,,,,,", "2:kind E10"),
        ("R1,OLD,11/11/2026,LD,,,,,,,,", "2:date E11"),
        ("R1,OLD,2026-11-11,LD,8,20:30,,,,,,", "2:start E11"),
        ("R1,OLD,2026-11-11,LD,,,work,,,,,", "2:kind E12"),
        ("R1,OLD,1926-11-11,LD,,,,,,,,", "2:date E13"),
        (&format!("R1,OLD,2026-11-11,LD,,,,,,,{long},"), "2:role E13"),
        ("R1,OLD,2026-11-11,LD,08:00,,,,,,,", "2:end E30"),
        ("R1,OLD,2026-10-24,LD,08:00,08:00,,,,,,", "2:end E31"),
        ("R1,OLD,2026-03-29,LD,01:30,09:00,,,,,,", "2:start E32"),
        (
            "R1,OLD,2026-11-11,LD,,,,,,,,\nR1,OLD,2026-11-11,E,08:00,12:00,,,,,,",
            "3:date E40",
        ),
        (
            "R1,OLD,2026-11-11,943 476 5919,,,off,,,,,",
            "2:shift_code E50",
        ),
        ("R1,OLD,2026-11-11,QX,,,,,,,,", "2:shift_code W60"),
        ("R1,OLD,2026-10-25,LD,01:30,09:00,,,,,,", "2:start W61"),
    ] {
        let found = rows(format!("{HEAD}\n{row}\n").as_bytes());
        assert_eq!(found, [expected], "{row}");
    }
}

fn calendar(lines: &str) -> Vec<String> {
    let text = format!("BEGIN:VCALENDAR\r\n{lines}END:VCALENDAR\r\n");
    let span = ("2026-11-01".parse().unwrap(), "2026-12-01".parse().unwrap());
    match calendar_entries(text.as_bytes(), "R1", &zone(), span) {
        Err(fault) => places(&[fault]),
        Ok((entries, mut remarks)) => {
            let read = with_known(&codes(), |known| read_calendar(entries, known));
            remarks.extend(read.remarks);
            places(&remarks)
        }
    }
}

#[test]
fn a_calendar_is_told_each_code_that_it_can_earn() {
    let event = |summary| {
        format!(
            "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261111\r\nSUMMARY:{summary}\r\nEND:VEVENT\r\n"
        )
    };
    assert!(calendar(&event("AL")).is_empty());
    assert_eq!(calendar(&event("Dentist")), ["2: W60"]);
    assert_eq!(calendar(&event("Re 943 476 5919")), ["2: E50"]);
    let span = (TODAY, TODAY);
    for bytes in [&b""[..], b"BEGIN:VCARD\r\n", b"\0\x01", b"PK\x03\x04"] {
        let fault = calendar_entries(bytes, "R1", &zone(), span).unwrap_err();
        assert_eq!(fault.code, Code::X03);
    }
}

#[test]
fn a_list_of_codes_alone_is_told_each_code_that_it_can_earn() {
    let head = "site_code,code,kind,start,end,role,valid_from,valid_to";
    for (text, expected) in [
        ("site_code,code,kind\n".to_owned(), "1:valid_from X01"),
        (format!("{head},colour\n"), "1:colour X02"),
        ("\0".to_owned(), ": X03"),
        (
            format!("{head}\nOLD,LD,clinical,,,,2026-08-05,\n"),
            "2:start E10",
        ),
        (
            format!("{head}\nOLD,LD,off,,,,5 August,\n"),
            "2:valid_from E11",
        ),
        (
            format!("{head}\nOLD,LD,free,,,,2026-08-05,\n"),
            "2:kind E12",
        ),
        (
            format!("{head}\nOLD,LD,off,,,,1926-08-05,\n"),
            "2:valid_from E13",
        ),
        (
            format!("{head}\nOLD,LD,clinical,08:00,,,2026-08-05,\n"),
            "2:end E30",
        ),
        (
            format!("{head}\nOLD,LD,off,,,,2026-08-05,\nOLD,ld,off,,,,2026-09-05,\n"),
            "3:code E40",
        ),
        (
            format!("{head}\nOLD,LD,off,,,,2026-08-05,2026-08-04\n"),
            "2:valid_to E42",
        ),
        (
            format!("{head}\nOLD,LD,off,,,943 476 5919,2026-08-05,\n"),
            "2:role E50",
        ),
    ] {
        let (_, problems) = exchange::read_codes(text.as_bytes());
        let remarks: Vec<Remark> = problems.into_iter().map(Remark::from).collect();
        assert_eq!(places(&remarks), [expected], "{text}");
    }
}

//! Grids and lists, from their bytes to facts.

use programme::rotas::grid::Layout;
use programme::rotas::reading::{self, Known, RotaReading, read_entries, read_grid, read_rows};
use programme::rotas::{Kind, Source, source_of};

use super::site::{TODAY, cell, codes, codes_with_empty, places, said, with_known, zone};

const GRID: &str = "Old site rota,,,,\n\
    Name,Wed 11 Nov,Thu 12 Nov,Fri 13 Nov,Sat 14 Nov\n\
    Dr Ann Quill,LD,N,off,\n\
    Dr Bo Finch,E/T,AL,QX,off\n";

fn grid(text: &str) -> RotaReading {
    with_known(&codes(), |known| read_grid(text.as_bytes(), None, known)).unwrap()
}

#[test]
fn a_grid_is_a_fact_for_each_doctor_and_day() {
    let read = grid(GRID);
    assert_eq!(
        said(&read.shifts),
        [
            "2026-11-11 LD clinical 08:00-20:30",
            "2026-11-12 N clinical 20:30-09:00",
            "2026-11-13 off off all day",
            "2026-11-14  unknown all day",
            "2026-11-11 E clinical 08:00-12:00",
            "2026-11-11 T teaching 13:00-17:00",
            "2026-11-12 AL annual_leave all day",
            "2026-11-13 QX unknown all day",
            "2026-11-14 off off all day",
        ]
    );
    assert_eq!(places(&read.remarks), ["3:E W60", "4:D W60"]);
    let names: Vec<_> = read
        .labels
        .iter()
        .map(|label| (label.text.as_str(), label.lines.as_slice()))
        .collect();
    assert_eq!(
        names,
        [("Dr Ann Quill", &[3][..]), ("Dr Bo Finch", &[4][..])]
    );
    assert_eq!(read.dates, Some((read.shifts[0].date, read.shifts[3].date)));
    assert!(
        read.shifts
            .iter()
            .all(|shift| shift.line == 3 || shift.line == 4)
    );
}

#[test]
fn empty_cells_are_off_where_the_hospital_says_so() {
    let read = with_known(&codes_with_empty(), |known| {
        read_grid(GRID.as_bytes(), None, known)
    });
    assert_eq!(said(&read.unwrap().shifts)[3], "2026-11-14  off all day");
}

#[test]
fn days_of_a_name_that_is_nobody_of_ours_are_left_out_and_the_name_is_told() {
    let (codes, zone) = (codes(), zone());
    let known = Known {
        site: "OLD",
        codes: &codes,
        zone: &zone,
        today: TODAY,
        who: &|label| label.contains("Finch").then(|| "R2".to_owned()),
        is_placed: &|_, _| true,
    };
    let read = read_grid(GRID.as_bytes(), None, &known).unwrap();
    assert!(read.shifts.iter().all(|shift| shift.resident == "R2"));
    assert_eq!(read.shifts.len(), 5);
    let nobody: Vec<_> = read
        .labels
        .iter()
        .filter(|label| label.resident.is_none())
        .collect();
    assert_eq!(nobody[0].text, "Dr Ann Quill");
}

#[test]
fn a_layout_that_was_said_is_used_while_it_fits_and_else_found_anew() {
    let layout = grid(GRID).layout.unwrap();
    let read = |text: &str| {
        with_known(&codes(), |known| {
            read_grid(text.as_bytes(), Some(&layout), known)
        })
        .unwrap()
    };
    assert_eq!(read(GRID).layout, Some(layout.clone()));
    let other = "Name,11/11/2026,12/11/2026\nDr Ann Quill,LD,N\nDr Bo Finch,N,off\n";
    assert_ne!(read(other).layout, Some(layout.clone()));
    assert_eq!(read(other).shifts.len(), 4);
}

#[test]
fn a_later_file_keeps_the_places_of_an_earlier_one_but_has_its_own_year_and_doctors() {
    let earlier = grid(GRID).layout.unwrap();
    let renewed = |text: &str, earlier: &Layout| {
        let today = "2026-12-20".parse().unwrap();
        reading::renewed(&reading::open(text.as_bytes()).unwrap(), earlier, today)
    };
    let next = "Old site rota,,,,\nName,13 Jan,14 Jan,15 Jan,16 Jan\nDr Ann Quill,LD,N,off,off\nDr Bo Finch,E,E,E,off\n\
        Dr Cy Wren,off,off,off,off\n";
    let layout = renewed(next, &earlier).unwrap();
    let read = with_known(&codes(), |known| {
        read_grid(next.as_bytes(), Some(&layout), known)
    })
    .unwrap();
    assert_eq!(
        read.labels.len(),
        3,
        "a doctor below the last one of before"
    );
    assert_eq!(read.shifts[0].date.to_string(), "2027-01-13");
    // What somebody said otherwise than is found holds, but not the year.
    let said = Layout {
        first: 3,
        year: Some(2026),
        ..earlier.clone()
    };
    let full = next.replace(" Jan", " Jan 2027");
    let kept = renewed(&full, &said).unwrap();
    assert_eq!((kept.first, kept.year), (3, None));
    let elsewhere = Layout {
        names: 90,
        ..earlier
    };
    assert_eq!(renewed(next, &elsewhere), None);
}

const ROWS: &str = "resident_ref,site_code,date,shift_code,start,end,kind,status\n\
    R2,OLD,2026-11-11,LD,,,,\n\
    R1,OLD,2026-11-12,X,09:00,17:00,clinical,\n\
    R1,NEW,2026-11-13,LD,,,,\n\
    R1,OLD,2026-11-14,off,,,,draft\n";

#[test]
fn a_list_is_a_fact_for_each_row_of_the_hospital() {
    let read = with_known(&codes(), |known| read_rows(ROWS.as_bytes(), known)).unwrap();
    assert_eq!(
        said(&read.shifts),
        [
            "2026-11-12 X clinical 09:00-17:00",
            "2026-11-14 off unknown all day",
            "2026-11-11 LD clinical 08:00-20:30",
        ]
    );
    assert_eq!(
        read.notes[0].row,
        Some(4),
        "rows of other hospitals are told"
    );
    assert!(read.notes[0].text.contains("\"NEW\""));
}

#[test]
fn a_list_without_a_doctor_of_ours_has_no_fact_and_outside_a_placement_it_is_unknown() {
    let (codes, zone) = (codes(), zone());
    let known = Known {
        site: "OLD",
        codes: &codes,
        zone: &zone,
        today: TODAY,
        who: &|label| (label == "R1").then(|| "somebody".to_owned()),
        is_placed: &|resident, _| resident != "somebody",
    };
    let read = read_rows(ROWS.as_bytes(), &known).unwrap();
    assert!(read.shifts.iter().all(|shift| shift.kind == Kind::Unknown));
    assert_eq!(read.shifts.len(), 2);
    assert_eq!(places(&read.remarks), ["3:date W62"]);
    assert!(read.remarks[0].text.starts_with("2 shifts of R1 outside"));
}

#[test]
fn cells_of_a_pattern_are_read_like_cells_of_a_grid() {
    let cells = [
        cell("R1", "2026-11-11", "LD", 1, "C"),
        cell("R1", "2026-11-12", "", 1, "D"),
    ];
    let read = with_known(&codes(), |known| read_entries(&cells, known));
    assert_eq!(read.shifts.len(), 2);
    assert_eq!(read.shifts[1].kind, Kind::Unknown);
}

#[test]
fn the_kind_of_a_file_is_seen_by_what_it_holds() {
    for (bytes, source) in [
        (GRID.as_bytes(), Source::Grid),
        (ROWS.as_bytes(), Source::Rows),
        (b"\xef\xbb\xbfdate,resident_ref,site_code\n", Source::Rows),
        (b"\xef\xbb\xbfbegin:vcalendar\r\n", Source::Calendar),
        (b"", Source::Grid),
        (b"PK\x03\x04 torn", Source::Grid),
    ] {
        assert_eq!(
            source_of(bytes),
            source,
            "{:?}",
            String::from_utf8_lossy(bytes)
        );
    }
}

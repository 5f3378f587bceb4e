use jiff::civil::{Time, date, time};

use super::{book, merge, notes, proposed, sheet, text};
use crate::rotas::grid::{Grid, NoteKind, hours};

const LINES: [&str; 5] = [
    "Name|3 Aug 2026|4 Aug 2026|5 Aug 2026|6 Aug 2026",
    "Dr Amber Quill|AL|||LD",
    "Dr Bo Finch|LD|LD|Strike|OFF",
    "Dr Cleo Marsh|LD|LD||OFF",
    "Dr Dev Rao|LD|LD|N|N",
];

fn read(change: impl FnOnce(&mut formats::table::RawSheet)) -> Grid {
    let mut rota = sheet("Rota", &LINES);
    change(&mut rota);
    proposed(&book(vec![rota])).1
}

#[test]
fn a_code_merged_over_days_holds_on_each_of_them() {
    let grid = read(|rota| rota.merges = vec![merge((1, 1), (1, 3))]);
    for day in 3..=5 {
        assert_eq!(text(&grid, "Dr Amber Quill", date(2026, 8, day)), "AL");
    }
    let notes = notes(&grid, NoteKind::MergedCell);
    assert_eq!(notes.len(), 1);
    assert_eq!(
        notes[0].text,
        "\"AL\" in B2 is merged over 3 days and is read for each."
    );
}

#[test]
fn a_code_merged_over_doctors_holds_for_each_and_is_noted() {
    let grid = read(|rota| rota.merges = vec![merge((2, 3), (3, 3))]);
    assert_eq!(text(&grid, "Dr Cleo Marsh", date(2026, 8, 5)), "Strike");
    let notes = notes(&grid, NoteKind::MergedCell);
    assert!(
        notes[0].text.contains("one day and 2 doctors"),
        "{}",
        notes[0].text
    );
}

fn paint(rota: &mut formats::table::RawSheet, cells: &[(usize, usize)], fill: u16) {
    for (row, column) in cells {
        rota.rows[*row][*column].fill = Some(fill);
    }
    rota.fills = vec!["FFFF00".to_owned(), "D9D9D9".to_owned()];
}

#[test]
fn colours_that_may_mean_something_are_counted_and_not_read() {
    let grid = read(|rota| paint(rota, &[(2, 1), (3, 3)], 0));
    let notes = notes(&grid, NoteKind::ColoursNotRead);
    assert_eq!(
        notes[0].text,
        "2 cells have colours that their text does not explain: \"LD\" and empty cells. Enid does not read colours. If \
         a colour means something, write a code in the cell."
    );
}

#[test]
fn a_shaded_column_and_a_code_with_its_own_colour_mean_nothing_more() {
    let grid = read(|rota| {
        paint(rota, &[(1, 3), (2, 3), (3, 3), (4, 3)], 1);
        paint(rota, &[(1, 1)], 0);
    });
    assert!(notes(&grid, NoteKind::ColoursNotRead).is_empty());
}

#[test]
fn a_colour_that_the_key_names_is_noted() {
    let lines = [&LINES[..], &["", "Key", "on call"]].concat();
    let mut rota = sheet("Rota", &lines);
    paint(&mut rota, &[(1, 1), (7, 0)], 0);
    let (_, grid) = proposed(&book(vec![rota]));
    assert_eq!(notes(&grid, NoteKind::ColoursNotRead).len(), 1);
}

#[test]
fn what_is_struck_through_is_no_valid_code() {
    let grid = read(|rota| rota.rows[4][3].struck = true);
    assert_eq!(
        text(&grid, "Dr Dev Rao", date(2026, 8, 5)),
        "N (struck through)"
    );
    assert!(notes(&grid, NoteKind::StruckThrough)[0].text.contains("D5"));
}

#[test]
fn hidden_doctors_are_read_and_said_to_be() {
    let grid = read(|rota| rota.hidden_rows = vec![2, 3]);
    assert_eq!(grid.people.len(), 4);
    assert!(
        notes(&grid, NoteKind::Hidden)[0]
            .text
            .starts_with("2 doctors")
    );
}

#[test]
fn a_guessed_encoding_is_said() {
    let mut book = book(vec![sheet("", &LINES)]);
    book.encoding = Some("windows-1252");
    let (_, grid) = proposed(&book);
    assert!(
        notes(&grid, NoteKind::Encoding)[0]
            .text
            .contains("windows-1252")
    );
}

/// Code, words, start, end and row.
type Explained = (String, String, Option<Time>, Option<Time>, usize);

fn key_of(lines: &[&str]) -> Vec<Explained> {
    let lines = [&LINES[..], lines].concat();
    let (_, grid) = proposed(&book(vec![sheet("Rota", &lines)]));
    assert_eq!(grid.people.len(), 4, "no line of the key is a doctor");
    let key = grid.key.into_iter();
    key.map(|line| (line.code, line.words, line.start, line.end, line.row))
        .collect()
}

fn long_day(row: usize) -> Explained {
    let (start, end) = (time(8, 0, 0, 0), time(20, 30, 0, 0));
    (
        "LD".to_owned(),
        "Long day".to_owned(),
        Some(start),
        Some(end),
        row,
    )
}

#[test]
fn the_key_is_read_from_one_cell_or_from_its_neighbours() {
    for lines in [
        &["", "LD = Long day 08:00-20:30"][..],
        &["", "LD: Long day (0800-2030)"],
        &["", "LD - Long day 8am-8.30pm"],
        &["", "LD|Long day|08:00-20:30"],
        &["", "LD|Long day|08:00|20:30"],
        &["", "|LD|Long day|08.00\u{2013}20.30"],
    ] {
        assert_eq!(key_of(lines), [long_day(7)], "{lines:?}");
    }
    assert_eq!(
        key_of(&["Key", "Code|Meaning|Hours", "LD|Long day|08:00-20:30"]),
        [long_day(8)]
    );
}

#[test]
fn several_codes_in_one_cell_are_each_read() {
    let key = key_of(&[
        "",
        "LD = Long day 08:00-20:30; AL = annual leave; Z = zero day",
    ]);
    assert_eq!(key.len(), 3);
    assert_eq!(
        (key[1].0.as_str(), key[1].1.as_str(), key[1].2),
        ("AL", "annual leave", None)
    );
}

#[test]
fn the_key_may_stand_on_a_sheet_of_its_own() {
    let book = book(vec![
        sheet("Rota", &LINES),
        sheet("Shift codes", &["Code|Meaning", "N|Night 20:30 - 09:00"]),
    ]);
    let (_, grid) = proposed(&book);
    assert_eq!(grid.key.len(), 1);
    assert_eq!(
        (grid.key[0].sheet.as_str(), grid.key[0].row),
        ("Shift codes", 2)
    );
    assert_eq!(grid.key[0].end, Some(time(9, 0, 0, 0)));
}

#[test]
fn hours_are_read_in_the_spellings_people_use() {
    let day = Some((time(8, 0, 0, 0), time(20, 30, 0, 0)));
    for text in [
        "08:00-20:30",
        "0800-2030",
        "08.00\u{2013}20.30",
        "8am-8.30pm",
        "8:00 - 20:30",
        "08:00 to 20:30",
        "0800h-2030h",
        "8 am to 8:30 pm",
    ] {
        assert_eq!(hours(text), day, "{text}");
    }
    assert_eq!(
        hours("20:30 - 09:00"),
        Some((time(20, 30, 0, 0), time(9, 0, 0, 0)))
    );
    assert_eq!(
        hours("16:00-24:00"),
        Some((time(16, 0, 0, 0), time(0, 0, 0, 0)))
    );
    for text in [
        "8-5",
        "",
        "LD",
        "LD 08:00-20:30",
        "03.08-09.08",
        "2026-2027",
        "08:00",
        "25:00-26:00",
        "8-4pm",
    ] {
        assert_eq!(hours(text), None, "{text}");
    }
}

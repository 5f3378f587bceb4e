use jiff::civil::date;

use super::{book, labels, merge, notes, proposed, refusal, sheet, text};
use crate::rotas::grid::{NoteKind, People, choices, propose, read};

const TRANSPOSED: [&str; 7] = [
    "Psychiatry rota August 2026",
    "Date|Day|Dr Amber Quill|Dr Bo Finch|Quill, Sam|Notes",
    "03/08/2026|Mon|LD|N|OFF|",
    "04/08/2026|Tue|LD|N|OFF|Teaching",
    "05/08/2026|Wed|N|OFF|LD|",
    "06/08/2026|Thu|N|OFF|LD|",
    "07/08/2026|Fri||SD|LD|",
];

#[test]
fn days_down_the_side_and_doctors_along_the_top_are_read() {
    let (layout, grid) = proposed(&book(vec![sheet("Rota", &TRANSPOSED)]));
    assert_eq!(layout.people, People::InColumns);
    assert_eq!((layout.names, layout.dates, layout.first), (1, 0, 2));
    assert_eq!(
        labels(&grid),
        ["Dr Amber Quill", "Dr Bo Finch", "Quill, Sam"]
    );
    assert_eq!(text(&grid, "Dr Bo Finch", date(2026, 8, 7)), "SD");
    let entry = super::entry(&grid, "Dr Bo Finch", date(2026, 8, 7));
    assert_eq!((entry.row, entry.column.as_str()), (7, "D"));
    assert_eq!(grid.people[1].line, 4);
    assert_eq!(grid.entries.len(), 15);
}

#[test]
fn a_weekday_beside_a_day_that_contradicts_it_stops_the_sheet() {
    let mut lines = TRANSPOSED;
    lines[4] = "05/08/2026|Thu|N|OFF|LD|";
    let sentence = refusal(&lines);
    assert!(
        sentence.contains("The date in A5, 5 August 2026, is a Wednesday"),
        "{sentence}"
    );
}

#[test]
fn doctors_named_again_in_another_order_further_down_are_refused() {
    let mut lines = TRANSPOSED.to_vec();
    lines.push("Date|Day|Dr Bo Finch|Dr Amber Quill|Quill, Sam|Notes");
    lines.push("08/08/2026|Sat|LD|N|OFF|");
    let sentence = refusal(&lines);
    assert!(
        sentence.starts_with("Row 8 of sheet \"Rota\" names other doctors"),
        "{sentence}"
    );
}

#[test]
fn a_heading_repeated_further_down_is_no_day() {
    let mut lines = TRANSPOSED.to_vec();
    lines.push(TRANSPOSED[1]);
    lines.push("08/08/2026|Sat|LD|N|OFF|");
    let (_, grid) = proposed(&book(vec![sheet("Rota", &lines)]));
    assert_eq!(grid.dates.len(), 6);
    assert_eq!(notes(&grid, NoteKind::LeftOut)[0].row, Some(8));
}

#[test]
fn days_of_the_month_down_the_side_take_the_month_beside_or_above_them() {
    let mut rota = sheet(
        "Rota 2026",
        &[
            "Month|Date|Dr Amber Quill|Dr Bo Finch",
            "August|30|LD|N",
            "|31|LD|N",
            "September|1|N|OFF",
            "|2|N|OFF",
        ],
    );
    rota.merges = vec![merge((1, 0), (2, 0)), merge((3, 0), (4, 0))];
    let (_, grid) = proposed(&book(vec![rota]));
    assert_eq!(grid.dates[0], date(2026, 8, 30));
    assert_eq!(text(&grid, "Dr Bo Finch", date(2026, 9, 2)), "OFF");

    let (_, grid) = proposed(&book(vec![sheet(
        "Rota",
        &[
            "Date|Dr Amber Quill|Dr Bo Finch",
            "August 2026||",
            "30|LD|N",
            "31|LD|N",
            "September 2026||",
            "1|N|OFF",
            "2|N|OFF",
        ],
    )]));
    assert_eq!(text(&grid, "Dr Amber Quill", date(2026, 9, 1)), "N");
}

#[test]
fn the_sheet_with_the_largest_grid_is_proposed() {
    let small = sheet(
        "July",
        &[
            "Name|1 Jul 2026|2 Jul 2026",
            "Dr Amber Quill|LD|N",
            "Dr Bo Finch|N|LD",
        ],
    );
    let book = book(vec![
        sheet("Read me", &["How to ask for a swap"]),
        small,
        sheet("August", &TRANSPOSED),
    ]);
    let layout = propose(&book, super::TODAY).expect("there are grids");
    assert_eq!(layout.sheet, "August");
}

#[test]
fn a_sheet_that_is_not_there_is_named_with_those_that_are() {
    let book = book(vec![sheet("August", &TRANSPOSED)]);
    let mut layout = propose(&book, super::TODAY).expect("there is a grid");
    layout.sheet = "September".to_owned();
    let error = read(&book, &layout).expect_err("there is no such sheet");
    assert!(
        error
            .sentence
            .contains("no sheet \"September\" in this file; it has \"August\""),
        "{error}"
    );
}

#[test]
fn a_form_is_offered_rows_and_columns_with_their_first_texts() {
    let choices = choices(&book(vec![sheet("August", &TRANSPOSED)]));
    let august = &choices.sheets[0];
    assert_eq!(
        (august.name.as_str(), august.rows, august.columns),
        ("August", 7, 6)
    );
    let dates = &august.first_columns[0];
    assert!(dates.is_dates);
    let names = &august.first_rows[1];
    assert_eq!(
        (names.at, names.name.as_str(), names.is_dates),
        (1, "2", false)
    );
    assert_eq!(names.texts[2], "Dr Amber Quill");
    assert_eq!(august.first_columns[2].name, "C");
}

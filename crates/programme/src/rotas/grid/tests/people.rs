use jiff::civil::date;

use super::{book, entry, grid, labels, merge, notes, proposed, refusal, sheet, text};
use crate::rotas::grid::NoteKind;

const DAYS: &str = "3 Aug 2026|4 Aug 2026|5 Aug 2026|6 Aug 2026";

/// The lines below four days from 3 August 2026; the names are in the first column.
fn below_days(lines: &[&str]) -> crate::rotas::grid::Grid {
    let head = format!("Name|{DAYS}");
    grid(&[&[head.as_str()], lines].concat())
}

#[test]
fn every_doctor_has_an_entry_for_every_day_empty_ones_included() {
    let grid = below_days(&["Dr Amber Quill|LD||N|", "Dr Bo Finch|||Study\\nleave|LD"]);
    assert_eq!(grid.entries.len(), 8);
    let empty = entry(&grid, "Dr Amber Quill", date(2026, 8, 4));
    assert_eq!(
        (empty.text.as_str(), empty.row, empty.column.as_str()),
        ("", 2, "C")
    );
    assert_eq!(text(&grid, "Dr Bo Finch", date(2026, 8, 5)), "Study leave");
    assert_eq!(grid.people[1].line, 3);
}

#[test]
fn names_are_found_behind_numbers_and_grades() {
    let head = format!("No|Grade|Doctor|WTE|{DAYS}");
    let grid = grid(&[
        &head,
        "1|ST3|Quill, Amber|1.0|LD|LD|N|N",
        "2|ST3|Finch, Bo|0.8|N|N|OFF|OFF",
        "3|CT2|Dr Cleo Marsh|1.0|OFF|OFF|LD|LD",
    ]);
    assert_eq!(
        labels(&grid),
        ["Quill, Amber", "Finch, Bo", "Dr Cleo Marsh"]
    );
}

#[test]
fn headings_of_groups_are_left_out_with_a_note() {
    let grid = below_days(&[
        "Registrars||||",
        "Dr Amber Quill|LD|LD|N|N",
        "ST3||||",
        "Dr Bo Finch|N|N|OFF|OFF",
        "||||",
        "SHOs||||",
        "Dr Cleo Marsh|OFF|OFF|LD|LD",
    ]);
    assert_eq!(
        labels(&grid),
        ["Dr Amber Quill", "Dr Bo Finch", "Dr Cleo Marsh"]
    );
    let left: Vec<Option<usize>> = notes(&grid, NoteKind::LeftOut)
        .iter()
        .map(|note| note.row)
        .collect();
    assert_eq!(left, [Some(4), Some(7)]);
}

#[test]
fn the_heading_of_a_group_merged_over_the_days_is_no_entry() {
    let head = format!("Name|{DAYS}");
    let mut rota = sheet(
        "Rota",
        &[
            &head,
            "Dr Amber Quill|LD|LD|N|N",
            "Junior doctors on ward 5",
            "Dr Bo Finch|N|N|OFF|OFF",
        ],
    );
    rota.merges = vec![merge((2, 0), (2, 4))];
    let (_, grid) = proposed(&book(vec![rota]));
    assert_eq!(labels(&grid), ["Dr Amber Quill", "Dr Bo Finch"]);
}

#[test]
fn a_doctor_without_any_entry_stays_a_doctor() {
    let grid = below_days(&[
        "Dr Amber Quill|LD|LD|N|N",
        "Dr Bo Finch",
        "Dr Cleo Marsh|N|N|OFF|OFF",
    ]);
    assert_eq!(grid.people.len(), 3);
    assert_eq!(text(&grid, "Dr Bo Finch", date(2026, 8, 3)), "");
}

#[test]
fn totals_and_footers_are_left_out_with_a_note() {
    let grid = below_days(&[
        "Dr Amber Quill|LD|LD|N|N",
        "Dr Bo Finch|N|N|OFF|OFF",
        "Total on shift|2|2|1|1",
        "Number of doctors|2|2|2|2",
        "Min staffing|1|1|1|1",
        "On the ward|2|2|1|1",
        "|4|4|4|4",
        "Updated 3/8",
        "Dr Zoe Hale, rota coordinator",
    ]);
    assert_eq!(labels(&grid), ["Dr Amber Quill", "Dr Bo Finch"]);
    let left: Vec<Option<usize>> = notes(&grid, NoteKind::LeftOut)
        .iter()
        .map(|note| note.row)
        .collect();
    assert_eq!(left, (4..=9).map(Some).collect::<Vec<_>>());
}

#[test]
fn columns_behind_the_days_are_left_out_with_a_note() {
    let head = format!("Name|{DAYS}|Total hours");
    let grid = grid(&[
        &head,
        "Dr Amber Quill|LD|LD|N|N|46",
        "Dr Bo Finch|N|N|OFF|OFF|20",
    ]);
    assert_eq!(grid.dates.len(), 4);
    let left = notes(&grid, NoteKind::LeftOut);
    assert_eq!(left[0].column.as_deref(), Some("F"));
}

#[test]
fn codes_without_a_name_are_left_out_with_a_note() {
    let grid = below_days(&[
        "Dr Amber Quill|LD|LD|N|N",
        "|SD|SD||",
        "Dr Bo Finch|N|N|OFF|OFF",
    ]);
    assert_eq!(grid.people.len(), 2);
    assert_eq!(notes(&grid, NoteKind::EmptyPerson)[0].row, Some(3));
}

#[test]
fn months_below_each_other_are_read_under_their_own_days() {
    let grid = grid(&[
        "August 2026",
        "Name|30|31",
        "Dr Amber Quill|LD|LD",
        "Dr Bo Finch|N|N",
        "Total|2|2",
        "",
        "September 2026",
        "Name|1|2|3",
        "Dr Bo Finch|OFF|OFF|LD",
        "Dr Amber Quill|SD|AL|AL",
    ]);
    assert_eq!(labels(&grid), ["Dr Amber Quill", "Dr Bo Finch"]);
    assert_eq!(grid.entries.len(), 10);
    assert_eq!(text(&grid, "Dr Amber Quill", date(2026, 9, 2)), "AL");
    assert_eq!(text(&grid, "Dr Bo Finch", date(2026, 8, 31)), "N");
    assert!(notes(&grid, NoteKind::SamePersonTwice).is_empty());
}

#[test]
fn a_month_whose_days_begin_in_another_column_is_left_out_with_a_note() {
    let grid = grid(&[
        "Name|1 Aug 2026|2 Aug 2026|3 Aug 2026",
        "Dr Amber Quill|LD|LD|N",
        "Dr Bo Finch|N|N|OFF",
        "Name|Grade|1 Sep 2026|2 Sep 2026|3 Sep 2026",
        "Dr Amber Quill|ST3|LD|LD|N",
        "Dr Bo Finch|ST4|N|N|OFF",
    ]);
    assert_eq!(grid.entries.len(), 6);
    let left = notes(&grid, NoteKind::LeftOut);
    assert!(
        left[0]
            .text
            .contains("The dates in row 4 begin in column C"),
        "{}",
        left[0].text
    );
}

#[test]
fn months_side_by_side_with_names_between_are_refused() {
    let sentence = refusal(&[
        "Name|1 Aug 2026|2 Aug 2026|3 Aug 2026|Name|1 Sep 2026|2 Sep 2026|3 Sep 2026",
        "Dr Amber Quill|LD|LD|N|Dr Bo Finch|N|N|OFF",
        "Dr Bo Finch|N|N|OFF|Dr Amber Quill|LD|LD|N",
        "Dr Cleo Marsh|N|N|OFF|Dr Cleo Marsh|LD|LD|N",
    ]);
    assert!(
        sentence.starts_with("Column E of sheet \"Rota\" names other doctors"),
        "{sentence}"
    );
}

#[test]
fn a_doctor_who_stands_twice_is_read_twice_and_said_to_be() {
    let grid = below_days(&[
        "Dr Amber Quill|LD|LD|N|N",
        "Dr Bo Finch|N|N|OFF|OFF",
        "dr amber quill|OFF|OFF|OFF|OFF",
    ]);
    assert_eq!(grid.people.len(), 3);
    let twice = notes(&grid, NoteKind::SamePersonTwice);
    assert!(
        twice[0].text.contains("stands in row 2 and in row 4"),
        "{}",
        twice[0].text
    );
}

#[test]
fn a_doctor_known_by_one_word_is_not_taken_for_a_code_or_a_group() {
    let grid = below_days(&["Quill|LD|LD|N|N", "Finch||||", "Marsh|N|N|OFF|OFF"]);
    assert_eq!(labels(&grid), ["Quill", "Finch", "Marsh"]);
}

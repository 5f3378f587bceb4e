use jiff::civil::{Date, date};

use super::{book, entry, first_and_last, grid, merge, notes, proposed, refusal, sheet, text};
use crate::rotas::grid::{DateOrder, NoteKind, like, propose, read};

/// Three doctors under seven days from Monday 3 August 2026.
fn week(days: &str) -> Vec<String> {
    let mut lines = vec![format!("Name|{days}")];
    for name in ["Dr Amber Quill", "Dr Bo Finch", "Dr Cleo Marsh"] {
        lines.push(format!("{name}|LD|LD|N|N|OFF|OFF|SD"));
    }
    lines
}

fn read_week(days: &str) -> crate::rotas::grid::Grid {
    let lines = week(days);
    grid(&lines.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn dates_are_read_in_the_spellings_people_use() {
    for days in [
        "<2026-08-03>|<2026-08-04>|<2026-08-05>|<2026-08-06>|<2026-08-07>|<2026-08-08>|<2026-08-09>",
        "2026-08-03|2026-08-04|2026-08-05|2026-08-06|2026-08-07|2026-08-08|2026-08-09",
        "03/08/2026|04/08/2026|05/08/2026|06/08/2026|07/08/2026|08/08/2026|09/08/2026",
        "3/8/26|4/8/26|5/8/26|6/8/26|7/8/26|8/8/26|9/8/26",
        "3.8.2026|4.8.2026|5.8.2026|6.8.2026|7.8.2026|8.8.2026|9.8.2026",
        "03-Aug|04-Aug|05-Aug|06-Aug|07-Aug|08-Aug|09-Aug",
        "3 Aug|4 Aug|5 Aug|6 Aug|7 Aug|8 Aug|9 Aug",
        "Mon 3 Aug|Tue 4 Aug|Wed 5 Aug|Thu 6 Aug|Fri 7 Aug|Sat 8 Aug|Sun 9 Aug",
        "Mon 03/08|Tue 04/08|Wed 05/08|Thu 06/08|Fri 07/08|Sat 08/08|Sun 09/08",
        "Monday 3rd August 2026|Tuesday 4th August 2026|Wednesday 5th August 2026|Thursday 6th August 2026|\
         Friday 7th August 2026|Saturday 8th August 2026|Sunday 9th August 2026",
        "Aug 3|Aug 4|Aug 5|Aug 6|Aug 7|Aug 8|Aug 9",
        "20260803|20260804|20260805|20260806|20260807|20260808|20260809",
        "46237|46238|46239|46240|46241|46242|46243",
        "M\\n3 Aug|T\\n4 Aug|W\\n5 Aug|T\\n6 Aug|F\\n7 Aug|S\\n8 Aug|S\\n9 Aug",
        "03/08/2026 00:00|04/08/2026 00:00|05/08/2026 00:00|06/08/2026 00:00|07/08/2026 00:00|\
         08/08/2026 00:00|09/08/2026 00:00",
    ] {
        let grid = read_week(days);
        let expected = (date(2026, 8, 3), date(2026, 8, 9));
        assert_eq!(first_and_last(&grid), expected, "{days}");
        assert_eq!(grid.entries.len(), 21, "{days}");
        assert_eq!(text(&grid, "Dr Bo Finch", date(2026, 8, 5)), "N", "{days}");
    }
}

#[test]
fn numbers_are_days_of_a_spreadsheet_only_where_the_whole_line_fits() {
    let lines = week("46237|46238|46239|50000|46241|46242|46243");
    refusal(&lines.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn days_of_the_month_take_their_month_from_above() {
    for above in [
        "Rota|August 2026",
        "|<2026-08-01>",
        "|Aug-26",
        "August 2026",
        "SHO rota for August 2026",
    ] {
        let grid = grid(&[
            above,
            "Name|1|2|3|4|5",
            "Dr Amber Quill|LD|LD|N|N|OFF",
            "Dr Bo Finch|N|N|OFF|LD|LD",
        ]);
        let expected = (date(2026, 8, 1), date(2026, 8, 5));
        assert_eq!(first_and_last(&grid), expected, "{above}");
    }
}

#[test]
fn days_of_the_month_go_on_into_the_next_month() {
    let mut rota = sheet(
        "Rota",
        &[
            "|December 2026||January 2027||",
            "Name|30|31|1|2|3",
            "Dr Amber Quill|LD|LD|N|N|OFF",
            "Dr Bo Finch|N|N|OFF|LD|LD",
        ],
    );
    rota.merges = vec![merge((0, 1), (0, 2)), merge((0, 3), (0, 5))];
    let (_, grid) = proposed(&book(vec![rota]));
    assert_eq!(
        first_and_last(&grid),
        (date(2026, 12, 30), date(2027, 1, 3))
    );
}

#[test]
fn days_of_the_month_without_any_month_are_refused() {
    let sentence = refusal(&[
        "Name|1|2|3|4|5",
        "Dr Amber Quill|LD|LD|N|N|OFF",
        "Dr Bo Finch|N|N|OFF|LD|LD",
    ]);
    assert!(sentence.contains("nothing says which month"), "{sentence}");
}

#[test]
fn a_row_of_weekday_letters_is_no_doctor_above_or_below_the_days() {
    for lines in [
        ["August 2026", "|S|S|M|T|W", "Name|1|2|3|4|5"],
        ["August 2026", "Name|1|2|3|4|5", "|S|S|M|T|W"],
    ] {
        let doctors = ["Dr Amber Quill|LD|LD|N|N|OFF", "Dr Bo Finch|N|N|OFF|LD|LD"];
        let lines: Vec<&str> = lines.into_iter().chain(doctors).collect();
        let grid = grid(&lines);
        assert_eq!(grid.people.len(), 2);
        assert_eq!(first_and_last(&grid), (date(2026, 8, 1), date(2026, 8, 5)));
    }
}

#[test]
fn the_heading_of_a_week_gives_its_weekdays_their_dates() {
    let mut rota = sheet(
        "Rota",
        &[
            "|w/c 27 July 2026|||||||w/c 3 August 2026||||||",
            "Name|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Mon|Tue|Wed|Thu|Fri|Sat|Sun",
            "Dr Amber Quill|LD|LD|N|N|OFF|OFF|SD|LD|LD|N|N|OFF|OFF|SD",
            "Dr Bo Finch|N|N|OFF|LD|LD|LD|LD|N|N|OFF|LD|LD|LD|LD",
        ],
    );
    rota.merges = vec![merge((0, 1), (0, 7)), merge((0, 8), (0, 14))];
    let (_, grid) = proposed(&book(vec![rota]));
    assert_eq!(first_and_last(&grid), (date(2026, 7, 27), date(2026, 8, 9)));
    assert_eq!(text(&grid, "Dr Amber Quill", date(2026, 8, 5)), "N");
    assert_eq!(notes(&grid, NoteKind::DateFilledIn).len(), 1);
}

#[test]
fn weekdays_after_the_first_date_of_a_week_are_filled_in_and_said_to_be() {
    let grid = read_week("03/08/2026|Tue|Wed|Thu|Fri|Sat|Sun");
    assert_eq!(first_and_last(&grid), (date(2026, 8, 3), date(2026, 8, 9)));
    let notes = notes(&grid, NoteKind::DateFilledIn);
    assert!(
        notes[0].text.starts_with("6 dates in row 1 were filled in"),
        "{}",
        notes[0].text
    );
}

#[test]
fn the_order_of_day_and_month_is_the_one_in_which_days_follow_each_other() {
    let lines = week("8/3/2026|8/4/2026|8/5/2026|8/6/2026|8/7/2026|8/8/2026|8/9/2026");
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let (layout, grid) = proposed(&book(vec![sheet("Rota", &lines)]));
    assert_eq!(layout.order, DateOrder::MonthFirst);
    assert_eq!(first_and_last(&grid), (date(2026, 8, 3), date(2026, 8, 9)));
}

#[test]
fn weekdays_decide_the_order_where_the_days_do_not_follow_each_other() {
    let grid = grid(&[
        "Name|Mon 05/03/2027|Wed 05/05/2027",
        "Dr Amber Quill|LD|N",
        "Dr Bo Finch|N|LD",
    ]);
    assert_eq!(grid.dates[0].month(), 5);
}

#[test]
fn a_weekday_that_contradicts_its_date_stops_the_sheet() {
    let lines = week(
        "Mon 3 August 2026|Wed 4 August 2026|Wed 5 Aug 2026|Thu 6 Aug 2026|Fri 7 Aug 2026|Sat 8 Aug 2026|Sun 9 Aug 2026",
    );
    let sentence = refusal(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(
        sentence.contains(
            "The date in C1, 4 August 2026, is a Tuesday, but the sheet says \"Wed 4 August 2026\""
        ),
        "{sentence}"
    );
}

#[test]
fn a_row_of_weekdays_that_contradicts_the_dates_stops_the_sheet() {
    let sentence = refusal(&[
        "|Tue|Wed|Thu|Fri|Sat|Sun|Mon",
        "Name|03/08/2026|04/08/2026|05/08/2026|06/08/2026|07/08/2026|08/08/2026|09/08/2026",
        "Dr Amber Quill|LD|LD|N|N|OFF|OFF|SD",
        "Dr Bo Finch|N|N|OFF|LD|LD|LD|LD",
    ]);
    assert!(
        sentence.contains("is a Monday, but B1 beside it says Tue"),
        "{sentence}"
    );
    assert!(sentence.contains("6 more dates"), "{sentence}");
}

#[test]
fn a_missing_year_is_that_of_the_title_or_else_the_nearest() {
    let days = "30 Dec|31 Dec|1 Jan|2 Jan|3 Jan|4 Jan|5 Jan";
    let lines = week(days);
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let (layout, grid) = proposed(&book(vec![sheet("Rota", &lines)]));
    assert_eq!(layout.year, Some(2026));
    assert_eq!(
        first_and_last(&grid),
        (date(2026, 12, 30), date(2027, 1, 5))
    );

    let titled = [&["SHO rota 2024"], &lines[..]].concat();
    let (layout, grid) = proposed(&book(vec![sheet("Rota", &titled)]));
    assert_eq!(layout.year, Some(2024));
    assert_eq!(first_and_last(&grid).1, date(2025, 1, 5));

    let tab = book(vec![sheet("Winter 2025", &lines)]);
    assert_eq!(proposed(&tab).0.year, Some(2025));
}

#[test]
fn a_missing_year_agrees_with_the_weekdays() {
    let grid = grid(&[
        "Name|Tue 2 Mar|Wed 3 Mar|Thu 4 Mar",
        "Dr Amber Quill|LD|N|OFF",
        "Dr Bo Finch|N|LD|OFF",
    ]);
    assert_eq!(grid.dates[0], date(2027, 3, 2));
}

#[test]
fn the_year_of_the_layout_holds_where_the_dates_name_none() {
    let lines = week("3 Aug|4 Aug|5 Aug|6 Aug|7 Aug|8 Aug|9 Aug");
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let book = book(vec![sheet("Rota", &lines)]);
    let mut layout = propose(&book, super::TODAY).expect("there is a grid");
    layout.year = Some(2025);
    let grid = read(&book, &layout).expect("the layout fits");
    assert_eq!(grid.dates[0], date(2025, 8, 3));
    layout.year = None;
    let error = read(&book, &layout).expect_err("no year is known");
    assert!(error.sentence.contains("name no year"), "{error}");
}

#[test]
fn months_on_sheets_of_their_own_go_on_over_new_year() {
    let month = |name: &str, month: &str| {
        let days = format!("Name|1 {month}|2 {month}|3 {month}");
        sheet(
            name,
            &[&days, "Dr Amber Quill|LD|N|OFF", "Dr Bo Finch|N|LD|OFF"],
        )
    };
    let book = book(vec![
        month("November", "Nov"),
        month("December", "Dec"),
        month("January", "Jan"),
        sheet("Key", &["LD|Long day|08:00-20:30"]),
        month("February", "Feb"),
        month("July", "Jul"),
    ]);
    let mut layout = propose(&book, super::TODAY).expect("there is a grid");
    assert_eq!(
        (layout.sheet.as_str(), layout.year),
        ("November", Some(2026))
    );
    layout.sheet = "December".to_owned();
    let others: Vec<(String, Option<i16>)> = like(&book, &layout)
        .into_iter()
        .map(|layout| (layout.sheet, layout.year))
        .collect();
    let expected = [
        ("November", 2026),
        ("January", 2027),
        ("February", 2027),
        ("July", 2027),
    ];
    assert_eq!(
        others,
        expected.map(|(name, year)| (name.to_owned(), Some(year)))
    );
}

#[test]
fn a_date_that_cannot_be_read_leaves_its_column_out_and_says_so() {
    let grid =
        read_week("03/08/2026|04/08/2026|35/08/2026|06/08/2026|07/08/2026|08/08/2026|09/08/2026");
    assert_eq!(grid.dates.len(), 6);
    let notes = notes(&grid, NoteKind::DateUnreadable);
    assert_eq!(notes[0].column.as_deref(), Some("D"));
    assert!(
        notes[0].text.starts_with("\"35/08/2026\" in D1 is no date"),
        "{}",
        notes[0].text
    );
}

#[test]
fn a_year_that_slipped_is_read_as_written_and_said_to_go_backwards() {
    let grid =
        read_week("03/08/2026|04/08/2025|05/08/2026|06/08/2026|07/08/2026|08/08/2026|09/08/2026");
    assert_eq!(notes(&grid, NoteKind::DateBackwards).len(), 1);
    assert_eq!(entry(&grid, "Dr Bo Finch", date(2025, 8, 4)).column, "C");
}

#[test]
fn mornings_and_afternoons_below_one_date_are_both_read() {
    let mut rota = sheet(
        "Rota",
        &[
            "Name|03/08/2026||04/08/2026|",
            "|AM|PM|AM|PM",
            "Dr Amber Quill|Clinic|Ward|Ward|OFF",
            "Dr Bo Finch|Ward|Ward|Clinic|Ward",
        ],
    );
    rota.merges = vec![merge((0, 1), (0, 2)), merge((0, 3), (0, 4))];
    let (_, grid) = proposed(&book(vec![rota]));
    let monday: Vec<&str> = grid
        .entries
        .iter()
        .filter(|entry| entry.person == 0 && entry.date == date(2026, 8, 3))
        .map(|entry| entry.text.as_str())
        .collect();
    assert_eq!(grid.people[0].label, "Dr Amber Quill");
    assert_eq!(monday, ["Clinic", "Ward"]);
    assert_eq!(grid.dates.len(), 2);
    assert_eq!(notes(&grid, NoteKind::DateTwice).len(), 2);
}

#[test]
fn dates_a_week_apart_are_single_days_and_said_to_be() {
    let grid = read_week("3 Aug|10 Aug|17 Aug|24 Aug|31 Aug|7 Sep|14 Sep");
    assert_eq!(first_and_last(&grid), (date(2026, 8, 3), date(2026, 9, 14)));
    assert_eq!(notes(&grid, NoteKind::WeekApart).len(), 1);
}

#[test]
fn the_leap_day_is_a_date_in_its_year_only() {
    let day = |year: i16| Date::new(year, 2, 29).is_ok();
    assert!(day(2028) && !day(2026));
    let grid = grid(&[
        "Rota 2028",
        "Name|28 Feb|29 Feb|1 Mar",
        "Dr Amber Quill|LD|N|OFF",
        "Dr Bo Finch|N|LD|OFF",
    ]);
    assert_eq!(grid.dates[1], date(2028, 2, 29));
}

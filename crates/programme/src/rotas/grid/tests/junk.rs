use formats::table::{BookKind, Merge, RawBook, RawCell, RawSheet};
use jiff::civil::date;
use proptest::prelude::*;

use super::{TODAY, book, refusal, sheet};
use crate::rotas::grid::{DateOrder, Layout, People, choices, like, propose, read};

#[test]
fn a_workbook_without_a_grid_is_refused_with_a_sentence() {
    let wide = vec!["x"; 5_000].join("|");
    let wide_days = (0..5_000).map(|_| "1").collect::<Vec<_>>().join("|");
    for lines in [
        &[][..],
        &["Minutes of the meeting"],
        &["Name|Mon", "Dr Amber Quill|LD"],
        &[&wide, &wide],
        &[&wide_days],
        &["1", "2", "3"],
        &["3 Aug 2026", "4 Aug 2026", "5 Aug 2026"],
        &[
            "Name|3 Aug 2026|4 Aug 2026|5 Aug 2026",
            "Dr Amber Quill|LD|N|OFF",
        ],
        &["Name|3 Aug 2026|4 Aug 2026|5 Aug 2026"],
    ] {
        let sentence = refusal(lines);
        assert!(sentence.ends_with('.'), "{sentence}");
    }
    let error = propose(&book(vec![]), TODAY).expect_err("there is no sheet");
    assert_eq!(error.code(), crate::exchange::Code::X03);
}

#[test]
fn a_layout_that_points_nowhere_is_refused() {
    let rota = book(vec![sheet(
        "Rota",
        &["Name|3 Aug 2026", "Dr Amber Quill|LD"],
    )]);
    for (names, dates, first, last) in [(9, 0, 1, 1), (0, 9, 1, 1), (0, 0, 9, 9), (0, 0, 1, 0)] {
        let layout = Layout {
            sheet: "Rota".to_owned(),
            people: People::InRows,
            names,
            dates,
            first,
            last,
            order: DateOrder::DayFirst,
            year: None,
        };
        read(&rota, &layout).expect_err("nothing stands there");
    }
}

#[test]
fn one_doctor_is_read_where_a_person_says_so() {
    let rota = book(vec![sheet(
        "Rota",
        &["Name|3 Aug 2026|4 Aug 2026", "Dr Amber Quill|LD|N"],
    )]);
    let layout = Layout {
        sheet: "Rota".to_owned(),
        people: People::InRows,
        names: 0,
        dates: 0,
        first: 1,
        last: 1,
        order: DateOrder::DayFirst,
        year: None,
    };
    let grid = read(&rota, &layout).expect("there is a doctor with two days");
    assert_eq!(grid.entries.len(), 2);
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => Just(String::new()),
        2 => (1u32..40).prop_map(|number| number.to_string()),
        2 => (1u32..32, 1u32..14).prop_map(|(a, b)| format!("{a}/{b}")),
        2 => (1u32..32, 1u32..14, 2024u32..2029).prop_map(|(a, b, c)| format!("{a}/{b}/{c}")),
        1 => (1u32..33).prop_map(|day| format!("Wed {day} Aug")),
        2 => prop::sample::select(vec![
            "Mon", "T", "August 2026", "w/c 3 Aug", "Dr Amber Quill", "Finch, Bo", "Name", "Total", "Key", "LD",
            "LD = Long day 08:00-20:30", "ST3", "46239", "0800-2030", "w/c",
        ]).prop_map(str::to_owned),
        2 => "\\PC{0,12}",
    ]
}

fn cell() -> impl Strategy<Value = RawCell> {
    let day = prop::option::weighted(
        0.1,
        (0i64..4_000)
            .prop_map(|days| date(2020, 1, 1).saturating_add(jiff::Span::new().days(days))),
    );
    let fill = prop::option::weighted(0.1, 0u16..3);
    (text(), day, fill, prop::bool::weighted(0.05)).prop_map(|(text, day, fill, struck)| RawCell {
        text,
        day,
        fill,
        struck,
    })
}

fn any_sheet() -> impl Strategy<Value = RawSheet> {
    let rows = prop::collection::vec(prop::collection::vec(cell(), 0..12), 0..12);
    let merge = (0usize..14, 0usize..14, 0usize..14, 0usize..14);
    let merges = prop::collection::vec(merge, 0..4);
    (
        rows,
        merges,
        prop::sample::select(vec!["", "Aug 26", "Key", "2026"]),
    )
        .prop_map(|(rows, merges, name)| RawSheet {
            name: name.to_owned(),
            rows,
            merges: merges
                .into_iter()
                .map(|(first_row, first_column, last_row, last_column)| Merge {
                    first_row,
                    first_column,
                    last_row,
                    last_column,
                })
                .collect(),
            fills: vec!["FFFF00".to_owned()],
            hidden_rows: vec![1],
            hidden_columns: vec![2],
        })
}

fn any_book() -> impl Strategy<Value = RawBook> {
    prop::collection::vec(any_sheet(), 0..3).prop_map(|sheets| RawBook {
        kind: BookKind::Xlsx,
        sheets,
        encoding: None,
        warnings: vec![],
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_book_and_no_layout_makes_the_reading_fail_otherwise_than_with_a_sentence(
        book in any_book(),
        is_rows in any::<bool>(),
        place in (0usize..13, 0usize..13, 0usize..13, 0usize..13),
        year in prop::option::of(1990i16..2110),
    ) {
        choices(&book);
        if let Ok(layout) = propose(&book, TODAY) {
            like(&book, &layout);
            let _ = read(&book, &layout);
        }
        let layout = Layout {
            sheet: book.sheets.first().map_or(String::new(), |sheet| sheet.name.clone()),
            people: if is_rows { People::InRows } else { People::InColumns },
            names: place.0,
            dates: place.1,
            first: place.2,
            last: place.3,
            order: if is_rows { DateOrder::DayFirst } else { DateOrder::MonthFirst },
            year,
        };
        like(&book, &layout);
        if let Ok(grid) = read(&book, &layout) {
            prop_assert!(grid.entries.iter().all(|entry| entry.person < grid.people.len()));
            prop_assert!(grid.dates.is_sorted());
        }
    }
}

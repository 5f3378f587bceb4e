//! Every table in every format, and Table 2.

use super::*;
use crate::themes::{About, ThemeStatus};

#[test]
fn every_table_is_written_in_every_format() {
    let names: Vec<String> = all_files(&study()).into_iter().map(|(n, _)| n).collect();
    let mut expected = Vec::new();
    for stem in [
        "table1-summary",
        "table1-journal",
        "table2",
        "question-theme-matrix",
    ] {
        for ending in ["docx", "html", "csv", "xlsx"] {
            expected.push(format!("{stem}.{ending}"));
        }
    }
    expected.push("themes.svg".to_owned());
    assert_eq!(names, expected);
}

#[test]
fn equal_folders_give_equal_bytes() {
    assert!(all_files(&study()) == all_files(&study()));
}

#[test]
fn a_table_is_a_pdf_where_it_is_asked_for_and_nothing_that_no_table_is() {
    let written = tables(&study(), &[OutputFormat::Pdf], &TableOptions::default()).unwrap();
    let pdfs = written.iter().filter(|(name, _)| name.ends_with(".pdf"));
    assert_eq!(pdfs.clone().count(), 4);
    for (name, bytes) in pdfs {
        assert!(bytes.starts_with(b"%PDF-"), "{name}");
    }
    let error = tables(&study(), &[OutputFormat::Png], &TableOptions::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "table1-summary is not written as png; it is written as docx, pdf, html, csv, xlsx"
    );
    assert!("rtf".parse::<OutputFormat>().is_err());
}

#[test]
fn table_2_groups_quotes_and_writes_questions_in_full() {
    assert_eq!(
        csv(&study(), "table2.csv"),
        [
            ["theme", "subtheme", "facet", "quote", "research_questions"],
            [
                "Keeping the lamp",
                "Hands that know",
                "",
                "My hands were awake before me.",
                "What carries them; what does not?"
            ],
            [
                "Keeping the lamp",
                "Hands that know",
                "Night work",
                "You oil it before you think of oiling it.",
                "How do keepers of the lighthouse live with waiting?"
            ],
            [
                "Keeping the lamp",
                "Hands that know",
                "Night work",
                "=The stairs count themselves.",
                "How do keepers of the lighthouse live with waiting?"
            ],
            [
                "Keeping the lamp",
                "The fog",
                "Night work",
                "In fog you hear <everything> & nothing.",
                ""
            ],
            [
                "Nobody sails alone",
                "",
                "",
                "I wrote letters.\n\nNobody answered, and I wrote again.",
                "How do keepers of the lighthouse live with waiting? ; What carries them; what does not?"
            ],
        ]
    );
    let raw = String::from_utf8(file(&study(), "table2.csv")).unwrap();
    assert!(raw.contains(",'=The stairs"), "a formula was left bare");
}

#[test]
fn the_spreadsheet_repeats_what_csv_says() {
    let sheets = read_xlsx(&file(&study(), "table2.xlsx"), Limits::STUDY).unwrap();
    let (name, table) = &sheets[0];
    assert_eq!(name, "table2");
    let rows: Vec<&Vec<String>> = table.rows.iter().map(|row| &row.cells).collect();
    let expected = csv(&study(), "table2.csv");
    assert_eq!(rows, expected[1..].iter().collect::<Vec<_>>());
    assert_eq!(sheets[1].0, "about");
}

#[test]
fn a_name_repeated_under_the_same_name_is_merged_on_the_page() {
    let report = table2(&study()).report;
    let Block::Table(table) = &report.blocks[0] else {
        panic!("{report:?}")
    };
    let names = |row: &ReportRow| -> Vec<(String, usize)> {
        let ReportRow::Cells(cells) = row else {
            panic!("{row:?}")
        };
        let heads = cells.iter().filter(|cell| cell.row_head);
        heads
            .map(|cell| (cell.text[0].clone(), cell.row_span))
            .collect()
    };
    let name = |text: &str, rows| (text.to_owned(), rows);
    assert_eq!(
        table.rows.iter().map(names).collect::<Vec<_>>(),
        [
            vec![name("Keeping the lamp", 4), name("Hands that know", 1)],
            vec![name("Hands that know – Night work", 2)],
            vec![],
            vec![name("The fog – Night work", 1)],
            vec![name("Nobody sails alone", 1), name("", 1)],
        ]
    );
}

#[test]
fn quotes_under_what_was_dropped_are_printed_nowhere() {
    let mut folder = study();
    folder.themes = vec![About {
        path: vec!["Keeping the lamp".to_owned(), "Hands that know".to_owned()],
        concept: String::new(),
        story: String::new(),
        status: ThemeStatus::Dropped,
    }];
    let printed: Vec<&str> = folder
        .printed_quotes()
        .map(|one| one.text.as_str())
        .collect();
    assert_eq!(printed.len(), 2, "{printed:?}");
    assert_eq!(folder.shown_quotes().count(), 5);
    let names = ["table2.csv", "question-theme-matrix.csv", "themes.svg"];
    for (name, bytes) in all_files(&folder) {
        let text = String::from_utf8_lossy(&bytes);
        if names.contains(&name.as_str()) {
            assert!(!text.contains("Hands that know"), "{name}");
            assert!(text.contains("Keeping the lamp"), "{name}");
        }
    }
}

//! The outputs of one invented study of 13 participants.

use super::*;
use crate::folder::{ReadOptions, StudyFolder, read};
use formats::report::{Block, ReportRow};
use formats::table::{Limits, read_csv, read_xlsx};
use proptest::prelude::*;
use std::collections::BTreeSet;

const QUESTIONS: &str = "id,question\n\
    RQ1,How do keepers of the lighthouse live with waiting?\n\
    RQ2,\"What carries them; what does not?\"\n\
    RQ3,What would they tell a new keeper?\n";

const QUOTES: &str = "theme,subtheme,facet,quote,research_questions,participant\n\
    Keeping the lamp,Hands that know,Night work,“You oil it before you think of oiling it.”,RQ1,L01\n\
    Nobody sails alone,,,\"I wrote letters.\n\nNobody answered, and I wrote again.\",RQ1;RQ2,L02\n\
    Keeping the lamp,Hands that know,,“My hands were awake before me.”,RQ2,L03\n\
    Keeping the lamp,The fog,Night work,“In fog you hear <everything> & nothing.”,,L01\n\
    Keeping the lamp,Hands that know,Night work,=The stairs count themselves.,RQ1,H01\n";

fn participants() -> Vec<String> {
    let mut rows: Vec<String> = (1..=8)
        .map(|n| {
            format!(
                "L0{n},keepers,woman,{n}/3/2031,{} minutes {n} seconds,",
                40 + 2 * n
            )
        })
        .collect();
    rows.push("H01,harbour office,man,2031-04,1 h 5 min,".to_owned());
    rows.push("H02,harbour office,man,3 May 2031,PT33M,".to_owned());
    rows.push("N01,not offered,man,2031-05-04,0:38:10,".to_owned());
    rows.push("N02,not offered,,Did not participate,,".to_owned());
    rows.push("N03,not offered,woman,,,agreed".to_owned());
    rows
}

fn folder_of(participants: &[String], quotes: &str) -> StudyFolder {
    let header = "participant,cohort,gender,interview_date,interview_length,status";
    let participants = format!("{header}\n{}\n", participants.join("\n"));
    let files = [
        ("participants.csv", participants.as_str()),
        ("research_questions.csv", QUESTIONS),
        ("quotes.csv", quotes),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    read(files.into(), &ReadOptions::default()).unwrap()
}

fn study() -> StudyFolder {
    folder_of(&participants(), QUOTES)
}

fn all_files(folder: &StudyFolder) -> Vec<(String, Vec<u8>)> {
    tables(folder, &OutputFormat::DEFAULT, &TableOptions::default()).unwrap()
}

fn file(folder: &StudyFolder, name: &str) -> Vec<u8> {
    let mut files = all_files(folder).into_iter();
    files.find(|(file, _)| file == name).unwrap().1
}

fn csv(folder: &StudyFolder, name: &str) -> Vec<Vec<String>> {
    let table = read_csv(&file(folder, name), Limits::STUDY).unwrap();
    let rows = table.rows.into_iter().map(|row| row.cells);
    [table.header].into_iter().chain(rows).collect()
}

fn notes(output: &Output) -> String {
    let notes = output.report.blocks.iter().filter_map(|block| match block {
        Block::Note(text) => Some(text.as_str()),
        _ => None,
    });
    notes.collect::<Vec<_>>().join(" ")
}

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
fn pdf_is_refused_by_name() {
    let error = tables(&study(), &[OutputFormat::Pdf], &TableOptions::default()).unwrap_err();
    assert!(matches!(error, Error::Pdf));
    assert!("pdf".parse::<OutputFormat>().is_ok());
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
fn the_summary_counts_cohorts_and_tells_only_facts_of_the_design() {
    let lines = csv(&study(), "table1-summary.csv");
    assert_eq!(
        lines[1],
        ["keepers", "8", "8", "0", "2031-03", "2031-03", "", "", ""]
    );
    assert_eq!(
        lines[2],
        [
            "harbour office",
            "2",
            "2",
            "0",
            "2031-04",
            "2031-05",
            "",
            "",
            ""
        ]
    );
    assert_eq!(
        lines[3],
        [
            "not offered",
            "3",
            "1",
            "2",
            "2031-05",
            "2031-05",
            "",
            "",
            ""
        ]
    );
    assert_eq!(
        lines[4],
        [
            "Whole study",
            "13",
            "11",
            "2",
            "2031-03",
            "2031-05",
            "30",
            "65",
            "collected, not shown"
        ]
    );
}

#[test]
fn gender_totals_need_the_consent_and_five_in_each_cell() {
    let named = TableOptions {
        consent_names_gender: true,
        ..TableOptions::default()
    };
    let gender = |rows: &[String], options: &TableOptions| {
        let folder = folder_of(rows, QUOTES);
        notes(&table1_summary(&folder, options))
    };
    let mut rows = participants();
    assert!(
        gender(&rows, &named).contains("collected, not shown"),
        "three men are few"
    );
    for row in &mut rows[..2] {
        *row = row.replace("woman", "man");
    }
    assert!(gender(&rows, &TableOptions::default()).contains("collected, not shown"));
    assert!(gender(&rows, &named).contains("man 5, woman 6"));
    for row in &mut rows {
        *row = row.replace(",woman,", ",,").replace(",man,", ",,");
    }
    assert!(gender(&rows, &named).contains("not collected"));
}

#[test]
fn the_journal_table_has_a_row_per_person_and_own_labels() {
    let rows = csv(&study(), "table1-journal.csv");
    assert_eq!(rows.len(), 14);
    let ids: BTreeSet<String> = study()
        .participants
        .into_iter()
        .map(|p| p.participant)
        .collect();
    for row in &rows[1..] {
        assert!(row.iter().all(|cell| !ids.contains(cell)), "{row:?}");
        assert_eq!(row[6], "working table, not released");
    }
    let missing = rows
        .iter()
        .find(|row| row[5] == "did_not_participate")
        .unwrap();
    assert_eq!((missing[3].as_str(), missing[4].as_str()), ("", ""));
    let dates: BTreeSet<&str> = rows[1..].iter().map(|row| row[3].as_str()).collect();
    assert_eq!(dates, BTreeSet::from(["", "2031-03", "2031-04", "2031-05"]));
}

#[test]
fn days_are_printed_only_when_asked_for() {
    let options = TableOptions {
        days: true,
        ..TableOptions::default()
    };
    let rows = journal_rows(&study(), options.days);
    let printed: Vec<String> = rows
        .iter()
        .filter_map(|r| r.date)
        .map(|d| d.to_string())
        .collect();
    assert!(printed.contains(&"2031-03-08".to_owned()));
    assert!(printed.contains(&"2031-04".to_owned()));
}

#[test]
fn the_order_of_the_journal_table_is_not_the_order_of_the_file() {
    let folder = study();
    let lengths: Vec<_> = journal_rows(&folder, false)
        .iter()
        .map(|row| row.length)
        .collect();
    let in_file: Vec<_> = folder.participants.iter().map(|p| p.length).collect();
    assert_ne!(lengths, in_file);
    let mut turned = participants();
    turned[..8].reverse();
    let turned: Vec<_> = journal_rows(&folder_of(&turned, QUOTES), false);
    assert_eq!(turned, journal_rows(&folder, false));
}

#[test]
fn exchanging_two_rows_of_table_1_leaves_the_other_outputs_as_they_are() {
    let mut rows = participants();
    let (one, other) = (
        rows[0].split_once(',').unwrap().1,
        rows[4].split_once(',').unwrap().1,
    );
    (rows[0], rows[4]) = (format!("L01,{other}"), format!("L05,{one}"));
    let (before, after) = (study(), folder_of(&rows, QUOTES));
    assert_ne!(before.participants, after.participants);
    for (name, bytes) in all_files(&before) {
        if !name.starts_with("table1-journal") {
            assert!(bytes == file(&after, &name), "{name} changed");
        }
    }
}

#[test]
fn exchanging_the_quotes_of_two_participants_leaves_table_1_as_it_is() {
    let quotes = QUOTES
        .replace("L01", "L0x")
        .replace("L03", "L01")
        .replace("L0x", "L03");
    let after = folder_of(&participants(), &quotes);
    for (name, bytes) in all_files(&study()) {
        assert!(bytes == file(&after, &name), "{name} changed");
    }
}

#[test]
fn nobody_who_withdrew_is_quoted_counted_or_tabled() {
    let mut withdrawn = participants();
    withdrawn[0] = "L01,keepers,woman,,,withdrawn".to_owned();
    let without_rows = &participants()[1..];
    let without_quotes: String = QUOTES
        .lines()
        .filter(|line| !line.ends_with(",L01"))
        .map(|line| format!("{line}\n"))
        .collect();
    let withdrawn = all_files(&folder_of(&withdrawn, QUOTES));
    assert!(withdrawn == all_files(&folder_of(without_rows, &without_quotes)));
}

#[test]
fn the_matrix_shows_empty_rows_and_quotes_without_a_question() {
    assert_eq!(
        csv(&study(), "question-theme-matrix.csv"),
        [
            [
                "id",
                "question",
                "Keeping the lamp",
                "Nobody sails alone",
                "all quotes"
            ],
            [
                "RQ1",
                "How do keepers of the lighthouse live with waiting?",
                "2",
                "1",
                "3"
            ],
            ["RQ2", "What carries them; what does not?", "1", "1", "2"],
            ["RQ3", "What would they tell a new keeper?", "0", "0", "0"],
            ["", "No question", "1", "0", "1"],
            ["", "All quotes", "4", "1", "5"],
        ]
    );
    let notes = notes(&question_theme_matrix(&study()));
    assert!(notes.contains("Without a quote: RQ3."));
    assert!(notes.contains("fewer than 10"));
}

#[test]
fn cohorts_are_heard_only_from_ten_interviews_each_on() {
    let rows = |keepers: usize| -> Vec<String> {
        let row = |id: String, cohort| format!("{id},{cohort},,2031-03,40 min,");
        let keepers = (1..=keepers).map(|n| row(format!("L{n:02}"), "keepers"));
        keepers
            .chain((1..=10).map(|n| row(format!("H{n:02}"), "harbour")))
            .collect()
    };
    assert_eq!(
        Matrix::of(&folder_of(&rows(9), QUOTES)).heard,
        Heard::TooSmall
    );
    let matrix = Matrix::of(&folder_of(&rows(10), QUOTES));
    assert_eq!(matrix.heard, Heard::Shown);
    assert_eq!(matrix.questions[0].cohorts, ["harbour", "keepers"]);
    assert_eq!(matrix.questions[1].cohorts, ["keepers"]);
    let anonymous = QUOTES.replace(",L02", ",");
    assert_eq!(
        Matrix::of(&folder_of(&rows(10), &anonymous)).heard,
        Heard::Unknown
    );
}

#[test]
fn no_output_waits_for_a_missing_part() {
    let empty_quotes = "theme,subtheme,facet,quote,research_questions\n";
    for folder in [
        folder_of(&[], empty_quotes),
        folder_of(&participants(), empty_quotes),
        folder_of(
            &["N01,invited only,,,,".to_owned()],
            "theme,subtheme,facet,quote,research_questions\nOnly a theme,,,Words,\n",
        ),
    ] {
        assert_eq!(all_files(&folder).len(), 17);
    }
}

#[test]
fn the_theme_overview_is_text_with_a_description_and_without_styles() {
    let svg = String::from_utf8(file(&study(), "themes.svg")).unwrap();
    for part in [
        "<title id=\"themes-title\">2 themes, 2 subthemes and 2 facets</title>",
        "Theme: Keeping the lamp. Subthemes: Hands that know (facets: Night work); The fog (facets: Night work).",
        "role=\"img\"",
        ">Nobody sails alone</tspan>",
        "working table, not released",
    ] {
        assert!(svg.contains(part), "{part} is missing from {svg}");
    }
    assert!(!svg.contains("style") && !svg.contains("<script"));
}

#[test]
fn markup_in_a_name_stays_text_in_the_drawing() {
    let quotes = "theme,subtheme,facet,quote,research_questions\n\"<script>&\u{1}\",,,Words,\n";
    let svg = themes_svg(&folder_of(&participants(), quotes));
    assert!(svg.contains("&lt;script&gt;&amp;\u{fffd}"));
}

#[test]
fn every_page_and_workbook_says_that_it_is_not_released() {
    for (name, bytes) in all_files(&study()) {
        if name.ends_with(".html") || name.ends_with(".svg") {
            let text = String::from_utf8(bytes).unwrap();
            assert!(
                text.contains(", working table, not released, content "),
                "{name}"
            );
        }
    }
    let sheets = read_xlsx(&file(&study(), "table1-journal.xlsx"), Limits::STUDY).unwrap();
    let about = sheets[1].1.rows.last().unwrap();
    assert!(about.cells[0].starts_with("Enid "));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_page_shows_a_participant_id(names in prop::collection::vec("[A-Za-z ]{1,30}", 1..5)) {
        let mut quotes = "theme,subtheme,facet,quote,research_questions,participant\n".to_owned();
        for (name, number) in names.iter().zip(1..) {
            quotes.push_str(&format!("T{name},S{name},,Words {number},RQ1,L0{number}\n"));
        }
        let folder = folder_of(&participants(), &quotes);
        for (name, bytes) in tables(&folder, &[OutputFormat::Csv, OutputFormat::Html], &TableOptions::default()).unwrap() {
            let text = String::from_utf8(bytes).unwrap();
            prop_assert!(!text.contains("L01") && !text.contains("N02"), "{}", name);
        }
    }
}

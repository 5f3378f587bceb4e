//! The matrix and the overview of themes, and what no page may show.

use super::*;
use proptest::prelude::*;

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
fn r6_cohorts_are_heard_only_from_ten_interviews_each_on() {
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

//! Table 1 in both forms, and what it must not tell.

use super::*;
use std::collections::BTreeSet;

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
fn r6_gender_totals_need_the_consent_and_five_in_each_cell() {
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

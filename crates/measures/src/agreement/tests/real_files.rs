//! Data whose answers are published, from the shared data. Skipped, with a note, where those are missing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::*;

pub(super) fn shared(file: &str) -> Option<String> {
    let root = match std::env::var_os("ENID_SHARED_DATA") {
        Some(root) => PathBuf::from(root),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
    };
    let found = std::fs::read_to_string(root.join(file)).ok();
    if found.is_none() {
        println!("skipped: shared data not found");
    }
    found
}

/// The cells below the header; none of these files quotes a cell.
fn table(text: &str) -> Vec<Vec<Option<String>>> {
    let cell = |text: &str| {
        let text = text.trim();
        (!matches!(text, "" | "." | "NA")).then(|| text.to_owned())
    };
    let rows = text.lines().skip(1).filter(|line| !line.is_empty());
    rows.map(|line| line.split(',').map(cell).collect())
        .collect()
}

/// The cells as numbers, without the column that names the units.
fn numbers_of(text: &str) -> Ratings {
    let number = |cell: Option<String>| cell.map(|text| text.parse::<f64>().unwrap());
    let rows = table(text).into_iter();
    let rows: Vec<Vec<Option<f64>>> = rows
        .map(|row| row.into_iter().skip(1).map(number).collect())
        .collect();
    Ratings::numbers(&rows).unwrap()
}

fn alphas(file: &str, expected: [f64; 4]) {
    let Some(text) = shared(file) else { return };
    let ratings = numbers_of(&text);
    let levels = [
        Level::Nominal,
        Level::Ordinal,
        Level::Interval,
        Level::Ratio,
    ];
    for (level, expected) in levels.into_iter().zip(expected) {
        near(alpha(&ratings, level).unwrap().value, expected);
    }
}

#[test]
fn alpha_of_the_example_of_hayes_and_krippendorff() {
    let expected = [0.4765, 0.7598, 0.7574, 0.6621];
    alphas("agreement/hayes-krippendorff-2007.csv", expected);
}

#[test]
fn alpha_of_three_coders_with_many_cells_missing() {
    let expected = [0.6914, 0.8067, 0.8108, 0.8089];
    alphas("agreement/krippendorff_wikipedia_3coders.csv", expected);
}

#[test]
fn fleiss_kappa_of_thirty_patients_and_six_psychiatrists() {
    let Some(text) = shared("agreement/irr_diagnoses.csv") else {
        return;
    };
    let ratings = Ratings::words(&table(&text)).unwrap();
    let found = fleiss(&ratings).unwrap();
    near(found.value, 0.4302);
    assert_eq!((found.units, ratings.raters()), (30, 6));
}

#[test]
fn fleiss_kappa_of_twenty_ratings_of_anxiety_is_below_chance() {
    let Some(text) = shared("agreement/irr_anxiety.csv") else {
        return;
    };
    let found = fleiss(&Ratings::words(&table(&text)).unwrap()).unwrap();
    near(found.value, -0.0411);
    assert_eq!(found.units, 20);
}

/// A cross table of husbands and wives, against kappa by the letter of its definition.
#[test]
fn cohens_kappa_of_a_cross_table_of_ninety_one_couples() {
    let Some(text) = shared("stats/rdatasets/vcd_SexualFun.csv") else {
        return;
    };
    let mut rows = Vec::new();
    let (mut table, mut all) = (BTreeMap::new(), 0.0);
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').map(|cell| cell.trim_matches('"')).collect();
        let times: usize = cells[3].parse().unwrap();
        let (one, other) = (cells[1].to_lowercase(), cells[2].to_lowercase());
        all += times as f64;
        *table.entry((one.clone(), other.clone())).or_insert(0.0) += times as f64;
        rows.extend(std::iter::repeat_n(vec![Some(one), Some(other)], times));
    }
    let sum = |keep: &dyn Fn(&(String, String)) -> bool| -> f64 {
        let kept = table.iter().filter(|(key, _)| keep(key));
        kept.map(|(_, times)| times).sum::<f64>() / all
    };
    let observed = sum(&|(one, other)| one == other);
    let values = ["never fun", "fairly often", "very often", "always fun"];
    let chance: f64 = values
        .iter()
        .map(|value| sum(&|key| key.0 == *value) * sum(&|key| key.1 == *value))
        .sum();
    let found = cohen(&Ratings::words(&rows).unwrap()).unwrap();
    assert_eq!((found.units, found.categories), (91, 4));
    near(found.value, (observed - chance) / (1.0 - chance));
    near(found.value, 0.1293);
}

/// The simple form of AnnoMI holds each utterance once, with one value: the second opinions on some of its dialogues are in
/// another file. Whoever reads it must be told that there is nothing to compare, not that all agree.
#[test]
fn a_file_in_which_nothing_is_annotated_twice_has_no_figure() {
    let Some(text) = shared("studies/annomi/AnnoMI-simple.csv") else {
        return;
    };
    let mut units: BTreeMap<(String, String), Vec<Option<String>>> = BTreeMap::new();
    for record in records(&text).into_iter().skip(1) {
        let unit = (record[0].clone(), record[5].clone());
        let given = units.entry(unit).or_default();
        given.push(Some(record[9].clone()));
    }
    assert_eq!(units.len(), 9_699);
    let rows: Vec<Vec<Option<String>>> = units.into_values().collect();
    let ratings = Ratings::words(&rows).unwrap();
    assert_eq!(ratings.raters(), 1);
    for found in [percent(&ratings), fleiss(&ratings)] {
        assert!(matches!(found, Err(Problem::NothingToCompare { .. })));
    }
    assert!(alpha(&ratings, Level::Nominal).is_err());
}

/// The records of a CSV file with quoted cells.
fn records(text: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut cell, mut quoted) =
        (Vec::new(), Vec::new(), String::new(), false);
    for sign in text.chars() {
        match sign {
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
            }
            '\r' if !quoted => {}
            sign => cell.push(sign),
        }
    }
    records
}

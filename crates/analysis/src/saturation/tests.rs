//! Promises of the saturation kit.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use formats::table::{Limits, Table, read_csv, read_xlsx};
use jiff::civil::date;
use proptest::prelude::*;
use study::dates::{InterviewDate, Month};
use study::documents::Kind;
use uuid::Uuid;

use super::*;
use crate::codings::{Coded, Coding, Material};

fn sets(interviews: &[&str]) -> Vec<std::collections::BTreeSet<char>> {
    let interviews = interviews.iter();
    interviews.map(|codes| codes.chars().collect()).collect()
}

fn figures<C>(steps: &[Step<'_, C>]) -> Vec<(usize, usize, usize)> {
    let steps = steps.iter();
    let figures = steps.map(|step| (step.codes, step.new.len(), step.cumulative));
    figures.collect()
}

#[test]
fn each_code_is_new_once_in_the_first_interview_that_has_it() {
    let sets = sets(&["ab", "b", "", "bcd", "a"]);
    let steps = curve(&sets);
    assert_eq!(
        figures(&steps),
        [(2, 2, 2), (1, 0, 2), (0, 0, 2), (3, 2, 4), (1, 0, 4)]
    );
    assert_eq!(steps[3].new, [&'c', &'d']);
    assert!(curve::<char>([]).is_empty());
}

proptest! {
    #[test]
    fn the_last_step_counts_every_code_whatever_the_order(interviews in prop::collection::vec("[a-h]{0,5}", 0..9)) {
        let texts: Vec<&str> = interviews.iter().map(String::as_str).collect();
        let forth = sets(&texts);
        let back: Vec<_> = forth.iter().rev().collect();
        let (one, other) = (curve(&forth), curve(back));
        let all: std::collections::BTreeSet<char> = forth.iter().flatten().copied().collect();
        for steps in [&one, &other] {
            prop_assert_eq!(steps.last().map_or(0, |step| step.cumulative), all.len());
            prop_assert_eq!(steps.iter().map(|step| step.new.len()).sum::<usize>(), all.len());
        }
    }

    #[test]
    fn no_bytes_stop_the_reader_of_matrices(text in "[a :0-9,;\"\n]{0,60}") {
        if let Ok(table) = read_csv(text.as_bytes(), Limits::STUDY) {
            let _ = read_matrix(&table);
        }
    }
}

fn table(text: &str) -> Table {
    read_csv(text.as_bytes(), Limits::STUDY).unwrap()
}

#[test]
fn a_matrix_names_its_codes_and_interviews_without_what_nvivo_counts_them_by() {
    let text = ",A : Int01,B : Int02\n1 : Beauty,2,0\n2 : Killing: mentions,,1\nPlan A : B,1,1\n";
    let found = read_matrix(&table(text)).unwrap();
    let names: Vec<&str> = found.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Int01", "Int02"]);
    let codes = |place: usize| found[place].codes.iter().map(String::as_str);
    assert_eq!(codes(0).collect::<Vec<_>>(), ["Beauty", "Plan A : B"]);
    assert_eq!(
        codes(1).collect::<Vec<_>>(),
        ["Killing: mentions", "Plan A : B"]
    );
}

#[test]
fn a_matrix_that_cannot_be_read_names_row_and_column() {
    for (text, row, column, words) in [
        ("code\nBeauty\n", 1, "code", "there is no interview"),
        (
            ",Int01\nBeauty,often\n",
            2,
            "Int01",
            "\"often\" is no count",
        ),
        (",Int01\nBeauty,-1\n", 2, "Int01", "is no count"),
        (",Int01\nBeauty,1\n1 : Beauty,0\n", 3, "1", "row 2"),
        (",Int01\n ,1\n", 2, "1", "no name"),
    ] {
        let fault = read_matrix(&table(text)).unwrap_err();
        assert_eq!((fault.row, fault.column.as_str()), (row, column), "{fault}");
        assert!(fault.said.contains(words), "{fault}");
    }
}

/// Fifteen interviews of a published study, from the matrices its analysts took out of NVivo. Skipped, with a note, where
/// the shared data are missing.
#[test]
fn the_curve_of_a_published_study_is_found_again_from_its_matrices() {
    let root = match std::env::var_os("ENID_SHARED_DATA") {
        Some(root) => PathBuf::from(root),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
    };
    let Ok(entries) = std::fs::read_dir(root.join("studies/insect_saturation")) else {
        println!("skipped: shared data not found");
        return;
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| {
            path.file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .starts_with("Int")
        })
        .collect();
    paths.sort();
    let mut interviews = Vec::new();
    for path in &paths {
        let sheets = read_xlsx(&std::fs::read(path).unwrap(), Limits::STUDY).unwrap();
        interviews.extend(read_matrix(&sheets[0].1).unwrap());
    }
    assert_eq!(interviews[12].name, "Int13_ID14");
    let steps = curve(interviews.iter().map(|one| &one.codes));
    let published = [
        (5, 5, 5),
        (4, 4, 9),
        (4, 3, 12),
        (2, 1, 13),
        (4, 1, 14),
        (3, 1, 15),
        (4, 0, 15),
        (3, 1, 16),
        (4, 0, 16),
        (2, 0, 16),
        (3, 1, 17),
        (3, 0, 17),
        (4, 1, 18),
        (4, 0, 18),
        (3, 0, 18),
    ];
    assert_eq!(figures(&steps), published);
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn document(number: u128, kind: Kind, codes: &[u128]) -> Coded {
    let coding = |code: &u128| Coding {
        start: 0,
        end: 1,
        code: id(*code),
        member: id(1),
        id: id(100 + code),
        first: 0,
        last: 0,
    };
    Coded {
        id: id(number),
        handle: format!("D{number}"),
        kind,
        cohort: Some("members".to_owned()),
        participant: Some(id(1000 + number)),
        turns: Vec::new().into(),
        codings: codes.iter().map(coding).collect(),
    }
}

#[test]
fn field_notes_are_no_interviews_and_what_has_no_place_is_beside_the_order() {
    let material = Material::new(
        vec![
            document(1, Kind::Transcript, &[7, 7, 8]),
            document(2, Kind::FieldNote, &[9]),
            document(3, Kind::Transcript, &[8]),
            document(4, Kind::Transcript, &[7]),
        ],
        BTreeMap::new(),
    );
    let all = interviews(&material);
    let handles = |list: &[&Interview]| -> Vec<String> {
        list.iter().map(|one| one.handle.clone()).collect()
    };
    assert_eq!(handles(&all.iter().collect::<Vec<_>>()), ["D1", "D3", "D4"]);
    assert_eq!(all[0].codes.len(), 2);
    let places = BTreeMap::from([(id(1), 5), (id(4), 2)]);
    let found = ordered(&all, |one| places.get(&one.document).copied());
    assert_eq!(handles(&found.placed), ["D4", "D1"]);
    assert_eq!(handles(&found.unplaced), ["D3"]);
    let tied = ordered(&all, |_| Some(0));
    assert_eq!(handles(&tied.placed), ["D1", "D3", "D4"]);
}

#[test]
fn an_interview_of_which_only_the_month_is_known_is_after_no_day_of_that_month() {
    let day = date(2031, 3, 9);
    let month = |month| InterviewDate::Month(Month::new(2031, month).unwrap());
    assert_eq!(
        after(InterviewDate::Day(date(2031, 3, 10)), day),
        Some(true)
    );
    assert_eq!(after(InterviewDate::Day(day), day), Some(false));
    assert_eq!(after(month(2), day), Some(false));
    assert_eq!(after(month(3), day), None);
    assert_eq!(after(month(4), day), Some(true));
}

#[test]
fn a_theme_has_the_voices_of_all_that_stands_below_it() {
    let path = |names: &str| -> Vec<String> { names.split(" > ").map(str::to_owned).collect() };
    let places = [
        "Door",
        "Door > Open",
        "Door > Open > Night",
        "Door > Shut",
        "Rota",
    ];
    let quotes = [
        (path("Door > Open > Night"), Some("M1")),
        (path("Door > Open > Night"), Some("M1")),
        (path("Door > Shut"), Some("M2")),
        (path("Rota"), Some("M2")),
        (path("Rota"), None),
    ];
    let found = contributions(places.map(path), &quotes);
    let shown: Vec<(usize, usize)> = found
        .iter()
        .map(|one| (one.voices.len(), one.unknown))
        .collect();
    assert_eq!(shown, [(2, 0), (1, 0), (1, 0), (1, 0), (1, 1)]);
    assert_eq!(found[0].voices["M1"], 2);
    let single: Vec<String> = one_voice(&found)
        .iter()
        .map(|one| one.path.join(" > "))
        .collect();
    assert_eq!(single, ["Door > Open > Night", "Door > Shut"]);
}

use formats::table::{Limits, read_csv};
use study::problem::{Code as Fault, Problem};

use super::*;

fn read(rows: &str) -> (Vec<Code>, Vec<Problem>) {
    let text = format!("code,definition,parent\n{rows}");
    parse(
        "codes.csv",
        &read_csv(text.as_bytes(), Limits::STUDY).unwrap(),
    )
}

#[test]
fn equal_names_may_stand_under_different_parents_and_are_then_named_by_their_path() {
    let (codes, problems) = read("A,,\nB,,\nC,,A\nC,,B\nD,,B > C\n");
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(codes[4].path, ["B", "C", "D"]);
}

#[test]
fn an_unknown_or_ambiguous_parent_and_a_second_row_are_refused_in_their_rows() {
    let (_, problems) = read("A,,\nB,,\nC,,A\nC,,B\nD,,C\nE,,F\nA,,\n");
    let found: Vec<_> = problems.iter().map(|p| (p.code, p.row)).collect();
    assert_eq!(
        found,
        [
            (Some(Fault::E07), Some(6)),
            (Some(Fault::E07), Some(7)),
            (Some(Fault::E03), Some(8))
        ]
    );
}

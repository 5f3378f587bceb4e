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

#[test]
fn a_file_without_colours_says_nothing_of_them_and_one_with_them_names_each() {
    let (codes, _) = read("A,,\n");
    assert_eq!(codes[0].colour, None);
    let text = "colour,code,definition,parent\n Teal,A,,\n,B,,\npuce,C,,\n";
    let table = read_csv(text.as_bytes(), Limits::STUDY).unwrap();
    let (codes, problems) = parse("codes.csv", &table);
    let colours: Vec<_> = codes.iter().map(|code| code.colour).collect();
    assert_eq!(colours, [Some(Some(Colour::Teal)), Some(None)]);
    let found: Vec<_> = problems.iter().map(|p| (p.code, p.row)).collect();
    assert_eq!(found, [(Some(Fault::E11), Some(4))]);
}

#[test]
fn a_code_that_was_written_before_there_were_colours_is_read_and_written_as_it_was() {
    let old = r#"{"name":{"id":"00000000-0000-0000-0000-000000000001","seal":""},"definition":null,"parent":null,"position":16,"level":"","origin":"","status":"active","merged_into":null}"#;
    let code: CodeState = serde_json::from_str(old).unwrap();
    assert_eq!(code.colour, None);
    assert_eq!(serde_json::to_string(&code).unwrap(), old);
}

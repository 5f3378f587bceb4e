//! `enid study match-interviewers`: from the file to the pairs, or to what is in the way.

use serde_json::json;

use super::Folder;

const HEADER: &str = "participant,cohort,interviewer,relation,capacity,confirmed\n";
const FULL: &str = "K1,members,I1,knows,2,\nK1,members,I2,none,2,\nK2,members,I1,none,2,yes\nK2,members,I2,none,2,\n";
const BLOCKED: &str = "K1,members,I2,none,2,\nK2,members,I2,none,2,\nK3,others,I2,none,2,\nK3,others,I1,works_with,4,\nK1,members,I1,,4,\n";

fn folder(rows: &str) -> Folder {
    Folder::with(&[("matching.csv", format!("{HEADER}{rows}").as_bytes())])
}

#[test]
fn a_full_match_names_the_pairs_and_ends_with_0() {
    let said = folder(FULL).enid("study match-interviewers matching.csv");
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.starts_with("matched  2 of 2\n"), "{said:?}");
    let found = folder(FULL)
        .enid("study match-interviewers matching.csv --format json")
        .json(0);
    assert_eq!(
        found["pairs"],
        json!([
            {"participant": "K1", "cohort": "members", "interviewer": "I2", "confirmed": false},
            {"participant": "K2", "cohort": "members", "interviewer": "I1", "confirmed": true},
        ])
    );
    assert_eq!(found["unmatched"], json!([]));
    assert_eq!(found["blocking"], json!(null));
}

#[test]
fn without_a_full_match_it_says_in_words_what_is_in_the_way_and_ends_with_1() {
    let words = "these 3 participants (K1, K2 and K3) can only be seen by I2, who has room for 2";
    let said = folder(BLOCKED).enid("study match-interviewers matching.csv");
    assert_eq!(said.code, 1, "{said:?}");
    assert!(
        said.out.contains(&format!("in the way: {words}\n")),
        "{said:?}"
    );
    assert!(said.out.contains("  I2 takes 1 more\n"), "{said:?}");
    let found = folder(BLOCKED)
        .enid("study match-interviewers matching.csv --format json")
        .json(1);
    assert_eq!(found["blocking"]["words"], json!(words));
    assert_eq!(found["blocking"]["interviewers"], json!(["I2"]));
    assert_eq!(found["blocking"]["room"], json!(2));
    assert_eq!(found["blocking"]["ways"][0], json!("I2 takes 1 more"));
}

#[test]
fn a_file_that_cannot_be_read_is_told_with_its_places_and_ends_with_2() {
    for (rows, told) in [
        ("K1,members,I1,cousin,2,\n", "matching.csv:2:relation E11"),
        (
            "K1,members,I1,knows,2,yes\n",
            "matching.csv:2:confirmed E11",
        ),
        ("K1,members\n", "matching.csv:2 E12"),
    ] {
        let said = folder(rows).enid("study match-interviewers matching.csv");
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.err.contains(told), "{said:?}");
        assert!(said.out.is_empty(), "{said:?}");
    }
    let said = folder("").enid("study match-interviewers nothing.csv");
    assert_eq!(said.code, 2, "{said:?}");
}

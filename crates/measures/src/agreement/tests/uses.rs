//! Several codes a unit: worked by hand, and the sheets of a published study.

use std::collections::BTreeSet;

use super::real_files::shared;
use super::*;

/// Units as "first's codes / second's codes".
fn units<'a>(units: &[&'a str]) -> Vec<Uses<'a>> {
    let codes = |text: &'a str| text.split_whitespace().collect::<BTreeSet<_>>();
    let unit = |unit: &&'a str| {
        let (one, other) = unit.split_once('/').unwrap();
        [codes(one), codes(other)]
    };
    units.iter().map(unit).collect()
}

#[test]
fn shares_of_uses_are_those_worked_by_hand() {
    // Four uses against five, three of them shared; the unit without codes of the second is no disagreement.
    let figure = code_uses(&units(&["a b / a", "a / a b", "c / c d", "b /"])).unwrap();
    assert_eq!((figure.units, figure.left_out), (3, 1));
    assert_eq!((figure.ratings, figure.categories), (9, 4));
    near(figure.observed, 3.0 / 5.0);
    let chance = (2.0 / 4.0) * (2.0 / 5.0) + (1.0 / 4.0) * (1.0 / 5.0) + (1.0 / 4.0) * (1.0 / 5.0);
    near(figure.expected.unwrap(), chance);
    near(figure.value, 1.0 - (1.0 - 0.6) / (1.0 - chance));
}

#[test]
fn equal_sheets_agree_wholly_and_swapping_them_changes_nothing() {
    let alike = units(&["a b / a b", "c / c"]);
    near(code_uses(&alike).unwrap().value, 1.0);
    let one = units(&["a b / a", "c / b c"]);
    let other = units(&["a / a b", "b c / c"]);
    assert_eq!(code_uses(&one), code_uses(&other));
}

#[test]
fn there_is_no_figure_where_nothing_was_coded_twice_or_one_code_is_all_there_is() {
    let nothing = Problem::NothingToCompare {
        needed: "codes of both",
    };
    assert_eq!(code_uses(&units(&["a /", "/ a"])), Err(nothing.clone()));
    assert_eq!(code_uses(&[]), Err(nothing));
    assert_eq!(code_uses(&units(&["a / a"])), Err(Problem::AllAlike));
}

/// The codes in the columns after the answer of a unit, by unit; cells may be quoted.
fn sheet(text: &str) -> Vec<(String, BTreeSet<String>)> {
    let mut rows: Vec<Vec<String>> = vec![vec![String::new()]];
    let mut quoted = false;
    for letter in text.chars() {
        let row = rows.last_mut().unwrap();
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\n' if !quoted => rows.push(vec![String::new()]),
            letter => row.last_mut().unwrap().push(letter),
        }
    }
    let rows = rows.into_iter().skip(1).filter(|row| row.len() > 2);
    let codes = |row: &[String]| {
        let codes = row.iter().map(|code| code.trim().to_owned());
        codes.filter(|code| !code.is_empty()).collect()
    };
    rows.map(|row| (row[0].clone(), codes(&row[2..]))).collect()
}

#[test]
fn two_coders_of_a_published_survey_agree_as_its_authors_print() {
    for (question, expected) in [
        ("N2", 0.7358),
        ("N4", 0.7983),
        ("Q11", 0.7439),
        ("Q14", 0.7508),
        ("Q18", 0.9055),
        ("Q28", 0.7174),
    ] {
        let file = |coder: &str| shared(&format!("agreement/gwusec/{question}_{coder}.csv"));
        let (Some(one), Some(other)) = (file("primary"), file("secondary")) else {
            return;
        };
        let (one, other) = (sheet(&one), sheet(&other));
        let words =
            |codes: &'_ BTreeSet<String>| -> Vec<String> { codes.iter().cloned().collect() };
        let pairs: Vec<[Vec<String>; 2]> = one
            .iter()
            .filter_map(|(unit, codes)| {
                let (_, others) = other.iter().find(|(name, _)| name == unit)?;
                Some([words(codes), words(others)])
            })
            .collect();
        let pairs: Vec<Uses<'_>> = pairs
            .iter()
            .map(|[one, other]| {
                [one, other].map(|codes| codes.iter().map(String::as_str).collect())
            })
            .collect();
        near(code_uses(&pairs).unwrap().value, expected);
    }
}

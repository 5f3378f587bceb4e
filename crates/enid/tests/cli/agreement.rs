//! `enid agreement`: from a file of ratings to a figure that says what it rests on.

use formats::table::{Sheet, SheetCell, write_xlsx};
use serde_json::json;

use super::Folder;

/// Three raters, one cell missing in each of the three ways.
const RATINGS: &str = "unit,A,B,C\nu1,1,1,.\nu2,1,2,NA\nu3,3,3,\nu4,2,.,.\n";

fn folder(text: &str) -> Folder {
    Folder::with(&[("ratings.csv", text.as_bytes())])
}

#[test]
fn alpha_is_told_with_its_unit_its_raters_and_what_is_assumed() {
    let said = folder(RATINGS).enid("agreement ratings.csv --level ordinal");
    assert_eq!(said.code, 0, "{said:?}");
    for words in [
        "Krippendorff's alpha, level ordinal  0.7778\n",
        "a row of the file: 3 used, 1 left out\n",
        "3: A, B, C\n",
        "6 of 3 different values\n",
        "assumed     Raters worked without knowing of each other",
    ] {
        assert!(said.out.contains(words), "{words} in {said:?}");
    }
}

#[test]
fn each_measure_gives_keys_that_scripts_read() {
    let two = "first,second\nyes,yes\nyes,no\nno,no\nno,no\n";
    for (measure, value, expected) in [
        ("kappa", json!(0.5), json!(0.5)),
        ("percent", json!(0.75), json!(null)),
    ] {
        let found = folder(two)
            .enid(&format!(
                "agreement ratings.csv --measure {measure} --format json"
            ))
            .json(0);
        assert_eq!(found["measure"], json!(measure));
        assert_eq!(found["value"], value);
        assert_eq!(found["expected"], expected);
        assert_eq!(found["units"], json!(4));
        assert_eq!(found["units_left_out"], json!(0));
        assert_eq!(found["raters"], json!(["first", "second"]));
        assert_eq!(found["assumptions"].as_array().unwrap().len(), 3);
    }
}

#[test]
fn a_file_of_raters_by_units_is_read_when_it_is_said_to_be_one() {
    let rows = "rater,u1,u2,u3,u4\nA,1,1,3,2\nB,1,2,3,.\nC,.,.,.,.\n";
    let turned = folder(rows)
        .enid("agreement ratings.csv --raters-in-rows --level ordinal --format json")
        .json(0);
    let straight = folder(RATINGS)
        .enid("agreement ratings.csv --level ordinal --format json")
        .json(0);
    assert_eq!(turned["value"], straight["value"]);
    assert_eq!(turned["raters"], json!(["A", "B", "C"]));
    assert_eq!(turned["unit"], json!("a column of the file"));
}

#[test]
fn a_workbook_is_read_like_the_same_text() {
    let mut lines = RATINGS.lines().map(|line| line.split(','));
    let header = lines.next().unwrap().map(str::to_owned).collect();
    let cell = |text: &str| match text.parse::<f64>() {
        Ok(number) => SheetCell::Number(number),
        Err(_) => SheetCell::Text(text.to_owned()),
    };
    let sheet = Sheet {
        name: "ratings".to_owned(),
        header,
        rows: lines.map(|line| line.map(cell).collect()).collect(),
    };
    let book = write_xlsx(&[sheet]).unwrap();
    let folder = Folder::with(&[("ratings.xlsx", &book), ("ratings.csv", RATINGS.as_bytes())]);
    let value = |file: &str| {
        folder
            .enid(&format!("agreement {file} --format json"))
            .json(0)
    };
    assert_eq!(value("ratings.xlsx"), value("ratings.csv"));
}

#[test]
fn what_cannot_be_computed_is_told_with_its_place_and_ends_with_2() {
    let refused = |text: &str, options: &str, words: &[&str]| {
        folder(text)
            .enid(&format!("agreement ratings.csv {options}"))
            .refused(words);
    };
    let often = "unit,A,B\nu1,1,1\nu2,often,1\n";
    refused(
        often,
        "--level interval",
        &["row 3, column A", "\"often\" is no number"],
    );
    refused(
        "A,B\n1,-1\n",
        "--level ratio",
        &["row 2, column B", "below zero"],
    );
    refused("A,B\n1,1\n2\n", "", &["line 3", "1 cells"]);
    refused("A,B\nx,x\ny,\n", "", &["every rating is the same"]);
    refused("A,B\nx,\n,y\n", "--measure percent", &["two or more"]);
    refused(
        RATINGS,
        "--measure kappa",
        &["for two raters, and there are 3"],
    );
    refused(
        RATINGS,
        "--measure fleiss --level ratio",
        &["--level is for alpha"],
    );
    refused(
        RATINGS,
        "--names page",
        &["no such column", "unit, A, B, C"],
    );
}

#[test]
fn help_shows_an_example() {
    let said = folder("").enid("agreement --help");
    assert!(
        said.out.contains("Example:\n  enid agreement ratings.csv"),
        "{said:?}"
    );
}

/// The sheets of two coders; u4 stands in the first alone, the second gave u3 no code.
const SHEETS: [(&str, &str); 2] = [
    (
        "first.csv",
        "id,answer,Code 1,Code 2\nu1,\"yes, but\",a,b\nu2,no,a,\nu3,well,b,\nu4,well,b,\n",
    ),
    (
        "second.csv",
        "id,answer,Code 1,Code 2\nu1,\"yes, but\",a,\nu2,no,a,b\nu3,well,,\n",
    ),
];

fn sheets() -> Folder {
    Folder::with(&SHEETS.map(|(name, text)| (name, text.as_bytes())))
}

#[test]
fn two_sheets_with_several_codes_a_unit_give_a_figure_that_says_what_it_is_not() {
    let said = sheets().enid("agreement first.csv --code-uses-with second.csv");
    for words in [
        "Agreement beyond chance of code uses  0.2500\n",
        "2 with codes of both, 1 left out, 1 in one file alone\n",
        "6 of 2 different codes\n",
        "0.6667 observed, 0.5556 by chance\n",
        "it is not Cohen's kappa",
    ] {
        assert!(said.out.contains(words), "{words} in {said:?}");
    }
    let found = sheets()
        .enid("agreement first.csv --code-uses-with second.csv --format json")
        .json(0);
    assert_eq!(found["measure"], json!("code-uses"));
    assert_eq!(found["units"], json!(2));
    assert_eq!(found["units_of_one_file"], json!(1));
    assert_eq!(found["raters"], json!(["first.csv", "second.csv"]));
}

#[test]
fn sheets_that_cannot_be_read_say_what_to_mend() {
    let folder = Folder::with(&[
        ("first.csv", b"id,Code 1\nu1,a\nu1,b\n"),
        ("second.csv", b"id,text\nu1,a\n"),
        ("third.csv", b"id,Code 1\nu1,a\n"),
    ]);
    for (arguments, words) in [
        (
            "first.csv --code-uses-with third.csv",
            "first.csv: row 3: \"u1\" names a unit above already",
        ),
        (
            "third.csv --code-uses-with second.csv",
            "second.csv: no column holds codes; call them Code 1",
        ),
        (
            "third.csv --code-uses-with third.csv",
            "every rating is the same",
        ),
        (
            "third.csv --code-uses-with third.csv --names unit",
            "the columns are id, Code 1",
        ),
        (
            "third.csv --code-uses-with third.csv --measure kappa",
            "cannot be used with",
        ),
    ] {
        let said = folder.enid(&format!("agreement {arguments}"));
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.err.contains(words), "{words} in {said:?}");
    }
}

#[test]
fn the_sheets_of_a_published_survey_give_the_figures_that_its_authors_print() {
    let Some(root) = std::env::var_os("ENID_SHARED_DATA") else {
        println!("skipped: shared data not found");
        return;
    };
    let root = std::path::Path::new(&root).join("agreement/gwusec");
    for (question, figure) in [("N2", 0.7358), ("Q18", 0.9055), ("Q28", 0.7174)] {
        let file = |coder: &str| root.join(format!("{question}_{coder}.csv"));
        let [one, other] = ["primary", "secondary"].map(|coder| file(coder).display().to_string());
        let found = Folder::with(&[])
            .enid(&format!(
                "agreement {one} --code-uses-with {other} --format json"
            ))
            .json(0);
        let value = found["value"].as_f64().unwrap();
        assert!((value - figure).abs() < 1e-4, "{question}: {value}");
    }
}

//! `enid saturation`: from coding matrices to the curve, and no word of what it means.

use serde_json::json;

use super::Folder;

const FIRST: &[u8] = b",A : Int01\n1 : Door,2\n2 : Rota,1\n3 : Night,0\n";
const SECOND: &[u8] = b",A : Int02\n3 : Night,1\n1 : Door,1\n";

fn folder() -> Folder {
    Folder::with(&[("one.csv", FIRST), ("two.csv", SECOND)])
}

#[test]
fn the_curve_follows_the_files_in_the_order_given() {
    let said = folder().enid("saturation one.csv two.csv");
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(
        said.out,
        "interview  codes  new  so far\nInt01          2    2       2\nInt02          2    1       3\n"
    );
    let said = folder().enid("saturation two.csv one.csv --format csv");
    assert_eq!(
        said.out,
        "interview,codes,new,cumulative\nInt02,2,2,2\nInt01,2,1,3\n"
    );
}

#[test]
fn the_json_names_the_new_codes() {
    let found = folder()
        .enid("saturation one.csv two.csv --format json")
        .json(0);
    assert_eq!(
        found["interviews"][1],
        json!({"interview": "Int02", "codes": 2, "new": ["Night"], "cumulative": 3})
    );
}

#[test]
fn a_matrix_that_cannot_be_read_is_told_with_file_row_and_column() {
    let folder = Folder::with(&[("one.csv", FIRST), ("bad.csv", b",Int02\nDoor,often\n")]);
    let said = folder.enid("saturation one.csv bad.csv");
    said.refused(&["bad.csv: row 2, column Int02", "\"often\" is no count"]);
    folder
        .enid("saturation nothing.csv")
        .refused(&["nothing.csv: cannot be read"]);
    let said = folder.enid("saturation --help");
    assert!(said.out.contains("Example:\n  enid saturation"), "{said:?}");
}

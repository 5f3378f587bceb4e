use proptest::prelude::*;
use uuid::Uuid;

use super::lines::from_above;
use super::*;

const NOTES: Table = Table {
    name: "notes",
    columns: "id:id* study:id above:id?^ number:int? words:text sealed_by:key hash:bytes",
    of: Of::Whole("study"),
};

fn id(number: u128) -> Cell {
    Cell::Id(Uuid::from_u128(number))
}

/// In the order of the names: above, hash, id, number, study, words.
fn row(own: u128, above: Cell, words: &str) -> Row {
    let hash = Cell::Bytes(vec![0, 255, 16]);
    let words = Cell::Text(words.to_owned());
    vec![above, hash, id(own), Cell::Int(-3), id(9), words]
}

fn whole() -> Uuid {
    Uuid::from_u128(9)
}

#[test]
fn a_key_never_goes_out_and_rows_stand_in_the_order_of_their_identifiers() {
    let rows = vec![row(2, Cell::Empty, "b \"q\"\n🚪"), row(1, id(2), "")];
    let text = String::from_utf8(written(&NOTES, rows.clone(), &Beside::new())).unwrap();
    assert!(!text.contains("sealed_by"), "{text}");
    assert_eq!(
        text.lines().next().unwrap(),
        "{\"above\":\"00000000-0000-0000-0000-000000000002\",\"hash\":\"00ff10\",\
         \"id\":\"00000000-0000-0000-0000-000000000001\",\"number\":-3,\
         \"study\":\"00000000-0000-0000-0000-000000000009\",\"words\":\"\"}"
    );
    let (read, beside) = read(&NOTES, whole(), text.as_bytes()).unwrap();
    assert_eq!(beside, Beside::new());
    assert_eq!(read, [rows[1].clone(), rows[0].clone()]);
}

#[test]
fn a_line_that_is_not_as_written_is_refused_with_its_place() {
    let good = written(
        &NOTES,
        vec![row(1, Cell::Empty, "a"), row(2, Cell::Empty, "b")],
        &Beside::new(),
    );
    let good = String::from_utf8(good).unwrap();
    let faults = [
        (
            good.replace("\"number\":-3,", ""),
            "line 1: number is missing",
        ),
        (
            good.replace("-3", "\"-3\""),
            "line 1: number is of another kind",
        ),
        (
            good.replace("-3", "0.5"),
            "line 1: number is of another kind",
        ),
        (
            good.replace("00ff10", "00ff1"),
            "line 1: hash is of another kind",
        ),
        (
            good.replace("\"words\":\"a\"", "\"words\":null"),
            "line 1: words is of another kind",
        ),
        (
            good.replace("\"a\"", "\"\\u0000\""),
            "line 1: words is of another kind",
        ),
        (
            good.replace("\"words\":\"b\"", "\"words\":\"b\",\"x\": 1"),
            "line 2: it was not written",
        ),
        (
            good.replace("\"words\":\"b\"", "\"words\":\"b\",\"a\":1"),
            "line 2: it was not written",
        ),
        (
            good.replace("000009", "000008"),
            "line 1: it is of another study",
        ),
        (good.repeat(2), "line 3: it stands twice"),
        (
            good.replace("{\"above\"", "{ \"above\""),
            "line 1: it was not written",
        ),
        (
            good.replace("00ff10", "00FF10"),
            "line 1: it was not written",
        ),
        (good.trim_end().to_owned(), "line 2: it was not written"),
        ("\n".to_owned(), "line 1:"),
    ];
    for (text, said) in faults {
        let fault = read(&NOTES, whole(), text.as_bytes()).unwrap_err();
        assert!(
            fault.to_string().starts_with(said),
            "{fault} instead of {said}"
        );
    }
}

#[test]
fn q26_a_field_that_is_no_column_is_kept_beside_its_row_and_written_back() {
    let rows = vec![row(1, Cell::Empty, "a"), row(2, Cell::Empty, "b")];
    let plain = written(&NOTES, rows.clone(), &Beside::new());
    let plain = String::from_utf8(plain).unwrap();
    let more = plain.replace(
        "\"words\":\"b\"",
        "\"weight\":{\"of\":[1,2.5],\"why\":\"z\\u0000\"},\"words\":\"b\",\"zeal\":null",
    );
    let (read, beside) = read(&NOTES, whole(), more.as_bytes()).unwrap();
    assert_eq!(read, rows);
    assert_eq!(beside.len(), 1, "{beside:?}");
    assert_eq!(written(&NOTES, read.clone(), &beside), more.as_bytes());
    // A row that went takes what was beside it along.
    let fewer = written(&NOTES, read[..1].to_vec(), &beside);
    assert!(plain.as_bytes().starts_with(&fewer));
}

#[test]
fn what_others_stand_under_comes_first_and_a_circle_is_none() {
    let rows = vec![
        row(1, id(2), ""),
        row(2, id(3), ""),
        row(3, Cell::Empty, ""),
    ];
    let ordered = from_above(&NOTES, rows.clone()).unwrap();
    assert_eq!(ordered, [rows[2].clone(), rows[1].clone(), rows[0].clone()]);
    let circle = vec![row(1, id(2), ""), row(2, id(1), "")];
    assert!(from_above(&NOTES, circle).is_err());
    assert!(from_above(&NOTES, vec![row(1, id(7), "")]).is_err());
}

proptest! {
    #[test]
    fn no_bytes_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&NOTES, whole(), &bytes);
    }

    #[test]
    fn rows_are_read_back_as_they_were_written(words in prop::collection::vec("[^\0]*", 0..5)) {
        let rows: Vec<Row> = words.iter().zip(1..).map(|(words, own)| row(own, Cell::Empty, words)).collect();
        let text = written(&NOTES, rows.clone(), &Beside::new());
        prop_assert_eq!(read(&NOTES, whole(), &text).unwrap(), (rows, Beside::new()));
    }
}

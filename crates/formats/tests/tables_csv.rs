//! What the reader and the writer of CSV promise.

use formats::table::{Error, Limits, Table, read_csv, write_csv};
use proptest::prelude::*;

fn read(text: &str) -> Result<Table, Error> {
    read_csv(text.as_bytes(), Limits::STUDY)
}

fn cells(text: &str) -> Vec<Vec<String>> {
    let table = read(text).expect("a table");
    table.rows.into_iter().map(|row| row.cells).collect()
}

#[test]
fn comma_semicolon_and_tab_are_read_alike() {
    for text in ["id,note\nP1,a", "id;note\nP1;a", "id\tnote\nP1\ta"] {
        let table = read(text).expect("a table");
        assert_eq!(table.header, ["id", "note"]);
        assert_eq!(table.rows[0].cells, ["P1", "a"]);
    }
}

#[test]
fn a_semicolon_inside_a_comma_file_is_text() {
    assert_eq!(cells("id,questions\nP1,RQ1; RQ2"), [["P1", "RQ1; RQ2"]]);
}

#[test]
fn a_byte_order_mark_and_spaces_do_not_belong_to_the_header() {
    let table = read("\u{feff} id , note\r\nP1, a ").expect("a table");
    assert_eq!(table.header, ["id", "note"]);
    assert_eq!(table.rows[0].cells, ["P1", " a "]);
}

#[test]
fn quotes_commas_and_line_ends_inside_a_cell_are_kept() {
    assert_eq!(
        cells("id,note\nP1,\"one, \"\"two\"\"\r\nthree\""),
        [["P1", "one, \"two\"\r\nthree"]]
    );
}

#[test]
fn a_row_names_the_line_in_which_it_starts_whatever_ends_the_lines() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["", "id,note", "", ",", "P1,\"two", "lines\"", "  ", "P2,b"].join(end);
        let lines: Vec<u32> = read(&text)
            .expect("a table")
            .rows
            .iter()
            .map(|row| row.line)
            .collect();
        assert_eq!(lines, [5, 8], "lines ended by {end:?}");
    }
}

#[test]
fn a_row_of_another_width_is_refused_with_its_line() {
    let expected = 3;
    assert_eq!(
        read("a,b,c\n1,2,3\n\n4,5\n"),
        Err(Error::Ragged {
            line: 4,
            expected,
            found: 2
        })
    );
    assert_eq!(
        read("a,b,c\n1,2,3,4\n"),
        Err(Error::Ragged {
            line: 2,
            expected,
            found: 4
        })
    );
}

#[test]
fn a_quote_that_never_closes_is_named_by_the_line_that_opens_it() {
    assert_eq!(
        read("a,b\n1,2\n3,\"four\n5,6\n"),
        Err(Error::UnclosedQuote { line: 3 })
    );
    assert_eq!(
        read("a\n\"one\"\"\n"),
        Err(Error::UnclosedQuote { line: 2 })
    );
}

#[test]
fn a_quote_inside_a_bare_cell_is_text() {
    assert_eq!(
        cells("a,b\nsix \"\" wide,5\" tall\n"),
        [["six \"\" wide", "5\" tall"]]
    );
}

#[test]
fn text_in_another_encoding_is_named_by_its_line() {
    assert_eq!(
        read_csv(b"a\nok\ncaf\xe9\n", Limits::STUDY),
        Err(Error::NotUtf8 { line: 3 })
    );
    assert_eq!(
        read_csv(b"\xff\xfea\0", Limits::STUDY),
        Err(Error::NotUtf8 { line: 1 })
    );
}

#[test]
fn what_is_no_table_is_refused() {
    assert!(
        matches!(read("a,b\n1,2\n\0\0"), Err(Error::NotATable { what }) if what.contains("line 3"))
    );
    assert!(matches!(
        read("PK\u{3}\u{4}rest"),
        Err(Error::NotATable { .. })
    ));
    assert!(matches!(
        read(&",x".repeat(5_000)),
        Err(Error::NotATable { .. })
    ));
    for empty in ["", "\u{feff}", "\n\r\n", " , ,\n"] {
        assert_eq!(read(empty), Err(Error::Empty), "{empty:?}");
    }
}

#[test]
fn the_limits_are_kept_to_the_byte_and_to_the_row() {
    let text = "a\n1\n2\n";
    let limits = Limits { bytes: 6, rows: 2 };
    assert_eq!(
        read_csv(text.as_bytes(), limits)
            .expect("within both")
            .rows
            .len(),
        2
    );
    let too_large = read_csv(text.as_bytes(), Limits { bytes: 5, ..limits });
    assert_eq!(too_large, Err(Error::TooLarge { limit: 5, found: 6 }));
    let too_long = read_csv(text.as_bytes(), Limits { rows: 1, ..limits });
    assert_eq!(too_long, Err(Error::TooManyRows { limit: 1 }));
}

#[test]
fn a_header_without_rows_is_a_table() {
    assert!(cells("a,b\n").is_empty());
}

#[test]
fn written_cells_cannot_become_formulas() {
    let csv = write_csv(&["a", "=b"], &[vec!["=1+1".into(), "plain".into()]]);
    assert_eq!(csv, "a,'=b\n'=1+1,plain\n");
}

fn any_table() -> impl Strategy<Value = Vec<Vec<String>>> {
    let cell = prop_oneof![
        "[^\0]{0,8}",
        "[-=+@'\"\t\r\n,; \u{a0}x]{0,8}",
        Just("=HYPERLINK(\"x\")".to_owned())
    ];
    (1usize..5).prop_flat_map(move |width| {
        let row = prop::collection::vec(cell.clone(), width)
            .prop_filter("a row without text is skipped", |row| {
                row.iter().any(|cell| !cell.trim().is_empty())
            });
        prop::collection::vec(row, 0..8)
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(rows in any_table()) {
        let names = ["one", "two", "three", "four"];
        let width = rows.first().map_or(1, Vec::len);
        let csv = write_csv(&names[..width], &rows);
        let table = read(&csv).expect("our own file");
        prop_assert_eq!(&table.header, &names[..width]);
        prop_assert_eq!(table.rows.into_iter().map(|row| row.cells).collect::<Vec<_>>(), rows);
    }

    #[test]
    fn arbitrary_bytes_give_a_table_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_csv(&bytes, Limits::STUDY);
    }

    #[test]
    fn arbitrary_separators_and_quotes_give_rows_as_wide_as_the_header(text in "[a,;\"\t\r\n ]{0,80}") {
        if let Ok(table) = read(&text) {
            prop_assert!(table.rows.iter().all(|row| row.cells.len() == table.header.len()));
        }
    }
}

//! What the reader and the writer of workbooks promise.

use formats::table::{Error, Limits, Sheet, SheetCell, Table, read_xlsx, write_xlsx};
use proptest::prelude::*;

fn text(text: &str) -> SheetCell {
    SheetCell::Text(text.to_owned())
}

fn sheet(name: &str, header: &[&str], rows: Vec<Vec<SheetCell>>) -> Sheet {
    let header = header.iter().map(|name| (*name).to_owned()).collect();
    Sheet {
        name: name.to_owned(),
        header,
        rows,
    }
}

fn read_back(sheets: &[Sheet]) -> Vec<(String, Table)> {
    read_xlsx(&write_xlsx(sheets).expect("written"), Limits::STUDY).expect("our own workbook")
}

#[test]
fn cells_of_every_type_read_back_as_text() {
    let day = SheetCell::Date {
        year: 2031,
        month: 3,
        day: 9,
    };
    let rows = vec![
        vec![text("=1+1"), SheetCell::Number(0.1 + 0.2), day],
        vec![
            text("two\nlines"),
            SheetCell::Number(12.0),
            SheetCell::Empty,
        ],
    ];
    let tables = read_back(&[sheet("first", &["a", "b", "c"], rows)]);
    let (name, table) = &tables[0];
    assert_eq!(name, "first");
    assert_eq!(table.header, ["a", "b", "c"]);
    assert_eq!(table.rows[0].cells, ["=1+1", "0.3", "2031-03-09"]);
    assert_eq!(table.rows[1].cells, ["two\nlines", "12", ""]);
    assert_eq!((table.rows[0].line, table.rows[1].line), (2, 3));
}

#[test]
fn sheets_keep_their_order_and_empty_ones_are_left_out() {
    let row = || vec![vec![text("x")]];
    let tables = read_back(&[
        sheet("b", &["n"], row()),
        sheet("none", &[], vec![]),
        sheet("a", &["n"], row()),
    ]);
    let names: Vec<&str> = tables.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["b", "a"]);
}

#[test]
fn a_blank_row_is_skipped_and_the_next_keeps_its_number() {
    let rows = vec![vec![text("x")], vec![text("  ")], vec![text("y")]];
    let lines: Vec<u32> = read_back(&[sheet("s", &["n"], rows)])[0]
        .1
        .rows
        .iter()
        .map(|row| row.line)
        .collect();
    assert_eq!(lines, [2, 4]);
}

#[test]
fn a_cell_beside_the_header_is_refused_with_sheet_and_row() {
    let book =
        write_xlsx(&[sheet("s", &["n"], vec![vec![text("x"), text("stray")]])]).expect("written");
    let error = read_xlsx(&book, Limits::STUDY).expect_err("a ragged sheet");
    let ragged = Error::Ragged {
        line: 2,
        expected: 1,
        found: 2,
    };
    assert_eq!(
        error,
        Error::Sheet {
            sheet: "s".into(),
            error: Box::new(ragged)
        }
    );
}

#[test]
fn the_same_sheets_give_the_same_bytes_and_no_name_of_a_person() {
    let sheets = [sheet("s", &["n"], vec![vec![text("x")]])];
    let first = write_xlsx(&sheets).expect("written");
    assert_eq!(first, write_xlsx(&sheets).expect("written"));
    let core = part(&first, "docProps/core.xml");
    assert!(core.contains("<dc:creator></dc:creator>"), "{core}");
    assert!(core.contains("2000-01-01T00:00:00Z"), "{core}");
}

#[test]
fn the_header_is_bold_and_frozen() {
    let book = write_xlsx(&[sheet("s", &["n"], vec![vec![text("x")]])]).expect("written");
    assert!(part(&book, "xl/worksheets/sheet1.xml").contains(r#"state="frozen""#));
    assert!(part(&book, "xl/styles.xml").contains("<b/>"));
}

#[test]
fn what_a_workbook_cannot_hold_is_named_with_its_row() {
    let february = SheetCell::Date {
        year: 2031,
        month: 2,
        day: 30,
    };
    for cell in [
        february,
        SheetCell::Number(f64::NAN),
        text(&"x".repeat(40_000)),
    ] {
        let error = write_xlsx(&[sheet("s", &["n"], vec![vec![cell]])]).expect_err("refused");
        assert!(error.to_string().contains("row 2"), "{error}");
    }
    assert!(write_xlsx(&[sheet("a/b", &["n"], vec![])]).is_err());
}

#[test]
fn the_limits_hold_for_all_sheets_together() {
    let rows = || vec![vec![text("x")], vec![text("y")]];
    let book =
        write_xlsx(&[sheet("a", &["n"], rows()), sheet("b", &["n"], rows())]).expect("written");
    let limits = Limits {
        bytes: book.len(),
        rows: 4,
    };
    assert_eq!(read_xlsx(&book, limits).expect("within both").len(), 2);
    let rows = read_xlsx(&book, Limits { rows: 3, ..limits });
    assert_eq!(rows, Err(Error::TooManyRows { limit: 3 }));
    let bytes = read_xlsx(
        &book,
        Limits {
            bytes: book.len() - 1,
            ..limits
        },
    );
    assert!(matches!(bytes, Err(Error::TooLarge { .. })));
}

#[test]
fn a_workbook_that_unfolds_without_end_is_refused_before_it_is_read() {
    let rows = vec![vec![text(&"x".repeat(30_000))]; 40];
    let book = write_xlsx(&[sheet("s", &["n"], rows)]).expect("written");
    let limits = Limits {
        bytes: book.len(),
        rows: 100,
    };
    assert!(matches!(
        read_xlsx(&book, limits),
        Err(Error::TooLarge { .. })
    ));
}

#[test]
fn what_is_no_workbook_is_named() {
    assert_eq!(read_xlsx(b"", Limits::STUDY), Err(Error::Empty));
    for bytes in [
        &b"a,b\n1,2"[..],
        b"PK\x03\x04",
        b"PK\x05\x06aaaaaaaaaaaaaaaaaa",
        b"\xd0\xcf\x11\xe0",
    ] {
        assert!(
            matches!(
                read_xlsx(bytes, Limits::STUDY),
                Err(Error::Unreadable { .. })
            ),
            "{bytes:?}"
        );
    }
}

fn part(book: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).expect("a zip file");
    std::io::read_to_string(archive.by_name(name).expect("the part")).expect("UTF-8")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn text_reads_back_as_it_was(cells in prop::collection::vec("x[-=+@'\"<>&\t\n_x0A\u{a0}\u{1F600} ]{0,12}", 1..6)) {
        let rows = cells.iter().map(|cell| vec![text(cell)]).collect();
        let tables = read_back(&[sheet("s", &["n"], rows)]);
        let back: Vec<&str> = tables[0].1.rows.iter().map(|row| row.cells[0].as_str()).collect();
        prop_assert_eq!(back, cells);
    }

    #[test]
    fn arbitrary_bytes_give_tables_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read_xlsx(&bytes, Limits::STUDY);
        let _ = read_xlsx(&[b"PK\x03\x04", bytes.as_slice()].concat(), Limits::STUDY);
    }

    #[test]
    fn a_damaged_workbook_gives_tables_or_an_error(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut book = write_xlsx(&[sheet("s", &["n"], vec![vec![text("x")]])]).expect("written");
        let at = at.index(book.len());
        book[at] = byte;
        let _ = read_xlsx(&book, Limits::STUDY);
    }
}

//! Workbooks of other programs; rows and columns are those of the list beside them, without empty ones at the end.

use formats::table::{BookKind, Limits, RawBook, read_raw};
use std::path::PathBuf;

const OPENED: [(&str, &str); 32] = [
    ("any_sheets.ods", "Visible 5x2"),
    (
        "column_row_ranges.xlsx",
        "Column ranges 5x3; Row ranges 3x5",
    ),
    ("date.ods", "Sheet1 4x2"),
    ("date_1904.xlsx", "Sheet1 3x2"),
    ("date_quoted_format.xlsx", "Sheet1 4x1"),
    ("empty_shared_string.xlsx", "Sheet1 1x1"),
    ("errors.xlsx", "Feuil1 7x1"),
    ("has_x000D_.xlsx", "Sheet1 1x1"),
    ("header-row.xlsx", "Sheet1 10x4"),
    ("inlineStr_cdata.xlsx", "Sheet1 2x2"),
    ("inventory-table.xlsx", "Sheet1 5x3"),
    ("issue438.xlsx", "Sheet1 5x2"),
    ("issue644.xlsx", "Sheet1 10x2"),
    ("issue_261.xlsx", "Some Sheet 66x7"),
    ("issue_391.xlsx", "Sheet1 7x1"),
    ("issue_530.xlsx", "出勤分类组织汇总表 5x14"),
    ("issue_565_multi_axis_shared.xlsx", "Sheet1 4x11"),
    (
        "issues.ods",
        "datatypes 6x1; Sheet1 2x1; issue2 3x2; issue5 1x1; issue6 4x1; spc_chrs 8x1",
    ),
    ("merge_cells.xlsx", "Sheet1 2x3"),
    ("merged_range.xlsx", "Sheet1 4x8; Sheet2 4x6"),
    ("multi-empty.ods", "Test 13x1"),
    ("non_monotonic_si.xlsx", "Sheet1 6x3"),
    (
        "number_rows_repeated.ods",
        "Sheet1 8x2; Sheet2 9x2; Sheet3 10x2",
    ),
    (
        "pivots.xlsx",
        "PivotSheet1 5x6; PivotSheet2 11x4; PivotSheet3 7x3; PivotSheet4 9x2; DataSheet 11x10; DataSheet2 11x10",
    ),
    ("richtext-after-plain.xlsx", "Sheet1 2x4"),
    (
        "richtext_issue.ods",
        "datatypes 1x1; Sheet1 2x1; issue2 3x2; issue5 1x1; issue6 4x1; spc_chrs 8x1",
    ),
    ("shared_formula_bench.xlsx", "Sheet1 100x2"),
    ("shared_formula_simple.xlsx", "Sheet1 3x2"),
    ("special_cells.ods", "sheet1 5x1"),
    ("string-ref.xlsx", "Sheet1 2x1; Sheet2 2x1"),
    ("table_with_absolute_paths.xlsx", "table 5x2"),
    ("whitespace_trim.xlsx", "inlineStr 3x4; SharedStrings 3x4"),
];

const REFUSED: [(&str, &str); 5] = [
    ("empty_sheet.xlsx", "empty"),
    ("issue127.xlsx", "empty"),
    ("picture.xlsx", "empty"),
    ("pass_protected.xlsx", "password"),
    ("issue_594_dos.ods", "at most 200000000 are read"),
];

pub fn folder() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let data = std::env::var_os("ENID_SHARED_DATA").map_or_else(beside, PathBuf::from);
    let folder = data.join("corpora/xlsx/calamine/tests");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: shared data not found");
    None
}

fn shape(book: &RawBook) -> String {
    let sheets = book.sheets.iter().map(|sheet| {
        let wide = sheet.rows.iter().map(Vec::len).max().unwrap_or(0);
        format!("{} {}x{wide}", sheet.name, sheet.rows.len())
    });
    sheets.collect::<Vec<String>>().join("; ")
}

#[test]
fn workbooks_of_other_programs_lie_as_listed() {
    let Some(folder) = folder() else { return };
    for (name, expected) in OPENED {
        let bytes = std::fs::read(folder.join(name)).expect(name);
        let book =
            read_raw(&bytes, Limits::PROGRAMME).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(shape(&book), expected, "{name}");
    }
}

#[test]
fn what_holds_no_text_is_locked_or_grows_without_end_is_refused_by_name() {
    let Some(folder) = folder() else { return };
    for (name, reason) in REFUSED {
        let bytes = std::fs::read(folder.join(name)).expect(name);
        let error = read_raw(&bytes, Limits::PROGRAMME)
            .expect_err(name)
            .to_string();
        assert!(error.contains(reason), "{name}: {error}");
    }
}

#[test]
fn every_workbook_of_the_folder_is_read_or_refused_by_name() {
    let Some(folder) = folder() else { return };
    let files = std::fs::read_dir(folder).expect("a folder");
    let outcomes = files.map(|file| {
        let bytes = std::fs::read(file.expect("a file").path()).expect("a file");
        read_raw(&bytes, Limits::PROGRAMME).is_ok()
    });
    let outcomes: Vec<bool> = outcomes.collect();
    let read = outcomes.iter().filter(|&&read| read).count();
    assert_eq!((read, outcomes.len() - read), (34, 5));
}

/// The reader of `content.xml` is ours; calamine's is another, so that cells on which both agree are read well.
#[test]
fn cells_of_opendocument_spreadsheets_are_those_another_reader_sees() {
    use calamine::{Data, Ods, Reader};
    let Some(folder) = folder() else { return };
    let names = OPENED.iter().filter(|(name, _)| name.ends_with(".ods"));
    for (name, _) in names {
        let bytes = std::fs::read(folder.join(name)).expect(name);
        let book = read_raw(&bytes, Limits::PROGRAMME).expect(name);
        assert_eq!(book.kind, BookKind::Ods);
        let mut other: Ods<_> = Ods::new(std::io::Cursor::new(&bytes)).expect(name);
        for sheet in &book.sheets {
            let range = other.worksheet_range(&sheet.name).expect("the sheet");
            let (top, left) = range.start().expect("a cell");
            for (row, column, cell) in range.used_cells() {
                let (row, column) = (row + top as usize, column + left as usize);
                let ours = sheet.rows.get(row).and_then(|cells| cells.get(column));
                let ours = ours.map_or("", |cell| cell.text.as_str());
                match cell {
                    Data::Float(number) => assert_eq!(ours.parse(), Ok(*number), "{name}"),
                    Data::String(text) => {
                        assert_eq!(ours, text.trim_end_matches('\n'), "{name} {row} {column}")
                    }
                    Data::DateTimeIso(iso) => {
                        assert!(iso.starts_with(&ours[..10]), "{name}: {iso}")
                    }
                    _ => assert!(!ours.is_empty(), "{name} {cell:?}"),
                }
            }
        }
    }
}
